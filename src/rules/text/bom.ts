import type { Rule } from "../rule.ts";

export const bom = {
  id: "text/bom",
  title: "No byte order mark",
  severity: "note",
  what: "A governed document should not begin with a byte order mark.",
  why: "UTF-8 needs none, and a script that looks for the title at the very start of the file does not find it.",
  how: "Save the file as UTF-8 without signature; the fix removes the mark.",
  fixable: true,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "the file begins with its title",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n" },
    },
    {
      verdict: "bad",
      shows: "three unseen bytes before the title",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "\ufeff# Task Packet: WP-1-Harbour-Lights\n" },
      says: "byte order mark",
    },
  ],
  *check(document) {
    if (!document.source.bom) return;
    // A tool that adds a mark to a file that has one leaves a row of them.
    const marks = /^\ufeff*/.exec(document.source.text)?.[0].length ?? 0;
    yield {
      at: { start: 0, end: marks },
      subject: "bom",
      message: "The file begins with a byte order mark, which UTF-8 does not need. Save it without.",
      expected: "UTF-8 without byte order mark",
      fix: { title: "Remove the byte order mark", edits: [{ span: { start: 0, end: marks }, text: "", bom: true }] },
    };
  },
} as const satisfies Rule;
