import { describe, expect, it } from "vitest";
import { packetOf, told } from "./packet.fixture.ts";
import { requiredSection } from "./required-section.ts";

const CORE = ["## SCOPE", "- What: lights", "## TEST_PLAN", "- make test"];

function tell(...lines: readonly string[]): ReturnType<typeof told> {
  const packet = packetOf("- STATUS: Ready for Dev", ...lines);
  return told(packet, requiredSection.check(packet));
}

function advice(...lines: readonly string[]): string {
  const packet = packetOf("- STATUS: Ready for Dev", ...lines);
  return [...requiredSection.check(packet)].map(({ message }) => message).join(" ");
}

describe("structure/required-section", () => {
  it("points at the title when there is nothing to point at", () => {
    expect(tell(...CORE)).toEqual([
      { subject: "DONE_MEANS", at: "1: Task Packet: WP-1-Harbour-Lights", severity: "error", related: [] },
    ]);
    expect(advice(...CORE)).toContain("Add it with its content, as `## DONE_MEANS`");
  });

  it("shows the heading that is meant: misspelt, inside a list, inside a quotation", () => {
    expect(tell(...CORE, "### Done-Meant", "- Lights burn.")[0]?.related).toEqual([7]);
    expect(tell(...CORE, "- notes", "  ## DONE_MEANS", "  - Lights burn.")[0]?.related).toEqual([8]);
    expect(tell(...CORE, "> ## DONE_MEANS", "> - Lights burn.")[0]?.related).toEqual([7]);
    expect(advice(...CORE, "> ## DONE_MEANS")).toContain("stands inside a list or a quotation");
  });

  it("takes neither prose, nor code, nor a title, nor another section for the missing one", () => {
    for (const lines of [["- DONE_MEANS are below"], ["```", "## DONE_MEANS", "```"], ["# DONE_MEAN"], ["## NOTES"]]) {
      expect(tell(...CORE, ...lines)[0]?.related, lines.join()).toEqual([]);
    }
    expect(tell(...CORE, "- notes", "  ## SCOPES")[0]?.related).toEqual([]);
  });

  it("weighs sections that may stay empty less, from the beginning", () => {
    const newest = ["- PACKET_FORMAT_VERSION: 2026-02-01", ...CORE, "## DONE_MEANS", "- x", "## AUTHORITY", "- spec"];
    expect(tell(...newest).map(({ subject, severity }) => [subject, severity])).toEqual([
      ["VALIDATION_REPORTS", "warn"],
      ["WAIVERS GRANTED", "warn"],
      ["STATUS_HANDOFF", "warn"],
    ]);
    const second = ["- REFINEMENT_FILE: lights.md", ...CORE, "## DONE_MEANS", "- x"];
    expect(tell(...second).map(({ subject, severity }) => [subject, severity])).toEqual([
      ["AUTHORITY", "warn"],
      ["VALIDATION_REPORTS", "note"],
    ]);
  });
});
