import { expect, it } from "vitest";
import { quoted } from "./quoted.ts";

it.each([
  ["plain", "`plain`"],
  ["a`b", "`a'b`"],
  ["x".repeat(61), `\`${"x".repeat(60)}…\``],
  ["\u001b[31mred", "`\\u{1b}[31mred`"],
  ["a\u202eb\u200bc\u2028d", "`a\\u{202e}b\\u{200b}c\\u{2028}d`"],
  ["\ud800", "`\\u{d800}`"],
  ["żółw 😀", "`żółw 😀`"],
])("shows %j as %s", (text, shown) => {
  expect(quoted(text)).toBe(shown);
});
