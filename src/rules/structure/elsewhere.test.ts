import { describe, expect, it } from "vitest";
import type { World } from "../rule.ts";
import { meantPath } from "./elsewhere.ts";

function worldOf(...paths: readonly string[]): Pick<World, "tree" | "has"> {
  return {
    tree: new Map(paths.map((path) => [path, { oid: null }])),
    has: (path) => paths.some((known) => known === path || known.startsWith(`${path}/`)),
  };
}

describe("what a path was meant to be", () => {
  const world = worldOf(
    "src/lights.c",
    "src/lamp.c",
    "src/lamb.c",
    "src/lighthouse.c",
    "src/pier/mod.c",
    "src/quay/mod.c",
    "docs/Harbour.md",
    "docs/guides/deep/index.md",
  );

  it.each([
    ["./src/lights.c", "src/lights.c", "form"],
    ["src\\lights.c", "src/lights.c", "form"],
    ["src/lights.c:12-40", "src/lights.c", "form"],
    ["src/lights.c#L4", "src/lights.c", "form"],
    ["src/lights.c::burn", "src/lights.c", "form"],
    ["docs/harbour.md", "docs/Harbour.md", "form"],
    ["DOCS/GUIDES/", "docs/guides", "form"],
    ["lights.c", "src/lights.c", "place"],
    ["old/place/lighthouse.c", "src/lighthouse.c", "place"],
    ["guides/", "docs/guides", "place"],
    ["src/ligths.c", "src/lights.c", "slip"],
    ["src/lihgthuose.c", "src/lighthouse.c", "slip"],
  ])("%s is %s", (path, meant, how) => {
    expect(meantPath(world, path)).toEqual({ path: meant, how });
  });

  it.each([
    ["src/mod.c", "two files have the name"],
    ["src/lame.c", "two neighbours are equally near"],
    ["src/lights.rs", "another extension is another file"],
    ["src/lanterns.c", "too many letters differ"],
    ["src/lax.c", "names of three letters are all alike"],
    ["harbour/horn.c", "nothing like it"],
    ["src/lights.c/extra", "a path below a file"],
    ["", "nothing at all"],
  ])("%s: %s", (path) => {
    expect(meantPath(world, path)).toBeNull();
  });

  it("does not compare with every file of a crowded folder", () => {
    const crowd = worldOf(...Array.from({ length: 1500 }, (_, index) => `src/boat${String(index)}.c`), "src/lights.c");
    expect(meantPath(crowd, "src/ligths.c")).toBeNull();
  });
});
