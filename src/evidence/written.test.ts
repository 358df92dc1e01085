import { describe, expect, it } from "vitest";
import { aligned, citingLines, LineMatch, type LineReading } from "./written.ts";

const READING: LineReading = {
  keyOf: (text) => text.replaceAll("docs/", ".GOV/"),
  citationsOf: (text) => text.match(/\w+\.rs:\d+/g) ?? [],
};

/** For every citation of `now`, on which line of `before` it stood, and as which one on it; `+` where it was respelled. */
function matched(now: string, before: string): readonly string[] {
  const lines = citingLines(now);
  const earlier = citingLines(before);
  const match = new LineMatch(lines, earlier, READING);
  return lines.flatMap((line, at) =>
    READING.citationsOf(line.text).map((name, order) => {
      const found = match.find(at, order, name) ?? match.findReworded(at, name);
      return found === null ? "new" : `${String(earlier[found.at]?.number)}.${String(found.order)}${found.respelled ? "+" : ""}`;
    }),
  );
}

describe("lines that may cite", () => {
  it("are those with a place in a file, whatever their line ends", () => {
    expect(citingLines("# Title\r\n- a.rs:1\r\n\nwords\n- b.rs (lines 2-3)\nc.rs#L4")).toEqual([
      { number: 2, text: "- a.rs:1", above: "# Title" },
      { number: 5, text: "- b.rs (lines 2-3)", above: "words" },
      { number: 6, text: "c.rs#L4", above: "words" },
    ]);
  });
});

describe("a citation of an earlier version", () => {
  it("is the same wherever its line has gone, with the line above it", () => {
    expect(matched("bell\n- b.rs:2\nlamp\n- a.rs:1\n", "x\nlamp\n- a.rs:1\nbell\n- b.rs:2\n")).toEqual(["5.0", "3.0"]);
    expect(matched("new\n- lamp b.rs:2\n", "old\n- lamp b.rs:2\n")).toEqual(["2.0"]);
  });

  it("is the same after others are added or taken away", () => {
    expect(matched("- a.rs:9\n- a.rs:1\n- a.rs:2\n", "- a.rs:1\n- a.rs:2\n")).toEqual(["new", "1.0", "2.0"]);
    expect(matched("- a.rs:2\n", "- a.rs:1\n- a.rs:2\n")).toEqual(["2.0"]);
    expect(matched("a.rs:7 a.rs:1\n", "a.rs:1\n")).toEqual(["new", "1.0+"]);
  });

  it("is another one with another number, also where a neighbour had that number", () => {
    expect(matched("- a.rs:2\n- a.rs:3\n- a.rs:4\n", "- a.rs:1\n- a.rs:2\n- a.rs:3\n")).toEqual(["new", "new", "new"]);
    expect(matched("- a.rs:2, a.rs:3\n", "- a.rs:1, a.rs:2\n")).toEqual(["new", "new"]);
    expect(matched("- a.rs:5, a.rs:2\n", "- a.rs:1, a.rs:2\n")).toEqual(["new", "1.1+"]);
    expect(matched("- lib/b.rs:2\n- a.rs:1\n", "- a.rs:1\n- a.rs:2\n")).toEqual(["new", "new"]);
  });

  it("may be spelled otherwise", () => {
    expect(matched("- .GOV/a.rs:1\n", "- docs/a.rs:1\n")).toEqual(["1.0+"]);
  });

  it("may be in other words, as long as its old line is no more", () => {
    expect(matched("- lamps burn: a.rs:1\n", "- lamps glow: a.rs:1\n")).toEqual(["1.0+"]);
    expect(matched("- lamps burn: a.rs:2\n", "- lamps glow: a.rs:1\n")).toEqual(["new"]);
    // The old line still stands, so the new one is somebody's who looked anew.
    expect(matched("- lamps: a.rs:1\n- again: a.rs:1\n", "- lamps: a.rs:1\n")).toEqual(["1.0", "new"]);
  });
});

describe("lists", () => {
  it.each([
    ["abc", "xyz", [0, 1, 2]],
    ["abc", "ac", [0, -1, 1]],
    ["ac", "abc", [0, 2]],
    ["aab", "ab", [0, -1, 1]],
    ["axc", "abbc", [0, 1, 3]],
    ["xyzc", "abc", [0, 1, -1, 2]],
    ["", "ab", []],
    ["ab", "", [-1, -1]],
  ] as const)("%s after %s", (now, before, order) => {
    expect(aligned(Array.from(now), Array.from(before))).toEqual(order);
  });
});
