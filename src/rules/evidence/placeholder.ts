import { sectionLabel } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { blanksLeft } from "../structure/blanks.ts";
import { asksForSection } from "../structure/era.ts";
import { atWork, BELL, DONE, LIGHTS, MAP, oldest, RINGS } from "./harbour.ts";

export const placeholder = {
  id: "evidence/placeholder",
  title: "The evidence map holds evidence, not its form",
  severity: "error",
  what:
    "The evidence map of a finished packet must not consist of the blanks that the template put there. Blanks beside " +
    "real evidence are warned about. The form that the template shows below an instruction of its own does not " +
    "matter, " +
    "nor do packets from before the template had an evidence map: they get a note.",
  why: "A map with `file:line` in place of a file and a line has the look of evidence, and passes for it in a hurry.",
  how: "Replace the blanks by quotations and citations, and remove copies of the form that are not needed.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "the form of the template left above real evidence",
      files: {
        [LIGHTS]:
          `${MAP}- Format (repeat as needed):\n  - REQUIREMENT: "<quote the point>"\n  - EVIDENCE: ` +
          `\`path/to/file:line\`\n${RINGS}`,
      },
    },
    {
      verdict: "good",
      shows: "work in hand, blanks elsewhere, and blanks that a report quotes",
      files: {
        [LIGHTS]: atWork(MAP) + "- [Requirement] -> [File:Line]\n",
        [BELL]:
          `${DONE}## IMPLEMENTATION\n- \`path/to/file:line\`\n\n## VALIDATION REPORT\nVerdict: FAIL\n- ` +
          `[Requirement] -> [File:Line]\n`,
      },
    },
    {
      verdict: "bad",
      shows: "nothing but the form",
      files: { [LIGHTS]: `${MAP}- [Requirement] -> [File:Line]\n` },
      says: "`EVIDENCE_MAPPING` still holds only its form (`[Requirement] -> [File:Line]`).",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "nothing but the form, and citations elsewhere",
      files: {
        [LIGHTS]: `${MAP}- [Requirement] -> [File:Line]\n\n## IMPLEMENTATION\n- \`src/lights.rs:4\`\n`,
      },
      says: "still holds only its form",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a blank beside real evidence",
      files: { [LIGHTS]: `${MAP}${RINGS}- REQUIREMENT: "The bell rings."\n  - EVIDENCE: \`path/to/file:line\`\n` },
      says: "A blank of the form is left in `EVIDENCE_MAPPING`: `path/to/file:line`.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "several blanks beside real evidence",
      files: { [LIGHTS]: `${MAP}${RINGS}- EVIDENCE: \`path/to/file:line\`\n- EVIDENCE: \`path/to/file:line\`\n` },
      says: "2 blanks of the form are left in `EVIDENCE_MAPPING`, the first of them `path/to/file:line`.",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a template that knew no evidence map",
      files: {
        [LIGHTS]: oldest(MAP) + "- [Requirement] -> [File:Line]\n",
      },
      severity: "note",
      count: 1,
    },
  ],
  *check(packet) {
    const blanks = blanksLeft(packet).filter(({ blank }) => blank.section === "evidenceMapping");
    const [first] = blanks;
    if (first === undefined) return;
    const label = sectionLabel("evidenceMapping");
    const isMapped = packet.citations.some(({ section, inReport }) => section === "evidenceMapping" && !inReport);
    const words = quoted(first.blank.text);
    const left =
      blanks.length === 1
        ? `A blank of the form is left in \`${label}\`: ${words}.`
        : `${String(blanks.length)} blanks of the form are left in \`${label}\`, the first of them ${words}.`;
    const weight = !asksForSection(packet, "evidenceMapping") ? "note" : isMapped ? "warn" : null;
    yield {
      at: first.blank.span,
      subject: "form",
      ...(weight === null ? {} : { severity: weight }),
      message: `${isMapped ? left : `\`${label}\` still holds only its form (${words}).`} Fill in or remove.`,
      expected: "quotations with a file and a line",
    };
  },
} as const satisfies Rule;
