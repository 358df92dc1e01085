import { matchRequirements, type Promise as Point } from "../../evidence/coverage.ts";
import { recordedFor } from "../../evidence/recorded-command.ts";
import { sectionLabel } from "../../packet/vocabulary.ts";
import type { Packet } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { asksForSection } from "../structure/era.ts";
import { atWork, BELL, DONE, LIGHTS, MEANS, oldest, QUAY, RINGS } from "./harbour.ts";

export const unmapped = {
  id: "evidence/unmapped",
  title: "Every point of what done means has evidence",
  severity: "error",
  what:
    "In a packet that is done, every point of what done means is quoted by a line of the evidence map that " +
    "cites a file " +
    "and a line. A quotation counts when it has the same words, when it is a part of the point (or holds all " +
    "of it), or " +
    "when at least 85 % of the words are the same and no number and no denial differs. A point that asks for " +
    "commands to " +
    "pass is warned about when they are recorded with exit code 0. Packets from before the template " +
    "had an evidence map get a note.",
  why:
    "What is not mapped to a file and a line does not exist. A point without evidence is either not done or not " +
    "checked, and nobody can tell which.",
  how:
    "Add a line to the evidence map that quotes the point in its own words, and below it the path and line " +
    "that prove " +
    "it. Where a command proves it, cite the test or script that ran.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "quoted in the same words, in other marks, in part, and nearly",
      files: {
        [LIGHTS]:
          `${MEANS}- REQUIREMENT: "every lamp burns from dusk to dawn on both piers"\n  - EVIDENCE: ` +
          `\`src/lights.rs:1\`\n${RINGS}`,
        [BELL]:
          `${MEANS}- REQUIREMENT: "DONE_MEANS: Every lamp burns from dusk"\n  - EVIDENCE: \`src/lights.rs:1\`\n` +
          RINGS,
        [QUAY]:
          `${MEANS}- REQUIREMENT: "Every lamp burns from dusk to dawn, on all piers."\n  - EVIDENCE: ` +
          `\`src/lights.rs:1\`\n${RINGS}`,
      },
    },
    {
      verdict: "good",
      shows: "a point with points below it, one of which is quoted; a point that cites its own evidence",
      files: {
        [LIGHTS]:
          `${DONE}## DONE_MEANS\n- Lights:\n  - They burn from dusk to dawn.\n  - They are white.\n- The bell ` +
          `rings, see \`src/bell.rs:4\`.\n\n` +
          '## EVIDENCE_MAPPING\n- REQUIREMENT: "They burn from dusk to dawn."\n  - EVIDENCE: `src/lights.rs:1`\n',
      },
    },
    {
      verdict: "good",
      shows: "work in hand",
      files: { [LIGHTS]: atWork(MEANS) },
    },
    {
      verdict: "bad",
      shows: "one point without a line",
      files: { [LIGHTS]: MEANS + RINGS },
      says: "No line of `EVIDENCE_MAPPING` proves `Every lamp burns from dusk to dawn, on both piers.`.",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "no point has a line",
      files: { [LIGHTS]: `${MEANS}- (Coder: every requirement, with its line.)\n` },
      says: "None of the 2 points of `DONE_MEANS` is proven: `EVIDENCE_MAPPING` maps nothing to a file and a line.",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "nothing is mapped, and there is one point",
      files: { [LIGHTS]: `${DONE}## DONE_MEANS\n- The bell rings.\n` },
      says: "The only point of `DONE_MEANS` is not proven",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a line that is near, but says something else",
      files: {
        [LIGHTS]:
          `${MEANS}- REQUIREMENT: "Every lamp burns from noon to dusk, on the piers."\n  - EVIDENCE: ` +
          `\`src/lights.rs:1\`\n${RINGS}`,
      },
      says: "The nearest has 80 % of its words",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the same words but for a number, and but for a denial",
      files: {
        [LIGHTS]:
          `${DONE}## DONE_MEANS\n- All of the 3 lamps on the northern pier burn from dusk to dawn.\n` +
          "- The lamps on the eastern pier do burn from dusk to dawn every night.\n\n## EVIDENCE_MAPPING\n" +
          '- REQUIREMENT: "All of the 4 lamps on the northern pier burn from dusk to dawn."\n  - EVIDENCE: ' +
          "`src/a.rs:1`\n" +
          '- REQUIREMENT: "The lamps on the eastern pier do not burn from dusk to dawn every night."\n  - ' +
          "EVIDENCE: `src/a.rs:2`\n",
      },
      says: "The nearest has 92 % of its words",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "quoted, but no file is named, or none that can be read",
      files: {
        [LIGHTS]:
          `${MEANS}- REQUIREMENT: "Every lamp burns from dusk to dawn, on both piers."\n  - EVIDENCE: seen by night\n` +
          '- REQUIREMENT: "The bell rings."\n  - EVIDENCE: `src/bell.rs:0`\n',
      },
      says:
        "`EVIDENCE_MAPPING` quotes `Every lamp burns from dusk to dawn, on both piers.`, but names no file and " +
        "line for it",
      severity: "error",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "commands that are to pass: all recorded, one of them not, none of them named",
      files: {
        [LIGHTS]:
          `${DONE}## DONE_MEANS\n- \`make test\` and \`make -C quay lint\` pass.\n- \`make test\` and \`make ` +
          `bell\` pass, \`twice\`.\n` +
          "- Then `make bell` passes.\n- The `bell` rings.\n\n" +
          '## EVIDENCE_MAPPING\n- REQUIREMENT: "Other things."\n  - EVIDENCE: `src/a.rs:1`\n\n## EVIDENCE\n' +
          "- COMMAND: `make test`\n- EXIT_CODE: `0`\n- COMMAND: make -C quay lint --all\n- EXIT_CODE: 0\n- " +
          "COMMAND: make bell\n- EXIT_CODE: 2\n",
      },
      says: "it rests on a recorded command. Quote it there, with the test or script that ran.",
      severity: "warn",
      count: 4,
    },
    {
      verdict: "bad",
      shows: "a template that knew no evidence map",
      files: {
        [LIGHTS]: oldest(MEANS + RINGS),
      },
      says: "1 of the 2 points of `DONE_MEANS` has no evidence",
      severity: "note",
      count: 1,
    },
  ],
  *check(packet) {
    const { promises, covered } = matchRequirements(packet);
    const open = promises.filter(({ citations }) => citations.length === 0);
    if (open.length === 0) return;
    if (!asksForSection(packet, "evidenceMapping")) yield summary(packet, open, promises.length, covered, "note");
    else if (!packet.requirements.some(({ origin }) => origin === "evidenceMapping")) {
      yield summary(packet, open, promises.length, covered, null);
    } else for (const point of open) yield gap(packet, point);
  },
} as const satisfies Rule;

const MEANS_LABEL = sectionLabel("doneMeans");
const MAP_LABEL = sectionLabel("evidenceMapping");

function summary(
  packet: Packet,
  open: readonly Point[],
  total: number,
  covered: number,
  weight: "note" | null,
): Report {
  const some =
    `${String(open.length)} of the ${String(total)} points of \`${MEANS_LABEL}\` ` +
    `${open.length === 1 ? "has" : "have"} no evidence.`;
  const none =
    total === 1
      ? `The only point of \`${MEANS_LABEL}\` is not proven`
      : `None of the ${String(total)} points of \`${MEANS_LABEL}\` is proven`;
  return {
    at: packet.sections.find(({ name }) => name === "doneMeans")?.heading ?? null,
    subject: "all",
    ...(weight === null ? {} : { severity: weight }),
    message: covered > 0 ? some : `${none}: \`${MAP_LABEL}\` maps nothing to a file and a line.`,
    expected: "a file and a line for every point",
  };
}

function gap(packet: Packet, { requirement, matches, nearest }: Point): Report {
  const words = quoted(requirement.text, 80);
  const record = matches.length === 0 ? recordedFor(packet, requirement) : null;
  if (record !== null) {
    return {
      at: requirement.span,
      subject: requirement.text,
      severity: "warn",
      message:
        `No line of \`${MAP_LABEL}\` proves ${words}; it rests on a recorded command. ` +
        "Quote it there, with the test or script that ran.",
      expected: "a file and a line",
      related: [{ path: packet.path, span: record.command.span, message: "The command that was recorded." }],
    };
  }
  const [match] = matches;
  const near = match?.line ?? nearest?.line;
  const share = nearest === null ? "" : ` The nearest has ${String(Math.floor(nearest.score * 100))} % of its words.`;
  return {
    at: requirement.span,
    subject: requirement.text,
    message:
      match === undefined
        ? `No line of \`${MAP_LABEL}\` proves ${words}.${share} Quote it there, with the file and line that prove it.`
        : `\`${MAP_LABEL}\` quotes ${words}, but names no file and line for it that can be read.`,
    expected: "a file and a line",
    ...(near === undefined
      ? {}
      : {
          related: [
            {
              path: packet.path,
              span: near.span,
              message: match === undefined ? "The nearest line." : "The line that quotes it.",
            },
          ],
        }),
  };
}
