import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Edit, Fix } from "../evaluate/evaluation.ts";
import { applyEdits, chooseFixes, writtenRanges } from "./edits.ts";

function edit(startByte: number, endByte: number, text = ""): Edit {
  return { startByte, endByte, line: 1, column: 1, endLine: 1, endColumn: 1, text };
}

function fix(...edits: Edit[]): { fix: Fix } {
  return { fix: { title: "mend", edits } };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array): string => new TextDecoder().decode(content);

describe("applyEdits", () => {
  it("replaces, inserts and removes, in whatever order the edits come", () => {
    const edits = [edit(8, 8, "!"), edit(0, 1, "J"), edit(3, 5)];
    expect(text(applyEdits(bytes("hallo du"), edits))).toBe("Jal du!");
  });

  it("counts bytes, not characters", () => {
    expect(text(applyEdits(bytes("é–x"), [edit(2, 5, "-")]))).toBe("é-x");
  });

  it("refuses edits that overlap or reach outside", () => {
    expect(() => applyEdits(bytes("abc"), [edit(0, 2), edit(1, 3)])).toThrow("overlaps");
    expect(() => applyEdits(bytes("abc"), [edit(2, 4)])).toThrow("outside");
    expect(() => applyEdits(bytes("abc"), [edit(2, 1)])).toThrow("overlaps");
  });

  it("leaves every byte outside of the edits as it is", () => {
    const stretch = fc.record({ keep: fc.uint8Array(), drop: fc.uint8Array(), text: fc.string({ unit: "grapheme" }) });
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 8 }), fc.uint8Array(), (stretches, rest) => {
        const before = Buffer.concat([...stretches.flatMap(({ keep, drop }) => [keep, drop]), rest]);
        const after = Buffer.concat([...stretches.flatMap(({ keep, text }) => [keep, Buffer.from(text)]), rest]);
        let at = 0;
        const edits = stretches.map(({ keep, drop, text }) => {
          const start = at + keep.length;
          at = start + drop.length;
          return edit(start, at, text);
        });
        // Two insertions at one place have no order of their own.
        fc.pre(new Set(edits.map(({ startByte }) => startByte)).size === edits.length);
        expect(Buffer.compare(applyEdits(before, [...edits].reverse()), after)).toBe(0);
      }),
    );
  });
});

describe("writtenRanges", () => {
  it("knows where edits stand after they were made, and after later ones", () => {
    const first = [edit(2, 3, "xyz"), edit(6, 6, "–")];
    const after = applyEdits(bytes("abcdefgh"), first);
    const written = writtenRanges([], first);
    expect(written.map(({ start, end }) => text(after.subarray(start, end)))).toEqual(["xyz", "–"]);
    const second = [edit(0, 1), edit(7, 8, "FF")];
    const later = applyEdits(after, second);
    expect(writtenRanges(written, second).map(({ start, end }) => text(later.subarray(start, end)))).toEqual([
      "xyz",
      "–",
      "",
      "FF",
    ]);
  });

  it("finds every written text again, whatever is edited around it", () => {
    const keep = fc.uint8Array({ maxLength: 5 });
    const place = fc.record({ keep, drop: fc.nat(4), text: fc.string({ unit: "grapheme" }) });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 6 }), (places) => {
        let at = 0;
        const edits = places.map(({ keep, drop, text }) => {
          const start = at + keep.length + 1;
          at = start + drop;
          return edit(start, at, text);
        });
        const after = applyEdits(new Uint8Array(at).fill(46), edits);
        const found = writtenRanges([], edits).map(({ start, end }) => text(after.subarray(start, end)));
        expect(found).toEqual(places.map((one) => one.text));
      }),
    );
  });
});

describe("chooseFixes", () => {
  it("lets a fix wait that overlaps one before it, whole", () => {
    const first = fix(edit(0, 4, "a"));
    const second = fix(edit(3, 6, "b"), edit(20, 21, "c"));
    const third = fix(edit(20, 21, "d"));
    expect(chooseFixes([first, second, third])).toEqual({ chosen: [first, third], waiting: [second] });
  });

  it("takes neighbours, but no two that insert at one place", () => {
    const neighbours = [fix(edit(0, 2, "a")), fix(edit(2, 4, "b"))];
    expect(chooseFixes(neighbours).chosen).toEqual(neighbours);
    const insertions = [fix(edit(2, 2, "a")), fix(edit(2, 2, "b"))];
    expect(chooseFixes(insertions).waiting).toEqual([insertions[1]]);
    const beside = [fix(edit(0, 2, "a")), fix(edit(2, 2, "b"))];
    expect(chooseFixes(beside).waiting).toEqual([beside[1]]);
  });

  it("lets a fix wait for ever that overlaps itself", () => {
    expect(chooseFixes([fix(edit(0, 3), edit(1, 2))]).chosen).toEqual([]);
  });

  const fixes = fc.array(
    fc
      .array(fc.tuple(fc.nat(60), fc.nat(6)), { minLength: 1, maxLength: 3 })
      .map((edits) => fix(...edits.map(([start, length]) => edit(start, start + length, "x")))),
    { maxLength: 20 },
  );

  it("chooses what can be applied together", () => {
    fc.assert(
      fc.property(fixes, (candidates) => {
        const { chosen, waiting } = chooseFixes(candidates);
        expect(chosen.length + waiting.length).toBe(candidates.length);
        const edits = chosen.flatMap((one) => one.fix.edits);
        const before = new Uint8Array(70).fill(46);
        const removed = edits.reduce((sum, { startByte, endByte }) => sum + endByte - startByte, 0);
        expect(applyEdits(before, edits).length).toBe(70 - removed + edits.length);
      }),
    );
  });

  it("always chooses the first that does not overlap itself, so that a loop over the rest ends", () => {
    fc.assert(
      fc.property(fixes, (candidates) => {
        const able = candidates.filter((one) => chooseFixes([one]).chosen.length === 1);
        if (able.length > 0) expect(chooseFixes(able).chosen[0]).toBe(able[0]);
      }),
    );
  });
});
