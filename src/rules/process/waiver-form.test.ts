import { expect, it } from "vitest";
import { runExample } from "../../../test/rules/run-example.ts";
import { LIGHTS, currentLights, waiver } from "./harbour.ts";
import { waiverExpired } from "./waiver-expired.ts";
import { waiverForm } from "./waiver-form.ts";

type WaiverRule = typeof waiverForm | typeof waiverExpired;

async function findings(rule: WaiverRule, ...lines: readonly string[]): Promise<string[]> {
  const files = { [LIGHTS]: currentLights(...lines) };
  const evaluation = await runExample(rule, { verdict: "bad", shows: "", files });
  return evaluation.findings.map((finding) => {
    const { severity, line, column, endColumn, message } = finding;
    return `${severity} ${String(line)}:${String(column)}-${String(endColumn)} ${message}`;
  });
}

it("asks for every part", async () => {
  expect(await findings(waiverForm, "## WAIVERS GRANTED", "- Scope: the lamps")).toEqual([
    "error 5:3-19 A waiver has no id. Give it one of its own, so that reports can refer to it.",
    "error 5:3-19 A waiver without an id does not say the day on which it was granted. Add it.",
    "error 5:3-19 A waiver without an id does not say why it was granted. Add it.",
    "error 5:3-19 A waiver without an id does not say who granted it. Add it.",
    "error 5:3-19 A waiver without an id does not say when it ends. Add it.",
  ]);
});

it("says once of mere words that they are no waiver", async () => {
  const found = await findings(waiverForm, "## WAIVERS GRANTED", "- The lamps may stay dark.");
  expect(found).toEqual([expect.stringMatching(/^error 5:3-27 This grants no waiver/)]);
});

it("names a waiver that has nothing but its id", async () => {
  expect(await findings(waiverForm, "## WAIVERS GRANTED", "- WAIVER-LIGHTS-001")).toHaveLength(5);
});

it.each([
  ["Date", "2026-13-01", "error"],
  ["Date", "yesterday", "error"],
  ["Expiry", "2026-13-01", "error"],
  ["Expiry", "tomorrow", "warn"],
])("weighs %s: %s as %s", async (label, value, severity) => {
  const found = await findings(waiverForm, ...waiver({ [`  - ${label}: `]: value }));
  expect(found).toEqual([expect.stringMatching(new RegExp(`^${severity} .*but \`${value}\` is no day`))]);
});

it("judges each waiver on its own", async () => {
  const second = ["- WAIVER-LIGHTS-002 | Date: 2026-01-11 | Scope: x | Justification: y | Approver: mara"];
  expect(await findings(waiverForm, ...waiver(), ...second)).toEqual([
    "error 11:3-86 The waiver `WAIVER-LIGHTS-002` does not say when it ends. Add it.",
  ]);
});

it.each([
  ["Ready for Dev", 1],
  ["In Progress", 1],
  ["Blocked", 1],
  ["Draft", 0],
  ["Done", 0],
  ["Superseded", 0],
])("looks for waivers that have ended in a packet that is %s: %i", async (status, count) => {
  const lines = [`- **Status:** ${status}`, ...waiver({ "  - Expiry: ": "2026-01-14" })];
  expect(await findings(waiverExpired, ...lines)).toHaveLength(count);
});
