import { describe, expect, it } from "vitest";
import { fieldValue } from "./field-value.ts";
import { packetOf, told } from "./packet.fixture.ts";

function tell(...lines: readonly string[]): ReturnType<typeof told> {
  const packet = packetOf(...lines);
  return told(packet, fieldValue.check(packet));
}

function judged(...lines: readonly string[]): string[] {
  return tell(...lines).map(({ at, severity }) => `${severity} ${at ?? ""}`);
}

describe("structure/field-value", () => {
  it("judges the packet's own status only, once", () => {
    expect(judged("- STATUS: Soon", "- STATUS: Later")).toEqual(["error 2: Soon"]);
    expect(judged("- STATUS: <pending>", "- RISK_TIER:")).toEqual([]);
  });

  it("mends signs around a status, but no words and no brackets", () => {
    const fix = (line: string): (string | undefined)[] =>
      [...fieldValue.check(packetOf(line))].map((report) => report.fix?.edits.map(({ text }) => text).join());
    expect(fix("- STATUS: \u2705 DONE")).toEqual(["Done"]);
    expect(fix("- STATUS: Done \u2705 [VALIDATED]")).toEqual([undefined]);
    expect(fix("- STATUS: Done, at last")).toEqual([undefined]);
  });

  it.each([
    ["2026-01-10", []],
    ["2026-01-10T23:59:60Z", []],
    ["2026-01-10 09:30", []],
    ["2026-01-10T09:30:00.1234567+01:00", []],
    ["2026-01-10 (a Saturday)", []],
    ["2026-13-01", ["error"]],
    ["2026-04-31", ["error"]],
    ["2026-01-10T24:00:00Z", ["error"]],
    ["2026-01-10T23:60:00Z", ["error"]],
    ["2026-01-10T23:59:61Z", ["error"]],
    ["2026-1-10", ["error"]],
    ["yesterday", ["error"]],
  ])("DATE: %s gives %j", (value, severities) => {
    expect(tell(`- DATE: ${value}`).map(({ severity }) => severity)).toEqual(severities);
    expect(tell(`- CREATED_AT: ${value}`).map(({ severity }) => severity)).toEqual(severities);
  });

  it.each([
    ["AGENTIC_MODE", "yes", []],
    ["AGENTIC_MODE", "N/A", ["error"]],
    ["AGENTIC_MODE", "NOT YET", ["error"]],
    ["AGENTIC_MODE", "YES for all", ["warn"]],
    ["CODER_REASONING_STRENGTH", "EXTRA-HIGH", []],
    ["CODER_REASONING_STRENGTH", "N/A", []],
    ["CODER_REASONING_STRENGTH", "EXTRA HIGH at night", ["warn"]],
    ["CODER_REASONING_STRENGTH", "EXTRA", ["error"]],
    ["PACKET_FORMAT_VERSION", "2026-02-30", ["error"]],
    ["MERGE_BASE_SHA", "0123456789ABCDEF0123456789abcdef01234567", []],
    ["MERGE_BASE_SHA", "0000000000000000000000000000000000000000", ["error"]],
    ["MERGE_BASE_SHA", "0123456789abcdef0123456789abcdef012345678", ["error"]],
    ["MERGE_BASE_SHA", "0123456789abcdef0123456789abcdef0123456", ["warn"]],
    ["MERGE_BASE_SHA", "0123456", ["warn"]],
    ["MERGE_BASE_SHA", "012345", ["error"]],
    ["ROLE", "whoever", []],
  ])("%s: %s gives %j", (label, value, severities) => {
    expect(tell(`- ${label}: ${value}`).map(({ severity }) => severity)).toEqual(severities);
  });

  it("shows the longest value that the words begin with", () => {
    const [report] = [...fieldValue.check(packetOf("- CODER_REASONING_STRENGTH: EXTRA HIGH at night"))];
    expect(report?.message).toContain("begins with `EXTRA_HIGH`");
    expect(report?.expected).toBe("LOW | MEDIUM | HIGH | EXTRA_HIGH");
  });

  it("names the two values of a field that has no more", () => {
    const [report] = [...fieldValue.check(packetOf("- AGENTIC_MODE: perhaps"))];
    expect(report?.message).toContain("Write YES or NO.");
  });
});
