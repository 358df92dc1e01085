import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluation as anyEvaluation } from "../../test/arbitrary/evaluation.ts";
import { BERTH, evaluation, finding } from "../../test/fixtures/evaluation.ts";
import { renderGithub } from "./github.ts";

const rules = new Map([
  ["structure/field-value", { title: "Field: a, b", severity: "error", what: "w", why: "y", how: "h" }],
] as const);

function lines(value: Parameters<typeof renderGithub>[0]): readonly string[] {
  return renderGithub(value, { rules }).trimEnd().split("\n");
}

/** What the runner reads out of a command line, as its own code does. */
function read(line: string): { kind: string; properties: Record<string, string>; message: string } {
  const [, kind = "", properties = "", message = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const data = (text: string): string => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
  const property = (text: string): string => data(text.replaceAll("%3A", ":").replaceAll("%2C", ","));
  const pairs = properties.split(",").map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at), property(pair.slice(at + 1))] as const;
  });
  return { kind, properties: Object.fromEntries(pairs), message: data(message) };
}

test("writes an annotation with its place, columns only within one line", () => {
  const findings = [
    finding({ line: 8, column: 14, endColumn: 20, message: "50% of it:\r\nwrong, ::really::", expected: "a, b" }),
    finding({ line: 9, endLine: 11, rule: "text/other", severity: "note", path: "docs/a:b,c%.md" }),
  ];
  expect(lines(evaluation({ findings }))).toEqual([
    `::error file=${BERTH},line=8,endLine=8,col=14,endColumn=20,title=structure/field-value%3A Field%3A a%2C b` +
      "::50%25 of it: wrong, ::really::%0AExpected: a, b",
    "::notice file=docs/a%3Ab%2Cc%25.md,line=9,endLine=11,title=text/other" +
      "::The value is not one that the field may have.",
    "Failed (exit 1): 1 error and 1 note in 1 packet.",
  ]);
});

test("packet text does not become a command", () => {
  const hostile = "x\n::set-output name=a::b\r\n::stop-commands::y\u2028##[error]z";
  const out = lines(evaluation({ findings: [finding({ message: hostile, path: `${hostile}.md`, rule: "odd" })] }));
  expect(out).toHaveLength(2);
  expect(out.filter((line) => line.trimStart().startsWith("::"))).toEqual([out[0]]);
  expect(read(out[0] ?? "").kind).toBe("error");
});

test("annotates ten of each kind, the new ones first, and says what it left out", () => {
  const findings = [
    ...Array.from({ length: 12 }, (_, index) => finding({ line: index + 1, state: "existing" })),
    finding({ line: 90 }),
    ...Array.from({ length: 11 }, (_, index) => finding({ line: index + 1, severity: "warn" })),
    finding({ line: 91, severity: "note", state: "fixed" }),
  ];
  const out = lines(evaluation({ findings, base: "0a1b" }));
  expect(out[0]).toContain(",line=90,");
  expect(out[1]).toContain("title=structure/field-value%3A Field%3A a%2C b (was there before)::");
  expect(out.map((line) => line.slice(0, 5)).filter((start) => start.startsWith("::"))).toEqual([
    ...Array<string>(10).fill("::err"),
    ...Array<string>(10).fill("::war"),
  ]);
  expect(out.at(-1)).toBe(
    "Not annotated: 3 errors and 1 warning. GitHub shows 10 of each kind; " +
      "`writ check` with `--format pretty` or `--format json` shows them all.",
  );
});

test("any evaluation: only our commands, ten of a kind at most, and the runner reads back what was meant", () => {
  fc.assert(
    fc.property(anyEvaluation, (value) => {
      const out = lines(value);
      const commands = out.filter((line) => line.includes("::")).map(read);
      for (const kind of ["error", "warning", "notice"]) {
        expect(commands.filter((command) => command.kind === kind).length).toBeLessThanOrEqual(10);
      }
      for (const { kind, properties } of commands) {
        expect(["error", "warning", "notice"]).toContain(kind);
        expect(Object.keys(properties)).toEqual(
          properties["line"] === properties["endLine"]
            ? ["file", "line", "endLine", "col", "endColumn", "title"]
            : ["file", "line", "endLine", "title"],
        );
      }
      const plain = out.slice(commands.length);
      expect(plain.every((line) => /^(Passed|Failed|Not annotated)/.test(line))).toBe(true);
      expect(out.join("")).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }),
  );
});
