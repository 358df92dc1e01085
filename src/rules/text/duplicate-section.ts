import { type SectionName } from "../../packet/dialect.ts";
import { sectionLabel, sectionVocabulary, normalise } from "../../packet/vocabulary.ts";
import type { AnyDocument, Section } from "../../packet/model.ts";
import type { Source } from "../../packet/source.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { listed } from "./listing.ts";

export const duplicateSection = {
  id: "text/duplicate-section",
  title: "Every section stands once",
  severity: "error",
  what:
    "A section of the format must not stand twice in the same part of a document, be it as a heading or as a " +
    "label. It is an error for what is fixed by the signature or may only grow, a warning otherwise.",
  why: "With two lists of requirements nobody knows which one was signed, and each tool reads another one.",
  how: "Merge the two, or give the second a heading of its own that says what it is.",
  fixable: false,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "every section once",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "## SCOPE\n- Lights\n\n## DONE_MEANS\n- Lit\n" },
    },
    {
      verdict: "good",
      shows: "a plan within the skeleton beside the plan itself, and labels below two different headings",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "## TEST_PLAN\n- Look\n\n## BOOTSTRAP\n- RISK_MAP:\n  - Dark\n\n" +
          "## SKELETON\n- TEST_PLAN:\n  - Look twice\n- RISK_MAP:\n  - Rain\n",
      },
    },
    {
      verdict: "good",
      shows: "two parts that say in brackets what they are",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "## BOOTSTRAP (first)\n- RISK_MAP:\n  - Dark\n\n### Output\n- RISK_MAP:\n  - Rain\n\n" +
          "## BOOTSTRAP (second)\n- Lit\n",
      },
    },
    {
      verdict: "good",
      shows: "a summary of a section within it, and snapshots with names of their own",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "## User Context\n\n### Executive Summary\nLights.\n\n## CURRENT_STATE\nDark\n\n## SPEC_DEBT_STATUS\nNone\n",
      },
    },
    {
      verdict: "good",
      shows: "several reports, each with parts of the same name",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "## VALIDATION_REPORTS\n\n### VALIDATION REPORT - first\nVerdict: FAIL\n\n#### TEST_PLAN\n\n" +
          "### VALIDATION REPORT - second\nVerdict: PASS\n\n#### TEST_PLAN\n",
      },
    },
    {
      verdict: "bad",
      shows: "two lists of requirements",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "## DONE_MEANS\n- Lit\n\n## DONE_MEANS\n- Lit twice\n" },
      says: "line 1",
    },
    {
      verdict: "bad",
      shows: "a label and a heading for the same",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "## QUALITY_GATE\n- **DONE_MEANS**:\n  - Lit\n\n## DONE_MEANS\n- Lit\n",
      },
      says: "stands for the same",
    },
    {
      verdict: "bad",
      shows: "a section of the coder's, twice",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "## HYGIENE\n- Clean\n\n## HYGIENE (again)\n- Clean\n" },
      says: "HYGIENE",
    },
    {
      verdict: "bad",
      shows: "a label twice in one section of the coder's",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md": "## BOOTSTRAP\n- RISK_MAP:\n  - Dark\n- RISK_MAP:\n  - Rain\n",
      },
      says: "RISK_MAP",
    },
  ],
  check: (document, context) => listed(find, document, context, "sections that stand twice"),
} as const satisfies Rule;

type Named = Section & { readonly name: SectionName };

function find(document: AnyDocument): readonly Report[] {
  const { source, path } = document;
  const reports: Report[] = [];
  const known = new Map<string, Section[]>();
  for (const { section, part } of repeated(document.sections)) {
    const key = [section.name, part?.heading.start ?? "", isBinding(section.name) ? "" : bareTitle(section)].join("\n");
    const others = known.get(key);
    const first = others?.find((other) => isBinding(section.name) || !differByRemark(source, other, section));
    if (first === undefined) {
      known.set(key, [...(others ?? []), section]);
      continue;
    }
    const line = String(source.lineAt(first.heading.start));
    reports.push({
      at: section.heading,
      subject: sectionLabel(section.name),
      message:
        `${quoted(section.title)} stands for the same as ${quoted(first.title)} on line ${line}. ` +
        "Merge the two, or say in its heading what the second one is.",
      expected: "one section",
      related: [{ path, span: first.heading, message: "the same section" }],
      ...(isBinding(section.name) ? {} : { severity: "warn" }),
    });
  }
  return reports;
}

interface Placed {
  readonly section: Named;
  /** The part of the document in which it must be the only one; null for the document. */
  readonly part: Section | null;
}

/** Sections whose concept has more than one, unless they are parts of a section of the same concept. */
function repeated(sections: readonly Section[]): readonly Placed[] {
  const counts = new Map<SectionName, number>();
  for (const { name } of sections) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  if ([...counts.values()].every((count) => count === 1)) return [];
  const placed: Placed[] = [];
  const around: Section[] = [];
  for (const section of sections) {
    while ((around.at(-1)?.body.end ?? Infinity) <= section.heading.start) around.pop();
    const parents = around.filter((parent) => parent.level < section.level);
    if (section.form !== "label") around.push(section);
    if (!isNamed(section) || counts.get(section.name) === 1) continue;
    if (!parents.some((parent) => parent.name === section.name)) placed.push({ section, part: workPart(parents) });
  }
  return placed;
}

/**
 * What the one who does the work writes below headings of his own is another thing than the agreement it repeats: there
 * every heading makes a part of its own.
 */
function workPart(parents: readonly Section[]): Section | null {
  const isWork = parents.some(({ name }) => name !== null && sectionVocabulary(name).owner !== "orchestrator");
  return isWork ? (parents.at(-1) ?? null) : null;
}

function isNamed(section: Section): section is Named {
  return section.name !== null;
}

/** Frozen by the signature, or kept for ever: what it says must be said in one place, whatever the heading adds. */
function isBinding(name: SectionName): boolean {
  const { region } = sectionVocabulary(name);
  return region === "frozen" || region === "append-only";
}

/** One concept may have several headings that mean several things; only the same one is said twice. */
function bareTitle(section: Section): string {
  return normalise(section.title.replace(/[([{:].*$/, ""));
}

/** Both say in brackets what they are, and not the same. */
function differByRemark(source: Source, one: Section, other: Section): boolean {
  const [first, second] = [remarkOf(source, one), remarkOf(source, other)];
  return first !== null && second !== null && first !== second;
}

function remarkOf(source: Source, section: Section): string | null {
  return /\(([^()]*)\)/.exec(source.slice(section.heading))?.[1] ?? null;
}
