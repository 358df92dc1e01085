import fc from "fast-check";
import type { Nodes, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { expect, test } from "vitest";
import { evaluation as anyEvaluation } from "../../test/arbitrary/evaluation.ts";
import { BERTH, evaluation, finding } from "../../test/fixtures/evaluation.ts";
import { runs } from "../../test/runs.ts";
import { annotationsOf, MOST_ANNOTATIONS } from "./annotations.ts";
import { failing } from "./order.ts";

const rules = new Map([
  ["structure/field-value", { title: "Field value", severity: "error", what: "w", why: "y", how: "h" }],
] as const);
const parser = unified().use(remarkParse).use(remarkGfm);

function nodes(markdown: string): readonly Nodes[] {
  const root: Root = parser.parse(markdown);
  const walk = (node: Nodes): Nodes[] => [node, ...("children" in node ? node.children.flatMap(walk) : [])];
  return walk(root);
}

test("stands on the lines of the finding, with columns only within one line", () => {
  const findings = [
    finding({ line: 8, column: 14, endColumn: 20, message: "RISK_TIER is wrong.", expected: "LOW or HIGH" }),
    finding({
      line: 9, endLine: 11, severity: "note", rule: "text/other", path: "docs/a b.md", message: "A note.",
      related: [{ path: "docs/TASK_BOARD.md", line: 4, endLine: 4, message: "The board says so." }],
      fix: { title: "Write it", edits: [] },
    }),
    finding({ line: 3, severity: "warn", column: 5, endColumn: 5 }),
  ];
  expect(annotationsOf(evaluation({ findings }), rules)).toEqual({
    annotations: [
      {
        path: BERTH, start_line: 8, end_line: 8, start_column: 14, end_column: 19, annotation_level: "failure",
        title: "structure/field-value: Field value", message: "`RISK_TIER` is wrong.\nExpected: LOW or HIGH",
      },
      {
        path: BERTH, start_line: 3, end_line: 3, start_column: 5, end_column: 5, annotation_level: "warning",
        title: "structure/field-value: Field value", message: "The value is not one that the field may have.",
      },
      {
        path: "docs/a b.md", start_line: 9, end_line: 11, annotation_level: "notice", title: "text/other",
        message: "A note.\nSee `docs/TASK_BOARD.md:4`: The board says so.\nFix available: Write it",
      },
    ],
    leftOut: 0,
  });
});

test("annotates what the change brings and what fails the check, not what was there or is mended", () => {
  const findings = [
    finding({ line: 1, state: "existing" }), finding({ line: 2, state: "fixed" }), finding({ line: 3 }),
    finding({ line: 4, state: "existing", severity: "note" }),
  ];
  const lines = (strict: boolean) => annotationsOf(evaluation({ findings, base: "0a", strict }), rules).annotations.map(({ start_line, title }) => [start_line, title]);
  expect(lines(false)).toEqual([[3, "structure/field-value: Field value"]]);
  expect(lines(true)).toEqual([[3, "structure/field-value: Field value"], [1, "structure/field-value: Field value (was there before)"]]);
});

test("counts what it cannot annotate: too many, and paths that GitHub would refuse with all the others", () => {
  const many = Array.from({ length: MOST_ANNOTATIONS + 7 }, (_, index) => finding({ line: index + 1, severity: index < 5 ? "note" : "error" }));
  const { annotations, leftOut } = annotationsOf(evaluation({ findings: many }), rules);
  expect([annotations.length, leftOut]).toEqual([MOST_ANNOTATIONS, 7]);
  expect(annotations.every(({ annotation_level }) => annotation_level === "failure")).toBe(true);
  const paths = ["", "a\0b", "\ud800.md", "é".repeat(2_049), "good.md", "docs/\n#@mara.md"];
  const some = annotationsOf(evaluation({ findings: paths.map((path) => finding({ path })) }), rules);
  expect(some.annotations.map(({ path }) => path)).toEqual(["docs/\n#@mara.md", "good.md"]);
  expect(some.leftOut).toBe(4);
});

test("a message is never cut inside a line, whatever it holds", () => {
  const long = "@mara`\u202e".repeat(5_000);
  const related = Array.from({ length: 9 }, () => ({ path: long, line: 1, endLine: 1, message: long }));
  const [{ message } = { message: "" }] = annotationsOf(evaluation({ findings: [finding({ message: long, expected: long, related })] }), rules).annotations;
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(64_000);
  expect(message.split("\n").length).toBeGreaterThan(2);
  for (const line of message.split("\n")) {
    for (const node of nodes(line)) if (node.type === "text") expect(node.value).not.toContain("@");
  }
});

test("any evaluation: within GitHub's limits, nothing lost, and no stranger's text alive", () => {
  fc.assert(
    fc.property(anyEvaluation, (value) => {
      const { annotations, leftOut } = annotationsOf(value, rules);
      const fails = failing(value);
      expect(annotations.length + leftOut).toBe(value.findings.filter((each) => each.state === "new" || fails(each)).length);
      for (const each of annotations) {
        expect(each.path).not.toMatch(/\p{Cs}/u);
        expect(each.start_line).toBeGreaterThanOrEqual(1);
        expect(each.end_line).toBeGreaterThanOrEqual(each.start_line);
        if (each.start_column !== undefined) {
          expect(each.start_line).toBe(each.end_line);
          expect(each.start_column).toBeGreaterThanOrEqual(1);
          expect(each.end_column).toBeGreaterThanOrEqual(each.start_column);
        }
        expect(each.title.length).toBeLessThanOrEqual(255);
        expect(each.title).toMatch(/\S/);
        expect(each.message).toMatch(/\S/);
        expect(Buffer.byteLength(each.message)).toBeLessThanOrEqual(64_000);
        expect(each.message).not.toMatch(/\p{Cs}/u);
        expect(each.message).not.toMatch(/<!--|-->|##\w*\[|(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
        for (const node of nodes(each.message)) {
          expect(["root", "paragraph", "text", "inlineCode", "list", "listItem", "thematicBreak", "heading"]).toContain(node.type);
          if (node.type === "text") expect(node.value).not.toMatch(/[@#<>$&[\]*_~`|\\]|:\/\/|www\.|GH-\d|\b[0-9a-f]{7,40}\b/i);
        }
      }
    }),
    runs(60),
  );
});
