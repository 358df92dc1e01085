import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { scratch } from "../snapshot/git.fixture.ts";
import { writeAll } from "./all-or-nothing.ts";

const { folder, remove } = scratch();
afterAll(remove);

let count = 0;
function fresh(): string {
  const root = join(folder, `r${String(++count)}`);
  mkdirSync(root);
  writeFileSync(join(root, "board.md"), "old\n");
  return root;
}

const replaced = { path: "board.md", before: Buffer.from("old\n"), after: Buffer.from("new\n") };

describe("several files as one", () => {
  it("are all written", () => {
    const root = fresh();
    writeAll(root, [{ path: "packets/a.md", text: "a\n" }], [replaced]);
    expect(readFileSync(join(root, "packets/a.md"), "utf8")).toBe("a\n");
    expect(readFileSync(join(root, "board.md"), "utf8")).toBe("new\n");
  });

  it("are looked at before the first is written", () => {
    const root = fresh();
    writeFileSync(join(root, "b.md"), "mine\n");
    const created = [{ path: "a.md", text: "a\n" }, { path: "b.md", text: "b\n" }];
    expect(() => { writeAll(root, created, [replaced]); }).toThrow("exists already");
    expect(() => { writeAll(root, [{ path: "a.md", text: "a\n" }], [{ ...replaced, before: Buffer.from("other\n") }]); }).toThrow("has changed on the disk");
    expect(readdirSync(root).sort()).toEqual(["b.md", "board.md"]);
    expect(readFileSync(join(root, "board.md"), "utf8")).toBe("old\n");
  });

  it("are taken back when a new one cannot be written", () => {
    const root = fresh();
    const created = [{ path: "a.md", text: "a\n" }, { path: "a.md/b/c.md", text: "c\n" }];
    expect(() => { writeAll(root, created, [replaced]); }).toThrow("cannot be written");
    expect(existsSync(join(root, "a.md"))).toBe(false);
    expect(readFileSync(join(root, "board.md"), "utf8")).toBe("old\n");
  });

  it("are taken back when one that was there has been changed meanwhile", () => {
    const root = fresh();
    // The second finds what the first has written, as it would find what somebody else has.
    const twice = [replaced, { ...replaced, after: Buffer.from("newer\n") }];
    expect(() => { writeAll(root, [{ path: "a.md", text: "a\n" }], twice); }).toThrow("has changed on the disk");
    expect(readdirSync(root)).toEqual(["board.md"]);
    expect(readFileSync(join(root, "board.md"), "utf8")).toBe("old\n");
  });
});
