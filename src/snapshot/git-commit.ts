import { absence, isFile } from "./absence.ts";
import type { GitProcess } from "./git-process.ts";
import { entryKind, records } from "./listing.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Content, Entry, Revision, Snapshot } from "./snapshot.ts";

/** A commit, read from the object store alone: no checkout is needed, and none is looked at. */
export class CommitSnapshot implements Snapshot {
  readonly revision: Extract<Revision, { kind: "commit" }>;
  readonly #git: GitProcess;
  readonly #objects: ObjectStore;
  #tree: Promise<ReadonlyMap<string, Entry>> | undefined;

  constructor(git: GitProcess, objects: ObjectStore, oid: string, date: string) {
    this.revision = { kind: "commit", oid, date };
    this.#git = git;
    this.#objects = objects;
  }

  tree(): Promise<ReadonlyMap<string, Entry>> {
    return (this.#tree ??= this.#list());
  }

  async read(paths: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    const tree = await this.tree();
    const contents = new Map<string, Content>();
    const oids = new Map<string, string>();
    for (const path of paths) {
      const entry = tree.get(path);
      if (entry === undefined) contents.set(path, absence(tree, path));
      else if (!isFile(entry) || entry.oid === null) contents.set(path, { state: "not-a-file" });
      else oids.set(path, entry.oid);
    }
    const blobs = await this.#objects.contents(oids.values(), limit);
    for (const [path, oid] of oids) contents.set(path, blobs.get(oid) ?? { state: "missing" });
    return contents;
  }

  async sizes(paths: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const tree = await this.tree();
    const oids = new Map<string, string>();
    for (const path of paths) {
      const entry = tree.get(path);
      if (entry !== undefined && isFile(entry) && entry.oid !== null) oids.set(path, entry.oid);
    }
    const known = await this.#objects.sizes(oids.values());
    const sizes = new Map<string, number>();
    for (const [path, oid] of oids) {
      const size = known.get(oid);
      if (size !== undefined) sizes.set(path, size);
    }
    return sizes;
  }

  async #list(): Promise<ReadonlyMap<string, Entry>> {
    const output = await this.#git.read(["ls-tree", "-r", "-z", "--full-tree", this.revision.oid]);
    const tree = new Map<string, Entry>();
    for (const record of records(output)) {
      const tab = record.indexOf("\t");
      const [mode = "", , oid = ""] = record.slice(0, tab).split(" ");
      tree.set(record.slice(tab + 1), { kind: entryKind(mode), oid });
    }
    return tree;
  }
}
