import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileGlob, globProblem } from "./glob.ts";

function matches(pattern: string, path: string): boolean {
  const glob = compileGlob(pattern);
  if (glob === null) throw new Error(`unusable: ${pattern}`);
  return glob.matches(path);
}

describe("compileGlob", () => {
  it.each([
    ["src/main.ts", "src/main.ts"],
    ["./src/main.ts", "src/main.ts"],
    ["src/*", "src/main.ts"],
    ["src/*.ts", "src/.ts"],
    ["src/*", "src/.hidden"],
    ["src/**", "src/a"],
    ["src/**", "src/a/b/c"],
    ["src/", "src/a/b"],
    ["**", "a"],
    ["**", "a/b"],
    ["*", "a"],
    ["**/*.md", "a.md"],
    ["**/*.md", "a/b/c.md"],
    ["a/**/z", "a/z"],
    ["a/**/z", "a/b/c/z"],
    ["a/**/b/**/c", "a/x/b/b/y/c"],
    ["**/**/x", "x"],
    ["a/**/", "a/b"],
    ["f?o", "foo"],
    ["f?o", "f😀o"],
    ["f*?", "f😀"],
    ["a**b", "axxb"],
    ["app/[id]/page.ts", "app/[id]/page.ts"],
    ["a+(b).$", "a+(b).$"],
    ["{id}/x", "{id}/x"],
  ])("%s matches %s", (pattern, path) => {
    expect(matches(pattern, path)).toBe(true);
  });

  it.each([
    ["src", "src/main.ts"],
    ["src/*", "src/a/b"],
    ["src/*", "src"],
    ["src/**", "src"],
    ["src/", "src"],
    ["src/**", "source/a"],
    ["src/**", "lib/src/a"],
    ["*", "a/b"],
    ["?", "/"],
    ["a?b", "a/b"],
    ["f??o", "f😀o"],
    ["a**b", "a/b"],
    ["**/x", "x/y"],
    ["*.md", "a.MD"],
    ["app/[id]/page.ts", "app/i/page.ts"],
    ["a.c", "abc"],
    ["a/**/z", "az"],
  ])("%s does not match %s", (pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
  });

  it.each([
    ["", "must name something, without empty parts, `.` or `..` between the slashes"],
    ["a//b", "must name something, without empty parts, `.` or `..` between the slashes"],
    ["../a", "must name something, without empty parts, `.` or `..` between the slashes"],
    ["a/./b", "must name something, without empty parts, `.` or `..` between the slashes"],
    ["/a", "must not begin with `/`: paths are relative to the repository"],
    ["!a", "must not begin with `!`: list what is meant, not what is left out"],
    ["*.{ts,js}", "must not hold alternatives in braces: write one pattern for each"],
    ["a\\b", "must not hold a backslash or a control character: write `/` between the parts"],
    ["a\u0000", "must not hold a backslash or a control character: write `/` between the parts"],
    ["a".repeat(301), "is longer than 300 characters"],
    ["*a".repeat(21), "holds more than 20 stars"],
  ])("refuses %j", (pattern, problem) => {
    expect(globProblem(pattern)).toBe(problem);
    expect(compileGlob(pattern)).toBeNull();
  });

  it("takes what it does not refuse, to the last character and star", () => {
    expect(compileGlob("a".repeat(300))).not.toBeNull();
    expect(compileGlob("*a".repeat(20))).not.toBeNull();
  });

  const part = fc.oneof(
    fc.constant("**"),
    fc.string({ unit: fc.constantFrom("a", "b", "*", "?", "."), minLength: 1, maxLength: 5 }),
  );
  const pattern = fc
    .tuple(fc.array(part, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([parts, folder]) => parts.join("/") + (folder ? "/" : ""))
    .filter((text) => globProblem(text) === null);
  const name = fc.string({ unit: fc.constantFrom("a", "b", "."), minLength: 1, maxLength: 4 });
  const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));

  it("agrees with a plain regular expression", () => {
    fc.assert(
      fc.property(pattern, path, (glob, text) => {
        expect(matches(glob, text)).toBe(asRegExp(glob).test(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("never throws on a pattern from outside", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), path, (glob, text) => {
        expect(compileGlob(glob) === null).toBe(globProblem(glob) !== null);
        compileGlob(glob)?.matches(text);
      }),
    );
  });

  it("does not backtrack without end", () => {
    const name = "a".repeat(4000);
    const folders = "a/".repeat(2000);
    const start = performance.now();
    expect(matches("a*".repeat(20) + "b", name)).toBe(false);
    expect(matches("**/a/".repeat(20) + "b", `${folders}a`)).toBe(false);
    expect(matches("**/*a*a*a*a*a*a*a*a*b/**/c", `${folders}${name}`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

/** The definition of a glob, word for word, with the backtracking of a regular expression. */
function asRegExp(pattern: string): RegExp {
  const parts = (pattern.replace(/^\.\//, "").replace(/\/$/, "/**")).split("/");
  const source = parts.map((part, index) => {
    const last = index === parts.length - 1;
    if (part === "**") return last ? "[^/]+(?:/[^/]+)*" : "(?:[^/]+/)*";
    const signs = part.replace(/[.+^${}()|[\]\\]/g, "\\$&").replace(/\*+/g, "[^/]*").replace(/\?/g, "[^/]");
    return last ? signs : `${signs}/`;
  });
  return new RegExp(`^${source.join("")}$`);
}
