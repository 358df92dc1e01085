import type { AnyDocument } from "../../packet/model.ts";
import { printable } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { fencePairs, mendsFor, type FencePair } from "./fence-pairs.ts";
import { fixed, listed } from "./listing.ts";

export const unclosedFence = {
  id: "text/unclosed-fence",
  title: "Code fences are closed",
  severity: "error",
  what: "Every code fence must be closed, and before the next section of the document begins.",
  why:
    "An open fence turns everything behind it into code: sections, evidence and reports that stand there are no " +
    "longer read by any tool. Writ ends such a block where a reader sees that it must end.",
  how:
    "Close the fence with a line of as many backticks as it was opened with; the fix adds it. Around text that " +
    "holds fences itself, use a longer one.",
  fixable: true,
  since: "0.1.0",
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "closed fences, one of them around another",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "```bash\nmake lights\n```\n\n````md\n```\n## SCOPE\n```\n````\n\n~~~\nmore\n~~~\n",
      },
    },
    {
      verdict: "good",
      shows: "a heading of the format inside an example",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "```md\n## SCOPE\nLights.\n```\n" },
    },
    {
      verdict: "bad",
      shows: "a fence that would swallow the next section",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "```bash\nmake lights\n\n## SCOPE\n- Lights\n" },
      says: "before line 4",
    },
    {
      verdict: "bad",
      shows: "a fence closed by a single backtick",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "```bash\nmake lights\n`\n\n- Lights\n" },
      says: "a single backtick on line 3",
    },
    {
      verdict: "bad",
      shows: "a fence that is open to the end",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "- Commands:\n  ```bash\n  make lights\n" },
      says: "closed nowhere",
    },
    {
      verdict: "bad",
      shows: "a fence too many",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "```text\n```ts\nlights();\n```\n```\n" },
      says: "opens a code block with nothing in it",
    },
  ],
  check: (document, context) => listed(find, document, context, "open code fences"),
} as const satisfies Rule;

function find(document: AnyDocument): readonly Report[] {
  const { source } = document;
  return fencePairs(document, "unclosed-fence").map((pair) => ({
    at: pair.open.span,
    subject: source.slice(source.lineSpan(source.lineAt(pair.open.span.start) + 1)),
    message: messageFor(document, pair),
    expected: "a closed code fence",
    ...(pair.close.replacement === null ? { severity: "warn" as const } : {}),
    ...fixed("Close the code fence", mendsFor(document, pair)),
    related: [{ path: document.path, span: pair.close.span, message: "where the code seems to end" }],
  }));
}

function messageFor({ source }: AnyDocument, { open, close }: FencePair): string {
  const seen = `"${printable(source.slice(open.span), 60)}"`;
  if (close.span.end > close.span.start) {
    const line = String(source.lineAt(close.span.start));
    return `The code fence ${seen} is closed by a single backtick on line ${line}. Write the whole fence there.`;
  }
  if (close.replacement === null) {
    return (
      `The code fence ${seen} opens a code block with nothing in it, and nothing closes it. ` +
      "Delete it if it was meant to close one; around text that holds fences, use a longer fence."
    );
  }
  const rest = source.text.slice(close.span.end);
  const filled = rest.search(/\S/);
  if (filled < 0) return `The code fence ${seen} is closed nowhere. Close it where the code ends.`;
  const next = String(source.lineAt(close.span.end + filled));
  return `The code fence ${seen} is not closed before line ${next}, where a section begins. Close it behind the code.`;
}
