import fc from "fast-check";
import { expect, test } from "vitest";
import { finding } from "../../test/fixtures/evaluation.ts";
import { painter } from "./colour.ts";
import { frame, plainStrip, strip } from "./frame.ts";
import { textWidth } from "./width.ts";

const plain = { width: 80, paint: painter(false), style: "red" } as const;

test("shows two lines around and marks the place", () => {
  const lines = ["one", "two", "three", "four", "five", "six"];
  expect(frame(lines, finding({ line: 3, column: 2, endColumn: 5 }), plain)).toEqual([
    "  1 | one",
    "  2 | two",
    "> 3 | three",
    "    |  ^^^",
    "  4 | four",
    "  5 | five",
  ]);
});

test("aligns numbers, marks an empty place with one caret, and stops at the ends of the file", () => {
  const lines = Array.from({ length: 10 }, (_, index) => `line ${index + 1}`);
  expect(frame(lines, finding({ line: 10, column: 8, endColumn: 8 }), plain)).toEqual([
    "   8 | line 8",
    "   9 | line 9",
    "> 10 | line 10",
    "     |        ^",
  ]);
});

test("marks a place of several lines to the end of the first, and points at the others", () => {
  const lines = ["alpha", "beta\r", "gamma"];
  expect(frame(lines, finding({ line: 1, endLine: 2, column: 3, endColumn: 2 }), plain)).toEqual([
    "> 1 | alpha",
    "    |   ^^^",
    "> 2 | beta",
    "  3 | gamma",
  ]);
});

test("has nothing to show for a line that the file does not have", () => {
  expect(frame([], finding({ line: 1 }), plain)).toEqual([]);
  expect(frame(["a"], finding({ line: 2 }), plain)).toEqual([]);
});

test("names what must not be printed, and keeps the caret right behind it", () => {
  const line = "a\u001b[2Jb\u202e港e\u0301\tX!";
  const column = line.indexOf("X") + 1;
  expect(frame([line], finding({ column, endColumn: column + 1 }), plain)).toEqual([
    "> 1 | a<U+001B>[2Jb<U+202E>港e\u0301    X!",
    `    | ${" ".repeat(28)}^`,
  ]);
});

test("cuts a long line to a window around the place", () => {
  const line = `${"a".repeat(500)}HERE${"b".repeat(500)}`;
  const [shown = "", marks = ""] = frame([line], finding({ column: 501, endColumn: 505 }), { ...plain, width: 46 });
  expect(shown).toBe("> 1 | …aaaaaaaaaaaaaHEREbbbbbbbbbbbbbbbbbbbbb…");
  expect(marks).toBe("    |               ^^^^");
});

test("does not cut a pair of surrogates when it cuts a line", () => {
  for (let length = 90; length < 99; length++) {
    const line = `${"x".repeat(length % 2)}${"😀".repeat(length)}HERE${"😀".repeat(length)}`;
    const column = line.indexOf("HERE") + 1;
    expect(frame([line], finding({ column, endColumn: column + 4 }), plain).join("\n")).not.toContain("<U+");
  }
});

/** Pieces of a line with the cells they take on a terminal. */
const PIECES = [["a", 1], [" ", 1], ["\t", 4], ["é", 1], ["e\u0301", 1], ["港", 2], ["😀", 2], ["\u202e", 8]] as const;
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 });

test("puts the carets under the place, whatever stands before it", () => {
  fc.assert(
    fc.property(pieces, pieces, pieces, (before, inside, after) => {
      const text = (parts: typeof before): string => parts.map(([part]) => part).join("");
      const cells = (parts: typeof before): number => parts.reduce((sum, [, width]) => sum + width, 0);
      const column = text(before).length + 1;
      const at = finding({ column, endColumn: column + text(inside).length });
      const [, marks = ""] = frame([text([...before, ...inside, ...after])], at, { ...plain, width: 2000 });
      expect(marks).toBe(`    | ${" ".repeat(cells(before))}${"^".repeat(Math.max(1, cells(inside)))}`);
    }),
  );
});

test("stays within its width, and shows the marked characters above the carets", () => {
  fc.assert(
    fc.property(pieces, pieces, fc.integer({ min: 40, max: 100 }), (before, after, width) => {
      const line = `${before.map(([part]) => part).join("")}X${after.map(([part]) => part).join("")}`;
      const column = line.indexOf("X") + 1;
      const out = frame([line], finding({ column, endColumn: column + 1 }), { ...plain, width });
      for (const each of out) expect(textWidth(each)).toBeLessThanOrEqual(width);
      const [shown = "", marks = ""] = out;
      expect(textWidth(shown.slice(0, shown.indexOf("X")))).toBe(marks.indexOf("^"));
    }),
  );
});

test("looks only at the window of a long line", () => {
  const line = "x".repeat(10_000_000);
  // A frame that read the line would take seconds each, and the runner would give up.
  for (let index = 0; index < 200; index++) {
    const [shown = ""] = frame([line], finding({ column: 5_000_000 + index }), plain);
    expect(textWidth(shown)).toBe(80);
  }
});

test("reckons a plain line as it would be walked through", () => {
  const paint = painter(false);
  const text = fc.string({ unit: fc.constantFrom("a", " ", "#", "[", "~", "é"), maxLength: 400 });
  let plainOnes = 0;
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), fc.integer({ min: 20, max: 90 }), (line, one, other, room) => {
      const [from, to] = [one % (line.length + 1), other % (line.length + 1)];
      const reckoned = plainStrip(line, from, to, room);
      if (reckoned === null) return;
      plainOnes++;
      expect(reckoned).toEqual(strip(line, from, to, room, paint));
    }),
    { numRuns: 500 },
  );
  const line = `${"a".repeat(200)}HERE${"b ".repeat(100)}`;
  for (const from of [0, 30, 60, 61, 62, 200, 204, 300, line.length]) {
    expect(plainStrip(line, from, from + 4, 90)).toEqual(strip(line, from, from + 4, 90, paint));
  }
  expect(plainOnes).toBeGreaterThan(20);
  expect(plainStrip("##[group]", 0, 1, 90)).toBeNull();
});
