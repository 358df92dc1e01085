/** What one fault does not make of another: parts that are missing are spoken of once. */
import { expect, it } from "vitest";
import { runExample } from "../../../test/rules/run-example.ts";
import { LIGHTS, REFINEMENT, WORK, refinement } from "./harbour.ts";
import { refinementForm } from "./refinement-form.ts";

/** Line and beginning of the message of every finding, in order of lines. */
async function findings(text: string, packet = WORK, more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const files = { [LIGHTS]: packet, [REFINEMENT]: text, ...more };
  const evaluation = await runExample(refinementForm, { verdict: "bad", shows: "", files });
  return evaluation.findings.map((finding) => {
    const { severity, line, message } = finding;
    return `${severity} ${String(line)} ${message.slice(0, 48)}`;
  });
}

it("asks an empty file for each part once", async () => {
  expect(await findings("\n")).toEqual([
    "error 1 The refinement has no section GAPS_IDENTIFIED. A",
    "error 1 The refinement has no section RED_TEAM_ADVISORY.",
    "error 1 The refinement has no section PRIMITIVES. Add it",
    "error 1 The refinement has no section CLEARLY_COVERS. Ad",
    "error 1 The refinement has no section ENRICHMENT. Add it",
    "error 1 The refinement has no section SPEC_ANCHORS. Add ",
    "error 1 The refinement has no WP_ID. Add it.",
    "error 1 The refinement has no SPEC_TARGET_RESOLVED. Add ",
    "error 1 The refinement has no SPEC_TARGET_SHA1. Add it.",
    "error 1 The refinement has no USER_REVIEW_STATUS. Add it",
    "error 1 The refinement has no CLEARLY_COVERS_VERDICT. Ad",
    "error 1 The refinement has no ENRICHMENT_NEEDED. Add it.",
    "error 1 The refinement has no signature. Write down the ",
    "error 1 The refinement binds to no place of the spec. Ad",
  ]);
});

it("points at a label that nothing stands behind", async () => {
  const found = await findings(refinement({ "- SPEC_TARGET_SHA1:": "" }));
  expect(found).toEqual(["error 6 SPEC_TARGET_SHA1 is not filled in. Fill it in be"]);
});

it("speaks once of a blank, wherever it stands", async () => {
  const blanks = {
    "- SPEC_TARGET_SHA1: ": "<hash>",
    "- ENRICHMENT_NEEDED: ": "<pending>",
    "- CONTEXT_END_LINE: ": "<line>",
  };
  expect(await findings(refinement(blanks))).toEqual([
    "error 6 SPEC_TARGET_SHA1 is not filled in. Fill it in be",
    "error 25 ENRICHMENT_NEEDED is not filled in. Fill it in b",
    "error 35 `ANCHOR 1` does not give CONTEXT_END_LINE. Witho",
  ]);
});

it("speaks once of a value that means nothing", async () => {
  const values = {
    "- USER_REVIEW_STATUS: ": "perhaps",
    "- CLEARLY_COVERS_VERDICT: ": "perhaps",
    "- AMBIGUITY_FOUND: ": "YES",
  };
  expect(await findings(refinement(values))).toEqual([
    "error 7 USER_REVIEW_STATUS is `perhaps`. It must be one ",
    "error 21 CLEARLY_COVERS_VERDICT is `perhaps`. It must be ",
  ]);
});

it("needs no word on ambiguity", async () => {
  expect(await findings(refinement({ "- AMBIGUITY_FOUND:": null }))).toEqual([]);
});

it("does not compare with a packet that is not signed itself", async () => {
  expect(await findings(refinement(), WORK.replace("mara140120261200", "<pending>"))).toEqual([]);
});

it("takes a section with nothing but guidance for empty", async () => {
  const found = await findings(refinement({ "- A lamp": ":" }));
  expect(found).toEqual(["error 13 The section RED_TEAM_ADVISORY says nothing yet. "]);
});

it.each([
  ["Harbour_Spec_v3.txt", 1],
  ["the newest one", 1],
  ["SPEC_CURRENT.md", 1],
  [".GOV/roles_shared/SPEC_CURRENT.md", 1],
  [".GOV/roles_shared/SPEC_CURRENT.md -> Harbour_Spec_v3.md", 0],
  [".GOV/spec/Harbour_Spec_v3.md", 0],
])("takes %s for a spec, or not", async (resolved, count) => {
  expect(await findings(refinement({ "- SPEC_TARGET_RESOLVED: ": resolved }))).toHaveLength(count);
});

const NO_REASONS = ["N/A", "<not applicable; ENRICHMENT_NEEDED=YES>", "<fill in>", ""];

it.each(NO_REASONS)("takes %j for no reason", async (reason) => {
  expect(await findings(refinement({ "- REASON_NO_ENRICHMENT: ": reason }))).toContain(
    "error 25 No enrichment is needed, but REASON_NO_ENRICHMEN",
  );
});

it("takes a missing reason for no reason", async () => {
  expect(await findings(refinement({ "- REASON_NO_ENRICHMENT:": null }))).toHaveLength(1);
});

it.each([{ "#### PROPOSED": null }, {}, { "```": null, "<not": ">\nN/A" }])(
  "takes %j for no text for the spec",
  async (changes) => {
    const text = refinement({ "- ENRICHMENT_NEEDED: ": "YES", ...changes });
    expect(await findings(text)).toEqual(["error 25 An enrichment is needed, but PROPOSED_SPEC_ENRIC"]);
  },
);

it("weighs little where the board says that the packet was replaced", async () => {
  const board = "# Board\n\n## Superseded\n- **[WP-1-Harbour-Lights]** - [SUPERSEDED]\n";
  const found = await findings(refinement({ "- WP_ID:": null }), WORK, { ".GOV/roles_shared/TASK_BOARD.md": board });
  expect(found).toEqual(["note 1 The refinement has no WP_ID. Add it."]);
});
