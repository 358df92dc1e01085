/** Work of many pieces, none of which waits for anything, that lets others have their turn: a server answers while it judges. */
import { setImmediate } from "node:timers/promises";

/** So long may everything else wait. */
const TURN_MS = 10;

export class Turns {
  #since = performance.now();

  /** True when others have waited for long enough. Asking costs nothing, so it can be asked between any two pieces. */
  get areDue(): boolean {
    return performance.now() - this.#since >= TURN_MS;
  }

  /** Settles when whatever was waiting has had its turn. */
  async give(): Promise<void> {
    await setImmediate();
    this.#since = performance.now();
  }
}
