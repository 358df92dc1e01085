/**
 * What the embedded queue has on disk: LevelDB, in a folder of its own. It brings what a journal would have to be
 * taught: checksums, recovery from a torn end, compaction, and a lock that the kernel holds, so that it falls with the
 * process and never needs to be broken.
 *
 * Writes are ordered and grouped: what comes in while one is on its way to the disk goes with the next, so a burst costs
 * few flushes. A write that fails is the end: what memory and disk think may differ from then on, and only a new start
 * can tell. So the store takes nothing more and says why.
 */
import { mkdirSync } from "node:fs";
import { ClassicLevel } from "classic-level";
import { UserError } from "../../errors.ts";

/** Why something is written. */
export const STEPS = ["restore", "accept", "start", "settle", "trim"] as const;
export type Step = (typeof STEPS)[number];

/** Called before a write goes to the disk and after it is there. Tests end the process in it. */
export type FaultPoint = `${"before" | "after"}:${Step}`;
export type Fault = (point: FaultPoint) => void;

/** `value` null removes. */
export interface Change {
  readonly key: string;
  readonly value: unknown;
}

interface Write {
  readonly step: Step;
  readonly changes: readonly Change[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

const FORMAT_KEY = "format";
const FORMAT = 1;

export class Store {
  readonly #level: ClassicLevel<string, unknown>;
  readonly #fault: Fault;
  #waiting: Write[] = [];
  #flushing: Promise<void> | null = null;
  #broken: Error | null = null;

  private constructor(level: ClassicLevel<string, unknown>, fault: Fault) {
    this.#level = level;
    this.#fault = fault;
  }

  /** Throws UserError when the folder cannot be used: held by another process, written by a later Writ, not writable. */
  static async open(folder: string, fault: Fault = () => undefined): Promise<Store> {
    const level = new ClassicLevel<string, unknown>(folder, { valueEncoding: "json" });
    try {
      mkdirSync(folder, { recursive: true });
      await level.open();
    } catch (error) {
      throw unusable(folder, error);
    }
    const format = await level.get(FORMAT_KEY);
    if (format === undefined) await level.put(FORMAT_KEY, FORMAT, { sync: true });
    else if (format !== FORMAT) {
      await level.close();
      throw new UserError(
        `the queue in ${folder} has format ${JSON.stringify(format)}, and this Writ knows ${FORMAT}; ` +
          "run the Writ that wrote it, or set DATA_DIR to another folder",
      );
    }
    return new Store(level, fault);
  }

  /** Resolves when the changes are on the disk, all of them together. */
  async write(step: Step, changes: readonly Change[]): Promise<void> {
    if (this.#broken !== null) throw this.#broken;
    await new Promise<void>((done, failed) => {
      this.#waiting.push({ step, changes, done, failed });
      this.#flushing ??= this.#flush();
    });
  }

  async get(key: string): Promise<unknown> {
    return this.#level.get(key);
  }

  /** Everything whose key begins with `prefix`, in the order of the keys. A value that is not JSON is `undefined`. */
  async *range(prefix: string, before = `${prefix}\uffff`): AsyncGenerator<readonly [string, unknown]> {
    const all = this.#level.iterator<string, string>({ gte: prefix, lt: before, valueEncoding: "utf8" });
    for await (const [key, text] of all) yield [key, parsed(text)];
  }

  /** Why nothing can be written any more; null when it can. */
  get broken(): Error | null {
    return this.#broken;
  }

  async close(): Promise<void> {
    this.#broken ??= new Error("the queue is closed");
    await this.#flushing;
    await this.#level.close();
  }

  async #flush(): Promise<void> {
    // One turn of the loop, so that what comes in together goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        for (const { step } of group) this.#fault(`before:${step}`);
        await this.#level.batch(group.flatMap(({ changes }) => changes.map(operation)), { sync: true });
        for (const { step } of group) this.#fault(`after:${step}`);
        for (const { done } of group) done();
      } catch (error) {
        this.#broken = new Error("the queue cannot be written to disk", { cause: error });
        for (const { failed } of [...group, ...this.#waiting]) failed(this.#broken);
        this.#waiting = [];
      }
    }
    this.#flushing = null;
  }
}

function operation({ key, value }: Change) {
  return value === null ? ({ type: "del", key } as const) : ({ type: "put", key, value } as const);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unusable(folder: string, error: unknown): UserError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && cause.code === "LEVEL_LOCKED") {
    return new UserError(`the queue in ${folder} is in use by another process; stop it, or set DATA_DIR to another folder`);
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UserError(`the queue in ${folder} cannot be opened (${reason}); check the folder's permissions and space`);
}
