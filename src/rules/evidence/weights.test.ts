import { expect, it } from "vitest";
import { evidenceRules } from "./family.ts";

it("lets nobody waive a gap", () => {
  const fixed = evidenceRules.filter((rule) => rule.waivable === false).map((rule) => rule.id);
  expect(fixed).toEqual([
    "evidence/unmapped",
    "evidence/placeholder",
    "evidence/missing-path",
    "evidence/ambiguous-path",
    "evidence/past-end",
    "evidence/drifted",
    "evidence/manifest-missing",
    "evidence/manifest-sha",
  ]);
});

it("judges nothing before the work is claimed, and only forms before it is done", () => {
  const early = evidenceRules.filter((rule) => rule.states?.includes("active") === true).map((rule) => rule.id);
  expect(early).toEqual(["evidence/unread", "evidence/command", "evidence/manifest-form"]);
  for (const rule of evidenceRules) expect(rule.states).not.toContain("ready");
});
