import type { LocatedReport, Rule } from "../rule.ts";
import { FAIL, LIGHTS, PASS, lights, report } from "./harbour.ts";
import { happenings, type Happening } from "./record.ts";
import { actor, named, origin, subjectOf, told } from "./wording.ts";

export const reportInserted = {
  id: "ledger/report-inserted",
  title: "New text comes behind what is recorded",
  severity: "error",
  what:
    "A new report must stand behind every report that stood in the packet at the base, and no line may come into one " +
    "of those. That holds for lists with the newest on top, too. Merges are compared with each of their parents. A " +
    "report that an earlier change had taken away may come back to its place.",
  why:
    "Reports are read in the order in which they stand, and the last verdict counts. A report that appears above an " +
    "earlier one looks as if it had been there first; a line within one looks as if its validator had written it.",
  how: "Move the new report behind the last one. Put lines that came into an earlier report in a report of their own.",
  fixable: false,
  since: "0.1.0",
  needs: ["change", "past"],
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "a new report behind the others",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL, PASS) },
    },
    {
      verdict: "good",
      shows: "new text about something else above the reports",
      base: { [LIGHTS]: lights(PASS) },
      files: { [LIGHTS]: lights(PASS).replace("## VALIDATION", "## EVIDENCE\n- src/lamp.ts:14\n\n## VALIDATION") },
    },
    {
      verdict: "bad",
      shows: "the newest on top",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(PASS, FAIL) },
      says: "stands above the report `VALIDATION REPORT - 2026-01-10` (verdict `FAIL`), which was recorded before it",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a list with the newest on top",
      base: { [LIGHTS]: lights("- 2026-01-10T08:00:00Z | mara\n  - Verdict: FAIL") },
      files: { [LIGHTS]: lights("- 2026-01-12T08:00:00Z | mara\n  - Verdict: PASS\n- 2026-01-10T08:00:00Z | mara\n  - Verdict: FAIL") },
      says: "stands above the report `2026-01-10T08:00:00Z | mara`",
    },
    {
      verdict: "bad",
      shows: "a line within a report",
      base: { [LIGHTS]: lights(report("2026-01-10", "FAIL", "- third lamp", "- fourth lamp"), PASS) },
      files: { [LIGHTS]: lights(report("2026-01-10", "FAIL", "- third lamp", "- mended since", "- fourth lamp"), PASS) },
      says: "`- mended since` came in",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "lines at the end of a report that is not the last",
      base: { [LIGHTS]: lights(FAIL, PASS) },
      files: { [LIGHTS]: lights(`${FAIL}\n- All of this is settled.`, PASS) },
      says: "in the report `VALIDATION REPORT - 2026-01-10` (verdict `FAIL`), `- All of this is settled.` came in",
    },
  ],
  *check(context) {
    for (const happening of happenings(context)) {
      const found = reportOf(happening);
      if (found !== null) yield found;
    }
  },
} as const satisfies Rule;

function reportOf(happening: Happening): LocatedReport | null {
  const { difference, before, now, merge } = happening;
  const path = now?.path ?? before.path;
  if (difference.kind === "inserted") {
    const { after, above } = difference;
    return {
      path,
      packet: before.id,
      at: merge === null ? (after.report?.heading ?? after.span) : null,
      subject: subjectOf(after),
      message:
        `${actor(happening)} adds the ${named(after)}, and it stands above the ${named(above)}, which was recorded ` +
        "before it. Move it behind the last report.",
      expected: "new reports behind all earlier ones",
    };
  }
  if (difference.kind !== "filled") return null;
  const { before: old, after, hunks } = difference;
  return {
    path,
    packet: before.id,
    at: merge === null ? (hunks[0]?.added[0]?.span ?? after.span) : null,
    subject: `lines in ${subjectOf(old)}`,
    message:
      `${actor(happening)} adds lines to recorded text: in the ${named(old)}, ${told(hunks, before)}. ` +
      `Take them out (${origin(happening)}) and write a report of their own behind the last one.`,
    expected: `the ${named(old)} as it was recorded`,
  };
}
