import { expect, it } from "vitest";
import type { Waiver } from "./model.ts";
import { readDocument } from "./read.ts";

function waivers(...lines: readonly string[]): readonly Waiver[] {
  const text = ["# Task Packet: WP-1-Harbour-Lights", "", "## WAIVERS GRANTED", ...lines, ""].join("\n");
  const document = readDocument("packet", ".GOV/task_packets/WP-1-Harbour-Lights.md", new TextEncoder().encode(text));
  return document.kind === "packet" ? document.waivers : [];
}

it.each([
  ["process/scope, for the lamps", ["process/scope"]],
  ["`process/scope` and structure/title.", ["process/scope", "structure/title"]],
  ["(process/scope) process/scope", ["process/scope"]],
  ["ledger/report-modified", ["ledger/report-modified"]],
  ["docs/process/lamps and ./text/lamps", []],
  ["process/lamps/one and text/lamps.md", []],
  ["my-process/scope and structure/**", []],
])("finds the rules named in %j", (scope, rules) => {
  expect(waivers("- WAIVER-LIGHTS-001", `  - Scope: ${scope}`)).toMatchObject([{ id: "WAIVER-LIGHTS-001", rules }]);
});
