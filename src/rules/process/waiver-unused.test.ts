import { expect, it } from "vitest";
import { runExample } from "../../../test/rules/run-example.ts";
import { rules } from "../catalogue.ts";
import { title } from "../structure/title.ts";
import { LIGHTS, currentLights, waiver } from "./harbour.ts";
import { waiverUnused } from "./waiver-unused.ts";

it("takes text and structure for families that look at one state alone, and they do", () => {
  const comparing = rules.filter((rule) => rule.needs?.some((need) => need === "change" || need === "lines") === true);
  expect(comparing.length).toBeGreaterThan(0);
  expect(comparing.map((rule) => rule.id).filter((id) => /^(?:text|structure)\//.test(id))).toEqual([]);
});

it("is content with a waiver that covers a finding", async () => {
  const packet = currentLights(...waiver({ "  - Scope: ": "structure/title" })).replace(/^# .*\n/, "");
  const example = { verdict: "good", shows: "", files: { [LIGHTS]: packet } } as const;
  const evaluation = await runExample(waiverUnused, example, [title]);
  expect(evaluation.findings.map((finding) => [finding.rule, finding.severity])).toEqual([["structure/title", "note"]]);
  expect(evaluation.findings[0]?.message).toContain("Waived by WAIVER-LIGHTS-001");
});

it("is content when one of several rules found something", async () => {
  const scope = { "  - Scope: ": "text/bom and structure/title" };
  const packet = currentLights(...waiver(scope)).replace(/^# .*\n/, "");
  const example = { verdict: "good", shows: "", files: { [LIGHTS]: packet } } as const;
  const evaluation = await runExample(waiverUnused, example, [title]);
  expect(evaluation.findings.map((finding) => finding.rule)).toEqual(["structure/title"]);
});
