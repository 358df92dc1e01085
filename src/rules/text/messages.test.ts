import { describe, expect, it } from "vitest";
import type { Rule } from "../rule.ts";
import { bidi } from "./bidi.ts";
import { bom } from "./bom.ts";
import { conflictMarker } from "./conflict-marker.ts";
import { controlCharacter } from "./control-character.ts";
import { mendedBy, packetOf, reportsOn } from "./document.fixture.ts";
import { duplicateSection } from "./duplicate-section.ts";
import { encoding } from "./encoding.ts";
import { escapedNewline } from "./escaped-newline.ts";
import { mojibake } from "./mojibake.ts";
import { nonAscii } from "./non-ascii.ts";
import { pseudoFence } from "./pseudo-fence.ts";
import { size } from "./size.ts";
import { unclosedFence } from "./unclosed-fence.ts";

const messages = (rule: Rule, text: string | Uint8Array): string[] =>
  reportsOn([rule], packetOf(text)).map((report) => report.message);

const stored = (text: string): Buffer => Buffer.from(text, "latin1");
const report = (text: string): string => `## VALIDATION REPORT - a\n${text}\n`;

describe("what a finding says", () => {
  it.each<[string, Rule, string | Uint8Array, string]>([
    [
      "a byte",
      encoding,
      stored("a \x97 b \xa7"),
      "The byte 0x97 is not UTF-8 (2 places on this line); as windows-1252 it is `\u2014`, U+2014 EM DASH. " +
        "Save the file as UTF-8.",
    ],
    [
      "a recorded byte",
      encoding,
      stored(report("\xa7")),
      "The byte 0xA7 is not UTF-8; as windows-1252 it is `\u00a7`, U+00A7 SECTION SIGN.",
    ],
    [
      "double-encoded text",
      mojibake,
      "per \u00c2\u00a72",
      "`\u00c2\u00a7` is double-encoded text that stands for `\u00a7`. Write `Section ` instead.",
    ],
    [
      "lost text",
      mojibake,
      "\u00f0\u0178\u2022 x",
      "`\u00f0\u0178\u2022` is double-encoded text whose original is partly lost. Write what was meant " +
        "instead.",
    ],
    [
      "recorded text",
      mojibake,
      report("\u00c2\u00a72"),
      "`\u00c2\u00a7` is double-encoded text that stands for `\u00a7`.",
    ],
    [
      "a control character",
      controlCharacter,
      "har\u0001bour",
      "U+0001 in `har\\u{1}bour` is a control character, which nobody sees. Delete it.",
    ],
    [
      "one that was a dash",
      controlCharacter,
      "a \u0097 b",
      "U+0097 in `a \\u{97} b` is a control character, which nobody sees. Write `--` instead.",
    ],
    [
      "a recorded one",
      controlCharacter,
      report("a\u0001b"),
      "U+0001 in `a\\u{1}b` is a control character, which nobody sees.",
    ],
    [
      "characters",
      nonAscii,
      "a \u2014 b \u2014 \u201cc\u201d",
      "Not ASCII: U+2014 EM DASH (2 times), U+201C LEFT DOUBLE QUOTATION MARK, U+201D RIGHT DOUBLE " +
        "QUOTATION MARK. Plain ASCII is safer: write `--`, `\"`.",
    ],
    [
      "many characters",
      nonAscii,
      "\u00e4\u00f6\u00fc\u00df\u00e5\u00e6",
      "Not ASCII: U+00E4, U+00F6, U+00FC, U+00DF and 2 more. Plain ASCII is safer.",
    ],
    [
      "characters that must not be",
      nonAscii,
      "- PACKET_FORMAT_VERSION: 1\n\n\u00e4",
      "Not ASCII: U+00E4. A packet with a PACKET_FORMAT_VERSION must be plain ASCII.",
    ],
    ["recorded characters", nonAscii, report("a \u2014 b"), "Not ASCII: U+2014 EM DASH."],
    [
      "a hidden character",
      bidi,
      "a\u200bb\u200bc",
      "Hidden in `a\\u{200b}b\\u{200b}c`: U+200B ZERO WIDTH SPACE (2 places on this line). Delete it.",
    ],
    ["one without a common name", bidi, "a\u2063b", "Hidden in `a\\u{2063}b`: U+2063. Delete it."],
    ["a recorded one", bidi, report("a\u200bb"), "Hidden in `a\\u{200b}b`: U+200B ZERO WIDTH SPACE."],
    [
      "a glued heading",
      escapedNewline,
      "a\\n\\n## SCOPE (x)",
      "The heading `## SCOPE (x)` stands behind a literal `\\n\\n` on the line of something else. Put it " +
        "on a line of its own.",
    ],
    [
      "a broken fence",
      pseudoFence,
      "`ash\nx\n`\n",
      'A code fence lost its backticks: `ash` behind a single one, closed by a single one on line 3. Write ' +
        '"```bash" here and "```" there.',
    ],
    [
      "a fence before a section",
      unclosedFence,
      "```a\nx\n\n## SCOPE\n",
      'The code fence "```a" is not closed before line 4, where a section begins. Close it behind the code.',
    ],
    [
      "a fence to the end",
      unclosedFence,
      "```a\nx\n\n",
      'The code fence "```a" is closed nowhere. Close it where the code ends.',
    ],
    [
      "a fence and a backtick",
      unclosedFence,
      "```a\nx\n`\n",
      'The code fence "```a" is closed by a single backtick on line 3. Write the whole fence there.',
    ],
    [
      "an empty fence",
      unclosedFence,
      "x\n```\n",
      'The code fence "```" opens a code block with nothing in it, and nothing closes it. Delete it if it ' +
        'was meant to close one; around text that holds fences, use a longer fence.',
    ],
    [
      "a section",
      duplicateSection,
      "## SCOPE\n\n## SCOPE (b)\n",
      "`SCOPE (b)` stands for the same as `SCOPE` on line 1. Merge the two, or say in its heading what the " +
        "second one is.",
    ],
    [
      "a conflict",
      conflictMarker,
      "<<<<<<< a\n=======\n>>>>>>> b",
      "A merge conflict is unresolved on lines 1 to 3. Keep what is right of its two sides and delete the " +
        "marker lines.",
    ],
    [
      "a long line",
      size,
      "x".repeat(40_000),
      "The document was not read: line 1 is longer than 32768 bytes. Nothing in it was judged; split it or " +
        "move data out.",
    ],
  ])("of %s", (_, rule, text, expected) => {
    expect(messages(rule, text)).toEqual([expected]);
  });
});

describe("what was expected", () => {
  it("is the original where it is known", () => {
    const expected = (text: string): unknown[] => reportsOn([mojibake], packetOf(text)).map((entry) => entry.expected);
    expect(expected("per \u00c2\u00a72")).toEqual(["\u00a7"]);
    expect(expected("\u00f0\u0178\u2022 x")).toEqual([undefined]);
  });
});

describe("byte order marks", () => {
  it("go, however many there are, and nothing else", () => {
    expect(mendedBy([bom], "\ufeff# a \ufeff")).toBe("# a \ufeff");
    expect(mendedBy([bom], "\ufeff\ufeff\ufeff# a")).toBe("# a");
    expect(reportsOn([bom], packetOf("\ufeff\ufeff# a"))[0]?.at).toEqual({ start: 0, end: 1 });
    expect(reportsOn([bom], packetOf("# \ufeff"))).toEqual([]);
  });
});

describe("headings glued to a line", () => {
  it("get the line ends of their file", () => {
    const two = mendedBy([escapedNewline], "a\\n## SCOPE\\n\\n## DONE_MEANS\r\n");
    expect(two).toBe("a\r\n\r\n## SCOPE\r\n\r\n## DONE_MEANS\r\n");
    expect(mendedBy([escapedNewline], "a\\n\\n## SCOPE")).toBe("a\n\n## SCOPE");
    expect(mendedBy([escapedNewline], "\na\\n\\n## SCOPE\r\n")).toBe("\na\n\n## SCOPE\r\n");
  });

  it("stay where a line end would become another one, and in a report", () => {
    const behindReturn = "a\r\\n\\n## SCOPE\n";
    const inReport = `# ${report("a\\n\\n## SCOPE")}`;
    for (const text of [behindReturn, inReport]) {
      expect(messages(escapedNewline, text)).toHaveLength(1);
      expect(mendedBy([escapedNewline], text)).toBe(text);
    }
  });
});

describe("code fences", () => {
  it("are mended at both ends, with the line ends of the file", () => {
    expect(mendedBy([pseudoFence], "- a\n  `\bash\n  x\n  `\n")).toBe("- a\n  ```bash\n  x\n  ```\n");
    const inList = "- a\r\n  ```\r\n  x\r\n";
    expect(mendedBy([unclosedFence], `${inList}\r\n## SCOPE\r\n`)).toBe(`${inList}  \`\`\`\r\n\r\n## SCOPE\r\n`);
    expect(mendedBy([unclosedFence], "```\nx\n`\n")).toBe("```\nx\n```\n");
    expect(mendedBy([unclosedFence], "```\nx")).toBe("```\nx\n```");
  });

  it("stay in a report", () => {
    for (const text of [report("`ash\nx\n`"), report("```\nx\n`")]) {
      expect(mendedBy([pseudoFence, unclosedFence], text)).toBe(text);
    }
  });

  it("are known by the line behind them", () => {
    const subjects = reportsOn([pseudoFence, unclosedFence], packetOf("`ash\nmake lights\n`\n\n```\nmake more\n"));
    expect(subjects.map((entry) => entry.subject)).toEqual(["make lights", "make more"]);
  });
});

describe("merge conflicts", () => {
  it("are found one by one, whole and in parts", () => {
    const whole = "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n";
    const text = `${whole}\n${whole}\n<<<<<<< c\n<<<<<<< d\n=======\n>>>>>>> e\n`;
    const conflicts = reportsOn([conflictMarker], packetOf(text));
    expect(conflicts.map((entry) => entry.message.replace(/\..*/, ""))).toEqual([
      "A merge conflict is unresolved on lines 1 to 5",
      "A merge conflict is unresolved on lines 7 to 11",
      "`<<<<<<< c` is the rest of a merge conflict",
      "A merge conflict is unresolved on lines 14 to 16",
    ]);
    expect(conflicts[0]?.related?.map((entry) => entry.span?.start)).toEqual([12, 22]);
  });

  it("take nothing else for a marker", () => {
    const others = ["<<<<<<<\n", "<<<<<<<< a\n", ">>>>>>> b\n=======\n", "a\n======= x\n>>>>>>> b\n", ">>>>>>> b\n"];
    for (const text of others) {
      expect(messages(conflictMarker, text), text).toEqual([]);
    }
    expect(messages(conflictMarker, "=======\n>>>>>>> b\n>>>>>>> c\n")).toHaveLength(1);
    expect(messages(conflictMarker, "<<<<<<< a\r\n=======\r\n>>>>>>> b\r\n")).toHaveLength(1);
    expect(messages(conflictMarker, "<<<<<<< a\n=======\nx\n<<<<<<< b\n>>>>>>> c\n")).toHaveLength(2);
  });
});
