import fc from "fast-check";
import { expect, it } from "vitest";
import { covering, holding } from "./search.ts";

const spans = fc
  .uniqueArray(fc.nat({ max: 40 }), { maxLength: 12 })
  .map((points) => [...points].sort((a, b) => a - b))
  .map((points) => points.map((start, index) => ({ start, end: points[index + 1] ?? start + 3 })))
  .map((list) => list.filter((_, index) => index % 2 === 0));

it("finds a span that begins in another", () => {
  fc.assert(
    fc.property(spans, fc.nat({ max: 45 }), fc.nat({ max: 10 }), (list, start, length) => {
      const outer = { start, end: start + length };
      const expected = list.some((span) => outer.start <= span.start && span.start < outer.end);
      expect(holding([...list].reverse())(outer)).toBe(expected);
    }),
  );
});

it("finds the span that an offset lies in", () => {
  fc.assert(
    fc.property(spans, fc.nat({ max: 45 }), (list, offset) => {
      const expected = list.some((span) => span.start <= offset && offset < span.end);
      expect(covering([...list].reverse())(offset)).toBe(expected);
    }),
  );
});
