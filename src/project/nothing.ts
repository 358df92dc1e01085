/** Whether a repository has anything to do with task packets at all. */
import { detectLayout } from "../policy/layout.ts";
import { POLICY_PATHS } from "./policy-source.ts";

/** True when none of these trees holds a packet, a stub or a policy. */
export function holdNothing(trees: Iterable<ReadonlyMap<string, unknown>>): boolean {
  return [...trees].every((tree) => !POLICY_PATHS.some((path) => tree.has(path)) && !detectLayout(tree.keys()).found);
}
