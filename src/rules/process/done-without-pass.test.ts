import { expect, it } from "vitest";
import { doneWithoutPass } from "./done-without-pass.ts";
import { LIGHTS, lights } from "./harbour.ts";
import { messages, related, told } from "../../../test/rules/told.ts";

const done = (...reports: readonly (readonly [date: string, verdict: string])[]) => ({
  files: {
    [LIGHTS]: lights(
      "- **Status:** Done",
      ...reports.flatMap(([date, verdict]) => ["", `## VALIDATION REPORT - ${date}`, `Verdict: ${verdict}`]),
    ),
  },
});

it("points at the status, and at the verdict that speaks against it", async () => {
  const repository = done(["2026-01-10", "PASS"], ["2026-01-12", "FAIL"]);
  expect(await told(doneWithoutPass, repository)).toEqual(["error WP-1-Harbour-Lights.md:3 Done"]);
  expect(await related(doneWithoutPass, repository)).toEqual(["WP-1-Harbour-Lights.md:9 The last verdict."]);
  expect(await messages(doneWithoutPass, repository)).toEqual([
    "The status says `Done`, but the last verdict is `FAIL` of 2026-01-12, which outweighs the pass before it. " +
      "Answer it with new work and a new report, or set the status back to `In Progress`.",
  ]);
});

it("blocks without any verdict", async () => {
  expect(await told(doneWithoutPass, done())).toEqual(["error WP-1-Harbour-Lights.md:3 Done"]);
  expect(await related(doneWithoutPass, done(["2026-01-10", "PENDING"]))).toEqual([]);
});

it("only warns where the work passed and the spec moved on", async () => {
  const moved = done(["2026-01-10", "PASS"], ["2026-01-12", "OUTDATED_ONLY"]);
  expect(await told(doneWithoutPass, moved)).toEqual(["warn WP-1-Harbour-Lights.md:3 Done"]);
  expect(await related(doneWithoutPass, moved)).toEqual(["WP-1-Harbour-Lights.md:9 The last verdict."]);
  expect(await told(doneWithoutPass, done(["2026-01-10", "FAIL"], ["2026-01-12", "OUTDATED_ONLY"]))).toEqual([
    "error WP-1-Harbour-Lights.md:3 Done",
  ]);
  const after = done(["2026-01-10", "PASS"], ["2026-01-11", "OUTDATED_ONLY"], ["2026-01-12", "FAIL"]);
  expect(await told(doneWithoutPass, after)).toEqual(["error WP-1-Harbour-Lights.md:3 Done"]);
});

it("lets an undecided report and a verdict on one phase decide nothing", async () => {
  expect(await told(doneWithoutPass, done(["2026-01-10", "PASS"], ["2026-01-12", "PENDING"]))).toEqual([]);
  const reviewed = done(["2026-01-10", "PASS"], ["2026-01-12", "FAIL (SKELETON NOT APPROVED)"]);
  expect(await told(doneWithoutPass, reviewed)).toEqual([]);
  expect(
    await messages(doneWithoutPass, done(["2026-01-10", "FAIL"], ["2026-01-12", "PASS (SKELETON APPROVED)"])),
  ).toEqual([expect.stringContaining("`FAIL` of 2026-01-10. Answer")]);
});
