import type { Rule } from "../rule.ts";

export const size = {
  id: "text/size",
  title: "Documents stay readable",
  severity: "error",
  what: "A governed document stays within the limits on bytes, lines and length of a line.",
  why:
    "Past these limits Writ does not read a document, so nothing in it is judged. No packet written by people " +
    "comes near them.",
  how: "Split the document, or move logs and data into files of their own and refer to them.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "a long line, but one within the limit, and damage that other rules report",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": `\ufeff${"light ".repeat(5000)}\n` },
    },
    {
      verdict: "bad",
      shows: "a line longer than anyone can read",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": `# Lights\n${"light ".repeat(6000)}\n` },
      says: "line 2",
    },
    {
      verdict: "bad",
      shows: "more lines than anyone can read",
      files: { ".GOV/roles_shared/TASK_BOARD.md": "\n".repeat(30_000), ".GOV/task_packets/WP-1-Harbour-Lights.md": "" },
      says: "lines",
    },
  ],
  *check(document) {
    for (const damage of document.damage) {
      if (damage.kind !== "size") continue;
      yield {
        at: null,
        subject: "size",
        message: `The document was not read: ${damage.note}. Nothing in it was judged; split it or move data out.`,
      };
    }
  },
} as const satisfies Rule;
