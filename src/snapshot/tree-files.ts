/** The files of a tree, read from wherever blobs are. */
import { absence, isFile } from "./absence.ts";
import type { Content, Entry } from "./snapshot.ts";

export interface Blobs {
  /** Every id asked for is in the answer; blobs above `limit` bytes are not read. */
  contents(oids: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>>;
  /** Bytes of each blob; those that are not there are left out. */
  sizes(oids: Iterable<string>): Promise<ReadonlyMap<string, number>>;
}

type Tree = ReadonlyMap<string, Entry>;

/** As `Snapshot.read`. */
export async function readFiles(
  tree: Tree, blobs: Blobs, paths: Iterable<string>, limit: number,
): Promise<ReadonlyMap<string, Content>> {
  const contents = new Map<string, Content>();
  const oids = new Map<string, string>();
  for (const path of paths) {
    const entry = tree.get(path);
    if (entry === undefined) contents.set(path, absence(tree, path));
    else if (!isFile(entry) || entry.oid === null) contents.set(path, { state: "not-a-file" });
    else oids.set(path, entry.oid);
  }
  const read = await blobs.contents(oids.values(), limit);
  for (const [path, oid] of oids) contents.set(path, read.get(oid) ?? { state: "missing" });
  return contents;
}

/** As `Snapshot.sizes`. */
export async function fileSizes(
  tree: Tree, blobs: Blobs, paths: Iterable<string>,
): Promise<ReadonlyMap<string, number>> {
  const oids = new Map<string, string>();
  for (const path of paths) {
    const entry = tree.get(path);
    if (entry !== undefined && isFile(entry) && entry.oid !== null) oids.set(path, entry.oid);
  }
  const known = await blobs.sizes(oids.values());
  const sizes = new Map<string, number>();
  for (const [path, oid] of oids) {
    const size = known.get(oid);
    if (size !== undefined) sizes.set(path, size);
  }
  return sizes;
}
