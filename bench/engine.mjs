/** The built engine, for benchmarks that stay in one process. */
import { defaultPolicy } from "../dist/policy/defaults.js";
import { detectLayout } from "../dist/policy/layout.js";

export { evaluate } from "../dist/evaluate/evaluate.js";
export { rules, ruleIds } from "../dist/rules/catalogue.js";
export { memorySnapshot } from "../dist/snapshot/memory.js";

export function policyFor(paths) {
  return defaultPolicy(detectLayout(paths));
}
