import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareLines, unifiedDiff } from "./diff.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe("unifiedDiff", () => {
  it("is empty for equal contents", () => {
    expect(unifiedDiff("a.md", bytes("x\ny\n"), bytes("x\ny\n"))).toBe("");
  });

  it("shows three lines around a change, and hunks apart that are far apart", () => {
    const lines = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);
    const changed = lines.map((line, index) => (index === 4 || index === 24 ? `${line} changed` : line));
    expect(unifiedDiff("a.md", bytes(`${lines.join("\n")}\n`), bytes(`${changed.join("\n")}\n`)).split("\n")).toEqual([
      "--- a/a.md",
      "+++ b/a.md",
      "@@ -2,7 +2,7 @@",
      " line 2",
      " line 3",
      " line 4",
      "-line 5",
      "+line 5 changed",
      " line 6",
      " line 7",
      " line 8",
      "@@ -22,7 +22,7 @@",
      " line 22",
      " line 23",
      " line 24",
      "-line 25",
      "+line 25 changed",
      " line 26",
      " line 27",
      " line 28",
      "",
    ]);
  });

  it("writes out what cannot be seen, and tells bytes from characters", () => {
    const before = Buffer.concat([bytes("\ufeff\u0008ash\n"), Buffer.from([0x61, 0x97, 0x0a])]);
    expect(unifiedDiff("a\u001b.md", before, bytes("bash\na—")).split("\n")).toEqual([
      "--- a/a<U+001B>.md",
      "+++ b/a<U+001B>.md",
      "@@ -1,2 +1,2 @@",
      "-<U+FEFF><U+0008>ash",
      "-a<0x97>",
      "+bash",
      "+a—",
      "\\ No newline at end of file",
      "",
    ]);
  });

  const lines = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "", "f g"), { maxLength: 25 });

  it("is understood by git apply", () => {
    const folder = mkdtempSync(join(tmpdir(), "writ-diff-"));
    try {
      const file = join(folder, "a.md");
      fc.assert(
        fc.property(lines, lines, fc.boolean(), (old, now, ends) => {
          const [before, after] = [old.map((line) => `${line}\n`).join(""), now.join("\n") + (ends ? "\n" : "")];
          const diff = unifiedDiff("a.md", bytes(before), bytes(after));
          // Git calls an emptied or filled file deleted or created, which takes other headers.
          fc.pre(diff !== "" && before !== "" && after !== "");
          writeFileSync(file, before);
          execFileSync("git", ["apply", "--unidiff-zero", "-"], { cwd: folder, input: diff, stdio: "pipe" });
          expect(readFileSync(file, "utf8")).toBe(after);
        }),
        { numRuns: 25 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("compareLines", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"), { maxLength: 40 });

  it("gives steps that make one from the other", () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const steps = compareLines(before, after);
        expect(steps.filter(({ mark }) => mark !== "+").map(({ line }) => line)).toEqual(before);
        expect(steps.filter(({ mark }) => mark !== "-").map(({ line }) => line)).toEqual(after);
      }),
    );
  });

  it("stays fast where nothing is unique", () => {
    const before = Array.from({ length: 200_000 }, (_, index) => (index % 2 === 0 ? "a" : "b"));
    const started = performance.now();
    const steps = compareLines(before, [...before.slice(0, 100_000), "new", ...before.slice(100_000)]);
    expect(steps.filter(({ mark }) => mark !== " ").length).toBe(1);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
