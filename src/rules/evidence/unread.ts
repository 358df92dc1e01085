import type { Evidence } from "../../evidence/examine.ts";
import type { Packet } from "../../packet/model.ts";
import { printable, quoted } from "../../policy/quoted.ts";
import type { Report, Rule, RuleContext } from "../rule.ts";
import { faultsOf, remedy } from "./faults.ts";
import { atWork, CITING, LIGHTS, REPORT, unclaimed } from "./harbour.ts";

export const unread = {
  id: "evidence/unread",
  title: "Every citation can be read and looked up",
  severity: "warn",
  what:
    "What looks like a citation must be in a form that can be read: `path:12`, `path:12-40`, `path:47,85`, " +
    "`path::symbol`, `path#L12`, or a quotation beside a path. And what it points to must be something that can be " +
    "looked into: not a binary or very large file, nothing behind a symbolic link, in a submodule, or in an " +
    "edition of " +
    "the spec that is gone.",
  why:
    "A citation that cannot be read is neither right nor wrong. It must not pass for evidence, and it must not " +
    "silently " +
    "count as none.",
  how: "Write the path from the top of the repository, a colon, and the line. Cite a file that a person can read.",
  fixable: false,
  since: "0.1.0",
  needs: ["cited"],
  scope: "packet",
  kinds: ["packet"],
  states: ["active", "done"],
  examples: [
    {
      verdict: "good",
      shows: "every form that is known, and what only looks like one",
      files: {
        [LIGHTS]:
          `${CITING}  - EVIDENCE: \`src/lights.rs:1\`, :2, \`src/lights.rs:1-2\`, src/lights.rs:1:4, ` +
          `src/lights.rs (L1)\n` +
          "  - at 12:30, localhost:5432, Lamp::burn, a ratio of 1:1\n",
        "src/lights.rs": "fn burn() {\n  shine()\n",
      },
    },
    {
      verdict: "good",
      shows: "not yet claimed",
      files: { [LIGHTS]: `${unclaimed(CITING)}  - EVIDENCE: \`src/lights.rs:12ff\`\n` },
    },
    {
      verdict: "good",
      shows: "work in hand that cites what cannot be looked into yet",
      files: { [LIGHTS]: `${atWork(CITING)}  - EVIDENCE: \`lamp.bin:1\`\n`, "lamp.bin": "a\0b" },
    },
    {
      verdict: "bad",
      shows: "not a line number, in work in hand",
      files: { [LIGHTS]: `${atWork(CITING)}  - EVIDENCE: \`src/lights.rs:12ff\`\n` },
      says: "`src/lights.rs:12ff` looks like a citation, but what stands behind the colon is not a line number.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "several, each once",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`src/lights.rs:0\`, \`src/lights.rs:9-3\`, \`src/lights.rs:0\`\n` },
      says: "lines count from 1",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "a binary file",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`lamp.bin:1\`, \`lamp.bin:2\`\n`, "lamp.bin": "a\0b" },
      says: "`lamp.bin` is a binary file: nobody can tell whether the citation is right.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "an edition of the spec that is gone",
      base: { [LIGHTS]: atWork(CITING) },
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`Harbour_Spec_v3.1.md:12\`\n` },
      says: "`Harbour_Spec_v3.1.md` is an edition of the spec that the repository no longer holds",
      severity: "note",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "in a report",
      files: {
        [LIGHTS]: REPORT + "- at line 94\n",
      },
      severity: "note",
      count: 1,
    },
  ],
  *check(packet, context) {
    yield* unreadable(packet, context);
    if (packet.stateClass === "done") yield* unverifiable(packet, context);
  },
} as const satisfies Rule;

function* unreadable(packet: Packet, context: RuleContext): Iterable<Report> {
  for (const fault of faultsOf(packet, context, "unread", ({ citation }) => citation.raw)) {
    const { citation } = fault.evidence;
    yield {
      at: citation.span,
      subject: printable(citation.raw, 200),
      ...fault.weight,
      message:
        `${quoted(citation.raw, 120)} looks like a citation, but ${citation.unread ?? ""}.` +
        remedy(fault, "Write the path, a colon, and the line."),
      expected: "`path:line`",
    };
  }
}

function* unverifiable(packet: Packet, context: RuleContext): Iterable<Report> {
  const subject = ({ citation, path }: Evidence): string => path ?? citation.path;
  for (const fault of faultsOf(packet, context, "unverifiable", subject)) {
    const { citation, reason, resolution } = fault.evidence;
    const isGone = resolution.how === "absent-spec";
    yield {
      at: citation.span,
      subject: subject(fault.evidence),
      ...(isGone ? { severity: "note" } : fault.weight),
      message:
        `${quoted(subject(fault.evidence), 120)} ${reason ?? ""}: nobody can tell whether the citation is right.` +
        remedy(fault, isGone ? "Cite the edition that is there." : "Cite a file that can be looked into."),
      expected: "a file that can be read",
    };
  }
}
