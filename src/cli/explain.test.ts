import { describe, expect, it } from "vitest";
import { ruleIds, rules } from "../rules/catalogue.ts";
import { writ } from "./terminal.fixture.ts";

const cwd = process.cwd();

it("explains the rules of the gate", async () => {
  const { code, out } = await writ({ cwd: "/" }, "explain", "gate/verdict-stale");
  expect(code).toBe(0);
  expect(out).toContain("A verdict speaks of what is there now");
});

describe("writ explain", () => {
  it("lists every rule, asked or not", async () => {
    const { code, out } = await writ({ cwd }, "explain", "--list");
    expect(code).toBe(0);
    for (const rule of rules) {
      const line = out.split("\n").find((text) => text.trim().startsWith(`${rule.id} `));
      expect(line).toContain(rule.severity);
    }
    expect((await writ({ cwd }, "explain")).out).toBe(out);
  });

  it("tells what a rule checks, why and how, with examples and what Writ says about the bad ones", async () => {
    const { code, out } = await writ({ cwd }, "explain", "structure/title");
    expect(code).toBe(0);
    for (const label of ["What", "Why", "How", "Severity"]) expect(out).toMatch(new RegExp(`^${label} {2,}\\S`, "m"));
    expect(out).toMatch(/^Good: .+\n {2}\.GOV\/task_packets\/WP-1-Harbour-Lights\.md\n {4}1 \| # Task Packet: /m);
    expect(out.replace(/\n */g, " ")).toContain("WP-1-Harbour-Lights.md:1: error: The document has no title.");
  });

  it.each(ruleIds)("has something to say about every bad example of %s", async (id) => {
    const { code, out } = await writ({ cwd }, "explain", id);
    expect(code).toBe(0);
    const bad = rules.find((rule) => rule.id === id)?.examples.filter(({ verdict }) => verdict === "bad") ?? [];
    expect(out.match(/^ {2}Writ says: /gm) ?? []).toHaveLength(bad.length);
     
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  });

  it("speaks JSON", async () => {
    const { out } = await writ({ cwd }, "explain", "structure/title", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({ id: "structure/title", severity: "error", fixable: false, waivable: true });
    const list = await writ({ cwd }, "explain", "--format", "json");
    expect((JSON.parse(list.out) as { id: string }[]).map(({ id }) => id)).toEqual(ruleIds);
  });
});
