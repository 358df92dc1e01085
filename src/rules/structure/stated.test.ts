import { describe, expect, it } from "vitest";
import { packetOf } from "./packet.fixture.ts";
import { isBlank, isNone, stated, statedIds } from "./stated.ts";

describe("what a packet states of itself", () => {
  it("leaves out lineage, waivers and reports", () => {
    const packet = packetOf(
      "- DATE: 2026-01-10",
      "## LINEAGE_AUDIT",
      "- DATE: 2025-01-01",
      "## WAIVERS GRANTED",
      "- DATE: 2025-01-02",
      "## NOTES",
      "- DATE: 2026-01-11",
      "## VALIDATION REPORT",
      "Verdict: PASS",
      "- DATE: 2025-01-03",
    );
    expect(stated(packet, "date").map((field) => field.value)).toEqual(["2026-01-10", "2026-01-11"]);
  });

  it.each([
    ["- RISK_TIER:", true],
    ["- RISK_TIER: <pending>", true],
    ["- RISK_TIER: LOW | MEDIUM | HIGH", true],
    ["- RISK_TIER: LOW | HIGH", true],
    ["- RISK_TIER: LOW | SEVERE", false],
    ["- RISK_TIER: LOW", false],
  ])("%s is a blank: %s", (line, expected) => {
    const [field] = stated(packetOf(line), "riskTier");
    expect(field === undefined ? null : isBlank(field)).toBe(expected);
  });

  it("reads alternatives without a fixed set as a value", () => {
    const [field] = stated(packetOf("- ROLE: Coder | Validator"), "role");
    expect(field === undefined ? null : isBlank(field)).toBe(false);
  });

  it("knows an explicit none", () => {
    expect(["NONE", "N/A (documents only)", "not applicable", "nonesuch", "lights"].map(isNone)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it("takes no placeholder for an id", () => {
    const packet = packetOf("- TASK_ID: {WP_ID}", "- WP_ID: WP-1-Harbour-Lights");
    expect(statedIds(packet).map((claim) => claim.where)).toEqual(["file", "title", "wpId"]);
  });
});
