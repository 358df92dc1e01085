/**
 * Where decisions are kept: one line each in a file for each month, only ever added to.
 *
 * A line is written in one go at the end of the file, and on the disk when the promise resolves. What a death or a full
 * disk left of a line is ended before the next one begins, so nothing is glued to it; readers pass over it. Whoever
 * repeats a decision after that writes it again with the same id, and readers take each id once.
 */
import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { Decision } from "./decision.ts";
import { lineOf } from "./identity.ts";

/** The folder below `DATA_DIR`. */
export const DECISIONS = "decisions";

const NEWLINE = 0x0a;

export class Journal {
  readonly #folder: string;
  #last: Promise<void> = Promise.resolve();

  constructor(dataDir: string) {
    this.#folder = join(dataDir, DECISIONS);
  }

  /** Resolves when it is on the disk. Throws what the disk says. Decisions are written in the order in which they come. */
  append(decision: Decision): Promise<void> {
    const writing = this.#last.then(() => this.#write(decision));
    this.#last = writing.catch(() => undefined);
    return writing;
  }

  async #write(decision: Decision): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = await open(join(this.#folder, monthFile(decision.at)), "a+", 0o600);
    try {
      const { size } = await file.stat();
      const end = Buffer.alloc(1);
      const isTorn = size > 0 && (await file.read(end, 0, 1, size - 1)).bytesRead === 1 && end[0] !== NEWLINE;
      const bytes = Buffer.from(`${isTorn ? "\n" : ""}${lineOf(decision)}\n`);
      const { bytesWritten } = await file.write(bytes);
      if (bytesWritten < bytes.length) throw new Error(`the disk took ${bytesWritten} of ${bytes.length} bytes`);
      await file.datasync();
    } finally {
      await file.close();
    }
  }
}

function monthFile(at: string): string {
  return `${at.slice(0, 7)}.jsonl`;
}
