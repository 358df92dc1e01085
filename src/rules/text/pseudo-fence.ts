import type { AnyDocument } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { fencePairs, mendsFor } from "./fence-pairs.ts";
import { fixed, listed } from "./listing.ts";

export const pseudoFence = {
  id: "text/pseudo-fence",
  title: "Code fences are whole",
  severity: "warn",
  what:
    "A code block must not begin with one backtick and the rest of a language name, and end with one backtick, " +
    "which is what a shell leaves of a code fence.",
  why:
    "It is no code block any more: comments in it become headings, its lines run together, and the commands cannot " +
    "be copied. Writ reads it as the block that was meant.",
  how: "Write three backticks and the language before the code, three backticks behind it. The fix mends both ends.",
  fixable: true,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "a whole fence",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "```bash\nmake lights\n```\n" },
    },
    {
      verdict: "good",
      shows: "a line of code in the text, and a backtick that closes nothing",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "`ash`\n\nThe tree called `\nash\n`\n" },
    },
    {
      verdict: "bad",
      shows: "what a shell left of a fence",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "`ash\nmake lights\n`\n" },
      says: "on line 3",
    },
    {
      verdict: "bad",
      shows: "the same with the backspace it became",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "- Commands:\n  `\bash\n  make lights\n  `\n" },
      says: "```bash",
    },
  ],
  check: (document, context) => listed(find, document, context, "broken code fences"),
} as const satisfies Rule;

function find(document: AnyDocument): readonly Report[] {
  const { source } = document;
  return fencePairs(document, "pseudo-fence").map(({ open, close }) => {
    const meant = open.replacement ?? "";
    const rest = quoted(source.slice(open.span).slice(1));
    const line = String(source.lineAt(close.span.start));
    return {
      at: open.span,
      subject: source.slice(source.lineSpan(source.lineAt(open.span.start) + 1)),
      message:
        `A code fence lost its backticks: ${rest} behind a single one, closed by a single one on line ${line}. ` +
        `Write "${meant}" here and "\`\`\`" there.`,
      expected: meant,
      ...fixed("Mend both ends of the code fence", mendsFor(document, { open, close })),
      related: [{ path: document.path, span: close.span, message: "where the code ends" }],
    };
  });
}
