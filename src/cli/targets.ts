/** Ids and paths that a person names, made into ids and paths of the repository. */
import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { UserError } from "../errors.ts";
import { dialect } from "../packet/dialect.ts";
import { documentKind } from "../policy/layout.ts";
import { nearest } from "../policy/nearest.ts";
import type { Layout } from "../policy/policy.ts";
import { quoted } from "../policy/quoted.ts";

export interface Ground {
  /** Absolute path of the top folder of the repository. */
  readonly root: string;
  readonly cwd: string;
  readonly paths: ReadonlySet<string>;
  /** What is judged, in words. */
  readonly name: string;
}

/** Ids of the packets, stubs and refinements of a repository, in order. */
export function knownIds(layout: Layout, paths: Iterable<string>): readonly string[] {
  const ids = new Set<string>();
  for (const path of paths) {
    const kind = documentKind(layout, path);
    if (kind === "packet" || kind === "stub" || kind === "refinement") ids.add(idOf(path));
  }
  return [...ids].sort();
}

function idOf(path: string): string {
  const name = path.endsWith("/packet.md") ? path.slice(0, -"/packet.md".length) : path.replace(/\.md$/, "");
  return name.slice(name.lastIndexOf("/") + 1);
}

/**
 * Ids, files and folders (without slash at the end) as the evaluation takes them; empty for the whole repository.
 * `judgesFiles` is true when files that are no governed documents can have findings too.
 *
 * @throws UserError for an unknown id, for a path outside the repository, and for one with nothing to judge
 */
export function selectTargets(
  named: readonly string[],
  ground: Ground,
  layout: Layout,
  judgesFiles: boolean,
): readonly string[] {
  const ids = knownIds(layout, ground.paths);
  const known = new Set(ids);
  const targets = named.map((name) => (known.has(name) ? name : pathOf(name, ground, ids)));
  if (targets.includes("")) return [];
  const governed = [...ground.paths].filter((path) => documentKind(layout, path) !== null);
  const isGoverned = (target: string): boolean =>
    known.has(target) || governed.some((path) => path === target || path.startsWith(`${target}/`));
  if (targets.length > 0 && !judgesFiles && !targets.some(isGoverned)) {
    throw new UserError(
      `${named.map((name) => quoted(name, 100)).join(", ")} holds no packet, and nothing else is judged; ` +
        `packets are in ${layout.packets}`,
    );
  }
  return targets;
}

/** Whether a finding is about one of the targets; everything is when there are none. */
export function isAbout(
  finding: { readonly packet: string | null; readonly path: string },
  targets: readonly string[],
): boolean {
  const isIt = (target: string): boolean =>
    finding.packet === target || finding.path === target || finding.path.startsWith(`${target}/`);
  return targets.length === 0 || targets.some(isIt);
}

/** A path of the repository; the top folder is the empty path. */
export function pathOf(name: string, ground: Ground, ids: readonly string[] = []): string {
  const inside = candidates(name, ground);
  for (const path of inside) if (exists(path, ground.paths)) return path;
  const looksLikeId = !/[/\\]/.test(name) && (dialect.ids.form.test(name) || !/\.\w{1,5}$/.test(name));
  if (!looksLikeId && inside.length === 0) {
    const root = quoted(ground.root, 200);
    throw new UserError(`${quoted(name, 200)} is outside of the repository ${root}; name a path inside`);
  }
  if (looksLikeId) {
    const near = nearest(name, [...ids, ...ground.paths]);
    const list = "`writ check --format json` lists the packets there are";
    const hint = near === null ? list : `did you mean ${quoted(near)}?`;
    throw new UserError(`there is no packet, file or folder ${quoted(name)} in ${ground.name}; ${hint}`);
  }
  const near = nearest(name, ground.paths);
  const hint = near === null ? "check the name, and whether Git ignores it" : `did you mean ${quoted(near, 200)}?`;
  throw new UserError(`there is no file or folder ${quoted(name, 200)} in ${ground.name}; ${hint}`);
}

/** What a name may mean, seen from the current folder and from the top of the repository. Only paths inside. */
function candidates(name: string, { root, cwd }: Ground): readonly string[] {
  const starts = isAbsolute(name) ? [cwd] : [cwd, root];
  const inside: string[] = [];
  for (const start of starts) {
    const path = relative(root, settled(resolve(start, name)));
    if (path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path)) inside.push(path.split(sep).join("/"));
  }
  return inside;
}

/** The path with links among its folders resolved, as the repository's own is; its last part may itself be a link. */
function settled(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}

function exists(path: string, paths: ReadonlySet<string>): boolean {
  if (path === "" || paths.has(path)) return true;
  for (const known of paths) if (known.startsWith(`${path}/`)) return true;
  return false;
}
