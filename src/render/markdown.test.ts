import { Buffer } from "node:buffer";
import fc from "fast-check";
import type { Nodes, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, test } from "vitest";
import { evaluation as anyEvaluation, hostileText } from "../../test/arbitrary/evaluation.ts";
import { BERTH, evaluation, finding, packet } from "../../test/fixtures/evaluation.ts";
import { cell, code, prose } from "./markdown-text.ts";
import { renderMarkdown } from "./markdown.ts";

const parser = unified().use(remarkParse).use(remarkGfm);

function nodes(markdown: string): readonly Nodes[] {
  const root: Root = parser.parse(markdown);
  const walk = (node: Nodes): Nodes[] => [node, ...("children" in node ? node.children.flatMap(walk) : [])];
  return walk(root);
}

/** Node types that our own Markdown is made of. */
const OURS = [
  "root", "heading", "paragraph", "text", "inlineCode", "strong", "list", "listItem", "table", "tableRow", "tableCell",
  "html",
];

/** GitHub makes links, pictures and formulas of these in any text that is not code. */
const LIVE = /[@#<>$&[\]*_~`|\\]|:\/\/|www\.|GH-\d|\b[0-9a-f]{7,40}\b/i;

/** Fails when a stranger's text got out of its code spans. */
function expectHarmless(markdown: string): void {
  for (const node of nodes(markdown)) {
    expect(OURS).toContain(node.type);
    if (node.type === "html") expect(node.value).toMatch(/^(<details><summary>[\w:, ]+<\/summary>|<\/details>)$/);
    if (node.type === "text") expect(node.value).not.toMatch(LIVE);
    if (node.type === "tableRow") expect(node.children).toHaveLength(5);
  }
  expect(markdown).not.toMatch(/<!--|-->/);
  expect(markdown).not.toMatch(/##\w*\[|(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
}

test("leaves words as they are and puts the rest into code", () => {
  expect(prose("The packet says nothing (line 12): write a word, or two.")).toBe(
    "The packet says nothing (line 12): write a word, or two.",
  );
  expect(prose("RISK_TIER of docs/a_b.md is `SEVERE`; ask @mara (or #12).")).toBe(
    "`RISK_TIER` of `docs/a_b.md` is `SEVERE`; ask `@mara` (or `#12`).",
  );
  expect(prose('holds "<fill in: what>" and "two words"')).toBe('holds "`<fill in: what>`" and "two words"');
  expect(prose("commit 1f2e3d4, GH-7, www.evil.example, https://evil.example")).toBe(
    "commit `1f2e3d4`, `GH-7`, `www.evil.example`, `https://evil.example`",
  );
});

test("closes code spans whatever is in them", () => {
  expect(code("a")).toBe("`a`");
  expect(code("`a``b")).toBe("``` `a``b ```");
  expect(code("<!-- x -->")).toBe("`<! -- x -- >`");
  expect(code("")).toBe("` `");
  expect(cell("a|b\\|c")).toBe("`a\\|b<U+005C>\\|c`");
});

test("code shows the text, in a line and in a table", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const spans = (markdown: string): string[] =>
        nodes(markdown).flatMap((node) => (node.type === "inlineCode" ? [node.value] : []));
      expect(spans(`x ${code(text)} y`)).toHaveLength(1);
      expect(spans(`| a |\n|---|\n| ${cell(text)} |\n`)).toHaveLength(1);
      expectHarmless(`x ${code(text)} y`);
    }),
  );
});

test("prose keeps every visible character of the text", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const shown = nodes(`x ${prose(text)}`).flatMap((node) => ("value" in node ? [node.value] : [])).join("");
      const bare = (value: string): string => value.replace(/[\s`]/g, "");
      const meant = bare(prose(text).replaceAll("`", ""));
      expect(bare(shown)).toBe(`x${meant}`);
      expectHarmless(`x ${prose(text)}`);
    }),
  );
});

test("says the result, then the packets, then the findings, the gravest first", () => {
  const findings = [
    finding({ line: 3, severity: "warn", message: "Some words." }),
    finding({
      line: 8,
      message: "RISK_TIER is wrong.",
      expected: "LOW, MEDIUM or HIGH",
      related: [{ path: "docs/TASK_BOARD.md", line: 4, endLine: 4, message: "The board says so." }],
      fix: { title: "Write HIGH", edits: [] },
    }),
    finding({ line: 1, severity: "note", message: "A note." }),
    finding({ line: 2, state: "existing", message: "An old one." }),
    finding({ line: 2, state: "fixed", message: "Gone." }),
  ];
  expect(renderMarkdown(evaluation({ findings, base: "0a1b2c3" }))).toBe(`## Writ: failed

The change brings 1 error, 1 warning and 1 note. From before: 1 finding; they do not count. It mends 1.

| Packet or file | Status | Errors | Warnings | Notes |
|---|---|---:|---:|---:|
| \`WP-1-Berth-Plan-v2\` | \`In Progress\` | 1 | 1 | 1 |

### 1 error

#### \`WP-1-Berth-Plan-v2\`

- **error** line 8: \`RISK_TIER\` is wrong. (\`structure/field-value\`)
  - expected: LOW, MEDIUM or HIGH
  - see \`docs/TASK_BOARD.md:4\`: The board says so.
  - fix available: Write HIGH

### 1 warning

#### \`WP-1-Berth-Plan-v2\`

- **warning** line 3: Some words. (\`structure/field-value\`)

<details><summary>1 note</summary>

#### \`WP-1-Berth-Plan-v2\`

- **note** line 1: A note. (\`structure/field-value\`)

</details>

<details><summary>There before the change: 1 error</summary>

#### \`WP-1-Berth-Plan-v2\`

- **error** line 2, there before: An old one. (\`structure/field-value\`)

</details>

Judged \`1f2e3d4c5b6a79880f1e2d3c4b5a69788f7e6d5c\` against \`0a1b2c3\`.
`);
});

test("lists a finding of another file with its path, and the worst packets first", () => {
  const findings = [
    finding({ path: "docs/TASK_BOARD.md", line: 4, severity: "note" }),
    ...Array.from({ length: 33 }, (_, index) => {
      const id = `WP-1-Pier-${String(index).padStart(2, "0")}`;
      return finding({ packet: id, path: `docs/task_packets/${id}.md`, severity: index === 32 ? "error" : "warn" });
    }),
  ];
  const text = renderMarkdown(evaluation({ findings }));
  expect(text).toContain("- **note** `docs/TASK_BOARD.md:4`: ");
  expect(text.match(/^\| `.*$/gm)?.[0]).toBe("| `WP-1-Pier-32` |  | 1 | 0 | 0 |");
  expect(text.match(/^\| `/gm)).toHaveLength(30);
  expect(text).toContain("\n… and 4 more with findings.\n");
});

test("cuts between findings, warnings before errors, and says what is missing", () => {
  const findings = Array.from({ length: 40 }, (_, index) => {
    const severity = index % 2 === 0 ? "warn" : "error";
    return finding({ line: index + 1, severity, message: `Number ${index}. ${"é".repeat(99)}` });
  });
  const text = renderMarkdown(evaluation({ packets: [packet()], findings }), { maxBytes: 3000 });
  const shown = text.match(/^- \*\*error\*\* line .* \(`structure\/field-value`\)$/gm) ?? [];
  expect(shown.length).toBeGreaterThan(5);
  expect(text).not.toContain("**warning**");
  expect(text.endsWith(`\nLeft out for size: ${20 - shown.length} errors and 20 warnings.\n`)).toBe(true);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3000);
  expect(Buffer.byteLength(text)).toBeGreaterThan(2600);
});

test("any evaluation: harmless, and within its bytes", () => {
  fc.assert(
    fc.property(anyEvaluation, fc.integer({ min: 300, max: 6000 }), (value, maxBytes) => {
      const text = renderMarkdown(value, { maxBytes });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
      expect(text.match(/^<details>/gm)?.length).toBe(text.match(/^<\/details>$/gm)?.length);
      expectHarmless(text);
    }),
    { numRuns: 30 },
  );
});

test("any evaluation: every finding is shown when there is room, and counted when there is not", () => {
  fc.assert(
    fc.property(anyEvaluation, fc.integer({ min: 300, max: 6000 }), (value, maxBytes) => {
      const open = value.findings.filter(({ state }) => state !== "fixed").length;
      const items = (text: string): number => text.match(/^- \*\*/gm)?.length ?? 0;
      const left = (text: string): number => {
        const numbers = /Left out for size: (.*)\.\n$/.exec(text)?.[1]?.match(/\d+/g) ?? [];
        return numbers.reduce((sum, number) => sum + Number(number), 0);
      };
      expect(items(renderMarkdown(value, { maxBytes: 10_000_000 }))).toBe(open);
      const cut = renderMarkdown(value, { maxBytes });
      expect(items(cut) + left(cut)).toBe(open);
    }),
    { numRuns: 60 },
  );
});

test("names no file twice when the finding is where the packet is", () => {
  expect(renderMarkdown(evaluation({ findings: [finding()] }))).not.toContain(BERTH);
});
