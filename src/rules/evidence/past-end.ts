import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { faultsOf, remedy } from "./faults.ts";
import { atWork, CITING, LIGHTS } from "./harbour.ts";

const SOURCE = "fn burn() {\n  shine()\n}\n";

export const pastEnd = {
  id: "evidence/past-end",
  title: "Cited lines are in the file",
  severity: "error",
  what: "The lines that a finished packet cites must exist: none lies behind the last line of its file.",
  why:
    "A line that does not exist proves nothing. In the change that finishes the packet it is a slip of the pen or an " +
    "invention; in an older packet the file has become shorter since.",
  how: "Open the file and cite the line that holds what is to be proven.",
  fixable: false,
  since: "0.1.0",
  needs: ["cited"],
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "the last line, and a last line that nothing ends",
      files: {
        [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:1-3\`, \`src/bell.rs:1\`\n`,
        "src/lights.rs": SOURCE,
        "src/bell.rs": "fn ring() {}",
      },
    },
    {
      verdict: "good",
      shows: "work in hand",
      files: { [LIGHTS]: `${atWork(CITING)}  - EVIDENCE: \`src/lights.rs:9\`\n`, "src/lights.rs": SOURCE },
    },
    {
      verdict: "bad",
      shows: "an old packet; the file has become shorter",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:2-4\`\n`, "src/lights.rs": SOURCE },
      says: "`src/lights.rs` has 3 lines, and line 4 is cited.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the change that finishes the packet",
      base: { [LIGHTS]: atWork(CITING), "src/lights.rs": SOURCE },
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:4,9,9\`\n`, "src/lights.rs": SOURCE },
      says: "Cite the line that holds it",
      severity: "error",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "an empty file",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:1\`\n`, "src/lights.rs": "" },
      says: "`src/lights.rs` has no lines, and line 1 is cited.",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a file of one line",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:2\`\n`, "src/lights.rs": "fn burn() {}\n" },
      says: "has 1 line, and",
      count: 1,
    },
  ],
  *check(packet, context) {
    for (const fault of faultsOf(
      packet,
      context,
      "past-end",
      ({ path, citation }) => `${path ?? ""}:${String(citation.end)}`,
    )) {
      const { citation, path, lineCount } = fault.evidence;
      const lines = lineCount === 0 ? "no lines" : lineCount === 1 ? "1 line" : `${String(lineCount)} lines`;
      yield {
        at: citation.span,
        subject: `${path ?? ""}:${String(citation.end)}`,
        ...fault.weight,
        message:
          `${quoted(path ?? "", 120)} has ${lines}, and line ${String(citation.end)} is cited.` +
          remedy(fault, "Cite the line that holds it."),
        expected: "a line of the file",
      };
    }
  },
} as const satisfies Rule;
