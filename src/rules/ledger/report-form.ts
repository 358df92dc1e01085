import { blocksOf, type Block } from "../../ledger/block.ts";
import { compareLedger } from "../../ledger/compare.ts";
import { derived } from "../../packet/derived.ts";
import { dialect, type Dialect, type ReportStatement } from "../../packet/dialect.ts";
import { normalise } from "../../packet/vocabulary.ts";
import { readLabel } from "../../packet/labels.ts";
import type { Packet, ReportBlock } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { FAIL, LIGHTS, PASS, lights, newest, report } from "./harbour.ts";
import { named, subjectOf } from "./wording.ts";

export const reportForm = {
  id: "ledger/report-form",
  title: "A report says what it decides, when, and who wrote it",
  severity: "warn",
  what:
    "A report must give a verdict. In packets of the newest template it must also name its day and its validator. A " +
    "note upon earlier reports need not decide anything. And text that comes after a report was recorded belongs " +
    "under a heading of its own, or it reads as part of that report.",
  why:
    "Whoever reads a report later must see at once whether it let the work pass and whom to ask. A report that gives " +
    "no verdict stops nobody.",
  how: "Recorded text stays as it is: append a report that says what the other one left out, and name that one in it.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "an older packet, whose reports need no more than a verdict",
      files: { [LIGHTS]: lights("## VALIDATION REPORT\nVerdict: PASS", "## REVALIDATION NOTE 2026-01-12\n- See above.") },
    },
    {
      verdict: "good",
      shows: "the newest template: day and validator are named",
      files: {
        [LIGHTS]: newest(
          "### VALIDATION REPORT - 2026-01-10\nVerdict: FAIL\n- Validator: mara",
          "### VALIDATION REPORT\n**Verdict:** PASS\n- **Date:** 2026-01-12\n- Validated by: mara",
          "### VALIDATION REPORT - (2026-01-13T12:00:00Z)\nVerdict: PASS\n- Validator: mara (7), comment 12",
        ),
      },
    },
    {
      verdict: "good",
      shows: "a second report behind the first",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(FAIL, PASS) },
    },
    {
      verdict: "bad",
      shows: "no verdict",
      files: { [LIGHTS]: lights("### VALIDATION REPORT - 2026-01-10\n- All lamps burn.") },
      says: "The report `VALIDATION REPORT - 2026-01-10` gives no verdict.",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a list of what may be chosen is no verdict",
      files: { [LIGHTS]: lights(report("2026-01-10", "PASS | FAIL")) },
      says: "gives no verdict",
    },
    {
      verdict: "bad",
      shows: "the newest template: by nobody, and of no day",
      files: { [LIGHTS]: newest("### VALIDATION REPORT\nVerdict: PASS\n- Validator:\n- Date: soon") },
      says: "names neither its day nor its validator",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the newest template: by nobody",
      files: { [LIGHTS]: newest(PASS) },
      says: "does not name its validator",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the newest template: of no day",
      files: { [LIGHTS]: newest("### VALIDATION REPORT\nVerdict: PASS\n- Validator: mara") },
      says: "does not name its day",
    },
    {
      verdict: "bad",
      shows: "text that came later, and reads as part of the report",
      base: { [LIGHTS]: lights(FAIL) },
      files: { [LIGHTS]: lights(`${FAIL}\n- Both tests run by now.`) },
      says: "has grown since it was recorded",
      count: 1,
    },
  ],
  *check(packet, context) {
    yield* derived(packet, "form of the reports", () => formsOf(packet));
    const before = context.before(packet);
    if (before === null) return;
    for (const difference of compareLedger(blocksOf(before), blocksOf(packet)).differences) {
      if (difference.kind !== "appended" || difference.before === null || difference.before.report === null) continue;
      yield {
        at: difference.after.lines[difference.before.lines.length]?.span ?? null,
        subject: `grown ${subjectOf(difference.after)}`,
        message:
          `The ${named(difference.before)} has grown since it was recorded: what stands from here on reads as if its ` +
          "validator had written it at the time. Give it the heading of a report of its own, with its day.",
        expected: "a heading of its own",
      };
    }
  },
} as const satisfies Rule;

function formsOf(packet: Packet): readonly Report[] {
  return blocksOf(packet).flatMap((block) => (block.report === null ? [] : [...formOf(packet, block, block.report)]));
}

function* formOf(packet: Packet, block: Block, report: ReportBlock): Iterable<Report> {
  if (report.verdict === null && !dialect.report.note.test(report.title)) {
    yield {
      at: report.heading,
      subject: `verdict ${subjectOf(block)}`,
      message:
        `The ${named(block)} gives no verdict. Leave it as it is and append a report with a line ` +
        `${quoted(`Verdict: ${Object.values(dialect.report.values).join(" | ")}`)} that holds one of these words.`,
      expected: "a verdict",
    };
  }
  const missing = asked(packet).filter((statement) => !says(block, report, statement));
  const [first] = missing;
  if (first === undefined) return;
  const what = missing.length > 1 ? `names neither ${missing.map(named_).join(" nor ")}` : `does not name ${named_(first)}`;
  yield {
    at: report.heading,
    subject: `origin ${subjectOf(block)}`,
    message: `The ${named(block)} ${what}. Leave it as it is; the next report should say when it was written and by whom.`,
    expected: missing.map(named_).join(" and "),
  };
}

const eras: Dialect["eras"] = dialect.eras;

/** One look at a whole report: most lines are no label, and reading each as one takes longer than all else here. */
const MENTIONS: Readonly<Record<ReportStatement, RegExp>> = {
  date: mention(dialect.report.says.date),
  validator: mention(dialect.report.says.validator),
};

function mention(labels: readonly string[]): RegExp {
  return new RegExp(labels.map((label) => label.replace(/ /g, "[^A-Za-z0-9]+")).join("|"), "i");
}

function asked(packet: Packet): readonly ReportStatement[] {
  return eras.find((era) => era.name === packet.era)?.reportSays ?? [];
}

function says(block: Block, report: ReportBlock, statement: ReportStatement): boolean {
  if (statement === "date" && report.date !== null) return true;
  const labels: readonly string[] = dialect.report.says[statement];
  if (!MENTIONS[statement].test(block.text)) return false;
  return block.lines.some(({ text }) => {
    const label = readLabel(text.replace(/^[\s>*+-]*(?=[A-Za-z*_])/, ""));
    if (label === null || !labels.includes(normalise(label.label))) return false;
    return statement === "date" ? /\d{4}-\d{2}-\d{2}/.test(label.value) : label.value !== "";
  });
}

function named_(statement: ReportStatement): string {
  return statement === "date" ? "its day" : "its validator";
}
