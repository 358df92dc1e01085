import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineCount } from "./file-lines.ts";
import { changedWindow, compareVersions, coversChange, expectedSha, shaForm } from "./manifest.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const file = (text: string) => ({ state: "ok", bytes: bytes(text) }) as const;

describe("the SHA-1 of a manifest", () => {
  // printf 'a\nb\n' | sha1sum; printf 'a\r\nb\r\n' | sha1sum; printf 'a\nb\n' | git hash-object --stdin
  const LF = "05dec960e24d918b8a73a1c53bcbbaac2ee5c2e0";
  const CRLF = "72dd82ee6968b55d1833597e2d6e1638a100c2ea";
  const BLOB = "422c2b7ab3b3c668038da977e4e93a5fc623169c";

  it.each([
    [LF, "a\nb\n", "lf"],
    [LF.toUpperCase(), "a\r\nb\r\n", "lf"],
    [CRLF, "a\nb\n", "crlf"],
    [BLOB, "a\nb\n", "blob"],
    [LF, "a\nc\n", "other"],
    ["0".repeat(40), "a\nb\n", "other"],
  ] as const)("%s of %j is %s", (claimed, text, form) => {
    expect(shaForm(claimed, file(text))).toBe(form);
  });

  it("is zeros for a file that is not there, and open for one that cannot be read", () => {
    expect(shaForm("0".repeat(40), { state: "absent" })).toBe("absent");
    expect(shaForm(LF, { state: "absent" })).toBe("other");
    expect(shaForm(LF, { state: "unverifiable", reason: "is a link" })).toBeNull();
    expect(expectedSha({ state: "absent" })).toBe("0".repeat(40));
    expect(expectedSha(file("a\r\nb\r\n"))).toBe(LF);
  });
});

describe("the window of a manifest", () => {
  it.each([
    ["a\nb\nc\nd\n", "a\nX\nc\nd\n", 2, 2, true],
    ["a\nb\nc\nd\n", "a\nX\nc\nd\n", 1, 1, false],
    ["a\nb\nc\nd\n", "a\nX\nc\nd\n", 3, 4, false],
    ["a\nb\nc\nd\n", "a\nX\nc\nY\n", 2, 3, false],
    ["a\nb\nc\nd\n", "a\nX\nc\nY\n", 2, 4, true],
    // An added line that equals its neighbour may be the first of the two or the second.
    ["a\n}\nb\n", "a\n}\n}\nb\n", 2, 2, true],
    ["a\n}\nb\n", "a\n}\n}\nb\n", 3, 3, true],
    ["a\n}\nb\n", "a\n}\n}\nb\n", 4, 4, false],
    // In lines of the version before, or of the one after.
    ["a\nb\nc\nd\ne\n", "a\ne\n", 2, 4, true],
    ["a\nb\nc\nd\ne\n", "a\ne\n", 2, 2, true],
    ["a\nb\nc\nd\ne\n", "a\ne\n", 3, 4, false],
    ["", "a\nb\n", 1, 2, true],
    ["", "a\nb\n", 1, 1, false],
    ["a\nb\n", "", 1, 2, true],
    ["a\nb", "a\nb\n", 2, 2, true],
    ["a\nb", "a\nb\n", 1, 1, false],
    ["a\nb\nc", "a\nX\nc", 2, 2, true],
    ["a\nb\n", "a\nX\n", 2, 900, true],
  ] as const)("%j to %j in %i-%i: %s", (before, after, start, end, covered) => {
    expect(coversChange(compareVersions(bytes(before), bytes(after)), start, end)).toBe(covered);
  });

  it.each([
    ["a\nb\nc\nd\n", "a\nX\nc\nY\n", { start: 2, end: 4 }],
    ["a\nb\n", "a\nb\n", null],
    ["a", "a", null],
    ["a\nb\nc\n", "a\nc\n", { start: 2, end: 2 }],
    ["", "a\nb\n", { start: 1, end: 2 }],
  ] as const)("%j to %j changed %j", (before, after, window) => {
    expect(changedWindow(compareVersions(bytes(before), bytes(after)))).toEqual(window);
  });

  it("is right exactly when putting the window into the old file gives the new one", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "}", ""), { maxLength: 6 })
      .map((lines) => lines.map((line) => `${line}\n`).join(""));
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 8 }), (before, after, a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        const [old, now] = [before.split("\n").slice(0, -1), after.split("\n").slice(0, -1)];
        const fits = [old.length, now.length]
          .filter((lines) => lines > 0 || before === after)
          .some((lines) => {
            const below = Math.max(0, lines - end);
            if (start - 1 + below > Math.min(old.length, now.length)) return false;
            const sameTop = old.slice(0, start - 1).join("\n") === now.slice(0, start - 1).join("\n");
            return sameTop && old.slice(old.length - below).join("\n") === now.slice(now.length - below).join("\n");
          });
        expect(coversChange(compareVersions(bytes(before), bytes(after)), start, end)).toBe(fits);
      }),
      { numRuns: 2000 },
    );
  });

  it("covers the change itself", () => {
    const text = fc.array(fc.constantFrom("a\n", "b\n", "c\n"), { maxLength: 8 }).map((lines) => lines.join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const same = compareVersions(bytes(before), bytes(after));
        const window = changedWindow(same);
        expect(window === null).toBe(before === after);
        if (window !== null) expect(coversChange(same, window.start, window.end)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

it("counts lines as Git does", () => {
  expect([lineCount(bytes("")), lineCount(bytes("a")), lineCount(bytes("a\n")), lineCount(bytes("a\n\nb"))]).toEqual([
    0, 1, 1, 3,
  ]);
});
