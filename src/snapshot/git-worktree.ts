import { homedir } from "node:os";
import { join } from "node:path";
import { absence, isFile } from "./absence.ts";
import { Checkout, isInside } from "./checkout.ts";
import type { GitProcess } from "./git-process.ts";
import { entryKind, records } from "./listing.ts";
import type { ObjectStore } from "./object-store.ts";
import type { Content, Entry, Revision, Snapshot } from "./snapshot.ts";

/**
 * Asks for everything in one process: the index (`--stage`), what differs from it (`--modified`, which compares
 * contents where the time stamps do not settle it, so that a file that was only touched stays unmodified, unlike in
 * `git diff-files`), what is gone (`--deleted`), and what is new. `-v` marks files that Git was told not to look at.
 */
const LIST = [
  "ls-files", "-z", "-v", "--stage", "--cached", "--modified", "--deleted", "--others", "--exclude-standard",
] as const;

interface Row {
  readonly mode: string;
  readonly oid: string;
  /** In a sparse checkout: not on the disk, and meant to be so. */
  readonly sparse: boolean;
  /** A merge conflict, or a file that Git was told to take for unchanged: its index entry says nothing. */
  readonly uncertain: boolean;
}

interface Listing {
  readonly tree: ReadonlyMap<string, Entry>;
  /** Paths in the index that are not in the tree because something that is no file stands in their place. */
  readonly displaced: ReadonlySet<string>;
  /** Object ids of the files that a sparse checkout leaves out; they are read from the object store. */
  readonly sparse: ReadonlyMap<string, string>;
}

/**
 * The working tree: what Git tracks or would add. Files that are deleted are absent. The bytes are those on the disk,
 * which line end conversion or a filter may have made different from the blob of an unmodified file.
 */
export class WorktreeSnapshot implements Snapshot {
  readonly revision: Revision;
  readonly #git: GitProcess;
  readonly #objects: ObjectStore;
  #listing: Promise<Listing> | undefined;

  /** `git` runs in the top folder. */
  constructor(git: GitProcess, objects: ObjectStore, head: string | null) {
    this.revision = { kind: "worktree", head };
    this.#git = git;
    this.#objects = objects;
  }

  async tree(): Promise<ReadonlyMap<string, Entry>> {
    return (await this.#list()).tree;
  }

  async read(paths: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    const { tree, displaced, sparse } = await this.#list();
    const contents = new Map<string, Content>();
    const stored = new Map<string, string>();
    const checkout = new Checkout(this.#git.directory);
    for (const path of paths) {
      const entry = tree.get(path);
      const oid = sparse.get(path);
      if (entry === undefined) contents.set(path, displaced.has(path) ? { state: "not-a-file" } : absence(tree, path));
      else if (!isFile(entry)) contents.set(path, { state: "not-a-file" });
      else if (oid !== undefined) stored.set(path, oid);
      else contents.set(path, checkout.read(path, limit));
    }
    const blobs = await this.#objects.contents(stored.values(), limit);
    for (const [path, oid] of stored) contents.set(path, blobs.get(oid) ?? { state: "missing" });
    return contents;
  }

  async sizes(paths: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    const { tree, sparse } = await this.#list();
    const sizes = new Map<string, number>();
    const stored = new Map<string, string>();
    const checkout = new Checkout(this.#git.directory);
    for (const path of paths) {
      const entry = tree.get(path);
      if (entry === undefined || !isFile(entry)) continue;
      const oid = sparse.get(path);
      const sight = oid === undefined ? checkout.look(path) : null;
      if (oid !== undefined) stored.set(path, oid);
      else if (sight !== null && "size" in sight) sizes.set(path, sight.size);
    }
    const known = await this.#objects.sizes(stored.values());
    for (const [path, oid] of stored) {
      const size = known.get(oid);
      if (size !== undefined) sizes.set(path, size);
    }
    return sizes;
  }

  #list(): Promise<Listing> {
    return (this.#listing ??= this.#load());
  }

  async #load(): Promise<Listing> {
    const git = this.#git.with({ config: [...this.#git.config, ...(await listingConfig(this.#git))] });
    const index = new Map<string, Row>();
    const changed = new Set<string>();
    const untracked: string[] = [];
    for (const record of records(await git.read(LIST))) {
      const tag = record[0];
      const tab = record.indexOf("\t");
      if (tag === "?") untracked.push(record.slice(2));
      else if (tag === "C" || tag === "R") changed.add(record.slice(tab + 1));
      else index.set(record.slice(tab + 1), indexRow(record.slice(0, tab)));
    }
    const checkout = new Checkout(git.directory);
    const tree = new Map<string, Entry>();
    const displaced = new Set<string>();
    const sparse = new Map<string, string>();
    for (const [path, row] of index) {
      if (!isInside(path)) continue;
      if (row.sparse) {
        tree.set(path, { kind: entryKind(row.mode), oid: row.oid });
        sparse.set(path, row.oid);
      } else if (checkout.isBehindLink(path)) {
        displaced.add(path);
      } else {
        const entry = changed.has(path) || row.uncertain ? look(checkout, path, row.mode) : known(row);
        if (entry === "displaced") displaced.add(path);
        else if (entry !== null) tree.set(path, entry);
      }
    }
    for (const path of untracked) {
      if (path.endsWith("/")) {
        // A repository of its own inside this one, which Git would add as a submodule.
        if (isInside(path.slice(0, -1))) tree.set(path.slice(0, -1), { kind: "submodule", oid: null });
      } else if (isInside(path)) {
        const entry = look(checkout, path, "");
        if (entry !== null && entry !== "displaced") tree.set(path, entry);
      }
    }
    return { tree, displaced, sparse };
  }
}

/** The entry of a path that is not as the index has it, from what lies there; null when nothing does. */
function look(checkout: Checkout, path: string, mode: string): Entry | "displaced" | null {
  const sight = checkout.look(path);
  if (sight === null) return null;
  if (sight.kind === "special") return "displaced";
  if (sight.kind === "folder") return mode === "160000" ? { kind: "submodule", oid: null } : "displaced";
  // What may not be looked at is listed, and reading it tells why it cannot be judged.
  return { kind: sight.kind === "hidden" ? "file" : sight.kind, oid: null };
}

function known(row: Row): Entry {
  return { kind: entryKind(row.mode), oid: row.oid };
}

/** From `H 100644 <oid> 0`: lower case for files taken for unchanged, S for those outside a sparse checkout. */
function indexRow(text: string): Row {
  const [tag = "", mode = "", oid = "", stage = ""] = text.split(" ");
  const sparse = tag.toUpperCase() === "S";
  return { mode, oid, sparse, uncertain: stage !== "0" || tag !== tag.toUpperCase() };
}

/**
 * Configuration for listing a working tree, made from the one that a person working there would have.
 *
 * Comparing a file with the index runs it through the filters its attributes name, and a filter is a program. Their
 * names are free, so they are read first and emptied one by one. Files that filters change then count as modified when
 * their time stamp does not settle it. What the person's own settings ignore stays ignored, and line ends that they
 * convert are no change.
 */
async function listingConfig(git: GitProcess): Promise<(readonly [string, string])[]> {
  const listed = records(await git.with({ personal: true }).read(["config", "--null", "--list"]));
  const filters = new Set<string>();
  let excludes: string | null = null;
  const kept = new Map<string, string>();
  for (const record of listed) {
    const end = record.indexOf("\n");
    const key = end < 0 ? record : record.slice(0, end);
    const value = end < 0 ? "" : record.slice(end + 1);
    const filter = /^filter\.(.*)\.(?:clean|process)$/s.exec(key)?.[1];
    if (filter !== undefined) filters.add(filter);
    if (key === "core.excludesfile") excludes = value;
    if (key === "core.autocrlf" || key === "core.eol") kept.set(key, value);
  }
  const result: (readonly [string, string])[] = [...kept, ["core.excludesFile", excludesFile(excludes)]];
  for (const name of filters) {
    result.push([`filter.${name}.clean`, ""], [`filter.${name}.process`, ""], [`filter.${name}.required`, "false"]);
  }
  return result;
}

/** Where the person's own ignore rules are, `~` told, because Git itself does not know the person's home here. */
function excludesFile(configured: string | null): string {
  const home = process.env["HOME"] ?? homedir();
  const xdg = process.env["XDG_CONFIG_HOME"] ?? "";
  if (configured === null) return join(xdg === "" ? join(home, ".config") : xdg, "git", "ignore");
  return configured.startsWith("~/") ? join(home, configured.slice(2)) : configured;
}
