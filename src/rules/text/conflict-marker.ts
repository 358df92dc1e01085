import type { AnyDocument, Span } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { listed } from "./listing.ts";

export const conflictMarker = {
  id: "text/conflict-marker",
  title: "No unresolved merge conflict",
  severity: "error",
  what:
    "A governed document must not hold the lines that Git writes around two sides of a merge conflict, in code " +
    "blocks neither.",
  why: "Both sides stand in the document, and nobody can say which one is agreed.",
  how: "Keep what is right of the two sides, then delete the three marker lines.",
  fixable: false,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "underlined headings, deep quotations, and markers within a line",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          ">>>>>>> all of them\n\nLights\n=======\n\n======= is a line, and <<<<<<< is none.\n",
      },
    },
    {
      verdict: "bad",
      shows: "a conflict that was committed",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "<<<<<<< HEAD\n- Lights: red\n=======\n- Lights: green\n>>>>>>> feature/lights\n",
      },
      says: "lines 1 to 5",
    },
    {
      verdict: "bad",
      shows: "a conflict inside a code block, with the common ancestor",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "```\n<<<<<<< HEAD\nred\n||||||| 1234567\nblue\n=======\ngreen\n>>>>>>> other\n```\n",
      },
      says: "lines 2 to 8",
    },
    {
      verdict: "bad",
      shows: "half of a conflict",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "- Lights: red\n=======\n- Lights: green\n>>>>>>> other\n" },
      says: "rest of a merge conflict",
    },
    {
      verdict: "bad",
      shows: "a first marker without the others",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "<<<<<<< HEAD\n- Lights: red\n" },
      says: "rest of a merge conflict",
    },
  ],
  check: (document, context) => listed(find, document, context, "merge conflicts"),
} as const satisfies Rule;

function find(document: AnyDocument): readonly Report[] {
  const { source } = document;
  if (!source.text.includes("<<<<<<< ") && !source.text.includes(">>>>>>> ")) return [];
  const reports: Report[] = [];
  let open: Span | null = null;
  let middle: Span | null = null;
  for (let line = 1; line <= source.lineCount; line++) {
    const span = source.lineSpan(line);
    const text = source.slice({ start: span.start, end: Math.min(span.end, span.start + 8) });
    if (text === "<<<<<<< ") {
      if (open !== null) reports.push(rest(document, open));
      open = span;
      middle = null;
    } else if (text === "=======") {
      middle = span;
    } else if (text === ">>>>>>> " && middle !== null) {
      reports.push(open === null ? rest(document, span) : conflict(document, open, middle, span));
      open = null;
      middle = null;
    }
  }
  if (open !== null) reports.push(rest(document, open));
  return reports;
}

function conflict({ source, path }: AnyDocument, open: Span, middle: Span, close: Span): Report {
  const [first, last] = [source.lineAt(open.start), source.lineAt(close.start)];
  return {
    at: open,
    subject: source.slice({ start: open.end, end: close.start }),
    message:
      `A merge conflict is unresolved on lines ${String(first)} to ${String(last)}. ` +
      "Keep what is right of its two sides and delete the marker lines.",
    related: [
      { path, span: middle, message: "the other side begins here" },
      { path, span: close, message: "the conflict ends here" },
    ],
  };
}

function rest({ source }: AnyDocument, marker: Span): Report {
  const seen = source.slice(marker);
  return { at: marker, subject: seen, message: `${quoted(seen)} is the rest of a merge conflict. Delete the line.` };
}
