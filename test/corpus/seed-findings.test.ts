/** The rules against a careful person: what the five seeds would be told, line by line. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import { defaultPolicy } from "../../src/policy/defaults.ts";
import { detectLayout } from "../../src/policy/layout.ts";
import { ruleIds, rules } from "../../src/rules/catalogue.ts";
import { memorySnapshot } from "../../src/snapshot/memory.ts";
import { corpus } from "./corpus.ts";
import { seeds, type SeedName } from "./seeds.ts";

/** The day the seeds were taken. */
const DAY = { kind: "commit", oid: "0".repeat(40), date: "2026-02-15T00:00:00Z" } as const;

const FAMILIES = /^(?:text|structure|process)\//;

describe.skipIf(corpus === null)("judging the seeds", () => {
  it.each(Object.keys(seeds) as SeedName[])("%s", async (name) => {
    const seed = seeds[name];
    const snapshot = memorySnapshot({ [seed.path]: readFileSync(`${corpus ?? ""}/seeds/${name}`) }, DAY);
    const { evaluation } = await evaluate({
      head: snapshot,
      base: null,
      commits: [],
      repository: null,
      policy: defaultPolicy(detectLayout([seed.path])),
      rules: rules.filter((rule) => FAMILIES.test(rule.id)),
      knownRules: ruleIds,
      today: "2026-02-15",
      only: [],
    });
    const found = new Set(evaluation.findings.map((finding) => `${finding.rule} ${String(finding.line)}`));
    const expected = new Set(seed.findings.map((finding) => `${finding.rule} ${String(finding.line)}`));
    expect([...found].sort()).toEqual([...expected].sort());
    for (const { rule, line, severity } of seed.findings) {
      if (severity === undefined) continue;
      const own = evaluation.findings.find((finding) => finding.rule === rule && finding.line === line);
      expect(own?.severity).toBe(severity);
    }
    for (const { rule, line } of seed.silent) expect(found).not.toContain(`${rule} ${String(line)}`);
  });
});
