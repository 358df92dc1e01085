import type { RemoteObjects } from "./remote-objects.ts";
import { TreeUnlisted } from "./remote-source.ts";
import type { Content, Entry, Revision, Snapshot } from "./snapshot.ts";
import { fileSizes, readFiles } from "./tree-files.ts";

/** A commit whose objects lie elsewhere and come when somebody looks. Its tree may throw TreeUnlisted. */
export class RemoteSnapshot implements Snapshot {
  readonly revision: Extract<Revision, { kind: "commit" }>;
  readonly #objects: RemoteObjects;

  constructor(objects: RemoteObjects, oid: string, date: string) {
    this.revision = { kind: "commit", oid, date };
    this.#objects = objects;
  }

  async tree(): Promise<ReadonlyMap<string, Entry>> {
    const { oid } = this.revision;
    const tree = await this.#objects.treeOf(oid);
    if (tree === null) throw new TreeUnlisted(`the commit ${oid} is not there any more`);
    return tree;
  }

  async read(paths: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    return readFiles(await this.tree(), this.#objects, paths, limit);
  }

  async sizes(paths: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    return fileSizes(await this.tree(), this.#objects, paths);
  }
}
