/** The portable form of a path that was written for one machine. */

/**
 * The longest end of an absolute path that is a file of the repository; null when there is none, or when only the bare
 * file name is one, which may well be another file of that name. A `:line` behind the path stays with it.
 */
export function suffixInTree(path: string, tree: ReadonlyMap<string, unknown>): string | null {
  const [, bare = path, line = ""] = /^(.*?)((?::\d+(?:-\d+)?)?)$/.exec(path) ?? [];
  const parts = bare.split(/[\\/]+/).filter((part) => part !== "");
  for (let first = 1; first < parts.length - 1; first++) {
    const end = parts.slice(first).join("/");
    if (tree.has(end)) return `${end}${line}`;
  }
  return null;
}
