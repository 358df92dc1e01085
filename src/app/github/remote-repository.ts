/**
 * A repository that lies on GitHub. Trees and blobs come over the API and are kept by id; what needs history comes from
 * a mirror, which is fetched when it is first needed. Once there is a mirror everything is read from it, for nothing.
 *
 * What the API cannot give whole, a tree that is too large or has names that are not UTF-8, comes from the mirror too.
 */
import { UserError } from "../../errors.ts";
import type { GitRepository } from "../../snapshot/git.ts";
import type { RemoteObjects } from "../../snapshot/remote-objects.ts";
import { RemoteSnapshot } from "../../snapshot/remote-snapshot.ts";
import { TreeUnlisted } from "../../snapshot/remote-source.ts";
import type {
  BlobChange, CommitRecord, Content, Entry, EntryChange, History, Repository, Snapshot,
} from "../../snapshot/snapshot.ts";
import { MirrorFault } from "../mirror/faults.ts";
import type { Mirror } from "../mirror/mirrors.ts";

type Pairs = readonly (readonly [from: string, to: string])[];

export class RemoteRepository implements Repository {
  readonly #objects: RemoteObjects;
  readonly #mirror: Mirror;
  /** True once the mirror was needed. */
  #local = false;

  constructor(objects: RemoteObjects, mirror: Mirror) {
    this.#objects = objects;
    this.#mirror = mirror;
  }

  /** By full id, or the name of a branch or a tag, or `HEAD`. */
  async resolve(revision: string): Promise<string> {
    if (isId(revision)) {
      if (this.#local && (await this.#mirror.holds(revision))) return revision;
      if ((await this.#objects.commit(revision)) !== null) return revision;
    } else if (NAME.test(revision) && !revision.includes("..")) {
      const oid = await this.#objects.named(revision);
      if (oid !== null) return oid;
    }
    throw noCommit(revision);
  }

  /** The tree of a commit with one request to the API at most, and none when it was ever asked for. */
  async tree(commit: string): Promise<ReadonlyMap<string, Entry>> {
    try {
      const tree = await this.#objects.treeOf(fullId(commit));
      if (tree !== null) return tree;
    } catch (error) {
      if (!(error instanceof TreeUnlisted)) throw error;
      return (await (await this.#history(commit)).commit(commit)).tree();
    }
    throw noCommit(commit);
  }

  async commit(oid: string): Promise<Snapshot> {
    const id = fullId(oid);
    if (this.#local && (await this.#mirror.holds(id))) return (await this.#mirror.bring([id])).commit(id);
    const commit = await this.#objects.commit(id);
    if (commit === null) throw noCommit(id);
    try {
      if ((await this.#objects.treeOf(id)) !== null) return new RemoteSnapshot(this.#objects, id, commit.date);
    } catch (error) {
      if (!(error instanceof TreeUnlisted)) throw error;
    }
    return (await this.#history(id)).commit(id);
  }

  worktree(): Promise<Snapshot> {
    return Promise.reject(new UserError("a repository on GitHub has no working tree; name a commit"));
  }

  async mergeBase(a: string, b: string): Promise<string | null> {
    return (await this.#history(a, b)).mergeBase(a, b);
  }

  async commits(base: string | null, head: string, limit: number): Promise<readonly CommitRecord[]> {
    return (await this.#history(head, ...(base === null ? [] : [base]))).commits(base, head, limit);
  }

  async history(head: string, places: readonly string[]): Promise<History> {
    return (await this.#history(head)).history(head, places);
  }

  async changes(pairs: Pairs, places: readonly string[]): Promise<readonly (readonly BlobChange[])[]> {
    return pairs.length === 0 ? [] : (await this.#history(...pairs.flat())).changes(pairs, places);
  }

  async entries(pairs: Pairs): Promise<readonly (readonly EntryChange[])[]> {
    return pairs.length === 0 ? [] : (await this.#history(...pairs.flat())).entries(pairs);
  }

  async renames(pairs: Pairs): Promise<readonly ReadonlyMap<string, string>[]> {
    return pairs.length === 0 ? [] : (await this.#history(...pairs.flat())).renames(pairs);
  }

  async pathsEnding(head: string, ends: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    return ends.length === 0 ? new Map() : (await this.#history(head)).pathsEnding(head, ends);
  }

  /** Blobs of trees that were listed come as they do there; those of the past from the mirror. */
  async blobs(oids: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    const wanted = [...new Set(oids)];
    const listed = this.#local ? [] : wanted.filter((oid) => this.#objects.isListed(oid));
    const contents = new Map(await this.#objects.contents(listed, limit));
    const past = wanted.filter((oid) => !contents.has(oid));
    if (past.length === 0) return contents;
    for (const [oid, content] of await (await this.#history()).blobs(past, limit)) contents.set(oid, content);
    return contents;
  }

  async blobSizes(oids: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const wanted = [...new Set(oids)];
    const sizes = new Map(this.#local ? [] : await this.#objects.sizes(wanted));
    const past = wanted.filter((oid) => !sizes.has(oid));
    if (past.length === 0) return sizes;
    for (const [oid, size] of await (await this.#history()).blobSizes(past)) sizes.set(oid, size);
    return sizes;
  }

  /** Those that the mirror does not know may have come since it was fetched. */
  async known(ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const known = await (await this.#history()).known(wanted);
    const unknown = wanted.filter((id) => !known.has(id) && ABBREVIATED.test(id));
    if (unknown.length === 0) return known;
    return new Map([...known, ...(await (await this.#mirror.refreshed()).known(unknown))]);
  }

  /** True when its history is at hand. */
  get mirrored(): boolean {
    return this.#mirror.made;
  }

  /** Where refs stand on GitHub now, by full name; a name that ends with `/*` stands for all below it. */
  tips(refs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#mirror.tips(refs);
  }

  /** Gives the mirror back. */
  dispose(): Promise<void> {
    return this.#mirror.release();
  }

  async #history(...commits: readonly string[]): Promise<GitRepository> {
    const wanted = [...new Set(commits.map(fullId))];
    try {
      const repository = await this.#mirror.bring(wanted);
      this.#local = true;
      return repository;
    } catch (error) {
      if (error instanceof MirrorFault && error.reason === "missing") throw noCommit(wanted.join(" or "));
      throw error;
    }
  }
}

/** What `git check-ref-format` allows, as far as it matters in a path of the API. */
const NAME = /^(?![-/.])[^\0-\x20\x7f~^:?*[\\]{1,255}$/;
const ABBREVIATED = /^[0-9a-f]{7,40}$/i;

function isId(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

function fullId(oid: string): string {
  if (!isId(oid)) throw new Error(`not a full object id: ${JSON.stringify(oid)}`);
  return oid;
}

function noCommit(revision: string): UserError {
  const name = JSON.stringify(revision.slice(0, 100));
  return new UserError(`there is no commit ${name} in the repository on GitHub; it may have been pushed away or never pushed`);
}
