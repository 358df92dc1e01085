import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../errors.ts";
import { parsePolicy } from "./load.ts";

const RULES = ["text/bom", "structure/title", "ledger/report-modified"];
const parse = (text: string) => parsePolicy(text, "writ.yml", RULES);

describe("whatever the text", () => {
  /** A policy or a UserError, within 200 ms of work; tried again when it took longer, as the first time may. */
  async function answersSoon(text: string): Promise<void> {
    let fastest = Infinity;
    for (let attempt = 0; attempt < 3 && fastest >= 200; attempt++) fastest = Math.min(fastest, await outcome(text));
    expect(fastest).toBeLessThan(200);
  }

  /** How many milliseconds the processor needs for an answer: the clock would count whoever else uses the machine. */
  async function outcome(text: string): Promise<number> {
    const start = process.cpuUsage();
    try {
      const policy = await parse(text);
      expect(policy.version).toBe(1);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.message).toMatch(/^writ\.yml/);
      expect(error.message.length).toBeLessThan(50_000);
    }
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  }

  const words = [
    ...["version: 1\n", "gate:", "rules:", "scan:", "forbidden:", "paths", "packets", "transitions", "Done", "strict"],
    ...["text/bom", "off", "true", "null", "~", "../x", "__proto__", "<<", "0x1F", ".inf", "2024-01-01", "!!set"],
    ...["\n", "\n  ", "- ", "? ", ": ", "{", "}", "[", "]", ",", "&a ", "*a", "'", '"', "#", "|\n", ">\n"],
    ...["---\n", "...\n", "%YAML 1.1\n", "\u0000", "\ufeff", "\r", "\t"],
  ];

  it("is a policy or a UserError", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...words), { maxLength: 30 }), async (text) => {
        await answersSoon(text.join(""));
      }),
      { numRuns: 500 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 60 }), async (text) => {
        await outcome(text);
        await outcome(`version: 1\n${text}`);
      }),
      { numRuns: 250 },
    );
  });

  it("keeps what it was given when the values are valid", async () => {
    const policy = fc.record(
      {
        strict: fc.boolean(),
        layout: fc.constantFrom("auto", "gov", "docs", "records"),
        gate: fc.record(
          { mode: fc.constantFrom("observe", "packets", "full"), verdicts: fc.integer({ min: 1, max: 20 }) },
          { requiredKeys: [] },
        ),
        rules: fc.dictionary(fc.constantFrom("text/bom", "text/*", "structure/title"), fc.constantFrom("warn", "off")),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(policy, async (wanted) => {
        // Every JSON text is YAML.
        const parsed = await parse(JSON.stringify({ version: 1, ...wanted }));
        const { layout, ...rest } = wanted;
        expect(parsed).toMatchObject(rest);
        expect(parsed.layout.name).toBe(layout ?? "auto");
      }),
    );
  });

  const fill = (unit: string): string => unit.repeat(Math.ceil(65_536 / unit.length)).slice(0, 65_536);
  const lines = (count: number, line: (n: number) => string): string =>
    Array.from({ length: count }, (_, n) => line(n)).join("\n");
  const forbidding = (pattern: string): string =>
    `version: 1\nscan:\n  forbidden:\n${`    - { pattern: '${pattern}', why: x }\n`.repeat(100)}`;
  const bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let n = 1; n < 12; n++) bomb.push(`a${n}: &a${n} [${Array.from({ length: 9 }, () => `*a${n - 1}`).join(", ")}]`);

  it.each([
    ["brackets", fill("[")],
    ["closed brackets", "[".repeat(32_768) + "]".repeat(32_768)],
    ["braces", fill("{")],
    ["nested lists", fill("- ")],
    ["nested keys", fill("? ")],
    ["nested values", fill(": ")],
    ["a staircase", lines(350, (n) => `${" ".repeat(n)}a:`)],
    ["an alias bomb", `version: 1\n${bomb.join("\n")}\n`],
    ["a list within itself", "version: 1\ngate: &a { validators: [*a] }\nscan: &b [*b]\n"],
    ["aliases of a long list", `version: 1\np: &p [${"x,".repeat(900)}]\nq: [${"*p,".repeat(500)}]\n`],
    ["many unknown keys", `version: 1\n${lines(1_100, (n) => `k${n.toString(36)}:`)}`],
    ["many unknown rules", `version: 1\nrules:\n${lines(600, (n) => `  text/b${n}: eror`)}`],
    ["one key, again and again", fill("a: 1\n")],
    ["a key without end", `${"k".repeat(60_000)}: 1`],
    ["a text without end", `version: 1\nlayout: ${"k".repeat(60_000)}`],
    ["commas", `[${fill(",").slice(1)}`],
    ["few commas", `[${",".repeat(4_900)}`],
    ["quotes", fill('"')],
    ["documents", fill("---\n")],
    ["directives", fill("%a b\n")],
    ["anchors", fill("&a ")],
    ["tags", fill("! ")],
    ["blanks", fill(" ")],
    ["line feeds", fill("\n")],
    ["NUL", fill("\0")],
    ["digits", fill("1")],
    ["open patterns", forbidding("(".repeat(199))],
    ["great patterns", forbidding("a{1000}".repeat(28))],
    ["nested patterns", forbidding("(((\\pL{10}){10}){10})".repeat(9))],
    ["starry globs", `version: 1\ngate: { governed: [${`'${"*a".repeat(150)}',`.repeat(100)}] }`],
  ])("answers soon: %s", async (_, text) => {
    await answersSoon(text);
  });
});

