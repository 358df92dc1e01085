import { trimOf } from "../../packet/trim.ts";
import type { ForbiddenPattern } from "../../policy/pattern.ts";
import { printable, quoted } from "../../policy/quoted.ts";
import type { FileChange, Rule } from "../rule.ts";
import { POLICY_FILE } from "./product.ts";

/** The policy of the examples. */
const scan = {
  maxFileBytes: 1000,
  forbidden: [{ pattern: "dbg!", paths: ["src/**"], why: "debug output reaches the quay." }],
};

/** So many lines are named in one message; the rest is counted. */
const NAMED = 20;

export const forbiddenPattern = {
  id: "process/forbidden-pattern",
  title: "No added line holds what the policy forbids",
  severity: "error",
  what:
    "The policy lists patterns that must not come into files of the repository. Every line that the change adds is " +
    "searched; lines that were there before, and lines that only moved, are not.",
  why:
    "What a house has decided never to write again should not depend on who happens to read the change.",
  how:
    "Remove what the pattern found. Where it is right to have it, let a maintainer narrow the pattern or its paths " +
    "in the policy.",
  fixable: false,
  since: "0.1.0",
  needs: ["change", "lines"],
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "the line was there before, and only moved",
      policy: { scan },
      base: { "src/lamp.rs": 'dbg!("lit");\nlet a = 1;\n' },
      files: { "src/lamp.rs": 'let a = 2;\ndbg!("lit");\n' },
    },
    {
      verdict: "good",
      shows: "the file lies outside the pattern's paths",
      policy: { scan },
      base: { "src/lamp.rs": "let a = 1;\n" },
      files: { "src/lamp.rs": "let a = 1;\n", "tests/lamp.rs": 'dbg!("lit");\n' },
    },
    {
      verdict: "good",
      shows: "the policy file spells the pattern out, as it must",
      policy: { scan: { ...scan, forbidden: [{ pattern: "dbg!", paths: ["**"], why: "debug output" }] } },
      base: { "src/lamp.rs": "let a = 1;\n" },
      files: { "src/lamp.rs": "let a = 1;\n", ".github/writ.yml": "scan: { forbidden: [{ pattern: dbg! }] }\n" },
    },
    {
      verdict: "good",
      shows: "the file with the pattern is deleted",
      policy: { scan },
      base: { "src/lamp.rs": 'dbg!("lit");\n', "README.md": "# Harbour\n" },
      files: { "README.md": "# Harbour\n" },
    },
    {
      verdict: "bad",
      shows: "one added line",
      policy: { scan },
      base: { "src/lamp.rs": "let a = 1;\n" },
      files: { "src/lamp.rs": 'let a = 1;\ndbg!("lit");\n' },
      says: "Line 2 of this file holds `dbg!`, which the policy forbids: debug output reaches the quay. Remove it",
    },
    {
      verdict: "bad",
      shows: "two lines of a new file, told in one finding",
      policy: { scan },
      base: { "README.md": "# Harbour\n" },
      files: { "README.md": "# Harbour\n", "src/lamp.rs": 'dbg!("lit");\nlet a = 1;\nlet b = dbg!(a);\n' },
      says: "Lines 1, 3 of this file hold",
    },
    {
      verdict: "bad",
      shows: "more lines than a message can name",
      policy: { scan },
      base: { "README.md": "# Harbour\n" },
      files: { "README.md": "# Harbour\n", "src/lamp.rs": "dbg!();\n".repeat(23) },
      says: "19, 20 and 3 more",
    },
  ],
  *check({ change, forbidden, policy }) {
    for (const file of change?.files ?? []) {
      if (file.path === policy.source || file.path === POLICY_FILE) continue;
      for (const pattern of forbidden) {
        const lines = hits(file, pattern);
        const [first] = lines;
        if (first === undefined) continue;
        const why = trimOf(printable(pattern.why, 200), " ", ". ");
        yield {
          path: file.path,
          line: first,
          at: null,
          subject: `${file.path} ${pattern.pattern}`,
          message:
            `${linesNamed(lines)} of this file ${lines.length === 1 ? "holds" : "hold"} ` +
            `${quoted(pattern.pattern)}, which the policy forbids: ${why}. ` +
            "Remove it, or let a maintainer narrow the pattern in the policy.",
          expected: `no added line that matches ${quoted(pattern.pattern)}`,
        };
      }
    }
  },
} as const satisfies Rule;

/** Numbers of the added lines that the pattern finds something in. */
function hits(file: FileChange, pattern: ForbiddenPattern): readonly number[] {
  if (!pattern.covers(file.path)) return [];
  return file.added.filter(({ text }) => pattern.find(text) !== null).map(({ line }) => line);
}

function linesNamed(lines: readonly number[]): string {
  const rest = lines.length - NAMED;
  const named = lines.slice(0, NAMED).join(", ");
  return `${lines.length === 1 ? "Line" : "Lines"} ${named}${rest > 0 ? ` and ${String(rest)} more` : ""}`;
}
