/** The folder of one mirror, from its first fetch to its end. */
import { rm, stat, utimes, writeFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fetchInto, folderBytes } from "./fetch.ts";
import type { FetchOrder } from "./fetch.ts";
import { MirrorFault } from "./faults.ts";
import { runGit } from "./run.ts";

/** There while no fetch is under way and the last one left nothing half done. Its time is when it was last used. */
const MARK = "writ-sound";
/** Each fetch leaves a pack; so many of them make reading slow. */
const MOST_PACKS = 40;

export class Slot {
  readonly directory: string;
  /** Who reads it now. */
  leases = 0;
  bytes = 0;
  /** True when nobody may begin to read it: it goes when the last who does has ended. */
  dropped = false;
  #turn: Promise<unknown> = Promise.resolve();
  #made = false;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** A folder that an earlier life left; null, and gone, when it is not sound. */
  static async found(directory: string): Promise<{ readonly slot: Slot; readonly used: number } | null> {
    const mark = await stat(join(directory, MARK)).catch(() => null);
    if (mark === null) {
      await rm(directory, { recursive: true, force: true });
      return null;
    }
    const slot = new Slot(directory);
    slot.#made = true;
    slot.bytes = await folderBytes(directory);
    return { slot, used: mark.mtimeMs };
  }

  /** One at a time. */
  inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act, act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** True when there is something to read. */
  get made(): boolean {
    return this.#made && !this.dropped;
  }

  /** Fetches. What a failure may have left behind makes the mirror unsound, and it is dropped. */
  async fetch(order: Omit<FetchOrder, "directory">): Promise<void> {
    const { directory } = this;
    if (this.dropped) throw new MirrorFault("broken", "the mirror was thrown away after a fetch that failed");
    const before = this.#made ? await folderBytes(join(directory, "objects")) : null;
    try {
      if (before === null) await this.#make();
      else await rm(join(directory, MARK), { force: true });
      await fetchInto({ ...order, directory });
      await this.#tidy(order.signal);
      await writeFile(join(directory, MARK), "");
      this.#made = true;
    } catch (error) {
      if (isHarmless(error) && before !== null && (await folderBytes(join(directory, "objects"))) === before) {
        await writeFile(join(directory, MARK), "");
      } else this.dropped = true;
      throw error;
    } finally {
      this.bytes = await folderBytes(directory);
    }
  }

  async touch(): Promise<void> {
    const now = new Date();
    await utimes(join(this.directory, MARK), now, now).catch(() => undefined);
  }

  remove(): Promise<void> {
    this.dropped = true;
    return rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  async #make(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    await this.#git(["init", "--quiet", "--bare", "--template=", "--initial-branch=main", "."], undefined);
  }

  /** Packs become one; objects that no branch leads to stay, somebody may read them. */
  async #tidy(signal: AbortSignal | undefined): Promise<void> {
    const files = await readdir(join(this.directory, "objects", "pack"));
    if (files.filter((name) => name.endsWith(".pack")).length <= MOST_PACKS) return;
    await this.#git(["repack", "-a", "-d", "-k", "-q"], signal);
    await this.#git(["pack-refs", "--all"], signal);
  }

  async #git(args: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const whole = signal ?? new AbortController().signal;
    const { code, stderr } = await runGit({ directory: this.directory, args, remote: null, signal: whole });
    signal?.throwIfAborted();
    if (code !== 0) throw new MirrorFault("broken", `git ${args[0] ?? ""} failed: ${stderr.trim().slice(0, 200)}`);
  }
}

/** Git ended by itself, with an answer of the server's; it was not killed over half a pack. */
function isHarmless(error: unknown): boolean {
  if (error instanceof MirrorFault) return error.reason === "missing";
  return error instanceof Error && (error.name === "GitHubRefusal" || error.name === "TryLater");
}
