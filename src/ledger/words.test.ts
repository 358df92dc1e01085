import { describe, expect, it } from "vitest";
import { saySame, spellings, wordsOf } from "./words.ts";

function same(a: string, b: string): boolean {
  const [first, second] = [wordsOf(a), wordsOf(b)];
  expect(saySame(first, second)).toBe(saySame(second, first));
  return saySame(first, second);
}

describe("two lines say the same", () => {
  it.each([
    ["blanks", "- a  b ", "-\ta b"],
    ["a blank that does not break", "a\u00a0b", "a b"],
    ["control characters", "`\u0008ash a\u001b", "`ash a"],
    ["UTF-8 that was read as windows-1252", "\u2014 \u00a72 \u{1f575}\ufe0f", "\u00e2\u20ac\u201d \u00c2\u00a72 \u00f0\u0178\u2022\u00b5\u00ef\u00b8\u008f"],
    ["the same with bytes that windows-1252 does not know left out", "\u201d\u{1f575}\ufe0f", "\u00e2\u20ac\u00f0\u0178\u2022\u00b5\u00ef\u00b8"],
    ["the same twice over", "\u2013", "\u00c3\u00a2\u00e2\u201a\u00ac\u00e2\u20ac\u0153"],
    ["windows-1252 that was read as Latin-1", "a \u2014 b", "a \u0097 b"],
    ["a section sign of DOS", "\u00a72.1", "A\u00152.1"],
    ["question marks for what was lost", "PASS \u2705", "PASS ???"],
    ["a replacement character", "caf\u00e9", "caf\ufffd"],
    ["the mark for a coloured sign", "\u26a0\ufe0f", "\u26a0"],
    ["composed and decomposed letters", "caf\u00e9", "cafe\u0301".normalize("NFC")],
    ["governance folders that moved", "see docs/TASK_BOARD.md:3", "see .GOV/roles_shared/records/TASK_BOARD.md:3"],
    ["roles and templates", "(docs/VALIDATOR_PROTOCOL.md)", "(.GOV/roles/validator/VALIDATOR_PROTOCOL.md)"],
    ["scripts", "node scripts/gates/check.mjs", "node .GOV/scripts/gates/check.mjs"],
  ])("but for %s", (_, a, b) => {
    expect(same(a, b)).toBe(true);
  });
});

describe("two lines say different things", () => {
  it.each([
    ["words", "Verdict: FAIL", "Verdict: PASS"],
    ["emphasis", "**FAIL**", "FAIL"],
    ["list marks", "- a", "* a"],
    ["a joined word", "a b", "ab"],
    ["case", "fail", "FAIL"],
    ["a sign and another sign", "\u2705 lamp", "\u274c lamp"],
    ["words of another script", "\u0434\u0430", "\u043d\u0435\u0442"],
    ["a sign and nothing", "lamp \u2705", "lamp"],
    ["a dash and a hyphen", "a \u2014 b", "a - b"],
    ["one question mark and two", "why?", "why??"],
    ["folders that never were governance", "src/docs/a.md", "src/.GOV/a.md"],
    ["folders above this one", "../docs/a.md", "../.GOV/a.md"],
    ["the folder as a word", "docs/ is empty", ".GOV/ is empty"],
    ["files of a moved folder", "docs/A.md", ".GOV/roles_shared/B.md"],
    ["bidirectional characters", "a\u202eb", "ab"],
  ])("by %s", (_, a, b) => {
    expect(same(a, b)).toBe(false);
  });
});

it("compares what stands at each place by itself", () => {
  expect(same("\u2705 a \u2705 b ??", "\u2705 a ?? b \u274c")).toBe(true);
  expect(same("\u2705 a \u2705 b ??", "\u274c a ?? b \u274c")).toBe(false);
});

it("shows what makes two spellings one", () => {
  expect(spellings(" - docs/A.md \t x")).toEqual({ blanks: "- docs/A.md x", places: "- .GOV/A.md x" });
});

it("reads a long line in time that grows with it", () => {
  for (const unit of ["?", "\u00e2", "?\u00e9", "docs/", " \t", "A\u0015"]) {
    const started = performance.now();
    wordsOf(unit.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(2000);
  }
});
