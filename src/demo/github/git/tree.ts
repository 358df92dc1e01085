/** Git's trees: read, walked and edited. */
import type { ObjectStore } from "./objects.ts";
import { readGit } from "./run.ts";

export type EntryType = "blob" | "tree" | "commit";

export interface TreeEntry {
  /** Six digits: 100644, 100755, 120000, 160000 or 040000. */
  readonly mode: string;
  readonly type: EntryType;
  /** The name, or the whole path where a tree was walked. */
  readonly path: string;
  readonly oid: string;
}

export interface TreeFile {
  readonly mode: string;
  readonly oid: string;
}

/** Path → what shall stand there; null takes it away. */
export type TreeChanges = ReadonlyMap<string, TreeFile | null>;

/** The entries of a tree object. */
export function parseTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const zero = content.indexOf(0, space);
    const mode = content.toString("latin1", at, space).padStart(6, "0");
    entries.push({
      mode,
      type: typeOf(mode),
      path: content.toString("utf8", space + 1, zero),
      oid: content.toString("hex", zero + 1, zero + 21),
    });
    at = zero + 21;
  }
  return entries;
}

/** The bytes of a tree object with these entries, in Git's order (a folder counts as if it ended in `/`). */
export function formatTree(entries: Iterable<TreeEntry>): Buffer {
  const sorted = [...entries].map((entry) => ({ entry, key: sortKey(entry) }));
  sorted.sort((a, b) => Buffer.compare(a.key, b.key));
  const parts = sorted.map(({ entry }) =>
    Buffer.concat([
      Buffer.from(`${entry.mode.replace(/^0/, "")} ${entry.path}\0`),
      Buffer.from(entry.oid, "hex"),
    ]),
  );
  return Buffer.concat(parts);
}

export interface SizedEntry extends TreeEntry {
  /** Bytes of a blob; null for everything else. */
  readonly size: number | null;
}

/** The entries of a tree; with `recursive` those below too, each folder before what is in it, as GitHub lists them. */
export function listTree(store: ObjectStore, oid: string, recursive: boolean): Promise<readonly SizedEntry[]> {
  const options = recursive ? ["-r", "-t"] : [];
  return store.once(`tree ${options.join(" ")} ${oid}`, async () => {
    const out = await readGit(store.directory, ["ls-tree", "--long", "-z", ...options, oid]);
    return out.toString("utf8").split("\0").filter((row) => row !== "").map((row) => {
      const tab = row.indexOf("\t");
      const [mode = "", type = "blob", id = "", size = "-"] = row.slice(0, tab).split(/ +/);
      return {
        mode, type: type as EntryType, oid: id, path: row.slice(tab + 1), size: size === "-" ? null : Number(size),
      };
    });
  });
}

/** What stands at a path of a tree, or null. The empty path is the tree itself. */
export async function findEntry(store: ObjectStore, tree: string, path: string): Promise<TreeEntry | null> {
  let entry: TreeEntry = { mode: "040000", type: "tree", path: "", oid: tree };
  for (const name of path.split("/").filter((part) => part !== "")) {
    const object = entry.type === "tree" ? await store.read(entry.oid) : null;
    const next = object === null ? undefined : parseTree(object.content).find((one) => one.path === name);
    if (next === undefined) return null;
    entry = { ...next, path: entry.path === "" ? name : `${entry.path}/${name}` };
  }
  return entry;
}

/** A tree (null: an empty one) with changes; gives back its id. Folders left empty go. */
export async function editTree(store: ObjectStore, tree: string | null, changes: TreeChanges): Promise<string> {
  const object = tree === null ? null : await store.read(tree);
  const entries = new Map((object === null ? [] : parseTree(object.content)).map((entry) => [entry.path, entry]));
  const deeper = new Map<string, Map<string, TreeFile | null>>();
  for (const [path, file] of changes) {
    const slash = path.indexOf("/");
    if (slash < 0) {
      if (file === null) entries.delete(path);
      else entries.set(path, { ...file, path, type: typeOf(file.mode) });
    } else {
      const name = path.slice(0, slash);
      const inner = deeper.get(name) ?? new Map<string, TreeFile | null>();
      deeper.set(name, inner.set(path.slice(slash + 1), file));
    }
  }
  for (const [name, inner] of deeper) {
    const old = entries.get(name);
    const oid = await editTree(store, old?.type === "tree" ? old.oid : null, inner);
    const made = await store.read(oid);
    if (made === null || made.content.length === 0) entries.delete(name);
    else entries.set(name, { mode: "040000", type: "tree", path: name, oid });
  }
  return store.write("tree", formatTree(entries.values()));
}

/** A path that Git can hold in a tree, and nothing that leads elsewhere. */
export function goodPath(path: string): boolean {
  if (path.includes("\0")) return false;
  return path.split("/").every((part) => !["", ".", "..", ".git"].includes(part.toLowerCase()));
}

function typeOf(mode: string): EntryType {
  return mode === "040000" ? "tree" : mode === "160000" ? "commit" : "blob";
}

function sortKey(entry: TreeEntry): Buffer {
  return Buffer.from(entry.type === "tree" ? `${entry.path}/` : entry.path);
}
