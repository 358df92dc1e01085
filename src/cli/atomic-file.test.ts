import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { scratch } from "../snapshot/git.fixture.ts";
import { assertAbsent, assertUnchanged, createFile, replaceFile } from "./atomic-file.ts";

const { folder: root, remove } = scratch();
afterAll(remove);

const bytes = (text: string): Uint8Array => Buffer.from(text);
const FILE = "packets/a.md";

beforeEach(() => {
  mkdirSync(join(root, "packets"), { recursive: true });
  writeFileSync(join(root, FILE), "before\n");
});

describe("replaceFile", () => {
  it("writes the new bytes, keeps the mode, and leaves nothing else behind", () => {
    chmodSync(join(root, FILE), 0o640);
    replaceFile(root, FILE, bytes("before\n"), bytes("after\n"));
    expect(readFileSync(join(root, FILE), "utf8")).toBe("after\n");
    expect(statSync(join(root, FILE)).mode & 0o7777).toBe(0o640);
    expect(readdirSync(join(root, "packets"))).toEqual(["a.md"]);
  });

  it("writes nothing over a file that has changed, shrunk, grown or gone", () => {
    for (const now of ["other!\n", "bef", "before\nand more\n"]) {
      writeFileSync(join(root, FILE), now);
      expect(() => replaceFile(root, FILE, bytes("before\n"), bytes("after\n"))).toThrow("has changed on the disk");
      expect(readFileSync(join(root, FILE), "utf8")).toBe(now);
    }
    unlinkSync(join(root, FILE));
    expect(() => replaceFile(root, FILE, bytes("before\n"), bytes("after\n"))).toThrow("`packets/a.md`");
    expect(readdirSync(join(root, "packets"))).toEqual([]);
  });

  it("follows no link, neither as the file nor as a folder on the way", () => {
    writeFileSync(join(root, "outside.md"), "before\n");
    unlinkSync(join(root, FILE));
    symlinkSync("../outside.md", join(root, FILE));
    expect(() => replaceFile(root, FILE, bytes("before\n"), bytes("after\n"))).toThrow("is a link");
    mkdirSync(join(root, "real"), { recursive: true });
    writeFileSync(join(root, "real/b.md"), "before\n");
    symlinkSync("real", join(root, "linked"));
    expect(() => replaceFile(root, "linked/b.md", bytes("before\n"), bytes("after\n"))).toThrow("behind one");
    expect(readFileSync(join(root, "outside.md"), "utf8")).toBe("before\n");
    expect(readFileSync(join(root, "real/b.md"), "utf8")).toBe("before\n");
    unlinkSync(join(root, FILE));
    unlinkSync(join(root, "linked"));
  });
});

it("assertUnchanged accepts the same bytes", () => {
  expect(() => assertUnchanged(root, FILE, bytes("before\n"))).not.toThrow();
});

describe("createFile", () => {
  it("creates the folders on the way", () => {
    createFile(root, "new/deep/c.md", "text\n");
    expect(readFileSync(join(root, "new/deep/c.md"), "utf8")).toBe("text\n");
    expect(readdirSync(join(root, "new/deep"))).toEqual(["c.md"]);
  });

  it("never overwrites, whatever stands there", () => {
    expect(() => createFile(root, FILE, "text\n")).toThrow("exists already");
    symlinkSync("nowhere", join(root, "dangling.md"));
    expect(() => createFile(root, "dangling.md", "text\n")).toThrow("exists already");
    expect(() => assertAbsent(root, "dangling.md")).toThrow("exists already");
    expect(readFileSync(join(root, FILE), "utf8")).toBe("before\n");
    expect(readdirSync(root).filter((name) => name.startsWith(".writ-"))).toEqual([]);
  });
});
