import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FileLines } from "./file-lines.ts";
import { Effort, LineIndex } from "./line-index.ts";
import { reanchor, type Anchored } from "./reanchor.ts";

const file = (text: string): FileLines => new FileLines(new TextEncoder().encode(text));
const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

function place(before: string, now: string, start: number, end = start, effort = new Effort()): Anchored {
  return reanchor(file(before), new LineIndex(file(now)), start, end, effort);
}

describe("a line", () => {
  it("stays, moves down, moves up", () => {
    expect(place("a\nb\nc\n", "a\nb\nc\nd\n", 2)).toEqual({ state: "same" });
    expect(place("a\nb\nc\n", "x\na\nb\nc\n", 2)).toEqual({ state: "moved", start: 3, end: 3 });
    expect(place("a\nb\nc\n", "c\n", 3)).toEqual({ state: "moved", start: 1, end: 1 });
  });

  it("is the same with other line ends, and without one at the end of the file", () => {
    expect(place("a\r\nb\r\n", "a\nb\n", 2)).toEqual({ state: "same" });
    expect(place("a\nb", "x\r\na\r\nb\r\n", 2)).toEqual({ state: "moved", start: 3, end: 3 });
  });

  it("is another with another blank, another case, or more of it", () => {
    for (const now of ["x\nlamp \n", "x\nLamp\n", "x\nlamps\n", "x\n lamp\n", "x\nlam\n"]) {
      expect(place("lamp\n", now, 1)).toEqual({ state: "changed" });
    }
  });

  it("is told from equal ones by what stands around it", () => {
    const before = "fn a\nset\nend a\nfn b\nset\nend b\n";
    const now = "new\nfn a\nset\nend a\nfn b\nset\nend b\n";
    expect(place(before, now, 2)).toEqual({ state: "moved", start: 3, end: 3 });
    // Line 5 has the same text as before, so it stays what is cited, whatever stands around it.
    expect(place(before, "fn b\nset\nend b\nx\nset\n", 5)).toEqual({ state: "same" });
    expect(place(before, "fn b\nset\nend b\nx\ny\nset\n", 5)).toEqual({ state: "moved", start: 2, end: 2 });
  });

  it("is ambiguous where the surroundings fit several places, or none", () => {
    expect(place("a\nset\nb\n", "x\na\nset\nb\na\nset\nb\n", 2)).toEqual({ state: "ambiguous", count: 2 });
    expect(place("a\nset\nb\n", "x\ny\nset\nz\nset\n", 2)).toEqual({ state: "ambiguous", count: 2 });
    // One has the line above, the other the line below.
    expect(place("a\nset\nb\n", "x\na\nset\ny\nset\nb\n", 2)).toEqual({ state: "ambiguous", count: 2 });
  });

  it("is not told apart by brackets and blanks", () => {
    expect(place("}\nset\n\n", "x\n}\nset\n\ny\nset\nz\n", 2)).toEqual({ state: "ambiguous", count: 2 });
  });

  it("without words is not looked for", () => {
    expect(place("a\n}\n", "b\nc\n}\n", 2)).toEqual({ state: "changed" });
    expect(place("a\n}\n", "b\n)\n", 2)).toEqual({ state: "hollow" });
    expect(place("a\n}\n", "b\n}\n", 2)).toEqual({ state: "same" });
    expect(place("a\n}\n", "b\n", 2)).toEqual({ state: "changed" });
  });
});

describe("a range", () => {
  it("moves as a whole or not at all", () => {
    expect(place("a\nb\nc\n", "x\na\nb\nc\n", 1, 3)).toEqual({ state: "moved", start: 2, end: 4 });
    expect(place("a\nb\nc\n", "x\na\nB\nc\n", 1, 3)).toEqual({ state: "changed" });
    expect(place("a\nb\nc\n", "x\na\nb\n", 1, 3)).toEqual({ state: "changed" });
  });
});

describe("limits", () => {
  it("give up instead of guessing or going on", () => {
    const same = joined(Array.from({ length: 3000 }, () => "set"));
    expect(place(`x\n${same}`, `y\ny\n${same}y\n`, 1, 2)).toEqual({ state: "changed" });
    expect(place("a\nset\n", `b\nc\n${same}`, 2)).toEqual({ state: "ambiguous", count: 1000 });
    expect(place("a\nset\n", `b\nc\n${same}`, 2, 2, new Effort(100))).toEqual({ state: "unknown" });
    expect(place(same, "x\n", 1, 3000, new Effort(100))).toEqual({ state: "unknown" });
  });
});

const line = fc.constantFrom("lamp", "bell", "quay", "set", "}", "", "  set");
const text = fc.array(line, { minLength: 1, maxLength: 14 });

it("never says that lines stand where they do not, and finds what stands in one place only", () => {
  fc.assert(
    fc.property(text, text, fc.nat(13), fc.nat(3), (before, now, from, more) => {
      const start = Math.min(from, before.length - 1) + 1;
      const end = Math.min(before.length, start + more);
      const wanted = before.slice(start - 1, end).join("\n");
      const found = place(joined(before), joined(now), start, end);
      const at = now.flatMap((_, index) => (now.slice(index, index + end - start + 1).join("\n") === wanted ? [index + 1] : []));
      const isHollow = !/[a-z]/.test(wanted);
      if (found.state === "moved") expect(now.slice(found.start - 1, found.end).join("\n")).toBe(wanted);
      if (found.state === "same") expect(at).toContain(start);
      if (found.state === "changed" && !isHollow) expect(at).toEqual([]);
      if (found.state === "ambiguous") expect(at.length).toBe(found.count);
      if (at.length === 1 && !isHollow) expect(["same", "moved"]).toContain(found.state);
      if (isHollow) expect(["same", "hollow", "changed"]).toContain(found.state);
    }),
    { numRuns: 5_000 },
  );
});

it("changes nothing the second time", () => {
  fc.assert(
    fc.property(text, text, fc.nat(13), (before, now, from) => {
      const found = place(joined(before), joined(now), Math.min(from, before.length - 1) + 1);
      if (found.state === "moved") expect(place(joined(now), joined(now), found.start, found.end)).toEqual({ state: "same" });
    }),
    { numRuns: 2_000 },
  );
});

it("finds a line among any, also with all others in its way", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 300 }), fc.nat(300), (noise, where) => {
      const lines = noise.map((entry) => entry.replace(/[\r\n]/g, ""));
      lines.splice(Math.min(where, lines.length), 0, "the lamp");
      const at = lines.indexOf("the lamp") + 1;
      const found = new LineIndex(file(joined(lines))).find(file("the lamp\n"), 1, 1, 10, new Effort());
      expect(found).toEqual([at]);
    }),
  );
});
