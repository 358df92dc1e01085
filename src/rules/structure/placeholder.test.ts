import { describe, expect, it } from "vitest";
import { packetOf, told } from "./packet.fixture.ts";
import { placeholder } from "./placeholder.ts";

function tell(...lines: readonly string[]): ReturnType<typeof told> {
  const packet = packetOf(...lines);
  return told(packet, placeholder.check(packet));
}

function places(...lines: readonly string[]): string[] {
  return tell(...lines).map(({ at, severity }) => `${severity} ${at ?? ""}`);
}

const NEWEST = "- PACKET_FORMAT_VERSION: 2026-02-01";

describe("structure/placeholder", () => {
  it("points at the blank, and from there at the section", () => {
    expect(tell("- STATUS: Done", NEWEST, "## EVIDENCE", "- (Coder appends logs.)", "- Log: <paste>")).toEqual([
      { subject: "EVIDENCE", at: "6: <paste>", severity: "error", related: [4] },
    ]);
    expect(tell("- STATUS: Done", NEWEST, "## EVIDENCE", "- (Coder appends logs.)")).toEqual([
      { subject: "EVIDENCE", at: "4: ## EVIDENCE", severity: "error", related: [] },
    ]);
  });

  it("weighs what was signed the same in every era, the rest less in old ones", () => {
    expect(places("- STATUS: Done", "## DONE_MEANS", "- TBD", "## HYGIENE", "- TBD")).toEqual([
      "error 4: TBD",
      "warn 6: TBD",
    ]);
  });

  it("waits until a section is due, and for one place that is filled", () => {
    const skeleton = ["## SKELETON", "- Open questions:"];
    expect(places("- STATUS: In Progress", NEWEST, ...skeleton)).toEqual([]);
    expect(places("- STATUS: In Progress", NEWEST, ...skeleton, "", "SKELETON APPROVED")).toHaveLength(1);
    expect(places("- STATUS: Done", NEWEST, ...skeleton, "## SKELETON", "- lamp()")).toEqual([]);
    expect(places("- STATUS: Done", NEWEST, "## SKELETON", ...skeleton)).toEqual(["error 5: ## SKELETON"]);
  });

  it("leaves the list of paths and the closure plan to others", () => {
    const lines = ["### IN_SCOPE_PATHS", "- path/to/file", "## END_TO_END_CLOSURE_PLAN", "- TRUST_BOUNDARY: <fill>"];
    expect(places("- STATUS: Done", NEWEST, ...lines)).toEqual([]);
    expect(places("- STATUS: Done", NEWEST, ...lines, "- UI_GUARDRAILS: dim lamps")).toEqual([]);
  });

  it("says nothing of the parts of an untouched whole", () => {
    const lines = ["## BOOTSTRAP", "- FILES_TO_OPEN:", "  - path/to/file", "- RISK_MAP:", "  - TBD"];
    expect(places("- STATUS: In Progress", ...lines)).toEqual(["warn 5: path/to/file"]);
    expect(places("- STATUS: In Progress", ...lines, "- Start with the lamps.")).toEqual([
      "warn 5: path/to/file",
      "warn 7: TBD",
    ]);
  });

  it("counts blanks beside real content, section by section, once the packet is done", () => {
    const lines = ["## HYGIENE", "- swept", "- Log: <paste>", "- Sum: <hash>", "## EVIDENCE", "- log", "- Sum: <hash>"];
    expect(places("- STATUS: Done", ...lines)).toEqual(["warn 5: <paste>", "warn 9: <hash>"]);
    expect(places("- STATUS: In Progress", ...lines)).toEqual([]);
    const messages = [...placeholder.check(packetOf("- STATUS: Done", ...lines))].map(({ message }) => message);
    expect(messages[0]).toMatch(/^2 blanks of the template are left in `HYGIENE`, the first of them `<paste>`/);
    expect(messages[1]).toMatch(/^A blank of the template is left in `EVIDENCE`/);
  });

  it("counts no blank outside known sections, in ones that may stay empty, or in fields that others look after", () => {
    const metadata = ["## METADATA", "- STATUS: Done", "- RISK_TIER: <fill>", "- CODER_MODEL: <unclaimed>"];
    expect(places(...metadata)).toEqual([]);
    expect(places(...metadata, "- Keeper: <unassigned>")).toEqual(["warn 6: <unassigned>"]);
    expect(places("- STATUS: Done", "- Keeper: <unassigned>", "## NOTES", "- x", "- Keeper: <unassigned>")).toEqual([]);
    expect(places("- STATUS: Done", "## Lamps", "- Keeper: <unassigned>")).toEqual([]);
  });
});
