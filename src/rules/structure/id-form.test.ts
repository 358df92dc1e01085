import { describe, expect, it } from "vitest";
import { idForm } from "./id-form.ts";
import { read, told } from "./packet.fixture.ts";

function tell(id: string, ...lines: readonly string[]): ReturnType<typeof told> {
  const packet = read("packet", id, lines);
  return told(packet, idForm.check(packet));
}

describe("structure/id-form", () => {
  it("tells of a bad id once, at the first place in the text, with the other places", () => {
    const bad = "WP-1-Harbour_Lights";
    expect(tell(bad, `# Task Packet: ${bad}`, `- TASK_ID: ${bad}`, "- WP_ID: WP-1-Harbour-Lights")).toEqual([
      { subject: bad, at: `1: ${bad}`, severity: "error", related: [0, 2] },
    ]);
  });

  it("calls a value a value, a file name a file name, and more of them an id", () => {
    const messages = (id: string, ...lines: string[]): string[] => {
      const packet = read("packet", id, lines);
      return [...idForm.check(packet)].map(({ message }) => message.split(" `")[0] ?? "");
    };
    expect(messages("WP-1-Harbour-Lights", "# Task Packet: lights")).toEqual(["The value"]);
    expect(messages("WP-1-Harbour_Lights", "# Task Packet: WP-1-Harbour-Lights")).toEqual(["The file name"]);
    expect(messages("WP-1-Harbour_Lights", "# Task Packet: WP-1-Harbour_Lights")).toEqual(["The id"]);
  });

  it("points at the file as a whole when only its name is wrong", () => {
    expect(tell("WP-1-Harbour_Lights", "# Task Packet: WP-1-Harbour-Lights")).toEqual([
      { subject: "WP-1-Harbour_Lights", at: null, severity: "error", related: [] },
    ]);
  });

  it("warns of a date, and asks for no base id that could be told from it", () => {
    expect(tell("WP-1-Lights-20260110", "# Task Packet: WP-1-Lights-20260110", "- BASE_WP_ID: WP-1-Lights")).toEqual([
      { subject: "WP-1-Lights-20260110", at: "1: WP-1-Lights-20260110", severity: "warn", related: [0] },
    ]);
  });

  it("takes the mark off a base id, but does not guess which other base is meant", () => {
    const packet = read("packet", "WP-1-Lights-v3", ["# Task Packet: WP-1-Lights-v3", "- BASE_WP_ID: WP-1-Lights-v2"]);
    const [report] = [...idForm.check(packet)];
    expect(report?.fix?.edits.map(({ span, text }) => [packet.source.slice(span), text])).toEqual([
      ["WP-1-Lights-v2", "WP-1-Lights"],
    ]);
    const other = read("packet", "WP-1-Lights-v3", ["# Task Packet: WP-1-Lights-v3", "- BASE_WP_ID: WP-1-Lamps"]);
    expect([...idForm.check(other)].map(({ fix, expected }) => [fix, expected])).toEqual([[undefined, "WP-1-Lights"]]);
  });

  it("knows no base of an id that is none", () => {
    const bad = "WP-1-Harbour_Lights";
    expect(tell(bad, `# Task Packet: ${bad}`, "- BASE_WP_ID: WP-1-Lamps")).toHaveLength(1);
  });
});
