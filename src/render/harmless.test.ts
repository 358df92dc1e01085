import fc from "fast-check";
import { expect, test } from "vitest";
import { hostileText } from "../../test/arbitrary/evaluation.ts";
import { characters, clip, json, oneLine, visible } from "./harmless.ts";

test("names what acts without being seen", () => {
  expect(visible("a\u001b[31mb\u202ec\u200bd\u0000e\ud800f\ufeff")).toBe(
    "a<U+001B>[31mb<U+202E>c<U+200B>d<U+0000>e<U+D800>f<U+FEFF>",
  );
});

test("leaves letters of every language, emoji and combining characters alone", () => {
  const text = "Hafenplan é 港湾 e\u0301 עברית ✔\ufe0f 🚢";
  expect(visible(text)).toBe(text);
});

test("disarms the bracket that build servers look for anywhere in a line, and no other", () => {
  expect(visible("x ##[error]y [z] #[a] ##vso[task.x]b")).toBe("x ##<U+005B>error]y [z] #[a] ##vso<U+005B>task.x]b");
});

test("folds a text to one line", () => {
  expect(oneLine("  a \r\n\r\n b\tc\u2028d ")).toBe("a b c d");
});

test("clips between characters", () => {
  expect(clip("abcdef", 6)).toBe("abcdef");
  expect(clip("abcdef", 4)).toBe("abc…");
  expect(clip("ab😀def", 4)).toBe("ab…");
});

test("gives every character its place", () => {
  expect([...characters("a😀\u202eb")]).toEqual([
    { at: 0, text: "a", replaced: false },
    { at: 1, text: "😀", replaced: false },
    { at: 3, text: "<U+202E>", replaced: true },
    { at: 4, text: "b", replaced: false },
  ]);
});

test("makes any text one printable line, and once is enough", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const line = oneLine(text);
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|##\w*\[/u);
      expect(oneLine(line)).toBe(line);
      expect([...characters(text)].map((character) => character.text).join("")).toBe(visible(text));
    }),
  );
});

test("JSON reads back and holds no order to a build server", () => {
  fc.assert(
    fc.property(fc.dictionary(hostileText, hostileText), (value) => {
      const text = json(value);
      expect(JSON.parse(text)).toEqual({ ...value });
      expect(text).not.toMatch(/##\w*\[/);
    }),
  );
});
