import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule } from "../rule.ts";
import { CRANE, FAIL, LIGHTS, PASS, crane, lights, report } from "./harbour.ts";
import { happenings, type Happening } from "./record.ts";
import { actor, named, origin, subjectOf, told } from "./wording.ts";

export const reportModified = {
  id: "ledger/report-modified",
  title: "A recorded report stays as it was written",
  severity: "error",
  what:
    "Every report that stood in a packet at the base must say the same at the head, at the same place among the other " +
    "reports; so must text among the reports that belongs to none. Lines are compared by what they say: another " +
    "encoding, blanks, and governance folders that moved are told by `ledger/report-reencoded`. Lines at the very end " +
    "of the last report are new text, as long as they do not overrule its verdict. Merges are compared with each of " +
    "their parents. A report that an earlier change had damaged may be put back as it was first recorded.",
  why:
    "A report is what somebody saw on a certain day. If it can be improved afterwards, nothing that was ever judged " +
    "can be relied upon.",
  how:
    "Put the report back word for word. What was wrong in it belongs in a new report below, which says what it " +
    "corrects.",
  fixable: false,
  since: "0.1.0",
  needs: ["change", "past"],
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "a new report behind the others, and edits outside of them",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL, PASS).replace("In Progress", "Done") },
    },
    {
      verdict: "good",
      shows: "the packet moved, and its reports with it",
      base: { "docs/task_packets/WP-1-Harbour-Lights.md": lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL) },
    },
    {
      verdict: "good",
      shows: "another encoding of the same words",
      base: { [LIGHTS]: lights(report("2026-01-10", "PASS", "- lamps \u2013 all of them \u2705")) },
      files: { [LIGHTS]: lights(report("2026-01-10", "PASS", "- lamps \u00e2\u20ac\u201c all of them ???")) },
    },
    {
      verdict: "good",
      shows: "the report that stands last is continued",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(`${FAIL}\n\n#### ADDENDUM\n- Seen again on the next day.`) },
    },
    {
      verdict: "bad",
      shows: "the verdict is turned around",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL.replace("FAIL", "PASS")) },
      says: "line 8 said `Verdict: FAIL` and now says `Verdict: PASS`. Put it back",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "another heading, and a finding less",
      base: { [LIGHTS]: lights(FAIL, PASS) },
      files: {
        [LIGHTS]: lights(FAIL.replace("VALIDATION", "Validation").replace(/\n- The third[^\n]*/, ""), PASS),
      },
      says: "now says `### Validation REPORT - 2026-01-10`; 1 more line differs. Put",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a finding taken out",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL.replace(/\n- The third[^\n]*/, "")) },
      says: "line 9 `- The third lamp stays dark: src/lamp.ts:12` is gone. Put",
    },
    {
      verdict: "bad",
      shows: "a sign that means something else, in the place of one that could be read",
      base: { [LIGHTS]: lights(report("2026-01-10", "FAIL", "- third lamp \u274c", "- others \u2705")) },
      files: { [LIGHTS]: lights(report("2026-01-10", "FAIL", "- third lamp \u2705", "- others \u2705")) },
      says: "`- third lamp \u274c` and now says `- third lamp \u2705`",
    },
    {
      verdict: "bad",
      shows: "in a packet that moves at the same time",
      base: { "docs/task_packets/WP-1-Harbour-Lights.md": lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL.replace("Two of five", "One of five")) },
      says: "the base has it in `docs/task_packets/WP-1-Harbour-Lights.md`",
    },
    {
      verdict: "bad",
      shows: "reports that changed places",
      base: { [LIGHTS]: lights(FAIL, PASS), [CRANE]: crane(FAIL) },
      files: { [LIGHTS]: lights(PASS, FAIL), [CRANE]: crane(FAIL) },
      says: "stands in another order among the reports than at the base",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the end of a failed report now overrules it",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(`${FAIL}\n\nVerdict: PASS`) },
      says: "`Verdict: PASS` came in at its end, and overrules its verdict",
    },
    {
      verdict: "bad",
      shows: "text among the reports that belongs to none",
      base: { [LIGHTS]: lights("The harbour master was there.\nNobody else was.", PASS) },
      files: { [LIGHTS]: lights("The harbour master was there.\nSo was mara.", PASS) },
      says: "text among the reports that begins with `The harbour master was there.`, line 8 said `Nobody else was.`",
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
  if (difference.kind !== "modified" && difference.kind !== "moved" && difference.kind !== "overruled") return null;
  const { before: old, after } = difference;
  const hunks = difference.kind === "moved" ? [] : difference.hunks;
  const path = now?.path ?? before.path;
  const what = whatHappened(happening);
  return {
    path,
    packet: before.id,
    at: merge !== null ? null : (hunks[0]?.added[0]?.span ?? after.report?.heading ?? after.span),
    subject: `${difference.kind === "moved" ? "moved " : ""}${subjectOf(old)}`,
    message:
      `${actor(happening)} touches recorded text: ${what}. Put it back as it was (${origin(happening)}); ` +
      "what has to be corrected belongs in a new report behind the last.",
    expected: `the ${named(old)} as it was recorded`,
  };
}

function whatHappened({ difference, before, merge }: Happening): string {
  switch (difference.kind) {
    case "moved":
      return (
        `the ${named(difference.before)} stands in another order among the reports than ` +
        (merge === null ? "at the base" : `in ${quoted(merge.parent.slice(0, 12))}`)
      );
    case "overruled":
      return `in the ${named(difference.before)}, ${told(difference.hunks, before)} at its end, and overrules its verdict`;
    case "modified":
      return `in the ${named(difference.before)}, ${told(difference.hunks, before)}`;
    default:
      return "";
  }
}
