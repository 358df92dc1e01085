import fc from "fast-check";
import { expect, it } from "vitest";
import type { LedgerLine } from "./block.ts";
import { hunksOf } from "./lines.ts";
import { wordsOf } from "./words.ts";

function lines(...texts: readonly string[]): readonly LedgerLine[] {
  return texts.map((text) => ({ span: { start: 0, end: 0 }, text, words: wordsOf(text), inCode: false }));
}

function texts(all: readonly LedgerLine[]): readonly string[] {
  return all.map(({ text }) => text);
}

it("tells what went and what came, place by place", () => {
  const hunks = hunksOf(lines("a", "b", "c", "d", "e"), lines("a", "x", "c", "e", "f"));
  expect(hunks.map(({ removed, added, at }) => [at, texts(removed), texts(added)])).toEqual([
    [1, ["b"], ["x"]],
    [3, ["d"], []],
    [5, [], ["f"]],
  ]);
  expect(hunksOf(lines("a  b"), lines("a b"))).toEqual([]);
});

const words = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });

it("leads from the one to the other", () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const hunks = hunksOf(lines(...before), lines(...after));
      const result: string[] = [...before];
      for (const { removed, added, at } of [...hunks].reverse()) {
        expect(result.splice(at, removed.length, ...texts(added))).toEqual(texts(removed));
      }
      expect(result).toEqual(after);
      expect(hunks.every(({ removed, added }) => removed.length + added.length > 0)).toBe(true);
    }),
  );
});

it("keeps as many lines as can be kept", () => {
  fc.assert(
    fc.property(words, words, (before, after) => {
      const removed = hunksOf(lines(...before), lines(...after)).reduce((sum, hunk) => sum + hunk.removed.length, 0);
      expect(before.length - removed).toBe(common(before, after));
    }),
    { numRuns: 50 },
  );
});

it("does not compare thousands of lines with thousands of others", () => {
  const many = (letter: string): readonly LedgerLine[] =>
    lines("same", ...Array.from({ length: 1500 }, (_, index) => `${letter}${index}`), "kept", "same too");
  const hunks = hunksOf(many("a"), many("b"));
  expect(hunks.map(({ removed, added }) => [removed.length, added.length])).toEqual([[1500, 1500]]);
});

/** Length of the longest common subsequence, by trying everything. */
function common(a: readonly string[], b: readonly string[], i = 0, j = 0): number {
  if (i === a.length || j === b.length) return 0;
  if (a[i] === b[j]) return 1 + common(a, b, i + 1, j + 1);
  return Math.max(common(a, b, i + 1, j), common(a, b, i, j + 1));
}
