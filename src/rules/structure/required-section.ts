import { type SectionName } from "../../packet/dialect.ts";
import { sectionLabel, sectionNamed, sectionVocabulary } from "../../packet/vocabulary.ts";
import type { Packet, Span } from "../../packet/model.ts";
import { nearest } from "../../policy/nearest.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { isDue, LIVE } from "./due.ts";
import { askedSections, type Asked } from "./era.ts";

/** Sections that rules of their own look after. */
const ELSEWHERE: readonly SectionName[] = ["inScope", "closurePlan"];

export const requiredSection = {
  id: "structure/required-section",
  title: "A packet has the sections that its template asks for",
  severity: "error",
  what:
    "Every packet has its scope, its test plan, its list of done means and, once it is claimed, its bootstrap. A " +
    "packet of a later template has the further sections of that template, each from the moment on at which it has " +
    "to be filled. A section may be a heading of any level, or a list label with its content nested below; one that " +
    "damaged text hides still counts as present.",
  why:
    "The sections are the work contract and the audit surface. What is not there can neither be signed nor judged, " +
    "and people fill the gap with what they remember.",
  how:
    "Add the section under the heading that the message gives, with its content. When a heading of a similar name is " +
    "meant, rename it; when the heading stands inside a list or a quotation, take it out.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  states: LIVE,
  examples: [
    {
      verdict: "good",
      shows: "the core of a packet that nobody has claimed yet: the parts of whoever does the work are not due",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## Scope\n- What: lights\n\n" +
          "## TEST_PLAN\n- make test\n\n## DONE_MEANS\n- Lights burn.\n",
      },
    },
    {
      verdict: "good",
      shows: "sections written as list labels, and one that is glued to the line before",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n## SCOPE\n- What: lights\n" +
          "- **TEST_PLAN**:\n  - make test\n- **DONE_MEANS**:\n  - Lights burn.\\n\\n## BOOTSTRAP\n- Files: none\n",
      },
    },
    {
      verdict: "good",
      shows: "a packet of a later template before the work is done",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n- REFINEMENT_FILE: refinements/lights.md\n\n" +
          "## SCOPE\n- What: lights\n\n## TEST_PLAN\n- make test\n\n## DONE_MEANS\n- Lights burn.\n\n" +
          "## AUTHORITY\n- SPEC_TARGET: spec.md\n\n## BOOTSTRAP\n- Files: none\n\n## VALIDATION_REPORTS\n",
      },
    },
    {
      verdict: "good",
      shows: "a draft asks for nothing yet",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Draft\n" },
    },
    {
      verdict: "bad",
      shows: "a packet that says nothing but the words a naive check looks for",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\nSTATUS SCOPE TEST_PLAN DONE_MEANS BOOTSTRAP RISK_TIER USER_SIGNATURE\n",
      },
      says: "no section `SCOPE`",
      severity: "error",
      count: 3,
    },
    {
      verdict: "bad",
      shows: "claimed work without a bootstrap",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n## SCOPE\n- What: lights\n\n" +
          "## TEST_PLAN\n- make test\n\n## DONE_MEANS\n- Lights burn.\n",
      },
      says: "no section `BOOTSTRAP`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a heading that is meant but misspelt",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## SCOPE\n- What: lights\n\n" +
          "## TEST_PLAN\n- make test\n\n## DONE_MEAN\n- Lights burn.\n",
      },
      says: "If the heading `DONE_MEAN` is meant",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a heading inside a list divides nothing",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n  ## SCOPE\n  - What: lights\n\n" +
          "## TEST_PLAN\n- make test\n\n## DONE_MEANS\n- Lights burn.\n",
      },
      says: "stands inside a list",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a packet of the newest template that is done without its map of evidence",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n" +
          "## SCOPE\n- What: lights\n\n## WAIVERS GRANTED\n- NONE\n\n## TEST_PLAN\n- make test\n\n" +
          "## DONE_MEANS\n- Lights burn.\n\n## AUTHORITY\n- SPEC_TARGET: spec.md\n\n## BOOTSTRAP\n- Files: none\n\n" +
          "## SKELETON\n- lamp()\n\n## IMPLEMENTATION\n- lamp.c\n\n## HYGIENE\n- clean\n\n## VALIDATION\n- none\n\n" +
          "## STATUS_HANDOFF\n- done\n\n## EVIDENCE\n- log\n\n## VALIDATION_REPORTS\n",
      },
      says: "no section `EVIDENCE_MAPPING`",
      severity: "error",
    },
  ],
  *check(packet) {
    for (const asked of askedSections(packet)) {
      const { name } = asked;
      if (ELSEWHERE.includes(name) || packet.sections.some((section) => section.name === name)) continue;
      const { due } = sectionVocabulary(name);
      // A section that may stay empty is still where people look for it.
      if (!isDue(due === "never" ? "ready" : due, packet)) continue;
      const severity = due === "never" ? lower(asked.severity) : asked.severity;
      const label = sectionLabel(name);
      const meant = misplaced(packet, name) ?? misspelt(packet, label);
      yield {
        at: packet.title?.span ?? null,
        subject: label,
        message:
          `The packet has no section \`${label}\`. ` +
          (meant?.advice ?? `Add it with its content, as \`## ${label}\`.`),
        expected: `## ${label}`,
        ...(severity === "error" ? {} : { severity }),
        ...(meant === null
          ? {}
          : { related: [{ path: packet.path, span: meant.span, message: "This heading may be meant." }] }),
      };
    }
  },
} as const satisfies Rule;

function lower(severity: Asked<SectionName>["severity"]): Asked<SectionName>["severity"] {
  return severity === "error" ? "warn" : "note";
}

interface Meant {
  readonly span: Span;
  readonly advice: string;
}

/** A heading of that name inside a list or a quotation, which opens no section. */
function misplaced(packet: Packet, name: SectionName): Meant | null {
  const { text } = packet.source;
  for (const line of packet.lines) {
    if (line.kind !== "item" && line.kind !== "text") continue;
    const marks = text.slice(line.span.start, line.content);
    if (!/#{1,6}[ \t]+$/.test(marks) || sectionNamed(text.slice(line.content, line.span.end)) !== name) continue;
    const where = "The heading of that name stands inside a list or a quotation and opens no section";
    return { span: { start: line.content, end: line.span.end }, advice: `${where}: take it out.` };
  }
  return null;
}

/** Headings to compare with: more than any packet has, and few enough to compare each of them. */
const MOST_HEADINGS = 200;

function misspelt(packet: Packet, label: string): Meant | null {
  const unknown = packet.sections
    .filter((section) => section.name === null && section.level > 1)
    .slice(0, MOST_HEADINGS);
  const title = nearest(
    label,
    unknown.map((section) => section.title),
  );
  const section = unknown.find((entry) => entry.title === title);
  if (section === undefined) return null;
  return {
    span: section.heading,
    advice: `If the heading ${quoted(section.title)} is meant, rename it to \`${label}\`.`,
  };
}
