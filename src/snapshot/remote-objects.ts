/** The objects of a repository that lies elsewhere: fetched once, proved, and kept by id. */
import { isUtf8 } from "node:buffer";
import { entryKind } from "./listing.ts";
import { blobId, EMPTY_TREE, TREE_MODE } from "./object-id.ts";
import { SourceFault, TreeUnlisted } from "./remote-source.ts";
import type { KeptKind, ListedEntry, ObjectKeep, ObjectSource, RemoteCommit } from "./remote-source.ts";
import { listTree, provenId } from "./remote-tree.ts";
import type { ListedTree } from "./remote-tree.ts";
import type { Content, Entry } from "./snapshot.ts";
import type { Blobs } from "./tree-files.ts";

type Tree = ReadonlyMap<string, Entry>;

export class RemoteObjects implements Blobs {
  readonly #source: ObjectSource;
  readonly #keep: ObjectKeep;
  readonly #commits = new Map<string, Promise<RemoteCommit | null>>();
  readonly #trees = new Map<string, Promise<Tree | null>>();
  /** Bytes of the blobs in the trees that were listed. */
  readonly #sizes = new Map<string, number>();

  constructor(source: ObjectSource, keep: ObjectKeep) {
    this.#source = source;
    this.#keep = keep;
  }

  /** Null when the repository holds no such commit. */
  commit(oid: string): Promise<RemoteCommit | null> {
    return once(this.#commits, oid, async () => {
      const kept = commitOf(await this.#kept("commit", oid));
      if (kept !== null) return kept;
      const commit = await this.#source.commit(oid);
      if (commit !== null) this.#keepCommit(oid, commit);
      return commit;
    });
  }

  /** The id of the commit that a name stands for now; null when there is none. */
  async named(name: string): Promise<string | null> {
    const commit = await this.#source.named(name);
    if (commit === null) return null;
    this.#commits.set(commit.oid, Promise.resolve(commit));
    this.#keepCommit(commit.oid, commit);
    return commit.oid;
  }

  /**
   * The tree of a commit, with one request at most. Null when the repository holds no such commit.
   * Throws TreeUnlisted when it cannot be had whole.
   */
  async treeOf(commit: string): Promise<Tree | null> {
    // The commit itself says which tree is its own; where it was not asked for, a list of its tree is believed.
    const known = (await this.#commits.get(commit)) ?? commitOf(await this.#kept("commit", commit));
    if (known !== null) return this.#tree(known.tree);
    return once(this.#trees, commit, async () => {
      const root = text(await this.#kept("root", commit));
      if (root !== null) return this.#tree(root);
      const listed = await listTree(this.#source, commit, "commit");
      if (listed === null) return null;
      this.#keep.put("root", commit, Buffer.from(listed.oid));
      return this.#listed(listed);
    });
  }

  /** True for blobs that stand in a tree that was listed. */
  isListed(oid: string): boolean {
    return this.#sizes.has(oid);
  }

  /** Sizes of blobs in trees that were listed, as the source tells them; others are left out. */
  sizes(oids: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    for (const oid of oids) {
      const size = this.#sizes.get(oid);
      if (size !== undefined) sizes.set(oid, size);
    }
    return Promise.resolve(sizes);
  }

  /** Blobs of trees that were listed. Throws SourceFault when the source gives other bytes than those asked for. */
  async contents(oids: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    const contents = new Map<string, Content>();
    const wanted = new Map<string, number>();
    for (const oid of oids) {
      const size = this.#sizes.get(oid);
      if (size === undefined) contents.set(oid, absent(oid));
      else if (size > limit) contents.set(oid, { state: "too-large", size });
      else wanted.set(oid, size);
    }
    const found = (oid: string, bytes: Uint8Array): void => {
      wanted.delete(oid);
      const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      contents.set(oid, bytes.length > limit ? { state: "too-large", size: bytes.length } : { state: "ok", bytes: plain });
    };
    for (const [oid, bytes] of await this.#keep.get("blob", [...wanted.keys()])) if (blobId(bytes) === oid) found(oid, bytes);
    if (wanted.size > 0) {
      for (const [oid, bytes] of await this.#source.blobs(new Map(wanted))) {
        if (blobId(bytes) !== oid) throw new SourceFault(`what came for the blob ${oid} is not that blob`);
        if (!wanted.has(oid)) continue;
        found(oid, bytes);
        this.#keep.put("blob", oid, bytes);
      }
    }
    for (const oid of wanted.keys()) contents.set(oid, absent(oid));
    return contents;
  }

  #tree(oid: string): Promise<Tree> {
    return once(this.#trees, oid, async () => {
      if (oid === EMPTY_TREE) return new Map();
      const kept = listOf(await this.#kept("tree", oid));
      if (kept !== null && provenId(kept) === oid) return this.#entries(kept);
      const listed = await listTree(this.#source, oid, "tree");
      if (listed === null) throw new TreeUnlisted(`the tree ${oid} is not there`);
      return this.#listed(listed);
    }) as Promise<Tree>;
  }

  #listed({ oid, entries }: ListedTree): Tree {
    this.#keep.put("tree", oid, Buffer.from(rows(entries)));
    return this.#entries(entries);
  }

  #entries(entries: readonly ListedEntry[]): Tree {
    const tree = new Map<string, Entry>();
    for (const { path, mode, oid, size } of entries) {
      if (mode === TREE_MODE) continue;
      const kind = entryKind(mode);
      tree.set(path, { kind, oid });
      if (size !== null && kind !== "submodule") this.#sizes.set(oid, size);
    }
    return tree;
  }

  #keepCommit(oid: string, { tree, date }: RemoteCommit): void {
    this.#keep.put("commit", oid, Buffer.from(`${tree} ${date}`));
  }

  async #kept(kind: KeptKind, oid: string): Promise<Uint8Array | null> {
    return (await this.#keep.get(kind, [oid])).get(oid) ?? null;
  }
}

/** A question is asked once, unless it failed. */
function once<T>(answers: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = ask();
  answers.set(key, answer);
  answer.catch(() => answers.delete(key));
  return answer;
}

function absent(oid: string): Content {
  return { state: "unreadable", reason: `the repository does not hold the blob ${oid}` };
}

function text(bytes: Uint8Array | null): string | null {
  return bytes !== null && isUtf8(bytes) ? Buffer.from(bytes).toString() : null;
}

function commitOf(bytes: Uint8Array | null): RemoteCommit | null {
  const [, tree, date] = /^([0-9a-f]{40}) (\S+)$/.exec(text(bytes) ?? "") ?? [];
  return tree === undefined || date === undefined ? null : { tree, date };
}

/** As `git ls-tree --long -z` prints it. */
function rows(entries: readonly ListedEntry[]): string {
  return entries.map(({ mode, oid, size, path }) => `${mode} ${oid} ${size ?? "-"}\t${path}\0`).join("");
}

function listOf(bytes: Uint8Array | null): readonly ListedEntry[] | null {
  const list = text(bytes);
  if (list === null) return null;
  return list.split("\0").slice(0, -1).map((row) => {
    const tab = row.indexOf("\t");
    const [mode = "", oid = "", size = "-"] = row.slice(0, tab).split(" ");
    return { mode, oid, size: size === "-" ? null : Number(size), path: row.slice(tab + 1) };
  });
}
