/** Which findings a change brings, which were there before, and which it mends. */
import type { Finding } from "./evaluation.ts";
import type { Judged } from "./judge.ts";

const WEIGHT = { note: 0, warn: 1, error: 2 } as const;

/** `base` is null when there is nothing to compare with: every finding counts as new then. */
export function ratchet(head: readonly Judged[], base: readonly Judged[] | null): Finding[] {
  const before = new Map((base ?? []).map((finding) => [finding.fingerprint, finding]));
  const current = head.map((finding): Finding => {
    const old = before.get(finding.fingerprint);
    before.delete(finding.fingerprint);
    // What weighs more than before is news: a waiver went, or the packet got to where the matter counts.
    const existing = old !== undefined && WEIGHT[finding.severity] <= WEIGHT[old.severity];
    return { ...finding, state: existing ? "existing" : "new" };
  });
  const fixed = [...before.values()].map((finding): Finding => ({ ...finding, fix: null, state: "fixed" }));
  return [...current, ...fixed];
}
