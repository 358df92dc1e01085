import type { Stream } from "./terminal.ts";

/** A run that is over sooner needs no progress. Milliseconds since the process began. */
const PATIENCE = 500;
const INTERVAL = 100;

/** One line that changes in place, on a terminal, once a run takes long. Goes away when the run is over. */
export class Progress {
  readonly #stream: Stream;
  readonly #what: string;
  #shownAt = 0;

  constructor(stream: Stream, what = "documents") {
    this.#stream = stream;
    this.#what = what;
  }

  show(done: number, of: number): void {
    const now = performance.now();
    if (!this.#stream.isTerminal || now < PATIENCE || now - this.#shownAt < INTERVAL) return;
    this.#shownAt = now;
    this.#stream.write(`\r\u001b[KJudging ${done} of ${of} ${this.#what} …`);
  }

  end(): void {
    if (this.#shownAt > 0) this.#stream.write("\r\u001b[K");
  }
}
