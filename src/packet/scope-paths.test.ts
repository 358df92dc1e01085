import { describe, expect, it } from "vitest";
import { readDocument } from "./read.ts";
import { readScopePath } from "./scope-paths.ts";

function read(words: string): readonly [string, string, boolean] | null {
  const path = readScopePath(words, 0);
  return path === null ? null : [path.path, path.kind, path.isNew];
}

describe("one item of the scope", () => {
  it.each([
    ["src/lights.c", ["src/lights.c", "path", false]],
    ["`src/lights.c` (new)", ["src/lights.c", "path", true]],
    ["src/lights.c, the switch", ["src/lights.c", "path", false]],
    ["src/lights.c:", ["src/lights.c", "path", false]],
    ["src/lights.c and what it needs", ["src/lights.c", "path", false]],
    ["fonts/Lights(opsz,wght).ttf", ["fonts/Lights(opsz,wght).ttf", "path", false]],
    ["src/", ["src/", "directory", false]],
    ["NEW: src/lights.c", ["src/lights.c", "path", true]],
    ["[new] `src/lights.c` (the switch)", ["src/lights.c", "path", true]],
    ["**src/lights.c** (the switch)", ["src/lights.c", "path", false]],
    ["**`src/lights.c`**", ["src/lights.c", "path", false]],
    ["src/**", ["src/**", "pattern", false]],
    ["**/tests", ["**/tests", "pattern", false]],
    ["src/*.{c,h}", ["src/*.{c,h}", "pattern", false]],
    [".gitattributes", [".gitattributes", "path", false]],
    ["Makefile", ["Makefile", "path", false]],
    ["lights.c (to be created)", ["lights.c", "path", true]],
    ["src/pier (the folder)", ["src/pier", "path", false]],
    ["pier/lamp service for both ends", ["pier/lamp", "prose", false]],
    ["v1.2 support of lamps", ["v1.2", "prose", false]],
    ["All files below `src`", ["All", "prose", false]],
    ["Backend:", ["Backend", "prose", false]],
    ["**Lamps & piers** [A-1]", ["**Lamps", "prose", false]],
    ["**Lamps** for the pier", ["Lamps", "prose", false]],
    ["new lamps", ["new", "prose", false]],
    ["`Lamp` for the pier", ["Lamp", "prose", false]],
  ])("%s", (words, expected) => {
    expect(read(words)).toEqual(expected);
  });

  it("knows where in the line the path stands", () => {
    for (const words of ["src/a.c", "`src/a.c` (new)", "NEW: src/a.c", "[new] `src/a.c`", "**`src/a.c`**"]) {
      const path = readScopePath(words, 100);
      expect(words.slice((path?.span.start ?? 0) - 100, (path?.span.end ?? 0) - 100)).toBe("src/a.c");
    }
  });

  it("is nothing when nothing stands there", () => {
    expect(read("  ")).toBeNull();
  });
});

it("leaves out words that head a group, and words nested below a path", () => {
  const text = [
    "# Task Packet: WP-1-Harbour-Lights",
    "## SCOPE",
    "- IN_SCOPE_PATHS:",
    "  - Lamps:",
    "    - src/lamp.c",
    "      - brighter than before",
    "  - src/pier.c",
    "  - Everything that burns oil",
    "",
  ].join("\n");
  const document = readDocument("packet", "WP-1-Harbour-Lights.md", new TextEncoder().encode(text));
  const paths = document.kind === "packet" ? document.scopePaths.map((entry) => `${entry.kind} ${entry.path}`) : [];
  expect(paths).toEqual(["path src/lamp.c", "path src/pier.c", "prose Everything"]);
});
