/**
 * Bare mirrors of repositories, on disk, for what needs history. They are caches: any may go at any time that nobody
 * reads it, and comes back with the next fetch.
 *
 * A fetch goes into the folder that others read, which Git allows. A folder that a failed fetch left in doubt is not
 * given out again; the next mirror of the repository has another name.
 */
import { randomBytes } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { openRepository } from "../../snapshot/git.ts";
import type { GitRepository } from "../../snapshot/git.ts";
import type { Secret } from "../secret.ts";
import { MirrorFault } from "./faults.ts";
import { Slot } from "./slot.ts";
import { tipsOf } from "./tips.ts";

export interface MirrorsOptions {
  readonly folder: string;
  /** Of all mirrors; what is being read stays nevertheless. */
  readonly bytes?: number;
  /** Of one mirror. */
  readonly largest?: number;
  /** Longest time of one fetch. */
  readonly fetchMs?: number;
}

export interface MirrorOrigin {
  readonly repository: number;
  /** http or https, without credentials. */
  readonly url: string;
  readonly token: () => Promise<Secret>;
  readonly signal?: AbortSignal | undefined;
}

const BYTES = 10 * 2 ** 30;
const LARGEST = 2 * 2 ** 30;
const FETCH_MS = 5 * 60_000;
const FOLDER = /^([1-9]\d{0,15})-[0-9a-f]{8}\.git$/;

export class Mirrors {
  readonly #options: Required<MirrorsOptions>;
  /** Least recently used first. */
  readonly #slots = new Map<number, Slot>();

  private constructor(options: Required<MirrorsOptions>) {
    this.#options = options;
  }

  /** Takes over what an earlier life left and finished. One process at a time may have the folder. */
  static async open({ folder, bytes = BYTES, largest = LARGEST, fetchMs = FETCH_MS }: MirrorsOptions): Promise<Mirrors> {
    await mkdir(folder, { recursive: true });
    const mirrors = new Mirrors({ folder, bytes, largest, fetchMs });
    const found: { readonly repository: number; readonly slot: Slot; readonly used: number }[] = [];
    for (const name of await readdir(folder)) {
      const repository = FOLDER.exec(name)?.[1];
      if (repository === undefined) continue;
      const left = await Slot.found(join(folder, name));
      if (left !== null) found.push({ ...left, repository: Number(repository) });
    }
    for (const { repository, slot } of found.sort((a, b) => a.used - b.used)) {
      const older = mirrors.#slots.get(repository);
      mirrors.#slots.delete(repository);
      mirrors.#slots.set(repository, slot);
      await older?.remove();
    }
    await mirrors.#evict();
    return mirrors;
  }

  /** The mirror of a repository. Nothing is fetched yet. Whoever asks must `release` it. */
  lease(origin: MirrorOrigin): Mirror {
    const { repository } = origin;
    const known = this.#slots.get(repository);
    const slot = known?.dropped === false ? known : this.#fresh(repository);
    this.#slots.delete(repository);
    this.#slots.set(repository, slot);
    slot.leases += 1;
    return new Mirror(slot, origin, this.#options, () => this.#released(repository, slot));
  }

  /** Drops the mirror of a repository, because it is gone or out of reach. */
  async forget(repository: number): Promise<void> {
    const slot = this.#slots.get(repository);
    if (slot === undefined) return;
    this.#slots.delete(repository);
    slot.dropped = true;
    if (slot.leases === 0) await slot.remove();
  }

  /** Bytes of all mirrors. */
  get total(): number {
    return [...this.#slots.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #fresh(repository: number): Slot {
    return new Slot(join(this.#options.folder, `${repository}-${randomBytes(4).toString("hex")}.git`));
  }

  async #released(repository: number, slot: Slot): Promise<void> {
    slot.leases -= 1;
    if (slot.dropped) {
      if (this.#slots.get(repository) === slot) this.#slots.delete(repository);
      if (slot.leases === 0) await slot.remove();
    } else {
      this.#slots.delete(repository);
      this.#slots.set(repository, slot);
      await slot.touch();
    }
    await this.#evict();
  }

  async #evict(): Promise<void> {
    for (const [repository, slot] of this.#slots) {
      if (this.total <= this.#options.bytes) return;
      if (slot.leases > 0) continue;
      this.#slots.delete(repository);
      await slot.remove();
    }
  }
}

/** A mirror that is held for reading. */
export class Mirror {
  readonly #slot: Slot;
  readonly #origin: MirrorOrigin;
  readonly #options: Required<MirrorsOptions>;
  readonly #release: () => Promise<void>;
  /** Commits that are known to be there. */
  readonly #brought = new Set<string>();
  #git: Promise<GitRepository> | null = null;
  #refreshed = false;
  #released = false;

  constructor(slot: Slot, origin: MirrorOrigin, options: Required<MirrorsOptions>, release: () => Promise<void>) {
    this.#slot = slot;
    this.#origin = origin;
    this.#options = options;
    this.#release = release;
  }

  /**
   * The repository with these commits (full ids) and all that led to them; fetched when one is not there. Without
   * commits, what there is; fetched when there is nothing.
   * Throws MirrorFault, GitHubRefusal and TryLater.
   */
  async bring(commits: readonly string[]): Promise<GitRepository> {
    const wanted = commits.filter((oid) => !this.#brought.has(oid));
    if (wanted.length > 0 || !this.#slot.made) {
      await this.#slot.inTurn(async () => {
        const missing = await this.#missing(wanted);
        if (missing.length > 0 || !this.#slot.made) await this.#fetch(missing);
      });
      for (const oid of wanted) this.#brought.add(oid);
    }
    return this.#opened();
  }

  /** True when a commit can be read without fetching. */
  async holds(commit: string): Promise<boolean> {
    if (this.#brought.has(commit)) return true;
    if (!this.#slot.made || (await this.#missing([commit])).length > 0) return false;
    this.#brought.add(commit);
    return true;
  }

  /** The repository with all branches and tags as they are now, or were when this mirror first asked. */
  async refreshed(): Promise<GitRepository> {
    if (!this.#refreshed) await this.#slot.inTurn(() => this.#fetch([]));
    return this.#opened();
  }

  /** True when there is something to read without fetching. */
  get made(): boolean {
    return this.#slot.made;
  }

  /** Where refs stand on the server now; see `tipsOf`. */
  async tips(refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { url, token, signal } = this.#origin;
    return tipsOf({ url, token: await token(), refs, signal });
  }

  async release(): Promise<void> {
    if (this.#released) return;
    this.#released = true;
    await (await this.#git?.catch(() => null))?.dispose();
    await this.#release();
  }

  async #missing(commits: readonly string[]): Promise<readonly string[]> {
    if (!this.#slot.made || commits.length === 0) return commits;
    const known = await (await this.#opened()).known(commits);
    return commits.filter((oid) => known.get(oid) !== oid);
  }

  async #fetch(commits: readonly string[]): Promise<void> {
    const { url, token, signal } = this.#origin;
    const { largest, fetchMs } = this.#options;
    signal?.throwIfAborted();
    const order = { url, token: await token(), commits, milliseconds: fetchMs, bytes: largest, signal };
    await this.#slot.fetch(order);
    this.#refreshed = true;
  }

  #opened(): Promise<GitRepository> {
    if (this.#released) throw new MirrorFault("broken", "the mirror was given back");
    return (this.#git ??= openRepository(this.#slot.directory));
  }
}
