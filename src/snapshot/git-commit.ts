import type { GitProcess } from "./git-process.ts";
import { entryKind, records } from "./listing.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Content, Entry, Revision, Snapshot } from "./snapshot.ts";
import { fileSizes, readFiles } from "./tree-files.ts";

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
    return readFiles(await this.tree(), this.#objects, paths, limit);
  }

  async sizes(paths: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    return fileSizes(await this.tree(), this.#objects, paths);
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
