/** Files of the past that are not where they were: when they went, and what they became. */
import { drift, type Drift } from "../../evidence/drift.ts";
import { lineCount } from "../../evidence/file-lines.ts";
import type { History, Repository } from "../../snapshot/snapshot.ts";
import { followTrails, type Step } from "./trail.ts";

/** So many files are followed. */
const MOST_PATHS = 1000;
/** So many paths that are only the end of one are looked for. */
const MOST_ENDS = 200;
/** A file that was renamed more often has gone. */
const MOST_RENAMES = 5;
/** Bytes of old versions that are read to count their lines: at all, and at a time. */
const COUNTED = 64 * 2 ** 20;
const HELD = 8 * 2 ** 20;

type Past = Pick<Repository, "history" | "renames" | "pathsEnding" | "blobs" | "blobSizes">;

export class Departures {
  /** The history is cut off: what was before nobody knows. */
  readonly isCut: boolean;
  readonly #repository: Past;
  readonly #head: string;
  readonly #parents: ReadonlyMap<string, readonly string[]>;
  readonly #isThere: (path: string) => boolean;
  readonly #limit: number;
  readonly #asked = new Set<string>();
  readonly #over = new Set<string>();
  readonly #steps = new Map<string, Step>();
  /** What a file that went became, by its path; null for nothing. */
  readonly #became = new Map<string, string | null>();
  /** Lines of versions, by blob id. */
  readonly #lines = new Map<string, number>();
  #left = COUNTED;
  #ends: ReadonlyMap<string, ReadonlySet<string>> = new Map();

  /** `isThere` tells whether the head has a regular file at a path. */
  constructor(
    repository: Past,
    head: string,
    history: History,
    isThere: (path: string) => boolean,
    limit: number,
  ) {
    this.#repository = repository;
    this.#head = head;
    this.#parents = new Map(history.commits.map(({ oid, parents }) => [oid, parents]));
    this.isCut = history.cuts.length > 0;
    this.#isThere = isThere;
    this.#limit = limit;
  }

  /** Walks the history of these paths, and of what the files there became. */
  async load(paths: Iterable<string>): Promise<void> {
    let wanted = this.#fresh(paths);
    for (let hop = 0; wanted.length > 0 && hop < MOST_RENAMES; hop++) {
      const { commits } = await this.#repository.history(this.#head, wanted);
      const keys = new Set(wanted);
      const steps = followTrails(commits, this.#head, (path) => (keys.has(path) ? { id: path, rank: 0 } : null));
      for (const [path, step] of steps) this.#steps.set(path, step);
      wanted = this.#fresh(await this.#renamed([...steps.values()].filter(({ oid }) => oid === null)));
    }
  }

  /** Looks for files of any commit whose paths end so, and walks their history. */
  async findEnds(ends: Iterable<string>): Promise<void> {
    const wanted = [...new Set(ends)].filter((end) => end !== "" && !this.#steps.has(end));
    for (const end of wanted.slice(MOST_ENDS)) this.#over.add(end);
    this.#ends = await this.#repository.pathsEnding(this.#head, wanted.slice(0, MOST_ENDS));
    await this.load([...this.#ends.values()].flatMap((paths) => (paths.size === 1 ? [...paths] : [])));
  }

  /** The files of any commit whose paths end so, as far as they were looked for. */
  ending(end: string): readonly string[] {
    return [...(this.#ends.get(end) ?? [])];
  }

  /** True when so many files are followed already that this one is not. */
  isOverLimit(path: string): boolean {
    return this.#over.has(path);
  }

  /** True when any commit had a file there. */
  hasBeen(path: string): boolean {
    return this.#steps.has(path);
  }

  /** The file of the head that one which stood at `path` has become; null for none. */
  follow(path: string): string | null {
    let at: string | null = path;
    for (let hop = 0; at !== null && hop <= MOST_RENAMES; hop++) {
      if (hop > 0 && this.#isThere(at)) return at;
      at = this.#became.get(at) ?? null;
    }
    return null;
  }

  /** What to say of a file that stood at `path` in the commit `anchor`, and that nothing of the head goes back to. */
  drift(path: string, anchor: string): Drift {
    const step = this.#steps.get(path);
    if (this.#over.has(path)) return drift("unverifiable", anchor, { reason: "was not followed: too many cited files have gone" });
    if (step === undefined) return drift("unverifiable", anchor, { reason: "stood on a branch that never came here" });
    return drift("gone", anchor, { went: step.oid === null ? step.commit : null });
  }

  /** Counts the lines of every version of these files, as far as the limits allow. */
  async count(paths: Iterable<string>): Promise<void> {
    const oids = new Set<string>();
    for (const path of paths) for (const { oid } of this.#versions(path)) if (oid !== null) oids.add(oid);
    const sizes = await this.#repository.blobSizes(oids);
    let batch: string[] = [];
    let bytes = 0;
    const read = async (): Promise<void> => {
      for (const [oid, content] of await this.#repository.blobs(batch, this.#limit)) {
        if (content.state === "ok") this.#lines.set(oid, lineCount(content.bytes));
      }
      batch = [];
      bytes = 0;
    };
    for (const oid of oids) {
      const size = sizes.get(oid) ?? Number.POSITIVE_INFINITY;
      if (this.#lines.has(oid) || size > this.#limit || size > this.#left) continue;
      this.#left -= size;
      if (batch.length > 0 && bytes + size > HELD) await read();
      batch.push(oid);
      bytes += size;
    }
    if (batch.length > 0) await read();
  }

  /**
   * The commit since which the file at `path` has fewer than `lines` lines, null when that is not committed; null for
   * a file that never had so many; `unknown` when a version was not counted.
   */
  lastWith(path: string, lines: number): { readonly went: string | null } | "unknown" | null {
    const versions = this.#versions(path);
    const next = new Map<Step, Step>();
    for (const step of versions) for (const parent of step.parents) if (!next.has(parent)) next.set(parent, step);
    for (const step of [...versions].sort((a, b) => b.order - a.order)) {
      if (step.oid === null) continue;
      const count = this.#lines.get(step.oid);
      if (count === undefined) return "unknown";
      if (count >= lines) return { went: next.get(step)?.commit ?? null };
    }
    return null;
  }

  /** Every step of the file at `path`. */
  #versions(path: string): readonly Step[] {
    const last = this.#steps.get(path);
    const found = new Set(last === undefined ? [] : [last]);
    for (const step of found) for (const parent of step.parents) found.add(parent);
    return [...found];
  }

  #fresh(paths: Iterable<string>): readonly string[] {
    const fresh: string[] = [];
    for (const path of paths) {
      if (path === "" || this.#asked.has(path)) continue;
      if (this.#asked.size >= MOST_PATHS) this.#over.add(path);
      else {
        this.#asked.add(path);
        fresh.push(path);
      }
    }
    return fresh;
  }

  /** Finds out what files became in the commits that removed them. Gives back the paths that are not there either. */
  async #renamed(removed: readonly Step[]): Promise<readonly string[]> {
    const pairs = new Map<string, readonly [string, string]>();
    for (const { commit } of removed) {
      for (const parent of this.#parents.get(commit) ?? []) pairs.set(`${parent} ${commit}`, [parent, commit]);
    }
    const renames = await this.#repository.renames([...pairs.values()]);
    const byCommit = new Map<string, Map<string, string>>();
    for (const [index, [, commit]] of [...pairs.values()].entries()) {
      const known = byCommit.get(commit) ?? new Map<string, string>();
      for (const [from, to] of renames[index] ?? []) if (!known.has(from)) known.set(from, to);
      byCommit.set(commit, known);
    }
    const next: string[] = [];
    for (const { commit, path } of removed) {
      const to = byCommit.get(commit)?.get(path) ?? null;
      this.#became.set(path, to);
      if (to !== null && !this.#isThere(to)) next.push(to);
    }
    return next;
  }
}
