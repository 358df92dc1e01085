/** The files of one state of a repository, found again by the end of their path. */

/** The entries of a tree by path, as a snapshot lists them. */
export type TreeEntries = ReadonlyMap<string, { readonly kind: "file" | "executable" | "symlink" | "submodule" }>;

/** What stands at a path: a file that can be read, or something that Writ never follows. */
export type EntryKind = "file" | "symlink" | "submodule";

/** Built once for a tree. What only paths that are not exact need is built when the first of them is asked for. */
export class TreeIndex {
  readonly #entries: TreeEntries;
  #byName: ReadonlyMap<string, readonly string[]> | null = null;
  #byLastTwo: ReadonlyMap<string, readonly string[]> | null = null;
  readonly #found = new Map<string, readonly string[]>();

  constructor(entries: TreeEntries) {
    this.#entries = entries;
  }

  kindOf(path: string): EntryKind | null {
    const kind = this.#entries.get(path)?.kind;
    return kind === undefined ? null : kind === "executable" ? "file" : kind;
  }

  /** The link or submodule that a path would lead through; null when every folder above it is one. */
  through(path: string): { readonly path: string; readonly kind: EntryKind } | null {
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) {
      const folder = path.slice(0, at);
      const kind = this.kindOf(folder);
      if (kind === "symlink" || kind === "submodule") return { path: folder, kind };
    }
    return null;
  }

  /** Files whose path ends with the parts of `end`, sorted; the file at `end` itself is not among them. */
  endingWith(end: string): readonly string[] {
    const known = this.#found.get(end);
    if (known !== undefined) return known;
    const found = this.#candidates(end).filter((path) => path.endsWith(`/${end}`));
    this.#found.set(end, found);
    return found;
  }

  /** Files of a base name, sorted. */
  named(name: string): readonly string[] {
    this.#byName ??= grouped(this.#entries, 1);
    return this.#byName.get(name) ?? [];
  }

  #candidates(end: string): readonly string[] {
    const name = lastParts(end, 1);
    if (name === end) return this.named(name);
    this.#byLastTwo ??= grouped(this.#entries, 2);
    return this.#byLastTwo.get(lastParts(end, 2)) ?? [];
  }
}

function grouped(entries: TreeEntries, parts: number): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [path, { kind }] of entries) {
    if (kind === "symlink" || kind === "submodule") continue;
    const key = lastParts(path, parts);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [path]);
    else group.push(path);
  }
  for (const group of groups.values()) group.sort();
  return groups;
}

function lastParts(path: string, parts: number): string {
  let at = path.length;
  for (let part = 0; part < parts && at >= 0; part++) at = at === 0 ? -1 : path.lastIndexOf("/", at - 1);
  return path.slice(at + 1);
}
