import { describe, expect, it } from "vitest";
import { familyOf, isProtected, isProtectedKey, mergeSeverities, ruleKeys } from "./severity.ts";

describe("isProtected", () => {
  it.each(["ledger/report-modified", "ledger/anything-later", "gate/verdict-stale", "gate/validator-unauthorised"])(
    "holds %s at error",
    (rule) => {
      expect(isProtected(rule)).toBe(true);
    },
  );

  it.each(["gate/packet-missing", "gate/not-acknowledged", "structure/title", "text/ledger"])(
    "leaves %s alone",
    (rule) => {
      expect(isProtected(rule)).toBe(false);
    },
  );
});

const known = ["text/bom", "gate/packet-missing", "gate/verdict-fail", "ledger/report-deleted"];

it("names each family once, before the rules", () => {
  expect(ruleKeys(known)).toEqual(["text/*", "gate/*", "ledger/*", ...known]);
  expect(familyOf("text/bom")).toBe("text/*");
});

it("protects a family as soon as it holds a protected rule", () => {
  expect(isProtectedKey("gate/*", known)).toBe(true);
  expect(isProtectedKey("ledger/*", known)).toBe(true);
  expect(isProtectedKey("text/*", known)).toBe(false);
  expect(isProtectedKey("gate/*", ["gate/packet-missing"])).toBe(false);
});

describe("mergeSeverities", () => {
  it("lets the file win rule by rule", () => {
    const merged = mergeSeverities({ "a/x": "warn", "a/y": "note" }, { "a/x": "off" });
    expect(merged).toEqual({ "a/x": "off", "a/y": "note" });
  });

  it("lets a family of the file replace what the preset says of its rules", () => {
    expect(mergeSeverities({ "a/x": "error", "a/*": "warn", "b/x": "warn" }, { "a/*": "off", "a/y": "note" })).toEqual({
      "b/x": "warn",
      "a/*": "off",
      "a/y": "note",
    });
  });

  it("keeps the family of the preset beside a rule of the file", () => {
    expect(mergeSeverities({ "a/*": "warn" }, { "a/x": "error" })).toEqual({ "a/*": "warn", "a/x": "error" });
  });
});
