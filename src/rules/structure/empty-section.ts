import { type SectionName } from "../../packet/dialect.ts";
import { sectionLabel, sectionVocabulary } from "../../packet/vocabulary.ts";
import type { Section } from "../../packet/model.ts";
import type { Rule } from "../rule.ts";
import { isDue, LIVE } from "./due.ts";
import { outermost, sectionsByName } from "./open-sections.ts";

/** Sections that rules of their own look into. */
const ELSEWHERE: readonly SectionName[] = ["inScope", "closurePlan"];

export const emptySection = {
  id: "structure/empty-section",
  title: "Sections that are due hold something",
  severity: "error",
  what:
    "The scope, the test plan and the list of done means must hold something from the moment on at which a packet is " +
    "ready to be worked on; an explicit none is not enough for scope and done means. The other sections that the " +
    "packet has must hold something once they are due; for them an empty heading is only warned about.",
  why:
    "An empty heading looks like an answer. Work that is measured against an empty list of done means is always " +
    "done.",
  how:
    "Fill the section in. Where there is really nothing to say, write NONE with the reason, or remove the heading if " +
    "the template does not ask for it.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  states: LIVE,
  examples: [
    {
      verdict: "good",
      shows: "what is due is filled; the parts of whoever does the work are still empty",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## SCOPE\n### What\nLights.\n\n" +
          "## TEST_PLAN\n```\nmake test\n```\n\n## DONE_MEANS\n- Lights burn.\n\n## BOOTSTRAP\n\n## SKELETON\n",
      },
    },
    {
      verdict: "good",
      shows: "an explicit none where there is nothing to say, and sections that may stay empty for ever",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## DONE_MEANS\n- Lights burn.\n\n## HYGIENE\n- " +
          "NONE\n\n" +
          "## NOTES\n\n## VALIDATION_REPORTS\n",
      },
    },
    {
      verdict: "good",
      shows: "empty in one place, filled in another",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## TEST_PLAN\n\n## Quality Gate\n" +
          "- **TEST_PLAN**:\n  - make test\n",
      },
    },
    {
      verdict: "bad",
      shows: "a list of done means without anything in it",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## DONE_MEANS\n\n---\n\n## AUTHORITY\n- " +
          "spec.md\n",
      },
      says: "`DONE_MEANS` is empty",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "done means nothing",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## DONE_MEANS\n- NONE\n",
      },
      says: "`DONE_MEANS` says that there is nothing",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a test plan that is not needed, they say",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n\n## TEST_PLAN\n- N/A (documents only)\n",
      },
      says: "`TEST_PLAN` says that there is nothing",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "done, with nothing under the implementation; the approval says nothing of the skeleton itself",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## SKELETON\nSKELETON APPROVED\n\n## IMPLEMENTATION\n",
      },
      says: "`SKELETON` is empty",
      severity: "warn",
      count: 2,
    },
    {
      verdict: "bad",
      shows: "claimed, with an empty bootstrap: said once, not for each of its parts",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n## BOOTSTRAP\n### FILES_TO_OPEN\n### " +
          "RISK_MAP\n",
      },
      says: "`BOOTSTRAP` is empty",
      severity: "warn",
    },
  ],
  *check(packet) {
    const empty: Section[] = [];
    for (const [name, sections] of sectionsByName(packet)) {
      if (ELSEWHERE.includes(name) || !isDue(sectionVocabulary(name).due, packet)) continue;
      const [first] = sections;
      if (first !== undefined && sections.every((section) => isEmpty(name, section))) empty.push(first);
    }
    for (const section of outermost(empty)) {
      const name = section.name ?? "scope";
      const label = sectionLabel(name);
      const mild = !isFrozen(name) || (section.content === "none" && name === "testPlan");
      yield {
        at: section.heading,
        subject: label,
        ...(mild ? { severity: "warn" } : {}),
        message:
          section.content === "none"
            ? `\`${label}\` says that there is nothing. Say what is expected, so that the work can be judged by it.`
            : `\`${label}\` is empty, but due by now. Fill it in.`,
      };
    }
  },
} as const satisfies Rule;

function isFrozen(name: SectionName): boolean {
  return sectionVocabulary(name).region === "frozen";
}

/** An explicit none is an answer, except where it would leave nothing to judge the work by. */
function isEmpty(name: SectionName, section: Section): boolean {
  return section.content === "empty" || (section.content === "none" && isFrozen(name));
}
