/** Which findings a change brings, which were there before, and which it mends. */
import type { Finding } from "./evaluation.ts";
import type { Judged } from "./judge.ts";

/** `base` is null when there is nothing to compare with: every finding counts as new then. */
export function ratchet(head: readonly Judged[], base: readonly Judged[] | null): Finding[] {
  const before = new Map((base ?? []).map((finding) => [finding.fingerprint, finding]));
  const current = head.map((finding): Finding => {
    const existing = before.delete(finding.fingerprint);
    return { ...finding, state: existing ? "existing" : "new" };
  });
  const fixed = [...before.values()].map((finding): Finding => ({ ...finding, fix: null, state: "fixed" }));
  return [...current, ...fixed];
}
