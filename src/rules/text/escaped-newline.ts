import type { AnyDocument } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { lineEnd } from "./line-end.ts";
import { byLine, fixed, listed, placeCount, touchesRecord } from "./listing.ts";

export const escapedNewline = {
  id: "text/escaped-newline",
  title: "Line ends are line ends",
  severity: "error",
  what:
    "A section heading must begin on a line of its own, not behind the two characters backslash and n on the line " +
    "of something else.",
  why:
    "A script wrote a line end as text. On every page the heading is part of the line before, and the section does " +
    "not exist; Writ reads it as the section that was meant.",
  how: "Replace the backslashes and letters by real line ends; the fix does that.",
  fixable: true,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "the heading on a line of its own",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "- Board: see there\n\n## EVIDENCE_MAPPING\n" },
    },
    {
      verdict: "good",
      shows: "damage that other rules report",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights per \u00c2\u00a72.4.\n\n## SCOPE\n" },
    },
    {
      verdict: "good",
      shows: "the same characters in code, and before words that are no section",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "Split at `\\n\\n## EVIDENCE_MAPPING`.\n\n```\nprintf '\\n\\n## SCOPE'\n```\n\nUse \\n\\n## as you like.\n",
      },
    },
    {
      verdict: "bad",
      shows: "a heading glued to a list item",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "- Board: see there\\n\\n## EVIDENCE_MAPPING\n" },
      says: "`## EVIDENCE_MAPPING`",
    },
    {
      verdict: "bad",
      shows: "two headings glued to one line",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights.\\n## SCOPE\\r\\n\\r\\n## TEST_PLAN\r\n" },
      says: "2 places",
    },
  ],
  check: (document, context) => listed(find, document, context, "lines with headings glued to them"),
} as const satisfies Rule;

function find(document: AnyDocument): readonly Report[] {
  const { source, damage } = document;
  const end = lineEnd(source);
  const places = damage
    .filter((entry) => entry.kind === "escaped-newline")
    .map(({ span, replacement }) => {
      // Behind a carriage return the new line feed would make a line end of both.
      const isFree = source.text.charAt(span.start - 1) !== "\r" && !touchesRecord(document, span);
      return { span, text: isFree ? (replacement?.replaceAll("\n", end) ?? null) : null };
    });
  return byLine(document, places).map(({ places: own, span }) => {
    const [first] = own;
    const heading = /^[^\\\r\n]*/.exec(source.text.slice(first.span.end, first.span.end + 200))?.[0] ?? "";
    return {
      at: span,
      subject: heading,
      message:
        `The heading ${quoted(heading)} stands behind a literal ${quoted(source.slice(first.span))} on the line of ` +
        `something else${placeCount(own)}. Put it on a line of its own.`,
      expected: "a heading on a line of its own",
      ...fixed("Make real line ends of them", own),
    };
  });
}
