import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileText } from "../../test/arbitrary/evaluation.ts";
import { oneLine } from "./harmless.ts";
import { textWidth, wrap } from "./width.ts";

test.each([
  ["plain", 5],
  ["é", 1],
  ["e\u0301", 1],
  ["港湾", 4],
  ["カナ", 4],
  ["ｶﾅ", 2],
  ["ＡＢ", 4],
  ["한글", 4],
  ["🚢", 2],
  ["🇳🇱", 2],
  ["—", 1],
])("%s takes %i cells", (text, cells) => {
  expect(textWidth(text)).toBe(cells);
});

test("breaks at spaces and counts cells", () => {
  expect(wrap("one two three 港湾 four", 9)).toEqual(["one two", "three", "港湾 four"]);
  expect(wrap("", 9)).toEqual([""]);
});

test("loses no word, and starts no later line with a command", () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 1, max: 60 }), (text, width) => {
      const line = oneLine(text);
      const lines = wrap(line, width);
      expect(lines.join(" ").replace(/ +/g, " ").trim()).toBe(line.replace(/ +/g, " "));
      expect(lines.slice(1).filter((each) => each.startsWith("::"))).toEqual([]);
      for (const each of lines) expect(textWidth(each) <= width || !each.includes(" ") || each.includes(' ::')).toBe(true);
    }),
  );
});
