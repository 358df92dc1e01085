import type { Content, Entry } from "./snapshot.ts";

/** The answer for a path that is not in the tree: it may lie behind a link or in a submodule, or be nothing at all. */
export function absence(tree: ReadonlyMap<string, Entry>, path: string): Content {
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) {
    const kind = tree.get(path.slice(0, slash))?.kind;
    if (kind === "symlink" || kind === "submodule") return { state: "not-a-file" };
  }
  return { state: "missing" };
}

/** True for the entries that hold bytes. */
export function isFile(entry: Entry): boolean {
  return entry.kind === "file" || entry.kind === "executable";
}
