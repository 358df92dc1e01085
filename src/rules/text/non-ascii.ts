import type { AnyDocument } from "../../packet/model.ts";
import { fieldLabel } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { mustBeAscii, warnsElsewhere } from "./ascii-only.ts";
import { nameOf } from "./characters.ts";
import { byLine, fixed, listed } from "./listing.ts";
import { mendsOf, type Mend } from "./mends.ts";

export const nonAscii = {
  id: "text/non-ascii",
  title: "Plain ASCII",
  severity: "error",
  what:
    "A packet that states the version of its format must be plain ASCII. In every other document characters beyond " +
    "ASCII are a warning.",
  why:
    "Packets pass through shells, scripts and editors that do not agree on an encoding; what is plain ASCII " +
    "arrives as it was written. Curly quotation marks and dashes come from word processors and are seldom meant.",
  how:
    "Write the plain form: two hyphens for a dash, straight quotation marks, three dots. The fix does that in " +
    "prose; code, paths and values that are compared are left to you, and so are the letters of any language.",
  fixable: true,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "plain dashes and quotation marks",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          '- PACKET_FORMAT_VERSION: 2026-01-01\n\nLights -- "all" of them...\n',
      },
    },
    {
      verdict: "good",
      shows: "double-encoded text, which another rule reports",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights per \u00c2\u00a72.4.\n" },
    },
    {
      verdict: "bad",
      shows: "an em dash in a packet with a format version",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "- PACKET_FORMAT_VERSION: 2026-01-01\n\nLights \u2014 all of them.\n",
      },
      says: "U+2014 EM DASH",
    },
    {
      verdict: "bad",
      shows: "curly quotation marks in a stub",
      files: { ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md": "A single \u201clight\u201d.\n" },
      says: "U+201C LEFT DOUBLE QUOTATION MARK, U+201D RIGHT DOUBLE QUOTATION MARK",
    },
    {
      verdict: "bad",
      shows: "a letter of another language, for which there is no fix",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights for the \u00c9lan quay.\n" },
      says: "U+00C9",
    },
  ],
  check: (document, context) => listed(find, document, context, "lines with characters beyond ASCII"),
} as const satisfies Rule;

/** More than these make no message any clearer. */
const MOST_NAMES = 4;

function find(document: AnyDocument): readonly Report[] {
  const demand = mustBeAscii(document)
    ? `A packet with a ${fieldLabel("formatVersion")} must be plain ASCII`
    : "Plain ASCII is safer";
  return byLine(document, mendsOf(document, "non-ascii")).map(({ places, span, subject, recorded }) => {
    const instead = [...new Set(places.flatMap(({ text }) => text ?? []))].slice(0, MOST_NAMES);
    const write = instead.length === 0 ? "" : `: write ${instead.map((text) => quoted(text)).join(", ")}`;
    return {
      at: span,
      subject,
      message: `Not ASCII: ${names(document, places)}.${recorded ? "" : ` ${demand}${write}.`}`,
      expected: "ASCII",
      ...warnsElsewhere(document),
      ...fixed("Write plain ASCII", places),
    };
  });
}

function names(document: AnyDocument, places: readonly Mend[]): string {
  const counts = new Map<string, number>();
  for (const { span } of places) {
    const name = nameOf(document.source.slice(span));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const all = [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${String(count)} times)`));
  const more = all.length - MOST_NAMES;
  return all.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${String(more)} more` : "");
}
