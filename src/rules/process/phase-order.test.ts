import { expect, it } from "vitest";
import { CRANE, crane, currentLights, DRAFTED, IMPLEMENTED, LIGHTS, lights } from "./harbour.ts";
import { phaseOrder } from "./phase-order.ts";
import { messages, related, told } from "../../../test/rules/told.ts";

const packet = (...lines: readonly string[]) => ({ files: { [LIGHTS]: lights(...lines) } });
const current = (...lines: readonly string[]) => ({ files: { [LIGHTS]: currentLights(...lines) } });
const ACTIVE = "- **Status:** In Progress";

it("blocks work that runs on without an approval, at the first line of the work", async () => {
  expect(await told(phaseOrder, packet(ACTIVE, ...DRAFTED, ...IMPLEMENTED))).toEqual([
    "error WP-1-Harbour-Lights.md:14 Wired the switch.",
  ]);
  const ticked = packet(ACTIVE, ...DRAFTED, "## VALIDATION", "- Gates:", "  - [ ] one", "  - [x] two");
  expect(await told(phaseOrder, ticked)).toEqual(["error WP-1-Harbour-Lights.md:15 two"]);
  const mapping = ["## EVIDENCE_MAPPING", "- REQUIREMENT: lamps", "- EVIDENCE: `src/lamp.ts:3`"];
  const cited = packet(ACTIVE, ...DRAFTED, ...mapping);
  expect(await told(phaseOrder, cited)).toEqual(["error WP-1-Harbour-Lights.md:14 EVIDENCE: `src/lamp.ts:3`"]);
  const resting = current("- **Status:** Blocked", ...DRAFTED, ...IMPLEMENTED);
  expect(await told(phaseOrder, resting)).toEqual(["error WP-1-Harbour-Lights.md:15 Wired the switch."]);
});

it("holds active work to the phases whatever its template, and other work where its template has them", async () => {
  const bare = ["", "## EVIDENCE_MAPPING", "- EVIDENCE: `src/lamp.ts:3`"];
  expect(await told(phaseOrder, packet(ACTIVE, ...bare))).toEqual([
    "error WP-1-Harbour-Lights.md:6 EVIDENCE: `src/lamp.ts:3`",
    "warn WP-1-Harbour-Lights.md:6 EVIDENCE: `src/lamp.ts:3`",
    "warn WP-1-Harbour-Lights.md:6 EVIDENCE: `src/lamp.ts:3`",
  ]);
  for (const status of ["Ready for Dev", "Blocked", "Done"]) {
    expect(await told(phaseOrder, packet(`- **Status:** ${status}`, ...DRAFTED, ...IMPLEMENTED))).toEqual([]);
  }
  expect(await told(phaseOrder, current("- **Status:** Superseded", ...DRAFTED, ...IMPLEMENTED))).toEqual([]);
});

it("warns about what waits, what is over, and what a command printed", async () => {
  const said = ["warn WP-1-Harbour-Lights.md:15 Wired the switch."];
  expect(await told(phaseOrder, current("- **Status:** Ready for Dev", ...DRAFTED, ...IMPLEMENTED))).toEqual(said);
  expect(await told(phaseOrder, current("- **Status:** Done", ...DRAFTED, ...IMPLEMENTED))).toEqual(said);
  expect(await told(phaseOrder, packet(ACTIVE, ...DRAFTED, "## EVIDENCE", "- COMMAND: `npm test`"))).toEqual([
    "warn WP-1-Harbour-Lights.md:13 COMMAND: `npm test`",
  ]);
});

it("blocks the change that declares unapproved work done, and not the one after it", async () => {
  const done = currentLights("- **Status:** Done", ...DRAFTED, ...IMPLEMENTED);
  const before = currentLights(ACTIVE, ...DRAFTED);
  const becomes = { base: { [LIGHTS]: before }, files: { [LIGHTS]: done } };
  expect(await told(phaseOrder, becomes)).toEqual(["error WP-1-Harbour-Lights.md:15 Wired the switch."]);
  expect(await messages(phaseOrder, becomes)).toEqual([expect.stringContaining("Stop, and let")]);
  const stays = { base: { [LIGHTS]: done }, files: { [LIGHTS]: `${done}\nLit.\n` } };
  expect(await told(phaseOrder, stays)).toEqual(["warn WP-1-Harbour-Lights.md:15 Wired the switch."]);
  expect(await messages(phaseOrder, stays)).toEqual([expect.stringContaining("have a waiver recorded")]);
});

it("takes a near miss for an approval, and says how to write it", async () => {
  for (const [line, seen] of [
    ["## SKELETON APPROVED", "SKELETON APPROVED"],
    ["- SKELETON APPROVED", "SKELETON APPROVED"],
    ["**SKELETON APPROVED**", "**SKELETON APPROVED**"],
    ["Skeleton approved.", "Skeleton approved."],
    ["> SKELETON APPROVED", "SKELETON APPROVED"],
  ] as const) {
    expect(await told(phaseOrder, packet(ACTIVE, ...DRAFTED, line, ...IMPLEMENTED))).toEqual([
      `warn WP-1-Harbour-Lights.md:12 ${seen}`,
    ]);
  }
  const both = packet(ACTIVE, ...DRAFTED, "**SKELETON APPROVED**", "", "SKELETON APPROVED", ...IMPLEMENTED);
  expect(await told(phaseOrder, both)).toEqual([]);
});

it("takes a sentence about the approval, or its refusal, for none", async () => {
  for (const line of [
    "SKELETON APPROVED?",
    "- SKELETON APPROVED: no",
    "- SKELETON APPROVED is required before work begins",
    "SKELETON APPROVED: awaiting mara",
  ]) {
    expect(await told(phaseOrder, packet(ACTIVE, ...DRAFTED, line, ...IMPLEMENTED))).toEqual([
      "error WP-1-Harbour-Lights.md:15 Wired the switch.",
    ]);
  }
});

it("names the report that alone says so", async () => {
  const report = ["## VALIDATION REPORT", "Verdict: PASS (SKELETON APPROVED)"];
  const reported = packet(ACTIVE, ...DRAFTED, ...IMPLEMENTED, ...report);
  expect(await told(phaseOrder, reported)).toEqual(["warn WP-1-Harbour-Lights.md:14 Wired the switch."]);
  expect(await related(phaseOrder, reported)).toEqual([
    "WP-1-Harbour-Lights.md:17 The report's verdict on the skeleton.",
  ]);
  expect(await told(phaseOrder, packet(ACTIVE, ...DRAFTED, ...report))).toEqual([]);
  const refusal = ["## VALIDATION REPORT", "Verdict: FAIL (SKELETON NOT APPROVED)"];
  const refused = packet(ACTIVE, ...DRAFTED, ...IMPLEMENTED, ...refusal);
  expect(await told(phaseOrder, refused)).toEqual(["error WP-1-Harbour-Lights.md:14 Wired the switch."]);
});

it("looks for every phase that was passed over, and for none that is still to come", async () => {
  expect(await told(phaseOrder, packet(ACTIVE))).toEqual([]);
  expect(await told(phaseOrder, packet(ACTIVE, "", "## BOOTSTRAP", "", "## SKELETON"))).toEqual([]);
  const drafted = packet(ACTIVE, "", "## BOOTSTRAP", "- Notes:", "", "## SKELETON", "- A lamp has one switch.");
  expect(await told(phaseOrder, drafted)).toEqual(["warn WP-1-Harbour-Lights.md:5 ## BOOTSTRAP"]);
  expect(await related(phaseOrder, drafted)).toEqual(["WP-1-Harbour-Lights.md:8 What came after it."]);
  const approved = packet(ACTIVE, "", "## BOOTSTRAP", "- src/lamp.ts", "", "## SKELETON", "", "SKELETON APPROVED");
  expect(await messages(phaseOrder, approved)).toEqual([
    "SKELETON is still blank, and the skeleton was approved. Fill it in: the phases build upon each other.",
  ]);
  const blank = ["", "## BOOTSTRAP", "- N/A", "", "## SKELETON", "- Notes:", ""];
  const nothing = packet(ACTIVE, ...blank, ...IMPLEMENTED, "SKELETON APPROVED");
  expect(await messages(phaseOrder, nothing)).toContain(
    "SKELETON is still blank, and work is recorded. Fill it in: the phases build upon each other.",
  );
});

it("judges the first section of a name that says something", async () => {
  const twice = packet(ACTIVE, "", "## BOOTSTRAP", "", ...DRAFTED, "SKELETON APPROVED", ...IMPLEMENTED);
  expect(await told(phaseOrder, twice)).toEqual([]);
});

it("points from a phase in the wrong place to the one before it", async () => {
  const turned = packet(ACTIVE, "", "## SKELETON", "- A switch.", "", "## BOOTSTRAP", "- src/lamp.ts");
  expect(await told(phaseOrder, turned)).toEqual(["warn WP-1-Harbour-Lights.md:5 ## SKELETON"]);
  expect(await related(phaseOrder, turned)).toEqual(["WP-1-Harbour-Lights.md:8 The phase that comes before it."]);
  const above = packet(ACTIVE, "", "SKELETON APPROVED", ...DRAFTED);
  expect(await messages(phaseOrder, above)).toEqual([
    "The approval stands above SKELETON, which comes before it. Move it below.",
  ]);
});

it("speaks about each packet for itself", async () => {
  const files = {
    [LIGHTS]: lights(ACTIVE, ...DRAFTED, "SKELETON APPROVED", ...IMPLEMENTED),
    [CRANE]: crane(ACTIVE, ...DRAFTED, ...IMPLEMENTED),
  };
  expect(await told(phaseOrder, { files })).toEqual(["error WP-1-Harbour-Crane.md:14 Wired the switch."]);
});
