import { describe, expect, it } from "vitest";
import type { Damage } from "./model.ts";
import { repair } from "./repair.ts";

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;

/** `kind:line of the opener-line of the end>mend of the end` */
function fences(text: string): string[] {
  const own = repair(text).damage.filter(({ kind }) => kind !== "escaped-newline");
  const pairs: [Damage | undefined, Damage | undefined][] = [];
  for (let index = 0; index < own.length; index += 2) pairs.push([own[index], own[index + 1]]);
  return pairs.map(([open, close]) => {
    const lines = [open, close].map((damage) => String(lineOf(text, damage?.span.start ?? -1)));
    return `${open?.kind ?? ""}:${lines.join("-")}>${JSON.stringify(close?.replacement)}`;
  });
}

describe("code fences", () => {
  it.each([
    ["closed", "```bash\nx\n```\n"],
    ["closed by a longer one", "```\nx\n`````\n"],
    ["around a shorter one", "````\n```\nx\n````\n"],
    ["of tildes around one of backticks", "~~~\n```\n~~~\n"],
    ["closed around a heading that is an example", "```md\n## SCOPE\n```\n"],
    ["one backtick on its own line", "a\n`\nb\n"],
    ["the rest of a fence that is closed nowhere", "`ash\nx\n"],
    ["the rest of a fence that a section comes before", "`ash\nx\n## SCOPE\n`\n"],
    ["the rest of a fence beside a true one", "`ash\n```\nx\n```\n`\n"],
    ["an unknown language", "`zsh\nx\n`\n"],
  ])("are whole when %s", (_, text) => {
    expect(fences(text)).toEqual([]);
  });

  it.each([
    ["closed by one backtick", "```bash\nx\n`\n", ['unclosed-fence:1-3>"```"']],
    [
      "closed by one backtick, and far below by another's opener",
      "```a\nx\n`\n\n## SCOPE\n\n```\ny\n```\n",
      ['unclosed-fence:1-3>"```"'],
    ],
    ["open up to a section", "```bash\nx\n\n## SCOPE\na\n", ['unclosed-fence:1-2>"\\n```"']],
    ["open to the end", "- a\n  ~~~~\n  x\n\n", ['unclosed-fence:2-3>"\\n  ~~~~"']],
    ["empty", "x\n```\n\n", ["unclosed-fence:2-2>null"]],
    ["closed by one that is too short", "````\nx\n```\n", ['unclosed-fence:1-3>"\\n````"']],
    ["closed by one of another kind", "```\nx\n~~~\n", ['unclosed-fence:1-3>"\\n```"']],
    [
      "open where the next one begins behind a section",
      "```a\nx\n## SCOPE\n```b\ny\n```\n",
      ['unclosed-fence:1-2>"\\n```"'],
    ],
    [
      "open in a file whose fences do not add up",
      "```\nx\n## SCOPE\n```\ny\n```\n",
      ['unclosed-fence:1-2>"\\n```"'],
    ],
    ["what a shell left", "`ash\nx\n`\n", ['pseudo-fence:1-3>"```"']],
    ["what a shell left, with the backspace", "  `\bash\n  x\n  `\n", ['pseudo-fence:1-3>"```"']],
  ])("are damaged when %s", (_, text, expected) => {
    expect(fences(text)).toEqual(expected);
  });

  it("end where the parser must see them end, inside a list too", () => {
    expect(repair("- a\n  ```bash\n  x\n\n## SCOPE\n").text).toBe("- a\n  ```bash\n  x\n  ```\n\n## SCOPE\n");
    expect(repair("- a\n  ```bash\nx\n\n## SCOPE\n").text).toBe("- a\n```bash\nx\n```\n\n## SCOPE\n");
    expect(repair("- a\n  ```bash\nx\n  ```\n").text).toBe("- a\n```bash\nx\n```\n");
  });

  // Looking ahead at every row would take minutes here, and the test would run out of time.
  it.each([
    ["`ash\n".repeat(100_000), 0],
    ["```bash\n".repeat(100_000), 2],
    [`${"~~~x\n## SCOPE\n```\n```\n".repeat(25_000)}~~~\n`, 49_998],
    [`${"````x\n## SCOPE\n```\n```\n".repeat(25_000)}\`\`\`\`\n`, 49_998],
  ])("are read in time linear to the text (%#)", (text, count) => {
    expect(repair(text).damage).toHaveLength(count);
  });
});

describe("headings glued to a line", () => {
  const glued = (text: string): string[] =>
    repair(text).damage.map(({ span }) => `${String(span.start)}-${String(span.end)}`);

  it.each([
    ["a\\n\\n## SCOPE\n", ["1-5"]],
    ["a\\r\\n## SCOPE\\n## DONE_MEANS\n", ["1-5", "13-15"]],
    ["a\\n## Anything\\n## SCOPE\n", ["14-16"]],
    ["a\\n## SCOPE # more\n", []],
    ["`a\\n## SCOPE`\n", []],
    ["`a` b\\n## SCOPE\n", ["5-7"]],
    ["```\\n## SCOPE\n```\n", []],
    ["```\na\\n## SCOPE\n```\n", []],
  ])("%j", (text, expected) => {
    expect(glued(text)).toEqual(expected);
  });
});
