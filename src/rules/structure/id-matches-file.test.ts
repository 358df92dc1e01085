import { describe, expect, it } from "vitest";
import { idMatchesFile } from "./id-matches-file.ts";
import { read, told } from "./packet.fixture.ts";

const FILE = "WP-1-Harbour-Lights-v2";

function tell(...lines: readonly string[]): ReturnType<typeof told> {
  const packet = read("packet", FILE, lines);
  return told(packet, idMatchesFile.check(packet));
}

function messages(...lines: readonly string[]): string[] {
  return [...idMatchesFile.check(read("packet", FILE, lines))].map(({ message }) => message);
}

describe("structure/id-matches-file", () => {
  it("points at the first place that says otherwise, and at every other place inside", () => {
    const lines = ["# Task Packet: WP-1-Lamps", `- TASK_ID: ${FILE}`, "- WP_ID: WP-1-Lamps"];
    expect(tell(...lines)).toEqual([
      { subject: "WP-1-Lamps", at: "1: WP-1-Lamps", severity: "error", related: [2, 3] },
    ]);
    expect(messages(...lines)[0]).toContain("The title and the field `WP_ID` say `WP-1-Lamps`");
  });

  it("tells of each wrong id", () => {
    expect(tell("# Task Packet: WP-1-Lamps", "- TASK_ID: WP-1-Bells").map(({ subject }) => subject)).toEqual([
      "WP-1-Lamps",
      "WP-1-Bells",
    ]);
  });

  it("asks for another file name only when all places inside agree", () => {
    const advice = (...lines: string[]): string => messages(...lines)[0]?.split(". ")[1] ?? "";
    expect(advice("# Task Packet: WP-1-Lamps", "- TASK_ID: WP-1-Lamps")).toMatch(/^Rename/);
    expect(advice("# Task Packet: WP-1-Lamps")).toMatch(/^Write/);
    expect(advice("# Task Packet: WP-1-Lamps", `- TASK_ID: ${FILE}`)).toMatch(/^Write/);
    expect(messages("# Task Packet: WP-1-Lamps", "- TASK_ID: WP-1-Lamps", "- WP_ID: WP-1-Lamps")[0]).toMatch(
      /^The title, the field `TASK_ID` and the field `WP_ID` say/,
    );
  });

  it("leaves to others what is no id at all", () => {
    expect(tell("# Task Packet: lights", `- TASK_ID: ${FILE}`)).toEqual([]);
  });
});
