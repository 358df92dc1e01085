/** Citations that come to nothing, each fault named once however often it is cited, with what it weighs. */
import type { Drift } from "../../evidence/drift.ts";
import type { Evidence, EvidenceState } from "../../evidence/examine.ts";
import type { Packet } from "../../packet/model.ts";
import type { Report, RuleContext } from "../rule.ts";
import { freshCitations } from "./fresh.ts";

export interface Fault {
  /** The first citation with this fault. */
  readonly evidence: Evidence;
  /** How many citations of the packet have it. */
  readonly count: number;
  /** It stands in a report, which nobody may mend. */
  readonly recorded: boolean;
  /** The change adds it, or finishes the packet. */
  readonly fresh: boolean;
  /** Lowers the report to what the fault weighs; empty where the rule's own severity is right. */
  readonly weight: Pick<Report, "severity">;
}

/**
 * Evidence in the map that the change answers for weighs in full. What was there before may have been right when it was
 * written, and what is said elsewhere in the packet proves nothing: a warning. Recorded text cannot be mended: a note,
 * and a warning while it is being written.
 */
export function faultsOf(
  packet: Packet,
  context: RuleContext,
  state: EvidenceState,
  subjectOf: (evidence: Evidence) => string,
): readonly Fault[] {
  const isFresh = freshCitations(packet, context);
  const faults = new Map<string, { evidence: Evidence; count: number; fresh: boolean }>();
  const drifts = context.world.drift?.(packet) ?? null;
  for (const [index, evidence] of context.world.evidence(packet).entries()) {
    if (evidence.state !== state) continue;
    const { citation } = evidence;
    // Where drift is judged, what became of older citations is told once, by the rule that knows it.
    if (isStale(drifts?.[index] ?? null) && !isFresh(citation)) continue;
    const key = `${String(citation.inReport)} ${String(isProof(evidence))} ${subjectOf(evidence)}`;
    const fault = faults.get(key);
    if (fault === undefined) faults.set(key, { evidence, count: 1, fresh: isFresh(citation) });
    else {
      fault.count++;
      fault.fresh ||= isFresh(citation);
    }
  }
  return [...faults.values()].map(({ evidence, count, fresh }) => {
    const recorded = evidence.citation.inReport;
    const severity = recorded ? (fresh ? "warn" : "note") : fresh && isProof(evidence) ? undefined : "warn";
    return { evidence, count, recorded, fresh, weight: severity === undefined ? {} : { severity } };
  });
}

function isStale(drift: Drift | null): boolean {
  return drift !== null && drift.state !== "ok" && drift.state !== "unverifiable";
}

function isProof({ citation }: Evidence): boolean {
  return citation.section === "evidenceMapping";
}

/** What to do about a fault, for the end of a message. */
export function remedy({ recorded, count }: Fault, sentence: string): string {
  const again = count > 1 ? ` ${String(count)} citations point there.` : "";
  return recorded ? `${again} It stands in a report, which nobody may change: leave it.` : `${again} ${sentence}`;
}
