/** Snapshots and repositories that stand in memory: the same answers as from Git, for tests and examples. */
import { createHash } from "node:crypto";
import { UserError } from "../errors.ts";
import { absence, isFile } from "./absence.ts";
import { byEnd } from "./git-log.ts";
import { blobId } from "./object-id.ts";
import { changedPaths } from "./snapshot.ts";
import type {
  BlobChange,
  CommitRecord,
  Content,
  Entry,
  EntryChange,
  History,
  HistoryCommit,
  Repository,
  Revision,
  Snapshot,
} from "./snapshot.ts";

export { blobId } from "./object-id.ts";

/** Text is stored as UTF-8. A submodule is the commit id it stands at. */
export type MemoryFile =
  | string
  | Uint8Array
  | { readonly executable: string | Uint8Array }
  | { readonly symlink: string }
  | { readonly submodule: string };

export type MemoryFiles = Readonly<Record<string, MemoryFile>>;

export interface MemoryCommit {
  /** The name that `resolve` knows it by. */
  readonly name: string;
  readonly files: MemoryFiles;
  /** Names of earlier commits; the commit before it in the list when left out, none for the first. */
  readonly parents?: readonly string[];
  readonly subject?: string;
  /** Committer date, ISO 8601; a minute after the commit before when left out. */
  readonly date?: string;
}

/** A snapshot of `files`, by path. Blob ids are the ones Git gives. Without a revision it is a commit of its own id. */
export function memorySnapshot(files: MemoryFiles, revision?: Revision): Snapshot {
  const entries = new Map(Object.entries(files).map(([path, file]) => [path, stored(file)]));
  return new MemorySnapshot(entries, revision ?? { kind: "commit", oid: digest(entries, ""), date: minute(0) });
}

/**
 * A repository of `commits`, oldest first; the last one is also called `HEAD`. With `worktree`, the files of a working
 * tree that stands on the last commit. Throws Error when a parent is not the name of an earlier commit.
 */
export function memoryRepository(commits: readonly MemoryCommit[], worktree?: MemoryFiles): Repository {
  return new MemoryRepository(commits, worktree);
}

interface Stored {
  readonly entry: Entry;
  readonly bytes: Uint8Array;
}

class MemorySnapshot implements Snapshot {
  readonly revision: Revision;
  readonly #stored: ReadonlyMap<string, Stored>;
  readonly #tree: ReadonlyMap<string, Entry>;

  constructor(entries: ReadonlyMap<string, Stored>, revision: Revision) {
    this.revision = revision;
    this.#stored = entries;
    this.#tree = new Map([...entries].map(([path, { entry }]) => [path, entry]));
  }

  tree(): Promise<ReadonlyMap<string, Entry>> {
    return Promise.resolve(this.#tree);
  }

  read(paths: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    return Promise.resolve(new Map([...paths].map((path) => [path, this.#content(path, limit)])));
  }

  sizes(paths: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    for (const path of paths) {
      const stored = this.#stored.get(path);
      if (stored !== undefined && isFile(stored.entry)) sizes.set(path, stored.bytes.length);
    }
    return Promise.resolve(sizes);
  }

  #content(path: string, limit: number): Content {
    const stored = this.#stored.get(path);
    if (stored === undefined) return absence(this.#tree, path);
    if (!isFile(stored.entry)) return { state: "not-a-file" };
    const { bytes } = stored;
    return bytes.length > limit ? { state: "too-large", size: bytes.length } : { state: "ok", bytes };
  }
}

interface Commit {
  readonly record: Omit<CommitRecord, "paths">;
  readonly snapshot: Snapshot;
  /** Ids of the commits reachable from this one, itself included. */
  readonly history: ReadonlySet<string>;
}

class MemoryRepository implements Repository {
  /** By id, parents before children. */
  readonly #commits = new Map<string, Commit>();
  readonly #names = new Map<string, string>();
  readonly #blobs = new Map<string, Uint8Array>();
  readonly #worktree: MemoryFiles | undefined;

  constructor(commits: readonly MemoryCommit[], worktree: MemoryFiles | undefined) {
    this.#worktree = worktree;
    let last: string | undefined;
    for (const [position, commit] of commits.entries()) {
      this.#add(commit, commit.parents ?? (last === undefined ? [] : [last]), commit.date ?? minute(position));
      last = commit.name;
    }
    if (last !== undefined) this.#names.set("HEAD", this.#id(last));
  }

  resolve(revision: string): Promise<string> {
    const oid = this.#names.get(revision) ?? (this.#commits.has(revision) ? revision : undefined);
    return oid === undefined
      ? Promise.reject(new UserError(`there is no commit ${JSON.stringify(revision)}; name another one`))
      : Promise.resolve(oid);
  }

  async commit(oid: string): Promise<Snapshot> {
    return this.#get(await this.resolve(oid)).snapshot;
  }

  async worktree(): Promise<Snapshot> {
    if (this.#worktree === undefined) throw new UserError("there is no working tree; name a commit");
    const head = this.#names.get("HEAD") ?? null;
    const index = head === null ? new Map<string, Entry>() : await this.#get(head).snapshot.tree();
    const entries = new Map<string, Stored>();
    for (const [path, file] of Object.entries(this.#worktree)) {
      const { entry, bytes } = stored(file);
      const old = index.get(path);
      const same = old?.oid === entry.oid && old.kind === entry.kind;
      entries.set(path, { entry: same ? entry : { kind: entry.kind, oid: null }, bytes });
    }
    return new MemorySnapshot(entries, { kind: "worktree", head });
  }

  mergeBase(a: string, b: string): Promise<string | null> {
    const common = [...this.#get(a).history].filter((oid) => this.#get(b).history.has(oid));
    const best = common.filter((oid) => !common.some((other) => other !== oid && this.#get(other).history.has(oid)));
    return Promise.resolve(best[0] ?? null);
  }

  async commits(base: string | null, head: string, limit: number): Promise<readonly CommitRecord[]> {
    const known = base === null ? new Set<string>() : this.#get(base).history;
    const reachable = this.#get(head).history;
    const between = [...this.#commits.values()].filter(
      ({ record }) => reachable.has(record.oid) && !known.has(record.oid),
    );
    const newest = between.slice(Math.max(0, between.length - limit));
    return Promise.all(
      newest.map(async ({ record, snapshot }) => {
        const changed = await changedPaths(this.#before(record), snapshot);
        return { ...record, paths: changed.map(({ path }) => path) };
      }),
    );
  }

  async history(head: string, places: readonly string[]): Promise<History> {
    const reachable = this.#get(head).history;
    const commits = [...this.#commits.values()].filter(({ record }) => reachable.has(record.oid));
    const told = commits.map(
      async ({ record, snapshot }): Promise<HistoryCommit> => ({
        ...record,
        changes: await changesOf(this.#before(record), snapshot, places),
      }),
    );
    return { commits: await Promise.all(told), cuts: [] };
  }

  changes(
    pairs: readonly (readonly [from: string, to: string])[],
    places: readonly string[],
  ): Promise<readonly (readonly BlobChange[])[]> {
    return Promise.all(pairs.map(([from, to]) => changesOf(this.#get(from).snapshot, this.#get(to).snapshot, places)));
  }

  entries(pairs: readonly (readonly [from: string, to: string])[]): Promise<readonly (readonly EntryChange[])[]> {
    return Promise.all(
      pairs.map(async ([from, to]) => {
        const [before, after] = [this.#get(from).snapshot, this.#get(to).snapshot];
        const [changed, tree] = await Promise.all([changedPaths(before, after), after.tree()]);
        return changed.map(({ path }) => ({ path, entry: tree.get(path) ?? null }));
      }),
    );
  }

  blobs(oids: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    const contents = new Map<string, Content>();
    for (const oid of oids) {
      const bytes = this.#blobs.get(oid);
      if (bytes === undefined) contents.set(oid, { state: "unreadable", reason: `there is no blob ${oid}` });
      else contents.set(oid, bytes.length > limit ? { state: "too-large", size: bytes.length } : { state: "ok", bytes });
    }
    return Promise.resolve(contents);
  }

  blobSizes(oids: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    for (const oid of oids) {
      const bytes = this.#blobs.get(oid);
      if (bytes !== undefined) sizes.set(oid, bytes.length);
    }
    return Promise.resolve(sizes);
  }

  known(ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const known = new Map<string, string>();
    for (const id of ids) {
      const [only, second] = [...this.#commits.keys()].filter((oid) => id.length >= 7 && oid.startsWith(id));
      if (only !== undefined && second === undefined) known.set(id, only);
    }
    return Promise.resolve(known);
  }

  async pathsEnding(head: string, ends: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const { commits } = await this.history(head, []);
    return byEnd(ends, commits.flatMap(({ changes }) => changes));
  }

  /** Files that are the same to the byte. Git finds more. */
  renames(
    pairs: readonly (readonly [from: string, to: string])[],
  ): Promise<readonly ReadonlyMap<string, string>[]> {
    return Promise.all(
      pairs.map(async ([from, to]) => {
        const changes = await changesOf(this.#get(from).snapshot, this.#get(to).snapshot, []);
        const added = new Map(changes.flatMap(({ path, before, after }) => (before === null ? [[after, path]] : [])));
        return new Map(
          changes.flatMap(({ path, before, after }): [string, string][] => {
            const now = after === null ? added.get(before) : undefined;
            return typeof now === "string" ? [[path, now]] : [];
          }),
        );
      }),
    );
  }

  /** What the first parent of a commit holds. */
  #before({ parents }: Commit["record"]): Snapshot {
    const [first] = parents;
    return first === undefined ? memorySnapshot({}) : this.#get(first).snapshot;
  }

  #add(commit: MemoryCommit, parentNames: readonly string[], date: string): void {
    const parents = parentNames.map((name) => this.#id(name));
    const subject = commit.subject ?? commit.name;
    const entries = new Map(Object.entries(commit.files).map(([path, file]) => [path, stored(file)]));
    for (const { entry, bytes } of entries.values()) if (isFile(entry)) this.#blobs.set(entry.oid ?? "", bytes);
    const oid = digest(entries, [commit.name, subject, date, ...parents].join("\n"));
    const history = new Set([oid, ...parents.flatMap((parent) => [...this.#get(parent).history])]);
    this.#commits.set(oid, {
      record: { oid, parents, subject, date },
      snapshot: new MemorySnapshot(entries, { kind: "commit", oid, date }),
      history,
    });
    this.#names.set(commit.name, oid);
  }

  #id(name: string): string {
    const oid = this.#names.get(name);
    if (oid === undefined) throw new Error(`no earlier commit is called ${JSON.stringify(name)}`);
    return oid;
  }

  #get(oid: string): Commit {
    const commit = this.#commits.get(oid);
    if (commit === undefined) throw new Error(`no commit has the id ${JSON.stringify(oid)}`);
    return commit;
  }
}

async function changesOf(
  before: Snapshot,
  after: Snapshot,
  places: readonly string[],
): Promise<readonly BlobChange[]> {
  const isAsked = (path: string): boolean =>
    places.length === 0 || places.some((place) => path === place || path.startsWith(`${place}/`));
  const [old, now] = await Promise.all([before.tree(), after.tree()]);
  const changed = (await changedPaths(before, after)).filter(({ path }) => isAsked(path));
  return changed.map(({ path }) => ({ path, before: fileId(old.get(path)), after: fileId(now.get(path)) }));
}

/** The blob of a regular file; null for anything else. */
function fileId(entry: Entry | undefined): string | null {
  return entry !== undefined && isFile(entry) ? entry.oid : null;
}

function stored(file: MemoryFile): Stored {
  if (typeof file === "string" || file instanceof Uint8Array) return blob("file", file);
  if ("executable" in file) return blob("executable", file.executable);
  if ("symlink" in file) return blob("symlink", file.symlink);
  return { entry: { kind: "submodule", oid: file.submodule }, bytes: new Uint8Array() };
}

function blob(kind: Entry["kind"], content: string | Uint8Array): Stored {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return { entry: { kind, oid: blobId(bytes) }, bytes };
}

/** An id for a commit: of the right form and different for different content, but not the one Git would give. */
function digest(entries: ReadonlyMap<string, Stored>, about: string): string {
  const hash = createHash("sha1").update(about);
  for (const path of [...entries.keys()].sort()) {
    const entry = entries.get(path)?.entry;
    hash.update(`\0${path}\0${entry?.kind ?? ""} ${entry?.oid ?? ""}`);
  }
  return hash.digest("hex");
}

function minute(position: number): string {
  return new Date(Date.UTC(2026, 0, 1, 12, position)).toISOString().replace(".000Z", "+00:00");
}
