import { quoted } from "../../policy/quoted.ts";
import type { AnyDocument } from "../../packet/model.ts";
import type { Report, Rule } from "../rule.ts";
import { byLine, fixed, listed, placeCount } from "./listing.ts";
import { mendsOf } from "./mends.ts";

export const controlCharacter = {
  id: "text/control-character",
  title: "No control characters",
  severity: "error",
  what: "A governed document holds no control characters but tabulators and line ends.",
  why:
    "No page shows them, so words look whole that are not; a terminal obeys them and may hide or repaint text. " +
    "Most are what is left of an escape sequence or of a character that a tool destroyed.",
  how:
    "Delete the character, or write what stood there before. The fix removes those that only part a word, and " +
    "leaves the others to you.",
  fixable: true,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "tabulators and both kinds of line end",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights:\tall\r\nof them\n" },
    },
    {
      verdict: "good",
      shows: "a backspace that belongs to a broken code fence, which another rule reports",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "`\bash\nmake lights\n`\n" },
    },
    {
      verdict: "bad",
      shows: "a control character within a word",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights for the har\u0001bour.\n" },
      says: "U+0001",
    },
    {
      verdict: "bad",
      shows: "an escape sequence for terminals",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights \u001b[8mhidden\u001b[0m here.\n" },
      says: "2 places",
    },
    {
      verdict: "bad",
      shows: "a carriage return without line feed",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights\rfor the harbour.\n" },
      says: "U+000D",
    },
  ],
  check: (document, context) => listed(find, document, context, "lines with control characters"),
} as const satisfies Rule;

function find(document: AnyDocument): readonly Report[] {
  const { source } = document;
  return byLine(document, mendsOf(document, "control-character")).map(({ places, span, subject, recorded }) => {
    const [first] = places;
    const code = source.text.charCodeAt(first.span.start).toString(16).toUpperCase().padStart(4, "0");
    const advice = first.text === null || first.text === "" ? " Delete it." : ` Write ${quoted(first.text)} instead.`;
    return {
      at: span,
      subject,
      message:
        `U+${code} in ${quoted(subject)} is a control character, which nobody sees${placeCount(places)}.` +
        (recorded ? "" : advice),
      ...fixed("Remove the control characters", places),
    };
  });
}
