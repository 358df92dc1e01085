/** The ids that Git gives to objects: the proof that bytes are the object that was asked for. */
import { createHash } from "node:crypto";

export interface TreeRow {
  /** Six digits, as `040000`. */
  readonly mode: string;
  /** One part of a path. */
  readonly name: string;
  readonly oid: string;
}

/** The id that Git gives to a file of these bytes. */
export function blobId(bytes: Uint8Array): string {
  return objectId("blob", bytes);
}

/** The id that Git gives to a tree of these entries, whatever their order. */
export function treeId(rows: readonly TreeRow[]): string {
  const sorted = rows.map((row) => {
    const name = Buffer.from(row.name);
    return { row, name, key: row.mode === TREE_MODE ? Buffer.concat([name, SLASH]) : name };
  });
  // A folder stands where its name with a slash would.
  sorted.sort((a, b) => Buffer.compare(a.key, b.key));
  const parts = sorted.flatMap(({ row, name }) => [
    Buffer.from(`${row.mode.replace(/^0/, "")} `), name, Buffer.of(0), Buffer.from(row.oid, "hex"),
  ]);
  return objectId("tree", Buffer.concat(parts));
}

export const TREE_MODE = "040000";

/** The tree of nothing, which a server need not hold. */
export const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

const SLASH = Buffer.from("/");

function objectId(type: "blob" | "tree", bytes: Uint8Array): string {
  return createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}
