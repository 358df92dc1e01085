/**
 * Writ as a library: the engine behind the command line.
 *
 * ```ts
 * const { evaluation } = await check({ repository: ".", base: "main" });
 * for (const finding of evaluation.findings) console.log(finding.path, finding.line, finding.message);
 * ```
 */
export { check, type CheckOptions } from "./library.ts";
export { UserError } from "./errors.ts";
export { evaluate, type Evaluated, type EvaluateInput } from "./evaluate/evaluate.ts";
export type {
  Edit,
  Evaluation,
  EvidenceResult,
  Finding,
  Fix,
  PacketResult,
  Related,
  RequirementResult,
  Summary,
} from "./evaluate/evaluation.ts";
export { readDocument } from "./packet/read.ts";
export type { AnyDocument, Packet } from "./packet/model.ts";
export { defaultPolicy } from "./policy/defaults.ts";
export { detectLayout } from "./policy/layout.ts";
export { parsePolicy, resolvePolicy } from "./policy/load.ts";
export type { Policy } from "./policy/policy.ts";
export { renderGithub } from "./render/github.ts";
export { renderJson } from "./render/json.ts";
export { renderJunit } from "./render/junit.ts";
export { renderMarkdown } from "./render/markdown.ts";
export { renderPretty } from "./render/pretty.ts";
export { renderSarif } from "./render/sarif.ts";
export { ruleIds, rules } from "./rules/catalogue.ts";
export type { Rule } from "./rules/rule.ts";
export { openRepository, type GitRepository } from "./snapshot/git.ts";
export { memoryRepository, memorySnapshot } from "./snapshot/memory.ts";
export type { Repository, Snapshot } from "./snapshot/snapshot.ts";
