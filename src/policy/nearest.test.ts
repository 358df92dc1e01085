import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest } from "./nearest.ts";

const known = ["structure/title", "structure/required-field", "text/bom", "warn", "off"];

describe("nearest", () => {
  it.each([
    ["structre/title", "structure/title"],
    ["structure/titel", "structure/title"],
    ["STRUCTURE/TITLE", "structure/title"],
    ["title", "structure/title"],
    ["required-fields", "structure/required-field"],
    ["txet/bom", "text/bom"],
    ["wran", "warn"],
    ["of", "off"],
  ])("finds %s as %s", (name, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });

  it.each([[""], ["zzz"], ["gate"], ["structure"], ["warn".repeat(17)]])("finds nothing for %j", (name) => {
    expect(nearest(name, known)).toBeNull();
  });

  it("lets a third of the letters differ, and no more", () => {
    expect(nearest("abcdef", ["abcdxy"])).toBe("abcdxy");
    expect(nearest("abcdef", ["abcxyz"])).toBeNull();
  });

  it("takes the first of two equally near names", () => {
    expect(nearest("cat", ["bat", "rat"])).toBe("bat");
    expect(nearest("cat", ["rat", "bat"])).toBe("rat");
  });

  it("prefers the nearer name, wherever it stands", () => {
    expect(nearest("verdict", ["verdits", "verdicts"])).toBe("verdicts");
  });
});

describe("editDistance", () => {
  it.each([
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["abc", "acb", 1],
    ["abc", "ab", 1],
    ["abc", "abcd", 1],
    ["abc", "axc", 1],
    ["ca", "abc", 3],
    ["kitten", "sitting", 3],
  ])("%j to %j takes %i", (a, b, distance) => {
    expect(editDistance(a, b, 99)).toBe(distance);
  });

  it("stops at the limit", () => {
    expect(editDistance("kitten", "sitting", 2)).toBe(2);
    expect(editDistance("a", "abcdef", 3)).toBe(3);
  });

  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });

  it("is the same both ways, and zero only for equal words", () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b, 99);
        expect(distance).toBe(editDistance(b, a, 99));
        expect(distance === 0).toBe(a === b);
      }),
    );
  });

  it("with a limit is the smaller of limit and distance", () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 9 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(limit, editDistance(a, b, 99)));
      }),
    );
  });
});
