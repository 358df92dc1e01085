import { describe, expect, it } from "vitest";
import { findControls, findMojibake } from "./characters.ts";
import { LISTED } from "./source.ts";

const meant = (text: string): (string | null)[] => findMojibake(text).map((damage) => damage.replacement);
const places = (text: string): string[] => findMojibake(text).map(({ span }) => text.slice(span.start, span.end));

describe("findMojibake", () => {
  it.each([
    ["per \u00c2\u00a72", ["\u00a7"]],
    ["a \u00e2\u20ac\u201d b", ["\u2014"]],
    ["\u00f0\u0178\u2022\u00b5\u00ef\u00b8\u008f", ["\u{1f575}\ufe0f"]],
    ["caf\u00c3\u00a9", ["\u00e9"]],
    ["through Latin-1: \u00e2\u0080\u0094", ["\u2014"]],
    ["a byte lost that is known: \u00e2\u20ac\u0153a\u00e2\u20ac ", ["\u201c", "\u201d"]],
    ["a byte lost that is not: \u00f0\u0178\u2022 ", [null]],
    ["another alphabet: \u00d0\u00bf\u00d1\u20ac\u00d0\u00b8", ["\u043f\u0440\u0438"]],
    ["one letter of it: \u00d0\u00bf", ["\u043f"]],
    ["three times: \u00c3\u00a2\u00e2\u201a\u00ac\u00e2\u20ac\u0153", ["\u2013"]],
    ["three times, then lost: \u00c3\u00b0\u00c5\u00b8\u00e2\u20ac\u00a2 ", [null]],
    ["an old console: A\u00152.4 and A\u0015 4", ["\u00a7", "\u00a7"]],
  ])("undoes %s", (text, expected) => {
    expect(meant(text)).toEqual(expected);
  });

  it.each([
    "\u201ccaf\u00e9\u201d and \u201ccaf\u00e9\u201d\u2026",
    "MEN\u00dc\u201c",
    "\u00abFERM\u00c9\u00bb",
    "\u00dc\u00bb",
    "\u00c0\u00bb",
    "na\u00efve \u00c2 \u00e2 \u00f0",
    "a\u00e5\u00b8\u00a6",
    "A\u0015 x and B\u00152",
  ])("leaves %s", (text) => {
    expect(meant(text)).toEqual([]);
  });

  it("covers exactly what was double-encoded", () => {
    const found = places("x\u00c2\u00a7\u00c2\u00a71 \u00e2\u20ac\u201c.");
    expect(found).toEqual(["\u00c2\u00a7\u00c2\u00a7", "\u00e2\u20ac\u201c"]);
  });

  it("lists so many and no more", () => {
    expect(findMojibake("\u00c2\u00a7 ".repeat(LISTED + 5))).toHaveLength(LISTED);
    expect(findMojibake("A\u00152 ".repeat(LISTED + 5))).toHaveLength(LISTED);
    expect(findControls("\u0001".repeat(LISTED + 5))).toHaveLength(LISTED);
  });
});

describe("findControls", () => {
  it("finds what nobody sees, and knows that a carriage return may have been meant", () => {
    const found = findControls("a\tb\r\nc\u0008\rd\u009b\u007f\u0000e");
    expect(found.map(({ note, replacement }) => [note, replacement])).toEqual([
      ["control character U+0008", ""],
      ["control character U+000D", null],
      ["control character U+009B", ""],
      ["control character U+007F", ""],
      ["control character U+0000", ""],
    ]);
  });
});
