/** The result in words. Only numbers and words of our own: nothing here comes out of a packet. */
import type { Evaluation, Finding, Summary } from "../evaluate/evaluation.ts";
import { isStrict, SEVERITIES } from "./order.ts";

export const SEVERITY_WORD = { error: "error", warn: "warning", note: "note" } as const;

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;
}

/** `2 errors, 1 warning and 3 notes`, without the kinds that do not occur; `no findings` when there are none. */
export function counts(findings: readonly Finding[]): string {
  const parts = SEVERITIES.map((severity) => ({
    number: findings.filter((finding) => finding.severity === severity).length,
    word: SEVERITY_WORD[severity],
  })).filter(({ number }) => number > 0);
  return parts.length === 0 ? "no findings" : list(parts.map(({ number, word }) => count(number, word)));
}

/** What was judged: `12 packets, 3 stubs and 4 refinements`. */
export function judged(summary: Summary): string {
  const { packets, stubs, refinements } = summary;
  if (packets + stubs + refinements === 0) return "a repository without packets";
  const parts = [[packets, "packet"], [stubs, "stub"], [refinements, "refinement"]] as const;
  return list(parts.filter(([number]) => number > 0).map(([number, noun]) => count(number, noun)));
}

export interface Verdict {
  readonly word: "Passed" | "Failed";
  /** What the process exits with: 0 when the check passes, 1 when findings fail it. */
  readonly exit: 0 | 1;
  /** One to three sentences that say why. */
  readonly sentence: string;
}

/** Whether the check passes, and why. */
export function verdict(evaluation: Evaluation): Verdict {
  const { findings, summary, base } = evaluation;
  const failed = summary.failing > 0;
  const fresh = findings.filter((finding) => finding.state === "new");
  const sentences: string[] = [];
  if (base === null) {
    sentences.push(`${counts(fresh)} in ${judged(summary)}.`);
    if (!failed && fresh.length > 0) sentences.push("Only errors fail the check.");
  } else {
    sentences.push(`the change brings ${counts(fresh)}.`);
    const weight = isStrict(evaluation) ? "errors among them count, as the policy is strict" : "they do not count";
    if (summary.existing > 0) sentences.push(`From before: ${count(summary.existing, "finding")}; ${weight}.`);
    if (summary.fixed > 0) sentences.push(`It mends ${summary.fixed}.`);
  }
  return { word: failed ? "Failed" : "Passed", exit: failed ? 1 : 0, sentence: sentences.join(" ") };
}

/** The whole, or where nobody took its time the stages together: `41 ms`, `2.3 s`. */
export function duration({ milliseconds }: Summary): string {
  const total = milliseconds["total"] ?? Object.values(milliseconds).reduce((sum, stage) => sum + stage, 0);
  return total < 1000 ? `${Math.round(total)} ms` : `${(total / 1000).toFixed(1)} s`;
}
