import { expect, it } from "vitest";
import { blanksLeft } from "./blanks.ts";
import { packetOf } from "./packet.fixture.ts";

it("finds the blanks that are all of a value or an item, and knows their fields", () => {
  const packet = packetOf(
    "- CODER_MODEL: <unclaimed>",
    "- Keeper: `<pending>`",
    "- The route /lights/{id} answers.",
    "## EVIDENCE",
    "- (Coder appends logs.)",
    "- Format (repeat as needed):",
    "  - COMMAND: `<paste>`",
    "    - deeper: <hash>",
    "- Pre-SHA1: `<hash>`",
    "  - TBD",
    "```",
    "git revert <hash>",
    "```",
    "## VALIDATION REPORT",
    "Verdict: FAIL",
    "- Pre-SHA1: `<hash>`",
  );
  const lineOf = (offset: number): number => packet.source.lineAt(offset);
  expect(blanksLeft(packet).map(({ blank, field }) => [blank.text, field, lineOf(blank.span.start)])).toEqual([
    ["<unclaimed>", "coderModel", 2],
    ["<pending>", null, 3],
    ["<hash>", null, 10],
    ["TBD", null, 11],
  ]);
});

it("forgets an instruction at the next heading", () => {
  const packet = packetOf("- Format (as needed):", "## NOTES", "- Hash: <hash>");
  expect(blanksLeft(packet)).toHaveLength(1);
});
