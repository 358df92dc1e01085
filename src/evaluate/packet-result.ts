/** What an evaluation says of one packet, beside its findings. */
import { matchRequirements } from "../evidence/coverage.ts";
import type { Drift } from "../evidence/drift.ts";
import type { Evidence } from "../evidence/examine.ts";
import type { Citation, Packet } from "../packet/model.ts";
import type { EvidenceResult, PacketResult, RequirementResult } from "./evaluation.ts";

/**
 * `evidence` is what the packet's citations come to, in their order; empty where nobody looked. `drifts` is what became
 * of the lines they were written for; null where nobody asked.
 */
export function packetResult(
  packet: Packet,
  evidence: readonly Evidence[],
  drifts: readonly (Drift | null)[] | null = null,
): PacketResult {
  const promises = new Map(matchRequirements(packet).promises.map((promise) => [promise.requirement, promise]));
  const line = (offset: number): number => packet.source.lineAt(offset);
  const order = new Map<Citation, number>(packet.citations.map((citation, index) => [citation, index]));
  return {
    id: packet.id,
    base: packet.base,
    version: packet.version,
    kind: packet.kind,
    path: packet.path,
    status: packet.statuses.find((status) => !status.field.inReport)?.field.value ?? null,
    signature: packet.signature?.value ?? null,
    reports: packet.reports.map((report) => ({
      verdict: report.verdict?.value ?? null,
      line: line(report.span.start),
      endLine: line(report.span.end),
    })),
    requirements: packet.requirements.map((requirement): RequirementResult => {
      const promise = promises.get(requirement);
      const citations = [...requirement.citations, ...(promise?.matches.flatMap((match) => match.line.citations) ?? [])];
      return {
        text: requirement.text,
        line: line(requirement.span.start),
        origin: requirement.origin,
        evidence: citations.map((citation) => order.get(citation) ?? -1).filter((index) => index >= 0),
        matches: (promise?.matches ?? []).map(({ line: { span }, kind, score }) => {
          return { line: line(span.start), kind, score: Math.round(score * 100) / 100 };
        }),
      };
    }),
    evidence: packet.citations.map((citation, index) => ({
      raw: citation.raw,
      line: line(citation.span.start),
      path: evidence[index]?.path ?? citation.path,
      start: citation.start,
      end: citation.end,
      ...driftResult(evidence[index], drifts?.[index] ?? null),
    })),
  };
}

/** What drifted is told as that; what did not, as what stands there. */
function driftResult(evidence: Evidence | undefined, drift: Drift | null): Pick<EvidenceResult, "state" | "now"> {
  if (drift === null || drift.state === "ok") return { state: evidence?.state ?? "unchecked" };
  const { state, now } = drift;
  return now === null ? { state } : { state, now };
}
