/** A file in the middle of being mended. */
import type { Finding, Fix } from "../evaluate/evaluation.ts";
import { applyEdits, chooseFixes, writtenRanges, type Range } from "./edits.ts";

/** Severities, the gravest first. */
export const GRAVITY = ["error", "warn", "note"] as const satisfies readonly Finding["severity"][];

export type Fixable = Finding & { readonly fix: Fix };

export interface MendedFile {
  readonly bytes: Uint8Array;
  /** What fixes have written. */
  readonly written: readonly Range[];
  /** The gravest finding that was mended. */
  readonly severity: Finding["severity"];
}

/** By path. */
export type MendedFiles = ReadonlyMap<string, MendedFile>;

/** The file after as many of the fixes as go together. `bytes` is what the findings speak of. */
export function applied(
  bytes: Uint8Array,
  findings: readonly Fixable[],
  before: MendedFile | undefined,
): MendedFile {
  const { chosen } = chooseFixes(findings);
  const edits = chosen.flatMap((finding) => finding.fix.edits);
  const severities = [...chosen.map(({ severity }) => severity), before?.severity ?? "note"];
  return {
    bytes: applyEdits(bytes, edits),
    written: writtenRanges(before?.written ?? [], edits),
    severity: GRAVITY.find((severity) => severities.includes(severity)) ?? "note",
  };
}
