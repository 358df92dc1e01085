import { dialect } from "../../packet/dialect.ts";
import { requirementIds } from "../../packet/lineage.ts";
import type { Packet, Span } from "../../packet/model.ts";
import type { Source } from "../../packet/source.ts";
import { fieldLabel } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule, World } from "../rule.ts";
import { FIRST, first, packet, POINTER, SPEC, stub, STUB } from "./harbour.ts";
import { isHistory } from "./weight.ts";

const TEXT = "# Harbour\n\n## 2.1 Sectors\n[REQ-4] Red to port.\n\n## 2.10 Bell\n";
const POINTS = `**${SPEC}**\n`;
const LABEL = fieldLabel("specAnchor");

export const specAnchor = {
  id: "lineage/spec-anchor",
  title: "The anchors of the spec exist",
  severity: "warn",
  what:
    "Requirement ids in brackets, and numbers of sections with a dot in them, that a packet or stub gives as anchors " +
    "stand in the spec: in the file they name, else in the one that the spec pointer names. Anchors into a file that is " +
    "not the spec in force are not looked at, nor are those of finished packets, which were bound to the spec of their " +
    "time.",
  why: "An anchor that is gone binds the packet to words that nobody can read. The work is then measured by memory.",
  how: "Name the section where the spec says it now, or let a revision retire what the spec no longer asks for.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  needs: ["specs"],
  scope: "packet",
  kinds: ["packet", "stub"],
  examples: [
    {
      verdict: "good",
      shows: "a section, an id, a section in a list, and an anchor into another file",
      files: {
        [POINTER]: POINTS,
        [SPEC]: TEXT,
        [FIRST]: first("- SPEC_ANCHOR: .GOV/spec/HARBOUR_SPEC_v1.2.md, 2.1 Sectors [REQ-4]", "", "1. SPEC_ANCHOR: OLD_SPEC_v0.9.md, 7.7 Tides"),
        [STUB]: stub("WP-1-Harbour-Lights", "- SPEC_ANCHOR_CANDIDATES:", "  - 2.10 Bell"),
      },
    },
    {
      verdict: "good",
      shows: "a finished packet, and a spec that is not in the repository",
      files: {
        [POINTER]: POINTS,
        [FIRST]: first("- **Status:** Done", "- SPEC_ANCHOR: 9.9 Fog"),
      },
    },
    {
      verdict: "good",
      shows: "the spec has moved on, and the packet was finished before",
      files: { [POINTER]: POINTS, [SPEC]: TEXT, [FIRST]: first("- **Status:** Done", "- SPEC_ANCHOR: 9.9 Fog") },
    },
    {
      verdict: "bad",
      shows: "a section that is gone: 2.1 does not hold 2.1.1",
      files: { [POINTER]: POINTS, [SPEC]: TEXT, [FIRST]: first("- SPEC_ANCHOR: HARBOUR_SPEC_v1.2.md 2.1.1 Colours") },
      says: "`2.1.1` is no section of `.GOV/spec/HARBOUR_SPEC_v1.2.md`",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "an id that the spec does not know, among the candidates of a stub",
      files: { [POINTER]: POINTS, [SPEC]: TEXT, [STUB]: stub("WP-1-Harbour-Lights", "- SPEC_ANCHOR_CANDIDATES:", "  - 2.1 Sectors", "  - [REQ-5] Green") },
      says: "`[REQ-5]` does not stand in",
    },
    {
      verdict: "bad",
      shows: "in a packet that was replaced",
      files: { [POINTER]: POINTS, [SPEC]: TEXT, ".GOV/task_packets/WP-1-Quay.md": packet("WP-1-Quay", "- **Status:** Superseded", "- SPEC_ANCHOR: 9.9 Fog") },
      severity: "note",
    },
  ],
  *check(own, context) {
    if (own.kind === "packet" && own.stateClass === "done") return;
    const spec = specInForce(context.world);
    if (spec === null) return;
    const weight = isHistory(own, context) ? { severity: "note" as const } : {};
    const told = new Set<string>();
    for (const { words, span } of anchorsOf(own)) {
      const file = /[^\s`(),]+\.md\b/.exec(words)?.[0];
      if (file !== undefined && nameOf(file) !== nameOf(spec.path)) continue;
      const rest = file === undefined ? words : words.replace(file, " ");
      for (const { anchor, fault } of missing(rest, spec)) {
        if (told.has(anchor)) continue;
        told.add(anchor);
        yield {
          at: span,
          subject: anchor,
          ...weight,
          message: `${fault} ${quoted(spec.path, 200)}, which \`${LABEL}\` is to name. Name where the spec says it now.`,
          expected: "an anchor that exists",
          related: [{ path: spec.path, span: null, message: "The spec in force." }],
        };
      }
    }
  },
} as const satisfies Rule;

interface Spec {
  readonly path: string;
  readonly source: Source;
}

function specInForce(world: World): Spec | null {
  const path = world.specPointer?.target?.path;
  const source = path === undefined ? undefined : world.spec(path);
  return path === undefined || source === undefined ? null : { path, source };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The lines in which a document gives its anchors: the field's own, and the items below it. */
function* anchorsOf(own: Packet): Iterable<{ readonly words: string; readonly span: Span }> {
  const { lines, source } = own;
  for (const field of own.fields) {
    if (field.name !== "specAnchor" || field.inReport || field.placeholder) continue;
    if (field.value !== "") yield { words: field.value, span: field.valueSpan };
    const first = lines.findIndex((line) => line.content <= field.span.start && field.span.start <= line.span.end);
    const depth = lines[first]?.depth ?? 0;
    for (let index = first + 1; first >= 0 && index < lines.length; index++) {
      const line = lines[index];
      if (line === undefined || line.kind !== "item" || line.depth <= depth) break;
      const span = { start: line.content, end: line.span.end };
      if (span.start !== field.valueSpan.start) yield { words: source.slice(span), span };
    }
  }
}

/** Section numbers have a dot: a bare number may count anything. Versions (`v02.1`) are none. */
const SECTION = /(?<![\w.])[0-9]{1,3}(?:\.[0-9]{1,3}){1,8}(?![\w]|\.[0-9])/g;

function* missing(words: string, { source }: Spec): Iterable<{ readonly anchor: string; readonly fault: string }> {
  for (const id of requirementIds(words)) {
    if (!source.text.includes(`[${id}]`)) yield { anchor: id, fault: `${quoted(`[${id}]`)} does not stand in` };
  }
  for (const [number] of words.matchAll(SECTION)) {
    if (!sections(source).has(number)) yield { anchor: number, fault: `${quoted(number)} is no section of` };
  }
}

const known = new WeakMap<Source, ReadonlySet<string>>();

/** The numbers that headings of the spec begin with, or hold. */
function sections(source: Source): ReadonlySet<string> {
  const before = known.get(source);
  if (before !== undefined) return before;
  const found = new Set<string>();
  for (const [line] of source.text.matchAll(dialect.specPointer.heading)) {
    for (const [number] of line.matchAll(SECTION)) found.add(number);
  }
  known.set(source, found);
  return found;
}
