import { derived } from "../../packet/derived.ts";
import { type FieldName, type SectionName } from "../../packet/dialect.ts";
import { fieldLabel, sectionLabel } from "../../packet/vocabulary.ts";
import type { Packet, Span } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { LIGHTS, lights } from "./harbour.ts";
import { suffixInTree } from "./portable.ts";
import { covering, holding } from "../../packet/search.ts";

/** Fields whose value names a file of the repository. */
const FIELDS: readonly FieldName[] = [
  "refinementFile",
  "specAnchor",
  "specCurrent",
  "specBaseline",
  "specTarget",
  "specResolved",
];

/** Sections that list files of the repository. */
const SECTIONS: readonly SectionName[] = ["filesToOpen", "evidenceMapping"];

/**
 * How a path of one machine begins: with a drive letter, a home folder, a share or a file address. What follows must be
 * a name: `\\b` in a pattern is no share, and `file://` alone is only the word for such addresses.
 */
const BEGINNINGS = [
  /[A-Za-z]:(?:\\{1,2}|\/(?!\/))/,
  /\/(?:home|Users)\/[\w.-]{1,60}\//,
  /~\/(?=[\w.])/,
  /\\\\[\w.-]{1,60}\\(?=\w)/,
  /file:\/\/(?=[\w./])/,
].map((pattern) => pattern.source);

const ABSOLUTE = new RegExp(`(?<![\\w.~/\\\\-])(?:${BEGINNINGS.join("|")})[^\\s\`"'<>|*?)\\]]{0,300}`, "g");

export const absolutePath = {
  id: "process/absolute-path",
  title: "Paths in a packet hold on every machine",
  severity: "warn",
  what:
    "Where a packet names files of the repository (its scope, its refinement, the spec, the files to open, the " +
    "evidence of its requirements), the path must be relative to the repository: no drive letter, home folder, share " +
    "or file address. What a report or a block of code quotes is left alone.",
  why:
    "A path of one person's machine points to nothing on any other, so neither a colleague nor a check can follow " +
    "it. It also tells the world what that person's folders are called.",
  how: "Write the path from the top of the repository, with `/` between its parts.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet", "stub", "refinement"],
  examples: [
    {
      verdict: "good",
      shows: "every path is relative to the repository",
      files: {
        [LIGHTS]: lights(
          "- REFINEMENT_FILE: .GOV/refinements/WP-1-Harbour-Lights.md",
          "- SPEC_TARGET: docs/Harbour_Spec.md",
          "",
          "## SCOPE",
          "- IN_SCOPE_PATHS:",
          "  - src/lamp.ts",
          "  - app/home/mara/page.ts",
          "",
          "## EVIDENCE_MAPPING",
          "- REQUIREMENT: Lamps burn",
          "- EVIDENCE: `src/lamp.ts:3`",
        ),
      },
    },
    {
      verdict: "good",
      shows: "what a command printed is a fact and stays as it was",
      files: {
        [LIGHTS]: lights(
          "## EVIDENCE",
          "- COMMAND: `set OUT=D:\\out && build`",
          "",
          "## EVIDENCE_MAPPING",
          "```",
          "C:\\work\\harbour\\src\\lamp.ts compiled",
          "```",
          "",
          "## VALIDATION REPORT",
          "Verdict: PASS",
          "- SPEC_TARGET: /home/mara/harbour/spec.md",
        ),
      },
    },
    {
      verdict: "good",
      shows: "requirements, addresses and patterns that only look like paths",
      files: {
        [LIGHTS]: lights(
          "- SPEC_TARGET: https://harbour.example/spec.md",
          "",
          "## EVIDENCE_MAPPING",
          "- REQUIREMENT: Links to file:///etc are refused",
          "- EVIDENCE: `src/link.ts:7` refuses file:// and `\\\\blamp\\\\b`, serves /home/ and /Users/{id}/lamps",
        ),
      },
    },
    {
      verdict: "bad",
      shows: "a drive letter in the scope, of a file that the repository has",
      files: {
        [LIGHTS]: lights("## SCOPE", "- IN_SCOPE_PATHS:", "  - D:\\work\\harbour\\src\\lamp.ts"),
        "src/lamp.ts": "on();\n",
      },
      says: "Write `src/lamp.ts`",
    },
    {
      verdict: "bad",
      shows: "a home folder in the reference to the refinement",
      files: { [LIGHTS]: lights("- REFINEMENT_FILE: /home/mara/harbour/refinement.md") },
      says: "`/home/mara/harbour/refinement.md`",
    },
    {
      verdict: "bad",
      shows: "another system's home folder among the files to open",
      files: {
        [LIGHTS]: lights("## BOOTSTRAP", "- FILES_TO_OPEN:", "  - src/lamp.ts", "  - `/Users/mara/harbour/x.ts`"),
      },
      says: "`/Users/mara/harbour/x.ts`",
    },
    {
      verdict: "bad",
      shows: "a share as evidence",
      files: {
        [LIGHTS]: lights(
          "## EVIDENCE_MAPPING",
          "- REQUIREMENT: Lamps burn",
          "- EVIDENCE: `\\\\tower\\logs\\lamp.txt:3`, seen",
        ),
      },
      says: "`\\\\tower\\logs\\lamp.txt:3`",
    },
    {
      verdict: "bad",
      shows: "an address of a file, in a table of evidence",
      files: {
        [LIGHTS]: lights(
          "## EVIDENCE_MAPPING",
          "",
          "| Requirement | Evidence |",
          "|---|---|",
          "| Lamps burn | file:///srv/harbour/lamp.ts |",
        ),
      },
      says: "`file:///srv/harbour/lamp.ts`",
    },
    {
      verdict: "bad",
      shows: "the shell's short form of a home folder",
      files: { [LIGHTS]: lights("- SPEC_BASELINE: ~/harbour/spec.md") },
      says: "`~/harbour/spec.md` in SPEC_BASELINE is a path of one machine",
    },
  ],
  *check(packet, { world }) {
    for (const { name, path, start } of derived(packet, "absolute paths", () => absoluteIn(packet))) {
      const known = suffixInTree(path, world.tree);
      yield {
        at: { start, end: start + path.length },
        subject: `${name} ${path}`,
        message:
          `${quoted(path)} in ${name} is a path of one machine. Write ` +
          `${known === null ? "it from the top of the repository" : quoted(known, 200)}.`,
        expected: known ?? "a path relative to the repository",
      };
    }
  },
} as const satisfies Rule;

interface Found {
  /** Of the place. */
  readonly name: string;
  readonly path: string;
  readonly start: number;
}

function absoluteIn(packet: Packet): readonly Found[] {
  // Most packets hold none anywhere, and one look settles that.
  if (packet.source.text.search(ABSOLUTE) < 0) return [];
  return [...portablePlaces(packet)].flatMap(({ name, span }) =>
    [...packet.source.slice(span).matchAll(ABSOLUTE)].map((found): Found => {
      return { name, path: found[0].replace(/[.,;]+$/, ""), start: span.start + found.index };
    }),
  );
}

interface Place {
  /** What a person calls the place. */
  readonly name: string;
  readonly span: Span;
}

/** Everywhere that a path is written for others to follow, each place once. */
function* portablePlaces(packet: Packet): Iterable<Place> {
  const isRecorded = covering(packet.appendOnly);
  for (const { span } of packet.scopePaths) yield { name: sectionLabel("inScope"), span };
  for (const field of packet.fields) {
    if (field.inReport || !FIELDS.includes(field.name)) continue;
    yield { name: fieldLabel(field.name), span: field.valueSpan };
  }
  // A requirement is quoted from elsewhere, and speaks of what it likes.
  const isRequirement = holding(packet.fields.filter(({ name }) => name === "requirement").map(({ span }) => span));
  for (const section of packet.sections) {
    if (section.name === null || !SECTIONS.includes(section.name)) continue;
    for (const line of packet.lines.slice(section.firstLine, section.endLine)) {
      if (line.kind !== "item" && line.kind !== "text" && line.kind !== "table") continue;
      if (isRecorded(line.span.start) || isRequirement(line.span)) continue;
      yield { name: sectionLabel(section.name), span: { start: line.content, end: line.span.end } };
    }
  }
}
