/** The orders in which outputs speak of findings, and which of them fail. */
import type { Evaluation, Finding } from "../evaluate/evaluation.ts";
import { byPlace } from "../evaluate/order.ts";

const STATES = ["new", "existing", "fixed"] as const;
export const SEVERITIES = ["error", "warn", "note"] as const;

/** What must not be cut off comes first: new before existing before fixed, errors before warnings before notes. */
export function byWeight(a: Finding, b: Finding): number {
  return (
    STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    byPlace(a, b)
  );
}

/** Whether errors from before the change fail the check too: then the evaluation counts more than the new ones. */
export function isStrict({ findings, summary }: Evaluation): boolean {
  return summary.failing > findings.filter(({ severity, state }) => severity === "error" && state === "new").length;
}

/** Tells which findings fail the check: new errors, and under a strict policy existing ones. */
export function failing(evaluation: Evaluation): (finding: Finding) => boolean {
  const strict = isStrict(evaluation);
  return ({ severity, state }) => severity === "error" && (state === "new" || (strict && state === "existing"));
}
