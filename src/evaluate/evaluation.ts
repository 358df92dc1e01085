/** The result of judging one state of a repository. Every output is a rendering of this and computes nothing itself. */
import type { DriftState } from "../evidence/drift.ts";
import type { EvidenceState } from "../evidence/examine.ts";
import type { Severity } from "../rules/rule.ts";

export const EVALUATION_SCHEMA = "writ.evaluation/1";

export interface Evaluation {
  readonly schema: typeof EVALUATION_SCHEMA;
  /** What was judged: a commit id, or `worktree` with the head it stands on. */
  readonly revision: string;
  readonly base: string | null;
  /** SHA-256 over the canonical evaluation, without timings: equal input gives equal digests. */
  readonly digest: string;
  readonly packets: readonly PacketResult[];
  readonly findings: readonly Finding[];
  readonly summary: Summary;
}

export interface PacketResult {
  readonly id: string;
  readonly base: string;
  readonly version: number | null;
  readonly kind: "packet" | "stub" | "refinement";
  readonly path: string;
  readonly status: string | null;
  readonly signature: string | null;
  readonly reports: readonly { readonly verdict: string | null; readonly line: number; readonly endLine: number }[];
  readonly requirements: readonly RequirementResult[];
  readonly evidence: readonly EvidenceResult[];
}

export interface RequirementResult {
  readonly text: string;
  readonly line: number;
  /** A point of what done means, or a line of the evidence map. */
  readonly origin: "doneMeans" | "evidenceMapping";
  /** Indexes into the packet's `evidence`: its own, and for a point of what done means those of the lines it matches. */
  readonly evidence: readonly number[];
  /** The lines of the evidence map that quote a point of what done means, and why they count as quoting it. */
  readonly matches: readonly MatchResult[];
}

export interface MatchResult {
  readonly line: number;
  readonly kind: "exact" | "substring" | "fuzzy";
  /** Share of words in common, from 0 to 1. */
  readonly score: number;
}

export interface EvidenceResult {
  readonly raw: string;
  readonly line: number;
  /** The file that is meant, where that is known; else the path as written. */
  readonly path: string;
  readonly start: number | null;
  readonly end: number | null;
  /**
   * `unchecked` in stubs and refinements, and where no rule asked for evidence. Where drift is judged, what became of
   * the cited lines comes before what stands there now.
   */
  readonly state: EvidenceState | DriftState | "unchecked";
  /** Where the cited lines stand now; only when they moved. */
  readonly now?: { readonly path: string; readonly start: number; readonly end: number };
}

export interface Finding {
  readonly rule: string;
  readonly severity: Exclude<Severity, "off">;
  readonly packet: string | null;
  readonly path: string;
  /** 1-based, counted by line feeds as Git does. Columns count UTF-16 units; `endColumn` is exclusive. */
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
  readonly expected: string | null;
  readonly fix: Fix | null;
  readonly related: readonly Related[];
  readonly fingerprint: string;
  readonly state: "new" | "existing" | "fixed";
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

/** Replace the bytes `[startByte, endByte)` of the file with `text`, encoded as UTF-8. */
export interface Edit {
  readonly startByte: number;
  readonly endByte: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

export interface Related {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly message: string;
}

export interface Summary {
  readonly packets: number;
  readonly stubs: number;
  readonly refinements: number;
  readonly rules: number;
  readonly error: number;
  readonly warn: number;
  readonly note: number;
  readonly new: number;
  readonly existing: number;
  readonly fixed: number;
  /** Findings that fail the check under the policy: errors, and with a base only new ones unless it is strict. */
  readonly failing: number;
  /** Rules that could not run, each with the reason. */
  readonly skipped: readonly { readonly rule: string; readonly reason: string }[];
  readonly milliseconds: Readonly<Record<string, number>>;
}
