/** What is asked of a place that holds a repository's objects, and of one that keeps what was fetched from there. */

/** Answers are untrusted: whoever asks proves them, and shows nothing of them that is not proved. */
export interface ObjectSource {
  /** Null when the repository holds no such commit. */
  commit(oid: string): Promise<RemoteCommit | null>;
  /** The commit that the name of a branch or a tag, or `HEAD`, stands for; null when there is none. */
  named(name: string): Promise<(RemoteCommit & { readonly oid: string }) | null>;
  /**
   * The entries of a tree, and with `recursive` those of the trees in it; the tree of a commit where the id is one's.
   * Null when the repository holds no such object.
   */
  tree(oid: string, recursive: boolean): Promise<TreeListing | null>;
  /** The bytes of blobs, asked for by id with their size. Those that the repository does not hold are left out. */
  blobs(wanted: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, Uint8Array>>;
}

export interface RemoteCommit {
  readonly tree: string;
  /** Committer date, ISO 8601. The zone of whoever committed may be lost. */
  readonly date: string;
}

export interface TreeListing {
  /** What the source calls it: the id of the tree, or that of the commit whose tree it is. */
  readonly said: string;
  readonly entries: readonly ListedEntry[];
  /** True when entries are missing. */
  readonly truncated: boolean;
}

export interface ListedEntry {
  /** From the tree that was asked for. */
  readonly path: string;
  /** Six digits; `040000` for a tree. */
  readonly mode: string;
  readonly oid: string;
  /** Bytes of a blob; null for anything else. */
  readonly size: number | null;
}

export type KeptKind = "commit" | "root" | "tree" | "blob";

/** Keeps the objects of one repository by id, as long as it likes. What it gives back is what was put, or nothing. */
export interface ObjectKeep {
  get(kind: KeptKind, oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  put(kind: KeptKind, oid: string, bytes: Uint8Array): void;
}

/** What came is not what was asked for. It is never taken for the object. */
export class SourceFault extends Error {
  override readonly name = "SourceFault";
}

/** A tree that cannot be had whole from the source. A part of it is never taken for the whole. */
export class TreeUnlisted extends Error {
  override readonly name = "TreeUnlisted";
}
