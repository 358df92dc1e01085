import { describe, expect, it } from "vitest";
import { isDue } from "./due.ts";
import { packetOf } from "./packet.fixture.ts";

const APPROVED = ["## SKELETON", "", "SKELETON APPROVED"];
const REPORT = ["## VALIDATION REPORT", "Verdict: FAIL"];

function dueIn(status: string, ...lines: readonly string[]): string[] {
  const packet = packetOf(`- STATUS: ${status}`, "", ...lines);
  return (["ready", "active", "approved", "done", "never"] as const).filter((due) => isDue(due, packet));
}

describe("what is due", () => {
  it.each([
    ["Draft", [], []],
    ["Ready for Dev", [], ["ready"]],
    ["Ready for Dev", APPROVED, ["ready"]],
    ["In Progress", [], ["ready", "active"]],
    ["In Progress", APPROVED, ["ready", "active", "approved"]],
    ["In Progress", ["## SKELETON APPROVED"], ["ready", "active"]],
    ["Blocked", [], ["ready"]],
    ["Blocked", REPORT, ["ready", "active"]],
    ["Blocked", APPROVED, ["ready", "active", "approved"]],
    ["Done", [], ["ready", "active", "approved", "done"]],
    ["Superseded", [], ["ready", "active", "approved", "done"]],
  ])("%s with %j", (status, lines, expected) => {
    expect(dueIn(status, ...lines)).toEqual(expected);
  });
});
