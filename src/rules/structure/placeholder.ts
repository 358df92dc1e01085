import { type SectionName } from "../../packet/dialect.ts";
import { fieldVocabulary, sectionLabel, sectionVocabulary } from "../../packet/vocabulary.ts";
import type { Packet, Placeholder, Section } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { blanksLeft } from "./blanks.ts";
import { isDue, LIVE } from "./due.ts";
import { askedFields, mildness } from "./era.ts";
import { outermost, sectionsByName } from "./open-sections.ts";

/** Sections that rules of their own look into. */
const ELSEWHERE: readonly SectionName[] = ["inScope", "closurePlan", "evidenceMapping"];

/** The manifest as a whole is looked into elsewhere; blanks that are left beside real blocks are not. */
const WHOLE: readonly SectionName[] = [...ELSEWHERE, "manifest"];

export const placeholder = {
  id: "structure/placeholder",
  title: "Sections that are due hold more than the template",
  severity: "error",
  what:
    "A section that has to be filled by now must not consist of what the template put there: instructions in " +
    "brackets, blanks in angle brackets, labels without values, boxes that nobody ticked. In a packet that is done, " +
    "single blanks beside real content are warned about. Instructions of the template that were left in place, " +
    "examples in code blocks and the text of reports do not matter.",
  why:
    "The sections are what a validator judges. A template that nobody filled in looks like a finished document from " +
    "afar, and says nothing.",
  how: "Write the content and remove the blanks. Remove copies of the template's form that you did not need.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  states: LIVE,
  examples: [
    {
      verdict: "good",
      shows: "ready to be claimed: the coder's sections still hold the template",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n- CODER_MODEL: <unclaimed>\n\n" +
          "## DONE_MEANS\n- [ ] Lights burn.\n\n## BOOTSTRAP\n- FILES_TO_OPEN:\n  - <fill>\n\n" +
          "## IMPLEMENTATION\n- (Coder fills after skeleton approval.)\n",
      },
    },
    {
      verdict: "good",
      shows: "done: instructions and an example of the form left beside real content, a path with a variable in it",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## EVIDENCE_MAPPING\n" +
          "- (Coder appends proof here.)\n- Format (repeat as needed):\n  - EVIDENCE: `path/to/file:line`\n" +
          "- REQUIREMENT: \"Lights burn.\"\n  - EVIDENCE: `src/lights.c:4`\n\n" +
          "## DONE_MEANS\n- The route /lights/{id} answers.\n\n## ROLLBACK_HINT\n```\ngit revert <hash>\n```\n",
      },
    },
    {
      verdict: "good",
      shows: "what a report quotes",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## VALIDATION REPORT\nVerdict: FAIL\n" +
          "- EVIDENCE: `path/to/file:line`\n",
      },
    },
    {
      verdict: "bad",
      shows: "ready for work, but what done means is a blank",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## DONE_MEANS\n- Lights: <fill in>\n- TBD\n",
      },
      says: "`DONE_MEANS` still holds only the template (`<fill in>`)",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "the skeleton is approved, and there is none",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n## SKELETON\nSKELETON APPROVED\n\n" +
          "- Proposed interfaces:\n- Open questions:\n",
      },
      says: "`SKELETON` still holds only the template",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "done, with a record of hygiene that nobody filled in",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## HYGIENE\n- (Coder fills in what was run.)\n" +
          "- Formatted: `path/to/file`\n- Linted: <fill in>\n- Clean:\n  - [ ] no debug output\n",
      },
      says: "`HYGIENE` still holds only the template (`path/to/file`)",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "done, with two blanks beside real content",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## VALIDATION\n- **Target File**: `src/lights.c`\n" +
          "- **Pre-SHA1**: `<hash>`\n- **Post-SHA1**: `<hash>`\n",
      },
      says: "2 blanks of the template are left in `VALIDATION`",
      severity: "warn",
    },
  ],
  *check(packet) {
    const untouched: Section[] = [];
    for (const [name, sections] of sectionsByName(packet)) {
      if (WHOLE.includes(name) || !isDue(sectionVocabulary(name).due, packet)) continue;
      const first = sections.find((section) => section.content === "template");
      if (first !== undefined && sections.every(({ content }) => content === "template" || content === "empty")) {
        untouched.push(first);
      }
    }
    const found = outermost(untouched);
    for (const section of found) yield untouchedSection(packet, section);
    if (packet.stateClass === "done") yield* leftovers(packet, found);
  },
} as const satisfies Rule;

function untouchedSection(packet: Packet, section: Section): Report {
  const name = section.name ?? "scope";
  const label = sectionLabel(name);
  const blank = packet.placeholders.find((entry) => isInside(entry, section));
  const mild = sectionVocabulary(name).region === "frozen" ? {} : mildness(packet);
  return {
    at: blank?.span ?? section.heading,
    subject: label,
    ...mild,
    message:
      `\`${label}\` still holds only the template${blank === undefined ? "" : ` (${quoted(blank.text)})`}, ` +
      "but is due by now. Fill it in.",
    ...(blank === undefined
      ? {}
      : { related: [{ path: packet.path, span: section.heading, message: "The section that is due." }] }),
  };
}

function isInside(blank: Placeholder, section: Section): boolean {
  return section.heading.start <= blank.span.start && blank.span.start < section.body.end;
}

/** Blanks in sections that are filled otherwise, one finding for each section. */
function* leftovers(packet: Packet, untouched: readonly Section[]): Iterable<Report> {
  const asked = askedFields(packet).map((field) => field.name);
  const open = blanksLeft(packet).filter(({ blank, field }) => {
    if (blank.section === null || ELSEWHERE.includes(blank.section)) return false;
    if (blank.section === "manifest" && packet.manifest.every(({ content }) => content !== "filled")) return false;
    // Fields that are asked for, and those of the claim, are looked after elsewhere.
    if (field !== null && (asked.includes(field) || fieldVocabulary(field).due === "active")) return false;
    if (!isDue(sectionVocabulary(blank.section).due, packet)) return false;
    return !untouched.some((section) => isInside(blank, section));
  });
  for (const name of new Set(open.map(({ blank }) => blank.section))) {
    const blanks = open.filter(({ blank }) => blank.section === name).map(({ blank }) => blank);
    const [first] = blanks;
    if (first === undefined || name === null) continue;
    const count = blanks.length === 1 ? "A blank of the template is" : `${blanks.length} blanks of the template are`;
    yield {
      at: first.span,
      subject: `${sectionLabel(name)}: blanks`,
      severity: "warn",
      message:
        `${count} left in \`${sectionLabel(name)}\`, the first of them ${quoted(first.text)}. Fill in or remove.`,
    };
  }
}
