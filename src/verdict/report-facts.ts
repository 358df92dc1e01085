/** What a report says that follows from the repository: derived when it is written, and again when it is proved. */
import type { Evaluation, PacketResult } from "../evaluate/evaluation.ts";
import type { Subject } from "../evaluate/subject.ts";
import type { Packet } from "../packet/model.ts";

export interface ReportFacts {
  readonly subject: Subject;
  /** Findings that fail the check at the commit. */
  readonly failing: number;
  /** What the packet says it may change, as written. */
  readonly scope: readonly string[];
  readonly findings: readonly RequirementFinding[];
  readonly waivers: readonly { readonly id: string; readonly expiry: string | null; readonly rules: readonly string[] }[];
  /** Findings about the packet that do not fail the check, counted by rule. */
  readonly risks: readonly { readonly rule: string; readonly count: number }[];
}

export interface RequirementFinding {
  readonly requirement: string;
  /** `path:line` with what became of it; empty when nothing is cited. */
  readonly evidence: readonly { readonly place: string; readonly state: string }[];
}

/** `packet` as it stood at the commit that was judged. */
export function reportFacts(evaluation: Evaluation, packet: Packet, subject: Subject): ReportFacts {
  const result = evaluation.packets.find(({ id, kind }) => id === packet.id && kind === "packet");
  return {
    subject,
    failing: evaluation.summary.failing,
    scope: packet.scopePaths.filter(({ kind }) => kind !== "prose").map(({ path }) => path),
    findings: result === undefined ? [] : requirementsOf(result),
    waivers: packet.waivers
      .filter(({ id }) => id !== "")
      .map(({ id, expiry, rules }) => ({ id, expiry, rules })),
    risks: risksOf(evaluation, packet.id),
  };
}

function requirementsOf(result: PacketResult): readonly RequirementFinding[] {
  return result.requirements
    .filter(({ origin }) => origin === "doneMeans")
    .map(({ text, evidence }) => ({
      requirement: text,
      evidence: evidence.flatMap((index) => {
        const found = result.evidence[index];
        if (found === undefined) return [];
        const { path, raw, start, end, state } = found;
        const lines = start === null ? "" : end === null || end === start ? `:${start}` : `:${start}-${end}`;
        return [{ place: path === "" ? raw : `${path}${lines}`, state }];
      }),
    }));
}

function risksOf(evaluation: Evaluation, packet: string): ReportFacts["risks"] {
  const counts = new Map<string, number>();
  for (const { rule, severity, state, packet: owner } of evaluation.findings) {
    if (owner !== packet || severity !== "warn" || state === "fixed") continue;
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, count]) => ({ rule, count }));
}
