import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { runExample } from "../../../test/rules/run-example.ts";
import { LIGHTS, REFINEMENT, SPEC, SPEC_TEXT, WORK, refinement } from "./harbour.ts";
import { refinementAnchor } from "./refinement-anchor.ts";

async function findings(text: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const files = { [LIGHTS]: WORK, [REFINEMENT]: text, [SPEC]: SPEC_TEXT, ...more };
  const evaluation = await runExample(refinementAnchor, { verdict: "bad", shows: "", files });
  return evaluation.findings.map((finding) => {
    const { severity, line, column, message } = finding;
    return `${severity} ${String(line)}:${String(column)} ${message}`;
  });
}

it("finds nothing to look up in an empty file", async () => {
  expect(await findings("\n")).toEqual([]);
});

it("looks in the resolved spec where an anchor names none", async () => {
  const found = await findings(refinement({ "- SPEC_ANCHOR:": null, "- CONTEXT_TOKEN: ": "a fog horn" }));
  expect(found).toEqual([expect.stringMatching(/^error 38:18 The token `a fog horn` .* of `Harbour_Spec_v3.md`/)]);
});

it("has nothing to look in where neither names one", async () => {
  const nowhere = { "- SPEC_ANCHOR:": null, "- SPEC_TARGET_RESOLVED:": null, "- CONTEXT_TOKEN: ": "a fog horn" };
  expect(await findings(refinement(nowhere))).toEqual([]);
});

it("uses the anchors' spec where the target is not resolved", async () => {
  const unresolved = { "- SPEC_TARGET_RESOLVED: ": "<pending>", "- CONTEXT_TOKEN: ": "a fog horn" };
  expect(await findings(refinement(unresolved))).toEqual([expect.stringMatching(/^error 39:18 The token/)]);
});

it("finds the window at fault, also without the spec", async () => {
  const window = "- CONTEXT_START_LINE: 4\n- CONTEXT_END_LINE: 3\n";
  const text = `${refinement()}\n#### ANCHOR 2\n- SPEC_ANCHOR: Tide_Tables.md\n${window}`;
  expect(await findings(text)).toEqual([
    expect.stringMatching(/^note 5:25 The spec `Tide_Tables.md` is not in the repository/),
    expect.stringMatching(/^error 44:21 `ANCHOR 2` has the window 4-3, which holds no line/),
  ]);
});

it("counts the specs that are not there", async () => {
  const text = `${refinement({ "- SPEC_TARGET_RESOLVED:": null })}\n#### ANCHOR 2\n- SPEC_ANCHOR: Tide_Tables.md\n`;
  expect(await findings(text, { [SPEC]: "", ".GOV/old/Harbour_Spec_v3.md": "" })).toEqual([
    expect.stringMatching(/^note 34:1 The spec `Harbour_Spec_v3.md` and 1 more is not in the repository/),
  ]);
});

it.each(["- CONTEXT_START_LINE:", "- CONTEXT_END_LINE:", "- CONTEXT_TOKEN:"])("is silent without %s", async (label) => {
  expect(await findings(refinement({ [label]: null }))).toEqual([]);
});

it("accepts the SHA-1 of the bytes as they are, mixed line ends included", async () => {
  const mixed = SPEC_TEXT.replace("\n", "\r\n");
  const sha1 = createHash("sha1").update(mixed).digest("hex");
  expect(await findings(refinement({ "- SPEC_TARGET_SHA1: ": sha1 }), { [SPEC]: mixed })).toEqual([]);
});

it.each(["<hash>", "b8b6871"])("does not compare with %s", async (sha1) => {
  expect(await findings(refinement({ "- SPEC_TARGET_SHA1: ": sha1 }))).toEqual([]);
});

it("weighs least where the packet was replaced, done or not", async () => {
  const board = "# Board\n\n## Superseded\n- **[WP-1-Harbour-Lights]** - [SUPERSEDED]\n";
  const more = { [LIGHTS]: WORK.replace("In Progress", "Done"), ".GOV/roles_shared/TASK_BOARD.md": board };
  expect(await findings(refinement({ "- CONTEXT_TOKEN: ": "a fog horn" }), more)).toEqual([
    expect.stringMatching(/^note 39:18 The token/),
  ]);
});
