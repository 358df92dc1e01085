import { describe, expect, it } from "vitest";
import { packetOf, read, told } from "./packet.fixture.ts";
import { stub } from "./stub.ts";

const context = { policy: { layout: { stubs: "task_packets/stubs" } } };
const ID = "WP-1-Harbour-Lights";

function tell(...lines: readonly string[]): ReturnType<typeof told> {
  const packet = read("stub", ID, lines);
  return told(packet, stub.check(packet, context));
}

function carries(...lines: readonly string[]): string[] {
  const stubLines = [`# Work Packet Stub: ${ID}`, "- STUB_STATUS: STUB", "## ACTIVATION_CHECKLIST", "- [ ] Sign."];
  return tell(...stubLines, ...lines).map(({ subject, at }) => `${subject} ${at ?? ""}`);
}

describe("structure/stub", () => {
  it("looks for title, status and checklist of a stub", () => {
    expect(tell(`# Task Packet: ${ID}`)).toEqual([
      { subject: "title", at: `1: Task Packet: ${ID}`, severity: "error", related: [] },
      { subject: "ACTIVATION_CHECKLIST", at: `1: Task Packet: ${ID}`, severity: "warn", related: [] },
      { subject: "STUB_STATUS", at: `1: Task Packet: ${ID}`, severity: "error", related: [] },
    ]);
    expect(tell("- STUB_STATUS: STUB").map(({ at }) => at)).toEqual([null]);
    expect(tell("No heading at all").map(({ at }) => at)).toEqual([null, null]);
  });

  it("judges every status, known or not", () => {
    expect(carries("- Status: Done", "- Status: whatever", "- Status: <pending>")).toEqual([
      "Status: Done 5: Done",
      "Status: whatever 6: whatever",
    ]);
  });

  it("finds whatever makes it look executable", () => {
    expect(carries("- USER_SIGNATURE: mara")).toEqual(["a signature 5: mara"]);
    expect(carries("- USER_SIGNATURE: <pending>", "- USER_SIGNATURE: N/A")).toEqual([]);
    expect(carries("", "SKELETON APPROVED")).toEqual(["an approval 6: SKELETON APPROVED"]);
    expect(carries("- SKELETON APPROVED: not yet")).toEqual([]);
    expect(carries("- CODER_MODEL: Beacon 4", "- CODER_REASONING_STRENGTH: <unclaimed>")).toEqual([
      "a claim (`CODER_MODEL`) 5: Beacon 4",
    ]);
    const report = ["## VALIDATION REPORT", "Verdict: FAIL", "- USER_SIGNATURE: mara", "- CODER_MODEL: Beacon 4"];
    expect(carries(...report)).toEqual(["a report 5: ## VALIDATION REPORT"]);
  });

  it("finds parts of the work, but no empty headings, no sketches and no labels", () => {
    const work = ["## BOOTSTRAP", "- lights.c", "## SKELETON", "- (Coder fills this.)", "## STATUS_HANDOFF", "- x"];
    expect(carries(...work)).toEqual(["a part of the work (`BOOTSTRAP`) 5: ## BOOTSTRAP"]);
    expect(carries("## SCOPE", "- What: lights", "- RISK_MAP:", "  - storms", "## Lamps", "- oil")).toEqual([]);
  });

  it("finds stubs among the packets by title, field, status and banner, in this order", () => {
    const place = (...lines: readonly string[]): unknown => {
      const packet = read("packet", ID, lines);
      return told(packet, stub.check(packet, context)).map(({ at }) => at);
    };
    const title = `# Task Packet: ${ID}`;
    expect(place(`# Task Packet Stub: ${ID}`, "- STUB_STATUS: STUB")).toEqual([`1: Task Packet Stub: ${ID}`]);
    expect(place(title, "- Status: STUB", "- STUB_STATUS: gone")).toEqual(["3: gone"]);
    expect(place(title, "- Status: STUB (Not Activated)")).toEqual(["2: STUB (Not Activated)"]);
    expect(place(title, "- STUB_STATUS: <pending>", "- Status: Done")).toEqual([]);
    expect(place("# TASK_PACKET_STUB_TEMPLATE", title, "- Status: Done")).toEqual(["1: TASK_PACKET_STUB_TEMPLATE"]);
    expect(place(title, "## TASK_PACKET_STUB_TEMPLATE", "```", "# TASK_PACKET_STUB_TEMPLATE", "```")).toEqual([]);
    expect(place(title, "## VALIDATION REPORT", "Verdict: FAIL", "- STUB_STATUS: STUB", "- Status: STUB")).toEqual([]);
    expect(place("Nothing of the kind")).toEqual([]);
  });

  it("says where to move it", () => {
    const packet = packetOf("- Status: STUB");
    expect([...stub.check(packet, context)][0]?.message).toContain("Move it to `task_packets/stubs`");
  });
});
