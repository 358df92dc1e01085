/** The orders in which outputs speak of findings. All compare by code units: no locale changes an output. */
import type { Evaluation, Finding } from "../evaluate/evaluation.ts";

const STATES = ["new", "existing", "fixed"] as const;
export const SEVERITIES = ["error", "warn", "note"] as const;

/** As a reader goes through the files: path, line, column. */
export function byPlace(a: Finding, b: Finding): number {
  return (
    compare(a.path, b.path) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule) ||
    compare(a.fingerprint, b.fingerprint)
  );
}

/** What must not be cut off comes first: new before existing before fixed, errors before warnings before notes. */
export function byWeight(a: Finding, b: Finding): number {
  return (
    STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    byPlace(a, b)
  );
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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
