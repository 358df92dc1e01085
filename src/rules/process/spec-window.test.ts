import { expect, it } from "vitest";
import { decode } from "../../packet/source.ts";
import { inWindow, lineCount, lineOf } from "./spec-window.ts";

const source = (text: string) => decode(new TextEncoder().encode(text)).source;
const spec = source("one\ntwo \u00a7 2\nthree\n");

it("counts the lines that an editor shows", () => {
  expect(lineCount(spec)).toBe(3);
  expect(lineCount(source("one\ntwo"))).toBe(2);
  expect(lineCount(source(""))).toBe(1);
});

it("looks at every line of the window and at no other", () => {
  expect(inWindow(spec, "one", 1, 1)).toBe(true);
  expect(inWindow(spec, "three", 3, 3)).toBe(true);
  expect(inWindow(spec, "three", 1, 99)).toBe(true);
  expect(inWindow(spec, "one", 2, 3)).toBe(false);
  expect(inWindow(spec, "three", 1, 2)).toBe(false);
  expect(inWindow(spec, "2\nthree", 2, 3)).toBe(true);
});

it("reads escaped characters", () => {
  expect(inWindow(spec, "two \\u00A7", 2, 2)).toBe(true);
  expect(inWindow(spec, "two \\\\u00a7 2", 2, 2)).toBe(true);
  expect(inWindow(spec, "two \\u00A8", 1, 3)).toBe(false);
  expect(lineOf(source("the text \\u00a7\n"), "text \\u00a7")).toBe(1);
});

it("says on which line the token stands", () => {
  expect(lineOf(spec, "two")).toBe(2);
  expect(lineOf(spec, "four")).toBeNull();
});
