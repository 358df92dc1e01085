import { expect, it } from "vitest";
import type { Anchor } from "./model.ts";
import { readDocument } from "./read.ts";

function anchors(...lines: readonly string[]): readonly Anchor[] {
  const text = ["## SPEC_ANCHORS", "", "### ANCHOR 1", ...lines, ""].join("\n");
  const document = readDocument("refinement", ".GOV/refinements/WP-1-Harbour-Lights.md", new TextEncoder().encode(text));
  if (document.kind !== "refinement") throw new Error("no refinement");
  for (const { token, tokenSpan } of document.anchors) {
    if (tokenSpan !== null) expect(document.source.slice(tokenSpan)).toBe(token);
  }
  return document.anchors;
}

it("reads file, window and token", () => {
  const [anchor] = anchors(
    "- SPEC_ANCHOR: Harbour_Spec_v3.md 2 Lights",
    "- CONTEXT_START_LINE: 3",
    "- CONTEXT_END_LINE: 6",
    "- CONTEXT_TOKEN: **MUST burn**",
  );
  expect(anchor).toMatchObject({ title: "ANCHOR 1", file: "Harbour_Spec_v3.md", start: 3, end: 6, token: "MUST burn" });
});

it.each([
  ["<!-- LAMPS -->", "a comment"],
  ["/// A lamp that burns.", "a comment of code"],
  [":: lamps ::", "colons"],
  ["`lamp: Lamp`", "code", "lamp: Lamp"],
])("takes %s for a token (%s)", (written, _, meant = written) => {
  const [anchor] = anchors(`- CONTEXT_TOKEN: ${written}  `);
  expect(anchor?.token).toBe(meant);
});

it("leaves out what is not there", () => {
  expect(anchors("- SPEC_ANCHOR: <pending>", "- CONTEXT_START_LINE: <line>", "- CONTEXT_TOKEN:  ")).toMatchObject([
    { file: null, start: null, end: null, token: null, tokenSpan: null },
  ]);
});
