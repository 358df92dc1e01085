/** The evidence of one packet as a matrix: what it promises, by which lines that is proven, and whether they still stand. */
import { matchRequirements, type Match } from "../evidence/coverage.ts";
import type { Drift } from "../evidence/drift.ts";
import type { Evidence } from "../evidence/examine.ts";
import type { Citation, Packet, Requirement } from "../packet/model.ts";
import type { EvidenceResult, MatchResult } from "./evaluation.ts";
import { packetResult } from "./packet-result.ts";

export const EVIDENCE_SCHEMA = "writ.evidence/1";

export interface CitedEvidence extends EvidenceResult {
  /** It stands in a report, which nobody may change. */
  readonly inReport: boolean;
  /** The commit whose text counts; null for a citation that was compared with nothing. */
  readonly anchor: string | null;
  /** The commit in which the lines went; null when they did not, or when that is not committed. */
  readonly went: string | null;
  /** Why nobody can tell, in words that follow the citation; null in any other state. */
  readonly reason: string | null;
  /** The lines say something, and what they said when they were cited. */
  readonly isFine: boolean;
}

export interface MatrixMatch extends MatchResult {
  /** The words of the line of the evidence map. */
  readonly text: string;
}

export interface MatrixRow {
  readonly text: string;
  readonly line: number;
  /** Why lines of the evidence map count as proof of it. */
  readonly matches: readonly MatrixMatch[];
  /** Indexes into `evidence`: what is cited for it. */
  readonly evidence: readonly number[];
  /** Without a match: the line that comes closest, when one comes near. */
  readonly nearest: { readonly line: number; readonly text: string; readonly score: number } | null;
}

export interface EvidenceReport {
  readonly schema: typeof EVIDENCE_SCHEMA;
  /** The commit, or `worktree`. */
  readonly revision: string;
  readonly packet: { readonly id: string; readonly path: string; readonly status: string | null };
  /** The points of what done means. */
  readonly requirements: readonly MatrixRow[];
  /** Lines of the evidence map that prove no point of what done means. */
  readonly others: readonly MatrixRow[];
  /** Every citation of the packet, in its order. */
  readonly evidence: readonly CitedEvidence[];
  readonly coverage: {
    readonly requirements: number;
    /** Those with a citation. */
    readonly covered: number;
    /** Those with a citation that is fine. */
    readonly standing: number;
  };
  /** How many citations outside of reports are in each state. */
  readonly states: Readonly<Record<string, number>>;
}

export function evidenceReport(
  packet: Packet,
  evidence: readonly Evidence[],
  drifts: readonly (Drift | null)[],
  revision: string,
): EvidenceReport {
  const { id, path, status, evidence: results } = packetResult(packet, evidence, drifts);
  const cited = packet.citations.map((citation, index): CitedEvidence => citedEvidence(citation, results[index], evidence[index], drifts[index] ?? null));
  const order = new Map<Citation, number>(packet.citations.map((citation, index) => [citation, index]));
  const coverage = matchRequirements(packet);
  const line = ({ span }: Requirement): number => packet.source.lineAt(span.start);
  const indexes = (citations: readonly Citation[]): readonly number[] =>
    citations.flatMap((citation) => order.get(citation) ?? []);
  const match = ({ line: mapped, kind, score }: Match): MatrixMatch => ({
    line: line(mapped),
    text: mapped.text,
    kind,
    score: rounded(score),
  });
  const requirements = coverage.promises.map(({ requirement, matches, citations, nearest }): MatrixRow => ({
    text: requirement.text,
    line: line(requirement),
    matches: matches.map(match),
    evidence: indexes(citations),
    nearest: nearest === null ? null : { line: line(nearest.line), text: nearest.line.text, score: rounded(nearest.score) },
  }));
  const states: Record<string, number> = {};
  for (const { state, inReport } of cited) if (!inReport) states[state] = (states[state] ?? 0) + 1;
  return {
    schema: EVIDENCE_SCHEMA,
    revision,
    packet: { id, path, status },
    requirements,
    others: coverage.others.map((other): MatrixRow => ({
      text: other.text,
      line: line(other),
      matches: [],
      evidence: indexes(other.citations),
      nearest: null,
    })),
    evidence: cited,
    coverage: {
      requirements: requirements.length,
      covered: coverage.covered,
      standing: requirements.filter((row) => row.evidence.some((index) => cited[index]?.isFine === true)).length,
    },
    states,
  };
}

/** True when all that is promised is cited, and every citation outside of reports stands where it says. */
export function isProven({ coverage, evidence }: EvidenceReport): boolean {
  return coverage.covered === coverage.requirements && evidence.every(({ inReport, isFine }) => inReport || isFine);
}

function citedEvidence(
  citation: Citation,
  result: EvidenceResult | undefined,
  evidence: Evidence | undefined,
  drift: Drift | null,
): CitedEvidence {
  const fallback = { raw: citation.raw, line: 1, path: citation.path, start: citation.start, end: citation.end, state: "unchecked" } as const;
  const own = result ?? fallback;
  const isOpen = own.state === "unverifiable";
  return {
    ...own,
    inReport: citation.inReport,
    anchor: drift === null || drift.anchor === "" ? null : drift.anchor,
    went: drift?.went ?? null,
    reason: isOpen ? (drift?.reason ?? evidence?.reason ?? null) : null,
    isFine: own.state === "ok",
  };
}

function rounded(score: number): number {
  return Math.round(score * 100) / 100;
}
