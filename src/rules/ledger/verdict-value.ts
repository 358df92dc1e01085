import { dialect } from "../../packet/dialect.ts";
import { nearest } from "../../policy/nearest.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { LIGHTS, lights, report } from "./harbour.ts";

/** The words that decide, as they are written. */
const WORDS: readonly string[] = Object.values(dialect.report.values);

export const verdictValue = {
  id: "ledger/verdict-value",
  title: "A verdict is a word that decides",
  severity: "error",
  what: "Behind the verdict label of a report one of the words must stand that decide something, with or without remarks.",
  why:
    "Whether work may pass is read from this one word, by people and by tools. What neither of them knows lets nothing " +
    "pass and stops nothing.",
  how: "Leave the report as it is and append one whose verdict is one of the words.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "words that decide, with emphasis and remarks",
      files: {
        [LIGHTS]: lights(
          report("2026-01-10", "FAIL (tests not run)"),
          "## VALIDATION REPORT\n**Verdict:** PASS \u2705",
          report("2026-01-12", "pass with waivers"),
          report("2026-01-13", "OUTDATED_ONLY"),
          report("2026-01-14", "FAIL (process) / PASS (logic)"),
        ),
      },
    },
    {
      verdict: "good",
      shows: "a list to choose from, a sentence about a verdict, and a snapshot that may change",
      files: {
        [LIGHTS]: lights(
          report("2026-01-10", "PASS", "- the form asks for `Verdict: PENDING`", "- Verdict: PASS | FAIL"),
          "## CURRENT_STATE (MUTABLE)\nVerdict: PENDING",
        ),
      },
    },
    {
      verdict: "bad",
      shows: "a word that decides nothing",
      files: { [LIGHTS]: lights(report("2026-01-10", "PENDING")) },
      says: "The verdict `PENDING` decides nothing: `PASS`, `FAIL` and `OUTDATED_ONLY` do. Leave it",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "misspelled",
      files: { [LIGHTS]: lights(report("2026-01-10", "PASS"), report("2026-01-11", "PAS")) },
      says: "The verdict `PAS` decides nothing; it may mean `PASS`. Leave it",
      count: 1,
    },
  ],
  *check(packet) {
    for (const report of packet.reports) {
      for (const { value, raw, span } of report.verdicts) {
        if (value !== "OTHER") continue;
        const near = nearest(raw, WORDS);
        yield {
          at: span,
          subject: `${report.title} ${raw}`,
          message:
            `The verdict ${quoted(raw)} decides nothing${near === null ? `: ${list(WORDS)} do` : `; it may mean ${quoted(near)}`}. ` +
            "Leave it as it is and append a report that decides.",
          expected: list(WORDS, "or"),
        };
      }
    }
  },
} as const satisfies Rule;

function list(words: readonly string[], joint = "and"): string {
  const all = words.map((word) => quoted(word));
  return `${all.slice(0, -1).join(", ")} ${joint} ${all.at(-1) ?? ""}`;
}
