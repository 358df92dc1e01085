import { dialect } from "../../packet/dialect.ts";
import { fieldNamed, normalise, sectionNamed } from "../../packet/vocabulary.ts";
import { readLabel } from "../../packet/labels.ts";
import type { AnyDocument, Line } from "../../packet/model.ts";
import type { Source } from "../../packet/source.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { mustBeAscii } from "./ascii-only.ts";
import { findInvisible, invisibleName } from "./invisible.ts";
import { byLine, listed, placeCount } from "./listing.ts";

export const bidi = {
  id: "text/bidi",
  title: "No hidden characters",
  severity: "error",
  what:
    "A governed document holds no characters that take no room or turn the direction of writing. They are an error " +
    "in ids, paths, citations, headings, fields and verdicts, and everywhere in packets that must be plain ASCII; " +
    "a warning elsewhere.",
  why:
    "What people approve is what they see. With such a character two ids look the same and are not, a path leads " +
    "elsewhere, and a verdict reads backwards.",
  how: "Delete the character. Which one it is and where it stands is in the message; most editors can show it.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "pictures made of several characters",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights \u{1f469}\u200d\u{1f527} and \u26a0\ufe0f\n" },
    },
    {
      verdict: "bad",
      shows: "a word that reads backwards",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights \u202eder\u202c of the harbour\n" },
      says: "U+202E RIGHT-TO-LEFT OVERRIDE",
    },
    {
      verdict: "bad",
      shows: "an id that is not what it seems",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "- TASK_ID: WP-1-Harbour\u200b-Lights\n" },
      says: "\\u{200b}",
    },
    {
      verdict: "bad",
      shows: "a joiner between letters",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Har\u200dbour\n" },
      says: "U+200D",
    },
  ],
  check: (document, context) => listed(find, document, context, "lines with hidden characters"),
} as const satisfies Rule;

interface Place {
  readonly span: { readonly start: number; readonly end: number };
  readonly character: string;
}

function find(document: AnyDocument): readonly Report[] {
  const { source, lines } = document;
  const places = findInvisible(source.text).map(
    ({ at, character }): Place => ({ span: { start: at, end: at + character.length }, character }),
  );
  let index = 0;
  return byLine(document, places).map(({ places: [first, ...others], span, subject, recorded }) => {
    while ((lines[index]?.span.end ?? Infinity) <= first.span.start) index++;
    const isGrave = mustBeAscii(document) || matters(source, lines[index]);
    const seen = `${invisibleName(first.character)}${placeCount([first, ...others])}`;
    return {
      at: span,
      subject,
      message: `Hidden in ${quoted(subject)}: ${seen}.${recorded ? "" : " Delete it."}`,
      ...(isGrave ? {} : { severity: "warn" }),
    };
  });
}

/** Whether a hidden character on the line may change what is read out of it, or out of the word it stands in. */
function matters({ text }: Source, line: Line | undefined): boolean {
  if (line === undefined) return false;
  if (line.kind === "heading") return true;
  const words = text.slice(line.content, line.span.end);
  const shown = visible(words);
  const label = readLabel(shown)?.label ?? null;
  if (label !== null && (fieldNamed(label) ?? sectionNamed(label)) !== null) return true;
  if (label !== null && normalise(label) === dialect.report.verdict) return true;
  if (dialect.approval.near.test(shown)) return true;
  return words.split(/[ \t]+/).some((word) => {
    const bare = visible(word);
    return bare !== word && (/[/\\]|:\d/.test(bare) || bare.search(dialect.ids.mention) >= 0);
  });
}

function visible(text: string): string {
  let shown = "";
  let from = 0;
  for (const { at, character } of findInvisible(text)) {
    shown += text.slice(from, at);
    from = at + character.length;
  }
  return shown + text.slice(from);
}
