/** A source of objects in memory, which can be told to go wrong, and writes down what it is asked. */
import { EMPTY_TREE, treeId, TREE_MODE } from "./object-id.ts";
import type { KeptKind, ListedEntry, ObjectKeep, ObjectSource, TreeListing } from "./remote-source.ts";
import { blobId } from "./object-id.ts";

export interface FakeSource extends ObjectSource {
  readonly asked: string[];
  /** Id of the one commit. */
  readonly head: string;
  readonly root: string;
  /** Changes what a tree is listed as. */
  bend: (listing: TreeListing, oid: string, recursive: boolean) => TreeListing;
  /** Blobs as they come; take one away, or put other bytes under its id. */
  readonly contents: Map<string, Uint8Array>;
}

export const HEAD = "1".repeat(40);

/** A source with one commit of these files. Lists of more than `limit` entries are cut off there. */
export function fakeSource(files: Readonly<Record<string, string>>, limit = Infinity): FakeSource {
  const contents = new Map<string, Uint8Array>();
  const trees = new Map<string, readonly ListedEntry[]>([[EMPTY_TREE, []]]);
  const build = (prefix: string): string => {
    const names = new Set<string>();
    for (const path of Object.keys(files)) if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split("/")[0] ?? "");
    const entries = [...names].map((name): ListedEntry => {
      const text = files[prefix + name];
      if (text === undefined) return { path: name, mode: TREE_MODE, oid: build(`${prefix}${name}/`), size: null };
      const bytes = Buffer.from(text);
      contents.set(blobId(bytes), bytes);
      return { path: name, mode: "100644", oid: blobId(bytes), size: bytes.length };
    });
    const oid = treeId(entries.map(({ path, mode, oid: id }) => ({ name: path, mode, oid: id })));
    trees.set(oid, entries);
    return oid;
  };
  const root = build("");
  const walk = (oid: string, recursive: boolean): ListedEntry[] =>
    (trees.get(oid) ?? []).flatMap((entry) => {
      if (!recursive || entry.mode !== TREE_MODE) return [entry];
      return [entry, ...walk(entry.oid, true).map((one) => ({ ...one, path: `${entry.path}/${one.path}` }))];
    });
  const source: FakeSource = {
    asked: [], head: HEAD, root, contents,
    bend: (listing) => listing,
    commit: (oid) => {
      source.asked.push(`commit ${oid}`);
      return Promise.resolve(oid === HEAD ? { tree: root, date: "2026-01-01T12:00:00Z" } : null);
    },
    named: () => Promise.resolve(null),
    tree: (oid, recursive) => {
      source.asked.push(`${recursive ? "tree" : "level"} ${oid}`);
      const tree = oid === HEAD ? root : oid;
      if (!trees.has(tree)) return Promise.resolve(null);
      const all = walk(tree, recursive);
      return Promise.resolve(source.bend({ said: tree, entries: all.slice(0, limit), truncated: all.length > limit }, tree, recursive));
    },
    blobs: (wanted) => {
      source.asked.push(`${wanted.size} blobs`);
      return Promise.resolve(new Map([...contents].filter(([oid]) => wanted.has(oid))));
    },
  };
  return source;
}

/** Keeps everything, where a test can spoil it. */
export function fakeKeep(): ObjectKeep & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    get: (kind: KeptKind, oids) => Promise.resolve(new Map(oids.flatMap((oid) => {
      const bytes = kept.get(`${kind} ${oid}`);
      return bytes === undefined ? [] : [[oid, bytes] as const];
    }))),
    put: (kind, oid, bytes) => void kept.set(`${kind} ${oid}`, bytes),
  };
}
