import { createHash } from "node:crypto";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { git, repository, scratch } from "../snapshot/git.fixture.ts";
import { writ } from "./terminal.fixture.ts";

const { folder, remove } = scratch();
afterAll(remove);
const repo = join(folder, "repo");

const sha1 = (text: string | Uint8Array): string => createHash("sha1").update(text).digest("hex");

beforeAll(() => {
  repository(repo, [
    { name: "main", files: { "src/lamp.ts": "one\ntwo\n", "old.ts": "x\n" } },
    { name: "work", files: { "src/lamp.ts": "one\r\ntwo\r\nthree", "new.bin": Uint8Array.of(0xff, 0x0a) } },
  ]);
  symlinkSync("lamp.ts", join(repo, "src/link.ts"));
});

async function sums(...args: string[]): Promise<unknown> {
  const { code, out, err } = await writ({ cwd: repo }, "sha", "--format", "json", ...args);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

describe("writ sha", () => {
  it("prints both forms of the content, what Git calls the file, and its size", async () => {
    const after = {
      lf: sha1("one\ntwo\nthree"),
      crlf: sha1("one\r\ntwo\r\nthree"),
      blob: git(repo, "rev-parse", "HEAD:src/lamp.ts"),
      lines: 3,
      bytes: 15,
    };
    expect(await sums("src/lamp.ts")).toEqual({
      schema: "writ.sha/1",
      files: [{ path: "src/lamp.ts", before: null, after }],
    });
    expect(await sums("new.bin")).toMatchObject({
      files: [{ after: { lf: sha1(Uint8Array.of(0xff, 0x0a)), lines: 1, bytes: 2 } }],
    });
  });

  it("knows the id that Git would give to a file that is not committed yet", async () => {
    writeFileSync(join(repo, "draft.ts"), "draft\n");
    const blob = git(repo, "hash-object", "draft.ts");
    expect(await sums("draft.ts")).toMatchObject({ files: [{ after: { blob } }] });
  });

  it("reads a commit, and compares with where the work began", async () => {
    expect(await sums("--rev", "main", "src/lamp.ts")).toMatchObject({ files: [{ after: { lines: 2 } }] });
    const before = { lf: sha1("one\ntwo\n"), lines: 2 };
    expect(await sums("--base", "main", "src/lamp.ts", "new.bin", "old.ts")).toMatchObject({
      files: [{ before, after: { lines: 3 } }, { before: null }, { after: null }],
    });
    const { out } = await writ({ cwd: repo }, "sha", "--base", "main", "src/lamp.ts", "new.bin", "old.ts");
    expect(out).toContain("line delta    +1");
    expect(out).toContain("did not exist");
    expect(out).toContain("is gone");
  });

  it("refuses folders, links, and what is not there", async () => {
    const refusal = async (...args: string[]): Promise<string> => {
      const { code, out, err } = await writ({ cwd: repo }, "sha", ...args);
      expect([code, out]).toEqual([2, ""]);
      return err;
    };
    expect(await refusal("src")).toContain("is a folder");
    expect(await refusal(".")).toContain("is a folder");
    expect(await refusal("src/link.ts")).toContain("is a link");
    expect(await refusal("src/lump.ts")).toContain("did you mean");
    expect(await refusal("/etc/hosts")).toContain("outside");
    expect(await refusal()).toContain("needs an argument");
  });
});
