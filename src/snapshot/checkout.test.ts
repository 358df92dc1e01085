import { existsSync, readFileSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Checkout, isInside } from "./checkout.ts";
import { scratch, writeFiles } from "./git.fixture.ts";

const place = scratch();
afterAll(place.remove);
writeFiles(place.folder, { "a/b": "12345", "a/empty": "", tool: { executable: "#!" } });
symlinkSync("a", join(place.folder, "link"));
symlinkSync("a/b", join(place.folder, "file-link"));

describe("a checkout", () => {
  const checkout = new Checkout(place.folder);

  it("tells what lies at a path", () => {
    expect(checkout.look("a/b")).toEqual({ kind: "file", size: 5 });
    expect(checkout.look("tool")).toEqual({ kind: "executable", size: 2 });
    expect(checkout.look("a")).toEqual({ kind: "folder" });
    expect(checkout.look("link")).toEqual({ kind: "symlink" });
    for (const path of ["link/b", "a/b/c", "none", "none/b"]) expect(checkout.look(path), path).toBeNull();
  });

  it("knows which paths are behind a link", () => {
    expect(["link/b", "link/none/b", "link", "a/b", "none/b"].map((path) => checkout.isBehindLink(path))).toEqual([
      true, true, false, false, false,
    ]);
  });

  it("reads files and nothing else", () => {
    expect(checkout.read("a/b", 5)).toEqual({ state: "ok", bytes: Uint8Array.from(Buffer.from("12345")) });
    expect(checkout.read("a/empty", 0)).toEqual({ state: "ok", bytes: new Uint8Array() });
    expect(checkout.read("a/b", 4)).toEqual({ state: "too-large", size: 5 });
    const state = (path: string): string => checkout.read(path, 10).state;
    expect(["a", "link", "link/b", "file-link"].map(state)).toEqual(Array(4).fill("not-a-file"));
    expect(["none", "a/b/c", "none/b"].map(state)).toEqual(Array(3).fill("missing"));
  });

  it("does not read what is too large", () => {
    writeFiles(place.folder, { huge: "" });
    truncateSync(join(place.folder, "huge"), 2 ** 40);
    expect(checkout.read("huge", 2 ** 20)).toEqual({ state: "too-large", size: 2 ** 40 });
  });

  // Files there have no size until they are read, like a file that grows in between.
  it.skipIf(!existsSync("/proc/version"))("keeps to the limit when a file is longer than it was", () => {
    const whole = readFileSync("/proc/version");
    const proc = new Checkout("/proc");
    expect(proc.read("version", whole.length)).toEqual({ state: "ok", bytes: Uint8Array.from(whole) });
    expect(proc.read("version", whole.length - 1)).toMatchObject({ state: "too-large" });
  });

  it.skipIf(!existsSync("/dev/null"))("does not open devices", () => {
    expect(new Checkout("/dev").look("null")).toEqual({ kind: "special" });
    expect(new Checkout("/dev").read("null", 10)).toEqual({ state: "not-a-file" });
  });
});

it("knows the paths that no file of a repository has", () => {
  const outside = ["", "/", "/a", "../a", "a/../b", "a/..", ".", "./a", "a//b", "a/", ".git", ".GIT/x", "a/.git/b"];
  for (const path of outside) expect(isInside(path), path).toBe(false);
  const inside = ["a", "a/b", ".github/x", ".gitignore", "..a", "a..", "...", " ", "a\\..\\b", "c:"];
  for (const path of inside) expect(isInside(path), path).toBe(true);
});
