import { describe, expect, it } from "vitest";
import { asciiFor, nameOf } from "./characters.ts";

const inWords = { before: " ", afterLetter: true, after: " x" };
const atStart = { before: "", afterLetter: false, after: " x" };

describe("asciiFor", () => {
  it.each([
    ["\u2014", "--"],
    ["\u2013", "-"],
    ["\u201c", '"'],
    ["\u2019", "'"],
    ["\u2026", "..."],
    ["\u2192", "->"],
    ["\u2265", ">="],
    ["\u2705", "[x]"],
  ])("writes %s as %s among words", (character, ascii) => {
    expect(asciiFor(character, inWords)).toBe(ascii);
  });

  it.each(["\u00e9", "\u2022", "\u{1f575}", "\ufffd", "a"])("knows nothing for %s", (character) => {
    expect(asciiFor(character, inWords)).toBeNull();
  });

  const marks = ["\u2014", "\u2013", "\u2192", "\u2265", "\u2705", "\u00a0"];
  it.each(marks)("makes no mark of %s before the first word", (character) => {
    expect(asciiFor(character, atStart)).toBeNull();
  });

  it.each(["\u201c", "\u2018", "\u2026"])("writes %s anywhere", (character) => {
    expect(asciiFor(character, atStart)).not.toBeNull();
  });

  it.each([
    ["\u2014", "<", " "],
    ["\u2014", "!", " "],
    ["\u2014", "-", " "],
    ["\u2014", "=", " "],
    ["\u2013", "\\", " "],
    ["\u2014", " ", ">"],
    ["\u2190", " ", "-"],
    ["\u2014", " ", "="],
    ["\u2014", " ", "<"],
    ["\u2713", "[", "]"],
    ["\u2713", "]", " "],
    ["\u2713", " ", "("],
    ["\u2713", " ", "["],
    ["\u2713", " ", ":"],
    ["\u2713", " ", "]"],
  ])("leaves %s between %s and %s", (character, before, after) => {
    expect(asciiFor(character, { before, afterLetter: true, after })).toBeNull();
  });

  it("writes a blank only between words", () => {
    expect(asciiFor("\u00a0", { before: "a", afterLetter: true, after: "b" })).toBe(" ");
    expect(asciiFor("\u00a0", { before: "a", afterLetter: true, after: "" })).toBeNull();
    expect(asciiFor("\u00a0", { before: "a", afterLetter: true, after: " b" })).toBeNull();
  });

  it("spells a section sign out before a number and nothing else", () => {
    expect(asciiFor("\u00a7", { before: "(", afterLetter: false, after: "2.4" })).toBe("Section ");
    expect(asciiFor("\u00a7", { before: " ", afterLetter: true, after: " 2" })).toBeNull();
    expect(asciiFor("\u00a7", { before: "r", afterLetter: true, after: "2.4" })).toBeNull();
    expect(asciiFor("\u00a7", { before: "\u00a7", afterLetter: true, after: "2.4" })).toBeNull();
  });
});

describe("nameOf", () => {
  it("gives number and name, or the number alone", () => {
    expect(nameOf("\u2014")).toBe("U+2014 EM DASH");
    expect(nameOf("\u00e9")).toBe("U+00E9");
    expect(nameOf("\u{1f575}\ufe0f")).toBe("U+1F575");
  });
});
