/** Every rule is complete, and does what its examples say. */
import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../../src/rules/catalogue.ts";
import { runExample } from "./run-example.ts";

describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const good = rule.examples.filter((example) => example.verdict === "good");
  const bad = rule.examples.filter((example) => example.verdict === "bad");

  it("has good and bad examples", () => {
    expect(good.length).toBeGreaterThan(0);
    expect(bad.length).toBeGreaterThan(0);
  });

  it.each(good.map((example) => [example.shows, example] as const))("is silent: %s", async (_, example) => {
    const evaluation = await runExample(rule, example);
    expect(evaluation.findings.filter((finding) => finding.state !== "fixed")).toEqual([]);
    expect(evaluation.summary.skipped).toEqual([]);
  });

  it.each(bad.map((example) => [example.shows, example] as const))("fires: %s", async (_, example) => {
    const evaluation = await runExample(rule, example);
    const findings = evaluation.findings.filter((finding) => finding.state !== "fixed");
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) expect(finding.rule).toBe(id);
    if (example.says !== undefined) expect(findings[0]?.message).toContain(example.says);
    if (example.severity !== undefined) expect(findings[0]?.severity).toBe(example.severity);
    if (example.count !== undefined) expect(findings.length).toBe(example.count);
  });

  it("offers a fix exactly when it says so", async () => {
    const evaluations = await Promise.all(bad.map((example) => runExample(rule, example)));
    const offers = evaluations.some((evaluation) => evaluation.findings.some((finding) => finding.fix !== null));
    expect(offers).toBe(rule.fixable);
  });
});

it("lists every rule file, under its own name", () => {
  for (const family of ["text", "structure", "process", "lineage", "evidence", "ledger"]) {
    const files = readdirSync(new URL(`../../src/rules/${family}/`, import.meta.url))
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name !== "family.ts")
      .filter((name) => readFileSync(new URL(`../../src/rules/${family}/${name}`, import.meta.url), "utf8").includes("satisfies Rule"))
      .map((name) => `${family}/${name.replace(/\.ts$/, "")}`);
    const listed = rules.map((rule) => rule.id).filter((id) => id.startsWith(`${family}/`));
    expect([...listed].sort()).toEqual(files.sort());
  }
});
