import { quoted } from "../../policy/quoted.ts";
import type { AnyDocument } from "../../packet/model.ts";
import type { Report, Rule } from "../rule.ts";
import { nameOf } from "./characters.ts";
import { byLine, fixed, listed, placeCount } from "./listing.ts";
import { mendsOf } from "./mends.ts";

export const encoding = {
  id: "text/encoding",
  title: "Documents are UTF-8",
  severity: "error",
  what: "Every byte of a governed document must be part of valid UTF-8.",
  why:
    "Pages and tools that expect UTF-8 show a question mark or refuse the file, and the next editor that saves it " +
    "loses what stood there. Writ reads such bytes as windows-1252, which is what they usually are, so the other " +
    "rules still work.",
  how:
    "Save the file as UTF-8. The fix writes the same characters again as UTF-8, and plain ASCII for dashes and " +
    "quotation marks.",
  fixable: true,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "letters beyond ASCII, stored as UTF-8",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights for the Élan quay – all of them.\n" },
    },
    {
      verdict: "bad",
      shows: "a dash in windows-1252",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights for the harbour \x97 all of them.\n" },
      bytes: [".GOV/task_packets/WP-1-Harbour-Lights.md"],
      says: "0x97",
    },
    {
      verdict: "bad",
      shows: "an accented letter in Latin-1 on the board",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "", ".GOV/roles_shared/TASK_BOARD.md": "# \xc9lan quay\n" },
      bytes: [".GOV/roles_shared/TASK_BOARD.md"],
      says: "U+00C9",
    },
  ],
  check: (document, context) => listed(find, document, context, "lines with bytes that are not UTF-8"),
} as const satisfies Rule;

function find(document: AnyDocument): readonly Report[] {
  const { source } = document;
  return byLine(document, mendsOf(document, "encoding")).map(({ places, span, subject, recorded }) => {
    const byte = source.bytes[source.point(span.start).byte] ?? 0;
    const character = source.text.charAt(span.start);
    const seen = `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    return {
      at: span,
      subject,
      message:
        `The byte ${seen} is not UTF-8${placeCount(places)}; as windows-1252 it is ${quoted(character)}, ` +
        `${nameOf(character)}.${recorded ? "" : " Save the file as UTF-8."}`,
      expected: "UTF-8",
      ...fixed("Write the same characters as UTF-8", places),
    };
  });
}
