import { dialect } from "../../packet/dialect.ts";
import { normalise } from "../../packet/vocabulary.ts";
import type { Packet, ReportBlock, Verdict } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { LIGHTS, lights, report } from "./harbour.ts";

export const conflictingVerdict = {
  id: "ledger/conflicting-verdict",
  title: "A report gives one verdict",
  severity: "error",
  what:
    "The verdict lines of one report must not say pass and fail at once. A verdict that is made of both, and a heading " +
    "that says the opposite of the verdict below it, are doubtful. Verdicts on one phase of the work are not compared.",
  why:
    "Of two verdicts everybody reads the one they hoped for. Writ takes the first line that speaks of the packet, and " +
    "the worst part of a verdict that is made of several.",
  how: "Leave the report as it is and append one that says which verdict holds. Judge different things in reports of their own.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "two reports that differ, and one that repeats itself",
      files: { [LIGHTS]: lights(report("2026-01-10", "FAIL"), report("2026-01-12", "PASS", "", "Verdict: PASS (again)")) },
    },
    {
      verdict: "good",
      shows: "the skeleton passes, the packet does not",
      files: { [LIGHTS]: lights(report("2026-01-10", "FAIL", "", "Verdict: PASS (SKELETON APPROVED)")) },
    },
    {
      verdict: "good",
      shows: "headings that agree, that name both, or whose id holds such a word",
      files: {
        [LIGHTS]: lights(
          "### VALIDATION REPORT - PASS\nVerdict: PASS",
          "### VALIDATION REPORT - PASS after FAIL\nVerdict: PASS",
          "### VALIDATION REPORT - WP-1-PASS-Lights\nVerdict: FAIL / FAIL",
          "### VALIDATION REPORT - FAIL\nVerdict: OUTDATED_ONLY",
          "### VALIDATION REPORT - PASS\n- no verdict yet",
        ),
      },
    },
    {
      verdict: "bad",
      shows: "fail above, pass below",
      files: { [LIGHTS]: lights(report("2026-01-10", "FAIL", "- third lamp", "", "**Verdict: PASS**")) },
      says: "says `FAIL` in line 8 and `PASS` here",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "pass above, fail below",
      files: { [LIGHTS]: lights(report("2026-01-10", "PASS", "Verdict: FAIL (merge blocked)", "Verdict: FAIL")) },
      says: "says `PASS` in line 8 and `FAIL (merge blocked)` here",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "one verdict made of two",
      files: { [LIGHTS]: lights(report("2026-01-10", "FAIL (process) / PASS (logic)")) },
      says: "is made of several. It counts as `FAIL`",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the heading knows better",
      files: { [LIGHTS]: lights("### VALIDATION REPORT - WP-1-Harbour-Lights (Final PASS)\nVerdict: FAIL") },
      says: "the verdict is `FAIL`. The verdict counts",
      severity: "warn",
    },
  ],
  *check(packet) {
    for (const report of packet.reports) {
      yield* opposites(packet, report);
      yield* compounds(report);
      yield* misled(report);
    }
  },
} as const satisfies Rule;

function* opposites(packet: Packet, report: ReportBlock): Iterable<Report> {
  const decisive = report.verdicts.filter(({ phase, value }) => phase === null && isOpposable(value));
  const [first] = decisive;
  const other = decisive.find((verdict) => verdict.value !== first?.value);
  if (first === undefined || other === undefined) return;
  yield {
    at: other.span,
    subject: `opposite ${report.title}`,
    message:
      `The report ${quoted(report.title)} says ${quoted(first.raw)} in line ${String(packet.source.lineAt(first.span.start))} ` +
      `and ${quoted(other.raw)} here. Leave it as it is and append a report that says which of the two holds.`,
    expected: "one verdict",
    related: [{ path: packet.path, span: first.span, message: "The other verdict." }],
  };
}

function* compounds(report: ReportBlock): Iterable<Report> {
  for (const verdict of report.verdicts) {
    if (new Set(partsOf(verdict)).size < 2) continue;
    yield {
      at: verdict.span,
      subject: `compound ${report.title} ${verdict.raw}`,
      severity: "warn",
      message:
        `The verdict ${quoted(verdict.raw)} is made of several. It counts as ${quoted(verdict.value)}, its worst part; ` +
        "judge different things in reports of their own.",
      expected: "one verdict",
    };
  }
}

/** The known words among the parts of a verdict. */
function partsOf({ raw }: Verdict): readonly string[] {
  const values: Readonly<Record<string, string>> = dialect.report.values;
  const parts = raw.replace(/\([^()]*\)/g, " ").split("/");
  return parts.flatMap((part) => values[normalise(part).split(" ")[0] ?? ""] ?? []);
}

function* misled(report: ReportBlock): Iterable<Report> {
  const { verdict, title } = report;
  if (verdict === null || !isOpposable(verdict.value)) return;
  const words = title.replace(dialect.ids.mention, " ").split(/[^A-Za-z]+/);
  const said = new Set(words.filter((word) => isOpposable(word)));
  const [only] = said;
  if (only === undefined || said.size > 1 || only === verdict.value) return;
  yield {
    at: report.heading,
    subject: `heading ${title}`,
    severity: "warn",
    message:
      `The heading ${quoted(title, 80)} says ${quoted(only)}, but the verdict is ${quoted(verdict.raw)}. The verdict ` +
      "counts; leave both as they are and append a report that clears it up if the heading was meant.",
    expected: verdict.value,
  };
}

function isOpposable(word: string): boolean {
  return word === "PASS" || word === "FAIL";
}
