import fc from "fast-check";
import { expect, it } from "vitest";
import { longestRising } from "./match.ts";

it("finds a longest rising run", () => {
  expect([...longestRising([])]).toEqual([]);
  expect([...longestRising([3, 0, 1, 2])].sort()).toEqual([1, 2, 3]);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 20 }), { maxLength: 9 }), (numbers) => {
      const chosen = [...longestRising(numbers)].sort((a, b) => a - b);
      const values = chosen.map((index) => numbers[index] ?? -1);
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expect(values.length).toBe(longest(numbers));
    }),
  );
});

/** By trying everything. */
function longest(numbers: readonly number[], above = -1): number {
  return numbers.reduce(
    (best, number, index) => (number > above ? Math.max(best, 1 + longest(numbers.slice(index + 1), number)) : best),
    0,
  );
}
