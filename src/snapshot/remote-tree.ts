/**
 * Whole trees from a source that lists them recursively and cuts long lists off.
 *
 * A list is proved: the ids of all trees in it are computed from the entries, so nothing can be missing, added or
 * spelled otherwise. A name that is not UTF-8 cannot come through JSON as it is, and fails the proof too.
 */
import { TREE_MODE, treeId } from "./object-id.ts";
import type { TreeRow } from "./object-id.ts";
import { TreeUnlisted } from "./remote-source.ts";
import type { ListedEntry, ObjectSource, TreeListing } from "./remote-source.ts";

export interface ListedTree {
  readonly oid: string;
  /** Of all depths, trees included. */
  readonly entries: readonly ListedEntry[];
}

export interface ListingBounds {
  /** Requests for one tree. */
  readonly requests: number;
  readonly entries: number;
}

export const LISTING_BOUNDS: ListingBounds = { requests: 200, entries: 1_000_000 };

/**
 * Lists the tree of this id, or that of a commit. A list that is cut off is asked for folder by folder.
 * Null when the source holds no such object. Throws TreeUnlisted when the tree cannot be had whole.
 */
export async function listTree(
  source: ObjectSource, oid: string, is: "tree" | "commit", bounds = LISTING_BOUNDS,
): Promise<ListedTree | null> {
  return new Lister(source, bounds).list(oid, is === "tree" ? oid : null);
}

/** The id of the tree that a recursive list describes; null when the list does not fit together. */
export function provenId(entries: readonly ListedEntry[]): string | null {
  const folders = new Map<string, { readonly oid: string | null; readonly rows: Map<string, TreeRow> }>();
  folders.set("", { oid: null, rows: new Map() });
  for (const { path, mode, oid } of entries) if (mode === TREE_MODE) folders.set(path, { oid, rows: new Map() });
  for (const { path, mode, oid } of entries) {
    const slash = path.lastIndexOf("/");
    const rows = folders.get(slash < 0 ? "" : path.slice(0, slash))?.rows;
    const name = path.slice(slash + 1);
    if (rows === undefined || rows.has(name) || !isName(name)) return null;
    rows.set(name, { mode, name, oid });
  }
  for (const { oid, rows } of folders.values()) if (oid !== null && treeId([...rows.values()]) !== oid) return null;
  return treeId([...(folders.get("")?.rows.values() ?? [])]);
}

/** What Git can hold and JSON can carry. */
function isName(name: string): boolean {
  return name !== "" && !/[\0\p{Cs}]/u.test(name);
}

class Lister {
  readonly #source: ObjectSource;
  readonly #bounds: ListingBounds;
  #requests = 0;
  #entries = 0;

  constructor(source: ObjectSource, bounds: ListingBounds) {
    this.#source = source;
    this.#bounds = bounds;
  }

  /** `tree` is the id that the list must have; null when it is not known. */
  async list(oid: string, tree: string | null): Promise<ListedTree | null> {
    const whole = await this.#ask(oid, true);
    if (whole === null) return null;
    if (!whole.truncated) {
      this.#count(whole.entries.length);
      return { oid: proved(provenId(whole.entries), oid, tree, whole.said), entries: whole.entries };
    }
    const level = await this.#ask(oid, false);
    if (level === null || level.truncated) throw new TreeUnlisted(`one folder of the tree ${oid} is too large to be listed`);
    return this.#fold(proved(levelId(level.entries), oid, tree, level.said), level.entries);
  }

  async #fold(oid: string, level: readonly ListedEntry[]): Promise<ListedTree> {
    const entries: ListedEntry[] = [];
    for (const entry of level) {
      entries.push(entry);
      this.#count(1);
      if (entry.mode !== TREE_MODE) continue;
      const below = await this.list(entry.oid, entry.oid);
      if (below === null) throw new TreeUnlisted(`the tree ${entry.oid} is not there`);
      for (const one of below.entries) entries.push({ ...one, path: `${entry.path}/${one.path}` });
    }
    return { oid, entries };
  }

  #ask(oid: string, recursive: boolean): Promise<TreeListing | null> {
    this.#requests += 1;
    if (this.#requests > this.#bounds.requests) {
      throw new TreeUnlisted(`the tree has so many files that ${this.#bounds.requests} requests do not list it`);
    }
    return this.#source.tree(oid, recursive);
  }

  #count(entries: number): void {
    this.#entries += entries;
    if (this.#entries > this.#bounds.entries) {
      throw new TreeUnlisted(`the tree has more than ${this.#bounds.entries} entries`);
    }
  }
}

/** The id of one tree by its own entries; null when there are others among them. */
function levelId(entries: readonly ListedEntry[]): string | null {
  const rows = entries.map(({ path, mode, oid }) => ({ mode, name: path, oid }));
  const names = new Set(rows.map(({ name }) => name));
  if (names.size < rows.length || rows.some(({ name }) => !isName(name) || name.includes("/"))) return null;
  return treeId(rows);
}

/** The tree of a commit whose own words are not known is what the source says it is, if it says anything of it. */
function proved(found: string | null, asked: string, tree: string | null, said: string): string {
  const is = tree ?? (said === asked ? found : said);
  if (found !== null && found === is) return found;
  throw new TreeUnlisted(`the list of the tree of ${asked} does not prove to be it; a name in it may not be UTF-8`);
}
