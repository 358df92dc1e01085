/**
 * One state of a repository, read through one narrow interface: a commit, or the working tree.
 *
 * Symbolic links and submodules are listed and never followed. Paths are as Git stores them: relative to the top of the
 * repository, `/` between the parts, no leading slash. Bytes of a path that is not valid UTF-8 are lone surrogates
 * (U+DC00 + byte), so that no two paths become equal.
 */
export interface Snapshot {
  readonly revision: Revision;
  /** Every path of the snapshot, in an order that means nothing. Loaded once and kept. */
  tree(): Promise<ReadonlyMap<string, Entry>>;
  /**
   * The bytes of many files in one go. Every path asked for is in the answer.
   * Files larger than `limit` bytes are not read.
   */
  read(paths: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>>;
  /** Bytes of each file, without reading it. Paths that are no files are left out. */
  sizes(paths: Iterable<string>): Promise<ReadonlyMap<string, number>>;
}

export type Revision =
  | { readonly kind: "commit"; readonly oid: string; /** Committer date, ISO 8601. */ readonly date: string }
  /** `head` is null before the first commit. */
  | { readonly kind: "worktree"; readonly head: string | null };

export interface Entry {
  readonly kind: "file" | "executable" | "symlink" | "submodule";
  /**
   * Git blob id (or commit id of a submodule); null for a file of the working tree that differs from the index. Where
   * Git converts line ends or filters, a file of the working tree does not hold the bytes of its blob: what is kept by
   * content goes by the bytes read there, not by this id.
   */
  readonly oid: string | null;
}

export type Content =
  | { readonly state: "ok"; readonly bytes: Uint8Array }
  | { readonly state: "missing" }
  | { readonly state: "too-large"; readonly size: number }
  /** A symbolic link, a submodule, or a path behind a link. */
  | { readonly state: "not-a-file" }
  | { readonly state: "unreadable"; readonly reason: string };

/** A commit between a base and a head, with what it changed against its first parent. */
export interface CommitRecord {
  readonly oid: string;
  readonly parents: readonly string[];
  readonly subject: string;
  readonly date: string;
  readonly paths: readonly string[];
}

/** A commit and what it did to files, against its first parent. */
export interface HistoryCommit extends Omit<CommitRecord, "paths"> {
  readonly changes: readonly BlobChange[];
}

export interface BlobChange {
  readonly path: string;
  /** Git blob ids; null where there is no regular file. */
  readonly before: string | null;
  readonly after: string | null;
}

export interface EntryChange {
  readonly path: string;
  /** What stands there afterwards; null for nothing. */
  readonly entry: Entry | null;
}

export interface History {
  /** Parents before children. */
  readonly commits: readonly HistoryCommit[];
  /** Commits that have parents which this clone does not hold: the history is not known beyond them. */
  readonly cuts: readonly string[];
}

/** A repository that snapshots are taken of. */
export interface Repository {
  /** The commit that a name stands for. Throws UserError when there is none. */
  resolve(revision: string): Promise<string>;
  commit(oid: string): Promise<Snapshot>;
  /** Throws UserError for a bare repository. */
  worktree(): Promise<Snapshot>;
  /** The best common ancestor; null for unrelated histories. */
  mergeBase(a: string, b: string): Promise<string | null>;
  /**
   * Commits reachable from `head` and not from `base`, all of them without a base; parents before children, merges
   * included. At most `limit`, newest kept.
   */
  commits(base: string | null, head: string, limit: number): Promise<readonly CommitRecord[]>;
  /**
   * Everything that led to `head`, merges and all their sides included. Changes are told for the files at or below
   * `places` (files or folders), for all files when there are none.
   */
  history(head: string, places: readonly string[]): Promise<History>;
  /** What lies between the two commits of each pair, in the order of the pairs; for the files at or below `places`. */
  changes(
    pairs: readonly (readonly [from: string, to: string])[],
    places: readonly string[],
  ): Promise<readonly (readonly BlobChange[])[]>;
  /** How the tree of the first commit of each pair becomes that of the second, in the order of the pairs. */
  entries(pairs: readonly (readonly [from: string, to: string])[]): Promise<readonly (readonly EntryChange[])[]>;
  /** Blobs by id. Every id asked for is in the answer; those larger than `limit` bytes are not read. */
  blobs(oids: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>>;
  /** Bytes of each blob, without reading it; those that the repository does not hold are left out. */
  blobSizes(oids: Iterable<string>): Promise<ReadonlyMap<string, number>>;
  /**
   * Full ids of the commits that ids, whole or abbreviated to no less than seven hex digits, stand for. What stands for
   * no commit, or for several, is left out.
   */
  known(ids: Iterable<string>): Promise<ReadonlyMap<string, string>>;
  /**
   * Every path of a file on the way to `head` that is one of `ends` or ends with the parts of one, by that end; ends
   * without any are left out.
   */
  pathsEnding(head: string, ends: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
  /**
   * The files that became others between the two commits of each pair, in the order of the pairs: the new path by the
   * old one. Only what Git can show: the new file is none that was there before, and at least half of it is the old one.
   */
  renames(
    pairs: readonly (readonly [from: string, to: string])[],
  ): Promise<readonly ReadonlyMap<string, string>[]>;
}

export type ChangedPath = { readonly path: string; readonly status: "added" | "modified" | "deleted" };

/** Paths whose entry differs between two snapshots, sorted. A file of unknown id counts as changed. */
export async function changedPaths(base: Snapshot, head: Snapshot): Promise<readonly ChangedPath[]> {
  const [before, after] = await Promise.all([base.tree(), head.tree()]);
  const changes: ChangedPath[] = [];
  for (const [path, entry] of after) {
    const old = before.get(path);
    if (old === undefined) changes.push({ path, status: "added" });
    else if (old.oid === null || old.oid !== entry.oid || old.kind !== entry.kind) {
      changes.push({ path, status: "modified" });
    }
  }
  for (const path of before.keys()) if (!after.has(path)) changes.push({ path, status: "deleted" });
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
