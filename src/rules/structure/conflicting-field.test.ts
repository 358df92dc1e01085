import { describe, expect, it } from "vitest";
import { conflictingField } from "./conflicting-field.ts";
import { packetOf, told } from "./packet.fixture.ts";

function tell(...lines: readonly string[]): ReturnType<typeof told> {
  const packet = packetOf(...lines);
  return told(packet, conflictingField.check(packet));
}

describe("structure/conflicting-field", () => {
  it("shows both ends of two statuses", () => {
    expect(tell("- STATUS: Done", "## NOTES", "**Status:** Blocked")).toEqual([
      { subject: "Status: done, blocked", at: "4: Blocked", severity: "error", related: [2] },
    ]);
  });

  it("counts every status that disagrees with the first, and no words that are no status", () => {
    const lines = ["- STATUS: Done", "**Status:** Blocked", "**Status:** staged", "**Status:** Ready for Dev"];
    expect(tell(...lines).map(({ at }) => at)).toEqual(["3: Blocked", "5: Ready for Dev"]);
  });

  it("shows both ends of a status that the last report contradicts", () => {
    const report = ["## VALIDATION REPORT - 2026-01-02", "Verdict: FAIL", "**Status:** Ready for Dev"];
    expect(tell("- STATUS: Done", ...report)).toEqual([
      { subject: "report: done, readyForDev", at: "5: Ready for Dev", severity: "warn", related: [2] },
    ]);
    expect(tell("- STATUS: Done", ...report, "## VALIDATION REPORT - 2026-01-03", "Verdict: PASS")).toEqual([]);
    expect(tell("- STATUS: Done", "## VALIDATION REPORT - 2026-01-03", "Verdict: PASS", ...report)).toEqual([]);
    expect(tell("- STATUS: Done", "## VALIDATION REPORT", "Verdict: PASS", ...report)).toHaveLength(1);
    expect(tell("- STATUS: Superseded", ...report)).toEqual([]);
    expect(tell("- STATUS: Blocked", ...report)).toEqual([]);
  });

  it("goes by the last status of that report", () => {
    const report = ["## VALIDATION REPORT", "Verdict: FAIL", "**Status:** Done", "**Status:** Ready for Dev"];
    expect(tell("- STATUS: Done", ...report).map(({ at }) => at)).toEqual(["6: Ready for Dev"]);
    expect(tell("- STATUS: Blocked", ...report)).toEqual([]);
  });

  it("shows both ends of two values, each other value once", () => {
    expect(tell("- RISK_TIER: LOW", "- RISK_TIER: HIGH", "- RISK_TIER: High", "- RISK_TIER: LOW for now")).toEqual([
      { subject: "RISK_TIER: LOW, HIGH", at: "3: HIGH", severity: "error", related: [2] },
    ]);
  });

  it("compares ids and commits as they are written, and dates and paths not at all", () => {
    expect(tell("- MERGE_BASE_SHA: aaa", "- MERGE_BASE_SHA: bbb")).toHaveLength(1);
    expect(tell("- WP_ID: WP-1-A", "- WP_ID: WP-1-a")).toHaveLength(1);
    expect(tell("- DATE: 2026-01-01", "- DATE: 2026-01-02")).toEqual([]);
    expect(tell("- REFINEMENT_FILE: a.md", "- REFINEMENT_FILE: b.md")).toEqual([]);
  });
});
