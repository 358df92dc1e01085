/**
 * The states of a repository one after the other, for who looks at all of them: each tree is made from its parent's by
 * what the commit changed, and the blobs of many commits are read in one go.
 */
import { absence, isFile } from "../snapshot/absence.ts";
import type { CommitRecord, Content, Entry, Repository, Revision, Snapshot } from "../snapshot/snapshot.ts";

type Tree = ReadonlyMap<string, Entry>;

/** Commits that are looked into ahead. */
const AHEAD = 32;

/** Trees that are kept; whoever comes next has one of them for a parent, unless branches lie far apart. */
const TREES = 8;

/** Bytes of blobs that are kept. */
const KEPT = 32 * 2 ** 20;

export class ReplaySnapshots {
  readonly #repository: Repository;
  readonly #records = new Map<string, CommitRecord>();
  readonly #order: readonly CommitRecord[];
  readonly #limit: number;
  #next = 0;
  /** What each of the commits ahead changed in the tree of its first parent. */
  #changes = new Map<string, readonly { readonly path: string; readonly entry: Entry | null }[]>();
  readonly #trees = new Map<string, Tree>();
  #blobs = new Map<string, Content>();

  /** `commits`: parents before children. Blobs larger than `limit` bytes are not read. */
  constructor(repository: Repository, commits: readonly CommitRecord[], limit: number) {
    this.#repository = repository;
    this.#order = commits;
    this.#limit = limit;
    for (const commit of commits) this.#records.set(commit.oid, commit);
  }

  /** Any commit; those of the list are cheap when asked for in its order. */
  async commit(oid: string): Promise<Snapshot> {
    const record = this.#records.get(oid);
    if (record !== undefined && record.oid === this.#order[this.#next]?.oid) await this.#lookAhead();
    const plain = await this.#repository.commit(oid);
    return new KnownSnapshot(plain.revision, () => this.#tree(oid, plain), this.#repository, this.#blobs);
  }

  async #tree(oid: string, plain: Snapshot): Promise<Tree> {
    const known = this.#trees.get(oid) ?? this.#derived(oid) ?? (await plain.tree());
    this.#trees.delete(oid);
    this.#trees.set(oid, known);
    for (const old of this.#trees.keys()) {
      if (this.#trees.size <= TREES) break;
      this.#trees.delete(old);
    }
    return known;
  }

  #derived(oid: string): Tree | null {
    const parent = this.#trees.get(this.#records.get(oid)?.parents[0] ?? "");
    const changes = this.#changes.get(oid);
    if (parent === undefined || changes === undefined) return null;
    const tree = new Map(parent);
    for (const { path, entry } of changes) {
      if (entry === null) tree.delete(path);
      else tree.set(path, entry);
    }
    return tree;
  }

  async #lookAhead(): Promise<void> {
    const coming = this.#order.slice(this.#next, this.#next + AHEAD);
    this.#next += coming.length;
    const pairs = coming.flatMap(({ oid, parents: [first] }) => (first === undefined ? [] : [[first, oid] as const]));
    const changes = await this.#repository.entries(pairs);
    this.#changes = new Map(pairs.map(([, oid], index) => [oid, changes[index] ?? []]));
    const wanted = changes.flat().flatMap(({ path, entry }) => {
      return entry === null || !isFile(entry) || entry.oid === null ? [] : [{ path, oid: entry.oid }];
    });
    // What is governed is Markdown; other files are read for what packets cite.
    const ordered = [...wanted.filter(({ path }) => path.endsWith(".md")), ...wanted];
    this.#blobs = await this.#read(new Set(ordered.map(({ oid }) => oid)));
  }

  /** As many as are kept, those that are known already not again. */
  async #read(oids: ReadonlySet<string>): Promise<Map<string, Content>> {
    const kept = new Map<string, Content>();
    let room = KEPT;
    const missing: string[] = [];
    for (const oid of oids) {
      const content = this.#blobs.get(oid);
      if (content === undefined) missing.push(oid);
      else kept.set(oid, content);
    }
    for (let at = 0; at < missing.length && room > 0; at += 500) {
      const contents = await this.#repository.blobs(missing.slice(at, at + 500), Math.min(this.#limit, room));
      for (const [oid, content] of contents) {
        // Too large for what is left is not too large for the policy.
        if (content.state !== "ok") continue;
        room -= content.bytes.length;
        kept.set(oid, content);
      }
    }
    return kept;
  }
}

/** A commit whose tree is made by somebody who knows its parent's, and some of whose blobs are there already. */
class KnownSnapshot implements Snapshot {
  readonly revision: Revision;
  readonly #load: () => Promise<Tree>;
  readonly #repository: Repository;
  readonly #known: ReadonlyMap<string, Content>;
  #tree: Promise<Tree> | null = null;

  constructor(
    revision: Revision,
    load: () => Promise<Tree>,
    repository: Repository,
    known: ReadonlyMap<string, Content>,
  ) {
    this.revision = revision;
    this.#load = load;
    this.#repository = repository;
    this.#known = known;
  }

  tree(): Promise<Tree> {
    return (this.#tree ??= this.#load());
  }

  async read(paths: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    const tree = await this.tree();
    const contents = new Map<string, Content>();
    const blobs = new Map<string, string>();
    for (const path of paths) {
      const entry = tree.get(path);
      if (entry === undefined) contents.set(path, absence(tree, path));
      else if (!isFile(entry) || entry.oid === null) contents.set(path, { state: "not-a-file" });
      else blobs.set(path, entry.oid);
    }
    const read = await this.#blobs(blobs.values(), limit);
    for (const [path, oid] of blobs) contents.set(path, read.get(oid) ?? { state: "missing" });
    return contents;
  }

  async sizes(paths: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const tree = await this.tree();
    const blobs = new Map<string, string>();
    for (const path of paths) {
      const entry = tree.get(path);
      if (entry !== undefined && isFile(entry) && entry.oid !== null) blobs.set(path, entry.oid);
    }
    const sizes = new Map<string, number>();
    const missing = new Map<string, string>();
    for (const [path, oid] of blobs) {
      const content = this.#known.get(oid);
      if (content?.state === "ok") sizes.set(path, content.bytes.length);
      else missing.set(path, oid);
    }
    if (missing.size === 0) return sizes;
    const asked = await this.#repository.blobSizes(missing.values());
    for (const [path, oid] of missing) {
      const size = asked.get(oid);
      if (size !== undefined) sizes.set(path, size);
    }
    return sizes;
  }

  async #blobs(oids: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    const contents = new Map<string, Content>();
    const missing = new Set<string>();
    for (const oid of oids) {
      const known = this.#known.get(oid);
      if (known?.state !== "ok") missing.add(oid);
      else contents.set(oid, known.bytes.length > limit ? { state: "too-large", size: known.bytes.length } : known);
    }
    if (missing.size === 0) return contents;
    for (const [oid, content] of await this.#repository.blobs(missing, limit)) contents.set(oid, content);
    return contents;
  }
}
