/** Which files are the product that packets govern, and which belong to the governing itself. */
import { compileGlob } from "../../policy/glob.ts";
import { documentKind, LAYOUT_NAMES, LAYOUTS } from "../../policy/layout.ts";
import type { Layout } from "../../policy/policy.ts";
import type { FileChange, RuleContext } from "../rule.ts";

/** Where the policy stands, in every repository that has one. */
export const POLICY_FILE = ".github/writ.yml";

/**
 * Files of the product that the change adds, modifies or deletes; empty without a base. Where the policy says which
 * files it governs, only those count. The spec that the repository points to is no product, wherever it lies.
 */
export function productFiles(context: RuleContext): readonly FileChange[] {
  const { change, policy, world } = context;
  if (change === null) return [];
  const isProduct = productIn(policy.layout);
  const limits = policy.gate.governed;
  const governed = limits.flatMap((pattern) => compileGlob(pattern) ?? []);
  const specs = [world.specPointer, change.base.specPointer].flatMap((pointer) => pointer?.target?.path ?? []);
  return change.files.filter(
    ({ path }) =>
      isProduct(path) &&
      path !== policy.source &&
      (limits.length === 0 || governed.some((glob) => glob.matches(path))) &&
      !specs.some((spec) => path === spec || path.endsWith(`/${spec}`)),
  );
}

/** Tells product from governance, by path: governed documents, their folders and the policy are no product. */
export function productIn(layout: Layout): (path: string) => boolean {
  const folders = governanceFolders(layout);
  return (path) =>
    path !== POLICY_FILE && !isDocument(layout, path) && !folders.some((folder) => path.startsWith(folder));
}

/**
 * With a slash at the end. The folder that holds the packets' folder is governance as a whole. Folders of every known
 * layout count, because a change that moves the documents touches both places.
 */
function governanceFolders(layout: Layout): readonly string[] {
  const home = layout.packets.slice(0, Math.max(0, layout.packets.lastIndexOf("/")));
  const known = LAYOUT_NAMES.flatMap((name) => {
    const { packets, refinements, gates } = LAYOUTS[name];
    return [packets, refinements, gates];
  });
  const folders = [home, layout.packets, layout.stubs, layout.refinements, layout.gates ?? "", ...known];
  return [...new Set(folders.filter((folder) => folder !== ""))].map((folder) => `${folder}/`);
}

function isDocument(layout: Layout, path: string): boolean {
  return [layout, ...LAYOUT_NAMES.map((name) => LAYOUTS[name])].some((places) => documentKind(places, path) !== null);
}
