/** What a path that names nothing was probably meant to be. */
import { editDistance } from "../../policy/nearest.ts";
import type { World } from "../rule.ts";

export interface Meant {
  readonly path: string;
  /**
   * `form`: the same path, written otherwise. `place`: the only other file or folder of that name.
   * `slip`: the only neighbour whose name differs by a slip of the finger.
   */
  readonly how: "form" | "place" | "slip";
}

interface Index {
  /** Files and folders by their own name, and by their whole path in lower case; null where several share it. */
  readonly byName: ReadonlyMap<string, string | null>;
  readonly byCase: ReadonlyMap<string, string | null>;
  readonly inFolder: ReadonlyMap<string, readonly string[]>;
}

/** In larger folders nobody finds a file by its name alone, and comparing with all of them takes long. */
const MOST_NEIGHBOURS = 1000;

const indexes = new WeakMap<World["tree"], Index>();

/** `path` is relative to the repository and names nothing in it. Null when nothing else can be meant for sure. */
export function meantPath(world: Pick<World, "tree" | "has">, path: string): Meant | null {
  const bare = bareForm(path);
  if (bare !== path && bare !== "" && world.has(bare)) return { path: bare, how: "form" };
  const index = indexOf(world.tree);
  const sameLetters = index.byCase.get(bare.toLowerCase());
  if (typeof sameLetters === "string") return { path: sameLetters, how: "form" };
  const slash = bare.lastIndexOf("/");
  const name = bare.slice(slash + 1);
  const sameName = index.byName.get(name);
  if (typeof sameName === "string") return { path: sameName, how: "place" };
  const folder = bare.slice(0, Math.max(slash, 0));
  const neighbours = index.inFolder.get(folder) ?? [];
  const near = neighbours.length > MOST_NEIGHBOURS ? [] : neighbours.filter((other) => isSlip(name, other));
  const [only] = near;
  if (only === undefined || near.length > 1) return null;
  return { path: folder === "" ? only : `${folder}/${only}`, how: "slip" };
}

/** One or two letters of a name of some length; another extension is another file. */
function isSlip(name: string, other: string): boolean {
  const [stem, extension] = split(name);
  const [otherStem, otherExtension] = split(other);
  if (extension !== otherExtension || stem.length < 4 || stem.length > 64) return false;
  const most = stem.length < 8 ? 1 : 2;
  return editDistance(stem, otherStem, most + 1) <= most;
}

function split(name: string): readonly [string, string] {
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? [name, ""] : [name.slice(0, dot), name.slice(dot)];
}

/** With slashes between the parts, and without what is no part of a path: a line number, an anchor, `./`. */
function bareForm(path: string): string {
  return path
    .replaceAll("\\", "/")
    .replace(/^(?:\.?\/)+/, "")
    .replace(/(?:::|#|:\d).*$/, "")
    .replace(/\/+$/, "");
}

function indexOf(tree: World["tree"]): Index {
  const known = indexes.get(tree);
  if (known !== undefined) return known;
  const byName = new Map<string, string | null>();
  const byCase = new Map<string, string | null>();
  const inFolder = new Map<string, string[]>();
  const seen = new Set<string>();
  const add = (path: string): boolean => {
    if (seen.has(path)) return false;
    seen.add(path);
    const slash = path.lastIndexOf("/");
    const name = path.slice(slash + 1);
    const folder = path.slice(0, Math.max(slash, 0));
    byName.set(name, byName.has(name) ? null : path);
    byCase.set(path.toLowerCase(), byCase.has(path.toLowerCase()) ? null : path);
    const siblings = inFolder.get(folder);
    if (siblings === undefined) inFolder.set(folder, [name]);
    else siblings.push(name);
    return true;
  };
  for (const path of tree.keys()) {
    let at = path;
    while (at !== "" && add(at)) at = at.slice(0, Math.max(at.lastIndexOf("/"), 0));
  }
  const index = { byName, byCase, inFolder };
  indexes.set(tree, index);
  return index;
}
