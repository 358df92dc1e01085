import { describe, expect, it } from "vitest";
import { askedFields, askedSections, asksForSection, mildness } from "./era.ts";
import { packetOf } from "./packet.fixture.ts";

const newest = packetOf("- STATUS: Done", "- PACKET_FORMAT_VERSION: 2026-02-01");
const second = packetOf("- STATUS: Done", "- REFINEMENT_FILE: lights.md");
const audit = packetOf("- STATUS: Ready for Dev", "## Metadata");
const auditDone = packetOf("- STATUS: Done", "## Metadata");

function weight(asked: readonly { name: string; severity: string }[], name: string): string | undefined {
  return asked.find((entry) => entry.name === name)?.severity;
}

describe("what an era asks for", () => {
  it("weighs the core as an error, except in finished packets of long ago", () => {
    expect(weight(askedSections(newest), "doneMeans")).toBe("error");
    expect(weight(askedSections(second), "doneMeans")).toBe("error");
    expect(weight(askedSections(audit), "doneMeans")).toBe("error");
    expect(weight(askedSections(auditDone), "doneMeans")).toBe("warn");
    expect(weight(askedFields(audit), "signature")).toBe("error");
    expect(weight(askedFields(auditDone), "signature")).toBe("warn");
  });

  it("weighs everything else less the older the template is", () => {
    expect(weight(askedSections(newest), "skeleton")).toBe("error");
    expect(weight(askedSections(second), "skeleton")).toBe("warn");
    expect(weight(askedSections(audit), "skeleton")).toBeUndefined();
    expect(weight(askedFields(newest), "taskId")).toBe("error");
    expect(weight(askedFields(second), "taskId")).toBe("warn");
    expect(weight(askedFields(audit), "taskId")).toBe("note");
  });

  it("only warns about fields that came while the era lasted", () => {
    expect(weight(askedFields(newest), "agentic")).toBe("warn");
    expect(weight(askedFields(newest), "baseId")).toBe("error");
  });

  it("says whether a section is asked for at all, and whether the template is old", () => {
    const asks = [newest, second, audit].map((packet) => asksForSection(packet, "closurePlan"));
    expect(asks).toEqual([true, false, false]);
    expect([newest, second, audit].map(mildness)).toEqual([{}, {}, { severity: "warn" }]);
  });

  it("is not talked out of by leaving out one line", () => {
    const packet = packetOf("- STATUS: Done", "## END_TO_END_CLOSURE_PLAN", "- TRUST_BOUNDARY: pier");
    expect(weight(askedFields(packet), "formatVersion")).toBe("error");
  });
});
