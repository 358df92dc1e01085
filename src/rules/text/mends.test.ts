import { describe, expect, it } from "vitest";
import { LISTED } from "../../packet/source.ts";
import { mendedBy, packetOf, reportsOn } from "./document.fixture.ts";
import { controlCharacter } from "./control-character.ts";
import { encoding } from "./encoding.ts";
import { textRules } from "./family.ts";
import { mojibake } from "./mojibake.ts";
import { nonAscii } from "./non-ascii.ts";
import { mendsOf } from "./mends.ts";

const mended = (text: string | Uint8Array): string => mendedBy(textRules, text);

describe("what the text rules write", () => {
  it.each([
    ["dashes and quotation marks", "a \u2014 \u201cb\u201d \u2013 c\u2019s\u2026", 'a -- "b" - c\'s...'],
    ["double-encoded text in its final form", "per \u00c2\u00a72.4 \u00e2\u20ac\u201d all", "per Section 2.4 -- all"],
    ["double-encoded text that has no plain form", "caf\u00c3\u00a9", "caf\u00e9"],
    ["text encoded three times", "a \u00c3\u00a2\u00e2\u201a\u00ac\u00e2\u20ac\u0153 b", "a - b"],
    ["a tick with its selector", "done \u2714\ufe0f now", "done [x] now"],
    ["a C1 control as the character it was", "a \u0097 b\u0092s", "a -- b's"],
    ["a control character within a word", "har\u0001bour", "harbour"],
    ["a no-break space", "a\u00a0b", "a b"],
    ["quotation marks around a path", "see \u201csrc/a.rs\u201d, all", 'see "src/a.rs", all'],
  ])("%s", (_, text, expected) => {
    expect(mended(text)).toBe(expected);
  });

  it.each([
    ["code", "```\nrun \u2014 \u201cx\u201d\n```\n"],
    ["a code span", "run `a \u2014 \u201cb\u201d` now"],
    ["a comment", "<!-- a \u2014 b -->\n"],
    ["a path", "see docs/a\u2013b/c.md now"],
    ["a path with backslashes", "see docs\\a\u2013b.md now"],
    ["a value that is compared", "- Status: Ready \u2014 now"],
    ["the title", "# Task Packet: WP-1-Harbour-Lights \u2014 all"],
    ["a dash that would begin a list", "\u2013 lights\n"],
    ["letters", "\u00c9lan \u4e2d\u6587"],
    ["a control character beside a mark", "a `\u0001b"],
    ["a control character before the first word", "\u0001# SCOPE"],
    ["a control character in code", "```\na\u0001b\n```\n"],
    ["a C1 control that was nothing plain", "a \u008a b"],
    ["a carriage return of its own", "a\rb"],
    ["what is beside a control character", "a\u0001\u201cb"],
  ])("leaves %s", (_, text) => {
    expect(mended(text)).toBe(text);
  });

  it("spells nothing out in a heading, nor in what a signature stands for", () => {
    const packet = (signature: string): string =>
      `- USER_SIGNATURE: ${signature}\n\n## NOTES \u00a72\nper \u00a72\n\n## SCOPE\nper \u00a72 \u2014 all \u2705\n`;
    expect(mended(packet("mara010120261200"))).toBe(
      "- USER_SIGNATURE: mara010120261200\n\n## NOTES \u00a72\nper Section 2\n\n## SCOPE\nper \u00a72 -- all \u2705\n",
    );
    expect(mended(packet("<pending>"))).toContain("## SCOPE\nper Section 2 -- all [x]\n");
  });

  it("touches no report", () => {
    const report = "\n## VALIDATION REPORT - one\nVerdict: PASS \u2014 \u00c2\u00a72 a\u0001b\n";
    expect(mended(`a \u2014 b\n${report}`)).toBe(`a -- b\n${report}`);
  });
});

describe("bytes that are not UTF-8", () => {
  const stored = (text: string): Buffer => Buffer.from(text, "latin1");

  it.each([
    ["a dash", "a \x97 b", "a -- b"],
    ["a letter", "\xc9lan", "\u00c9lan"],
    ["a quotation mark in code", "```\n\x93\n```\n", "```\n\u201c\n```\n"],
    ["a control character of Latin-1 that cannot just go", "\x81", "\u0081"],
  ])("are written as UTF-8: %s", (_, text, expected) => {
    expect(mended(stored(text))).toBe(expected);
  });

  it("are mended as what they were where they are half of double-encoded text", () => {
    const bytes = Buffer.concat([stored("a \xe2"), Buffer.from("\u20ac\u201d b")]);
    expect(mended(bytes)).toBe("a -- b");
    expect(reportsOn([encoding], packetOf(bytes))).toEqual([]);
  });

  it("are written even where double-encoded text is lost", () => {
    expect(mended(Buffer.concat([stored("a \xf0"), Buffer.from("\u0178\u2022 b")]))).toBe("a \u00f0\u0178\u2022 b");
  });
});

describe("who reports a character", () => {
  it("is one rule, the one that says most", () => {
    const document = packetOf("a \u00c2\u00a72 \u2014 b\u0001c \u200b\n`\bash\nx\n`\n");
    const owners = [encoding, mojibake, controlCharacter, nonAscii].map((rule) => reportsOn([rule], document).length);
    expect(owners).toEqual([0, 1, 1, 1]);
    expect(mendsOf(document, "non-ascii").map(({ span }) => document.source.slice(span))).toEqual(["\u2014"]);
  });
});

describe("a document past mending", () => {
  const lines = (count: number): string => `${"a \u2014 b ".repeat(20)}\n`.repeat(count / 20);

  it("is mended whole up to the limit", () => {
    expect(mended(lines(LISTED - 20))).toBe(`${"a -- b ".repeat(20)}\n`.repeat(LISTED / 20 - 1));
  });

  it("is reported past it, and left as it is", () => {
    const text = lines(LISTED + 100);
    expect(reportsOn([nonAscii], packetOf(text))).toHaveLength(21);
    expect(mended(text)).toBe(text);
  });

  it("counts every kind of damage by itself", () => {
    const text = `a \u2014 b\n${`${"a\u0001b ".repeat(20)}\n`.repeat(LISTED / 20)}`;
    expect(mended(text)).toBe(text);
  });
});
