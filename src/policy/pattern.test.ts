import { describe, expect, it } from "vitest";
import { UserError } from "../errors.ts";
import { compileForbidden, patternProblems } from "./pattern.ts";

const entry = (pattern: string, paths = ["**"]) => ({ pattern, paths, why: "not here" });

describe("compileForbidden", () => {
  it("finds the first match, in UTF-16 offsets", async () => {
    const [dbg] = await compileForbidden([entry("dbg!\\(")]);
    expect(dbg?.find("let x = dbg!(1) + dbg!(2);")).toEqual({ start: 8, end: 13 });
    expect(dbg?.find("😀 dbg!(1)")).toEqual({ start: 3, end: 8 });
    expect(dbg?.find("let x = debug(1);")).toBeNull();
  });

  it("searches only the files it is for", async () => {
    const [scan] = await compileForbidden([entry("todo", ["src/**", "*.md"])]);
    const covered = ["src/a/b.rs", "README.md", "docs/README.md"].filter((path) => scan?.covers(path));
    expect(covered).toEqual(["src/a/b.rs", "README.md"]);
    expect(scan).toMatchObject({ pattern: "todo", why: "not here" });
  });

  it("keeps the order of the policy", async () => {
    const scans = await compileForbidden([entry("one"), entry("two")]);
    expect(scans.map(({ pattern }) => pattern)).toEqual(["one", "two"]);
  });

  it("names the key of a pattern it cannot use", async () => {
    const compiling = compileForbidden([entry("fine"), entry("a(b")]);
    await expect(compiling).rejects.toThrow(UserError);
    await expect(compiling).rejects.toThrow(
      "The policy's `scan.forbidden[1].pattern` is no regular expression that RE2 knows: missing closing ): `a(b`.",
    );
  });

  it("names the key of a file pattern it cannot use", async () => {
    await expect(compileForbidden([entry("fine", ["src/**", "/x"])])).rejects.toThrow(
      "The policy's `scan.forbidden[0].paths[1]` must not begin with `/`: paths are relative to the repository.",
    );
  });

  it("searches a hostile line in linear time", async () => {
    const [scan] = await compileForbidden([entry("(?:a+)+(?:a|aa)+b")]);
    const start = performance.now();
    expect(scan?.find("a".repeat(200_000))).toBeNull();
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("patternProblems", () => {
  it.each([
    ["(?=a)", "is no regular expression that RE2 knows: invalid or unsupported Perl syntax: `(?=`"],
    ["\\1", "is no regular expression that RE2 knows: invalid escape sequence: `\\1`"],
    ["[\u0007", "is no regular expression that RE2 knows: missing closing ]: `[\\u{7}`"],
    ["a*", "matches the empty text, so every line would be a finding"],
    ["^|x", "matches the empty text, so every line would be a finding"],
    ["a".repeat(201), "is longer than 200 characters"],
    ["a{1000}b{1}", "repeats too much: write smaller numbers between its braces"],
    ["(?:a{30}){30}b{400}", "repeats too much: write smaller numbers between its braces"],
  ])("says of %j what is wrong", async (pattern, problem) => {
    expect(await patternProblems([pattern])).toEqual([problem]);
  });

  const fine = ["a".repeat(200), "x{900}", "x\\{5000}", "\\bTODO\\b", "(?i)fixme"];

  it.each(fine)("has nothing against %j", async (pattern) => {
    expect(await patternProblems([pattern])).toEqual([null]);
  });

  it("stops compiling when the patterns are too large together", async () => {
    const problems = await patternProblems(Array.from({ length: 15 }, () => "x{900}"));
    expect(problems.slice(0, 11).every((problem) => problem === null)).toBe(true);
    expect(problems.at(-1)).toBe("is one too many: the patterns of the policy are too large together");
  });
});
