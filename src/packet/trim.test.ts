import fc from "fast-check";
import { expect, it } from "vitest";
import { trimOf } from "./trim.ts";

it("takes the characters off both ends and leaves the middle", () => {
  expect(trimOf("**a*b**", "*")).toBe("a*b");
  expect(trimOf("**", "*")).toBe("");
  expect(trimOf(".a.", "-", ".")).toBe(".a");
  expect(trimOf("a", "")).toBe("a");
});

it("does what the patterns would do", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("*", ".", "a", " ") }), (text) => {
      expect(trimOf(text, "* ", ".* ")).toBe(text.replace(/^[* ]+/, "").replace(/[.* ]+$/, ""));
    }),
  );
});
