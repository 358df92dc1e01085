import { describe, expect, it } from "vitest";
import { statusSpelling, statusTexts } from "./status-spelling.ts";

describe("the spelling of a status", () => {
  it.each([
    ["Ready for Dev", "readyForDev", "plain"],
    ["Ready-for-Dev", "readyForDev", "plain"],
    ["Done [VALIDATED]", "done", "plain"],
    ["Validated (FAIL)", "validatedFail", "plain"],
    ["In-Progress (after the storm)", "inProgress", "plain"],
    ["Done/Validated", "done", "plain"],
    ["READY FOR DEV \u{1f534}", "readyForDev", "decorated"],
    ["\u2705 Done", "done", "decorated"],
    ["Done, at last", "done", "loose"],
    ["??? FULLY VALIDATED & FUNCTIONAL", "validated", "loose"],
  ])("%s is %s, %s", (value, state, form) => {
    expect(statusSpelling(value)).toMatchObject({ state, form });
  });

  it("is null for what stands for no state", () => {
    const values = ["Nearly there", "NOT READY FOR DEV", "", "\u{1f534}"];
    for (const value of values) expect(statusSpelling(value)).toBeNull();
  });

  it("lists every state once", () => {
    const texts = statusTexts().split(" | ");
    expect(texts).toContain("In Progress");
    expect(new Set(texts).size).toBe(texts.length);
  });
});
