import { describe, expect, it } from "vitest";
import { packetOf, told } from "./packet.fixture.ts";
import { requiredField } from "./required-field.ts";

function tell(...lines: readonly string[]): ReturnType<typeof told> {
  const packet = packetOf(...lines);
  return told(packet, requiredField.check(packet));
}

const SIGNED = "- USER_SIGNATURE: mara100120261200";

describe("structure/required-field", () => {
  it("points at the metadata, else at the title, else at the blank", () => {
    expect(tell("## Metadata", "- STATUS: In Progress", "- TASK_ID: WP-1-Harbour-Lights", SIGNED)).toEqual([
      { subject: "RISK_TIER", at: "2: ## Metadata", severity: "error", related: [] },
    ]);
    expect(tell("- STATUS: In Progress", SIGNED)[0]?.at).toBe("1: Task Packet: WP-1-Harbour-Lights");
    expect(tell("- STATUS: In Progress", "- RISK_TIER: <fill>", SIGNED)[0]?.at).toBe("3: <fill>");
  });

  it("is content with one of several places that is filled", () => {
    expect(tell("- STATUS: Done", "- RISK_TIER: LOW | HIGH", "- RISK_TIER: LOW", SIGNED)).toEqual([]);
  });

  it("warns of a signature still to come, and leaves it to others once the work is claimed", () => {
    const lines = ["- RISK_TIER: LOW", "- USER_SIGNATURE: <pending>"];
    expect(tell("- STATUS: Ready for Dev", ...lines).map(({ severity }) => severity)).toEqual(["warn"]);
    expect(tell("- STATUS: In Progress", ...lines)).toEqual([]);
    expect(tell("- STATUS: In Progress", "- RISK_TIER: LOW", "- USER_SIGNATURE:")).toHaveLength(1);
  });

  it("shows what only a report says, but no blank of a report", () => {
    const report = ["## VALIDATION REPORT", "Verdict: PASS"];
    expect(tell("- STATUS: In Progress", SIGNED, ...report, "- RISK_TIER: LOW")[0]?.related).toEqual([6]);
    expect(tell("- STATUS: In Progress", SIGNED, ...report, "- RISK_TIER: <fill>")[0]?.related).toEqual([]);
  });

  it("takes no status of a report or of another packet for the packet's own", () => {
    const rest = ["- RISK_TIER: LOW", SIGNED];
    expect(tell(...rest, "## VALIDATION REPORT", "Verdict: PASS", "**Status:** Done")[0]?.subject).toBe("Status");
    expect(tell(...rest, "**Status:** Done")).toEqual([]);
  });

  it("weighs by era: the newest, one that came late, the one before, an old one", () => {
    const severity = (subject: string, ...lines: readonly string[]): string | undefined =>
      tell("- STATUS: Ready for Dev", ...lines).find((entry) => entry.subject === subject)?.severity;
    expect(severity("TASK_ID", "- PACKET_FORMAT_VERSION: 2026-02-01")).toBe("error");
    expect(severity("AGENTIC_MODE", "- PACKET_FORMAT_VERSION: 2026-02-01")).toBe("warn");
    expect(severity("TASK_ID", "- REFINEMENT_FILE: lights.md")).toBe("warn");
    expect(severity("TASK_ID", "## Metadata")).toBe("note");
  });
});
