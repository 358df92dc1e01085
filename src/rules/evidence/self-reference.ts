import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { faultsOf, remedy } from "./faults.ts";
import { BELL, CITING, LIGHTS } from "./harbour.ts";

export const selfReference = {
  id: "evidence/self-reference",
  title: "A packet is not its own evidence",
  severity: "warn",
  what: "A finished packet must not cite a line of itself, by its path of today or of before it was moved.",
  why:
    "What the packet says of the work is what has to be proven. And every report that is appended moves the line it " +
    "points to.",
  how: "Cite the file and line of the work. Where a command proves it, cite the test or the script that was run.",
  fixable: false,
  since: "0.1.0",
  needs: ["cited"],
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "another packet, and a file whose name is in the packet's",
      files: {
        [LIGHTS]: `${CITING}  - EVIDENCE: \`${BELL}:1\`, \`src/WP-1-Harbour-Lights.md:1\`\n`,
        [BELL]: "# Task Packet: WP-1-Harbour-Bell\n- STATUS: Done\n",
        "src/WP-1-Harbour-Lights.md": "notes\n",
      },
    },
    {
      verdict: "bad",
      shows: "its own line",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`${LIGHTS}:1\`, \`${LIGHTS}:2\`\n` },
      says:
        "The packet cites itself (`.GOV/task_packets/WP-1-Harbour-Lights.md:1`), which proves nothing. 2 " +
        "citations point there.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "its own line, at the place where it stood before",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`docs/task_packets/WP-1-Harbour-Lights.md:3\`\n` },
      says: "Cite the line of the work",
      count: 1,
    },
  ],
  *check(packet, context) {
    for (const fault of faultsOf(packet, context, "self", () => "self")) {
      const { citation } = fault.evidence;
      yield {
        at: citation.span,
        subject: "self",
        ...fault.weight,
        message:
          `The packet cites itself (${quoted(citation.raw, 120)}), which proves nothing.` +
          remedy(fault, "Cite the line of the work."),
        expected: "a line of another file",
      };
    }
  },
} as const satisfies Rule;
