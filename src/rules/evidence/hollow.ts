import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { faultsOf, remedy } from "./faults.ts";
import { atWork, CITING, LIGHTS, REPORT } from "./harbour.ts";

const SOURCE = "fn burn() {\n\n  shine()\n}\n// ---\n// être\n";

export const hollow = {
  id: "evidence/hollow",
  title: "Cited lines say something",
  severity: "warn",
  what:
    "The lines that a finished packet cites must hold a letter or a digit: a blank line, a lone bracket or a rule of " +
    "dashes proves nothing. Of a range, one line that does is enough. Where the packet stays as it is and its file " +
    "changed, it is a note.",
  why:
    "It is the commonest sign that a line number was right once and that lines have been added above it, or " +
    "that nobody " +
    "looked.",
  how: "Cite the line with the code or words that prove the requirement.",
  fixable: false,
  since: "0.1.0",
  needs: ["cited"],
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "lines with words, a range that holds one, letters beyond ASCII",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:1,2-3,6\`\n`, "src/lights.rs": SOURCE },
    },
    {
      verdict: "good",
      shows: "work in hand",
      files: { [LIGHTS]: `${atWork(CITING)}  - EVIDENCE: \`src/lights.rs:2\`\n`, "src/lights.rs": SOURCE },
    },
    {
      verdict: "bad",
      shows: "a blank line",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:2\`\n`, "src/lights.rs": SOURCE },
      says: "Line 2 of `src/lights.rs` is blank or holds only punctuation.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a bracket and a rule, cited by the change that finishes the packet",
      base: { [LIGHTS]: atWork(CITING), "src/lights.rs": SOURCE },
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:4-5\`\n`, "src/lights.rs": SOURCE },
      says: "Lines 4-5 of `src/lights.rs` are blank or hold only punctuation. Cite the line that says it.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a line that another change pushed down",
      base: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:1\`\n`, "src/lights.rs": SOURCE },
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:1\`\n`, "src/lights.rs": `\n${SOURCE}` },
      severity: "note",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a report of long ago",
      files: {
        [LIGHTS]: REPORT + "- src/lights.rs:2\n",
        "src/lights.rs": SOURCE,
      },
      severity: "note",
      count: 1,
    },
  ],
  *check(packet, context) {
    const range = ({ citation: { start, end } }: { citation: { start: number | null; end: number | null } }): string =>
      start === end ? String(start) : `${String(start)}-${String(end)}`;
    for (const fault of faultsOf(
      packet,
      context,
      "hollow",
      (evidence) => `${evidence.path ?? ""}:${range(evidence)}`,
    )) {
      const { evidence } = fault;
      const { citation, path } = evidence;
      const file = quoted(path ?? "", 120);
      // Lines that others add above push what was cited down: no fault of the change that is judged.
      const drifted = context.change !== null && !fault.fresh;
      yield {
        at: citation.span,
        subject: `${path ?? ""}:${range(evidence)}`,
        ...(drifted ? { severity: "note" } : fault.weight),
        message:
          (citation.start === citation.end
            ? `Line ${range(evidence)} of ${file} is blank or holds only punctuation.`
            : `Lines ${range(evidence)} of ${file} are blank or hold only punctuation.`) +
          remedy(fault, "Cite the line that says it."),
        expected: "a line with words",
      };
    }
  },
} as const satisfies Rule;
