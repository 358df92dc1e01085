import { quoted } from "../../policy/quoted.ts";
import type { AnyDocument } from "../../packet/model.ts";
import type { Report, Rule } from "../rule.ts";
import { warnsElsewhere } from "./ascii-only.ts";
import { byLine, fixed, listed, placeCount } from "./listing.ts";
import { mendsOf } from "./mends.ts";

export const mojibake = {
  id: "text/mojibake",
  title: "No double-encoded text",
  severity: "error",
  what:
    "Characters must not have been encoded twice, which turns a dash or a section sign into two or three odd " +
    "letters. It is an error in packets that must be plain ASCII and a warning elsewhere.",
  why:
    "Nobody can tell any more what was written, references to sections no longer match, and every further save " +
    "with the wrong encoding makes it worse.",
  how:
    "Write the character that was meant. The fix undoes the second encoding and writes plain ASCII for dashes, " +
    "quotation marks and the like.",
  fixable: true,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "the same characters encoded once",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights per §2.4 – all of them.\n" },
    },
    {
      verdict: "good",
      shows: "accented letters before quotation marks",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights of the “café”, “MENÜ“ and «FERMÉ».\n" },
    },
    {
      verdict: "bad",
      shows: "a section sign and a dash, encoded twice",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights per \u00c2\u00a72.4 \u00e2\u20ac\u201c all.\n" },
      says: "2 places",
    },
    {
      verdict: "bad",
      shows: "a picture of which one byte is lost",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "## \u00f0\u0178\u2022 Lights\n" },
      says: "partly lost",
    },
    {
      verdict: "bad",
      shows: "a section sign that went through an old console",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights per A\u00152.4.\n" },
      says: "stands for `§`",
    },
  ],
  check: (document, context) => listed(find, document, context, "lines with double-encoded text"),
} as const satisfies Rule;

function find(document: AnyDocument): readonly Report[] {
  return byLine(document, mendsOf(document, "mojibake")).map(({ places, span, subject, recorded }) => {
    const [first] = places;
    const seen = quoted(document.source.slice(first.span));
    const what =
      first.meant === null
        ? `${seen} is double-encoded text whose original is partly lost${placeCount(places)}.`
        : `${seen} is double-encoded text that stands for ${quoted(first.meant)}${placeCount(places)}.`;
    const advice = ` Write ${first.text === null ? "what was meant" : quoted(first.text)} instead.`;
    return {
      at: span,
      subject,
      message: `${what}${recorded ? "" : advice}`,
      ...(first.meant === null ? {} : { expected: first.meant }),
      ...warnsElsewhere(document),
      ...fixed("Undo the double encoding", places),
    };
  });
}
