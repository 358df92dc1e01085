import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, unlinkSync, utimesSync, writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { git, repository, scratch, writeFiles } from "./git.fixture.ts";
import { openRepository } from "./git.ts";
import { blobId } from "./memory.ts";
import type { MemoryFiles } from "./memory.ts";
import { told } from "./snapshot.suite.ts";
import type { Entry, Snapshot } from "./snapshot.ts";

const place = scratch();
afterAll(place.remove);
afterEach(() => vi.unstubAllEnvs());

let count = 0;
const checkout = (files: MemoryFiles): string =>
  repository(join(place.folder, `r${(count += 1)}`), [{ name: "one", files }]);
const taken = async (folder: string): Promise<Snapshot> => (await openRepository(folder)).worktree();
const id = (text: string): string => blobId(Buffer.from(text));

/** Kinds by path, with `?` behind those that differ from the index. */
async function listed(snapshot: Snapshot): Promise<Record<string, string>> {
  const words = ([path, { kind, oid }]: [string, Entry]): [string, string] => [path, oid === null ? `${kind}?` : kind];
  return Object.fromEntries([...(await snapshot.tree())].map(words));
}

describe("a working tree", () => {
  it("stands on the commit that is checked out", async () => {
    const folder = checkout({ a: "A" });
    expect((await taken(folder)).revision).toEqual({ kind: "worktree", head: git(folder, "rev-parse", "HEAD") });
  });

  it("holds what is tracked and what could be, and not what is ignored or deleted", async () => {
    const folder = checkout({
      ".gitignore": "*.log\nout/\n",
      "changed.md": "1",
      "deleted.md": "1",
      "kept.log": "tracked although its name is ignored",
      "same.md": "1",
      "staged.md": "1",
    });
    writeFiles(folder, { "changed.md": "2", "staged.md": "2", "new/file.md": "N" });
    writeFiles(folder, { "x.log": "", "out/y": "", tool: "#!" });
    git(folder, "add", "staged.md");
    git(folder, "add", "--intent-to-add", "tool");
    chmodSync(join(folder, "tool"), 0o755);
    unlinkSync(join(folder, "deleted.md"));
    const snapshot = await taken(folder);
    expect(await listed(snapshot)).toEqual({
      ".gitignore": "file",
      "changed.md": "file?",
      "kept.log": "file",
      "new/file.md": "file?",
      "same.md": "file",
      "staged.md": "file",
      tool: "executable?",
    });
    expect((await snapshot.tree()).get("same.md")?.oid).toBe(id("1"));
    expect((await snapshot.tree()).get("staged.md")?.oid).toBe(id("2"));
    const paths = ["changed.md", "deleted.md", "new/file.md", "out/y", "staged.md", "x.log"];
    expect(told(await snapshot.read(paths, 10))).toEqual({
      "changed.md": "ok 2",
      "deleted.md": "missing",
      "new/file.md": "ok N",
      "out/y": "missing",
      "staged.md": "ok 2",
      "x.log": "missing",
    });
    expect(await snapshot.sizes(paths)).toEqual(new Map([["changed.md", 1], ["new/file.md", 1], ["staged.md", 1]]));
  });

  it("ignores what the person ignores everywhere", async () => {
    const home = join(place.folder, "home");
    writeFiles(home, { ".config/git/ignore": "*.default\n", ".rules": "*.own\n" });
    vi.stubEnv("HOME", home);
    vi.stubEnv("XDG_CONFIG_HOME", undefined);
    const folder = checkout({ a: "A" });
    writeFiles(folder, { "b.default": "", "b.own": "" });
    expect(Object.keys(await listed(await taken(folder)))).toEqual(["a", "b.own"]);
    writeFiles(home, { ".gitconfig": "[core]\n\texcludesFile = ~/.rules\n" });
    expect(Object.keys(await listed(await taken(folder)))).toEqual(["a", "b.default"]);
    writeFileSync(join(folder, ".git/info/exclude"), "*.default\n");
    expect(Object.keys(await listed(await taken(folder)))).toEqual(["a"]);
  });

  it("does not take converted line ends for a change, and reads them as they are on the disk", async () => {
    const home = join(place.folder, "crlf");
    writeFiles(home, { ".gitconfig": "[core]\n\tautocrlf = true\n" });
    vi.stubEnv("HOME", home);
    const folder = checkout({ ".gitattributes": "a.md text eol=crlf\n", "a.md": "1\n2\n", "b.md": "1\n" });
    unlinkSync(join(folder, "b.md"));
    git(folder, "-c", "core.autocrlf=true", "checkout", "--quiet", "b.md");
    utimesSync(join(folder, "b.md"), new Date("2020-01-01"), new Date("2020-01-01"));
    const snapshot = await taken(folder);
    expect(await listed(snapshot)).toEqual({ ".gitattributes": "file", "a.md": "file", "b.md": "file" });
    expect((await snapshot.tree()).get("a.md")?.oid).toBe(id("1\n2\n"));
    expect(told(await snapshot.read(["a.md", "b.md"], 10))).toEqual({ "a.md": "ok 1\r\n2\r\n", "b.md": "ok 1\r\n" });
  });

  it("takes a file that was only touched for unchanged, and one of equal size for changed", async () => {
    const folder = checkout({ touched: "same", replaced: "same", raced: "same" });
    const past = new Date("2020-01-01");
    utimesSync(join(folder, "touched"), past, past);
    writeFiles(folder, { replaced: "SAME" });
    utimesSync(join(folder, "replaced"), past, past);
    expect(await listed(await taken(folder))).toEqual({ raced: "file", replaced: "file?", touched: "file" });
  });

  it("sees the bit that makes a file executable", async () => {
    const folder = checkout({ a: "A", b: { executable: "B" } });
    chmodSync(join(folder, "a"), 0o755);
    chmodSync(join(folder, "b"), 0o644);
    expect(await listed(await taken(folder))).toEqual({ a: "executable?", b: "file?" });
  });

  it("looks at files that Git was told not to look at", async () => {
    const folder = checkout({ a: "A", b: "B" });
    git(folder, "update-index", "--assume-unchanged", "a");
    writeFiles(folder, { a: "changed" });
    const snapshot = await taken(folder);
    expect(await listed(snapshot)).toEqual({ a: "file?", b: "file" });
    expect(told(await snapshot.read(["a"], 10))).toEqual({ a: "ok changed" });
  });

  it("holds what a sparse checkout leaves out", async () => {
    const folder = checkout({ "in/a": "A", "out/b": "BB", top: "T" });
    git(folder, "sparse-checkout", "set", "in");
    expect(existsSync(join(folder, "out"))).toBe(false);
    const snapshot = await taken(folder);
    expect(await listed(snapshot)).toEqual({ "in/a": "file", "out/b": "file", top: "file" });
    expect(told(await snapshot.read(["in/a", "out/b"], 10))).toEqual({ "in/a": "ok A", "out/b": "ok BB" });
    expect(told(await snapshot.read(["out/b"], 1))).toEqual({ "out/b": "too-large 2" });
    expect(await snapshot.sizes(["in/a", "out/b"])).toEqual(new Map([["in/a", 1], ["out/b", 2]]));
  });

  it("lists a path in conflict once", async () => {
    const folder = repository(join(place.folder, `r${(count += 1)}`), [
      { name: "one", files: { both: "1", gone: "1", keep: "1" } },
      { name: "ours", files: { both: "ours", gone: "ours", keep: "1" } },
      { name: "theirs", parents: ["one"], files: { both: "theirs", keep: "1" } },
    ]);
    expect(() => git(folder, "merge", "ours")).toThrow();
    const snapshot = await taken(folder);
    expect(await listed(snapshot)).toEqual({ both: "file?", gone: "file?", keep: "file" });
    const content = (await snapshot.read(["both"], 1000)).get("both");
    expect(content?.state === "ok" && Buffer.from(content.bytes).toString()).toContain("<<<<<<<");
    unlinkSync(join(folder, "gone"));
    expect(await listed(await taken(folder))).toEqual({ both: "file?", keep: "file" });
  });

  it("knows submodules and repositories inside it, and does not enter them", async () => {
    const folder = checkout({ a: "A" });
    repository(join(folder, "sub"), [{ name: "one", files: { x: "X" } }]);
    git(folder, "-c", "advice.addEmbeddedRepo=false", "add", "sub");
    repository(join(folder, "new/nested"), [{ name: "one", files: { x: "X" } }]);
    const snapshot = await taken(folder);
    expect(await listed(snapshot)).toEqual({ a: "file", sub: "submodule", "new/nested": "submodule?" });
    const paths = ["sub", "sub/x", "sub/.git/config", "new/nested", "new/nested/x"];
    expect(new Set(Object.values(told(await snapshot.read(paths, 1000))))).toEqual(new Set(["not-a-file"]));
    git(join(folder, "sub"), "commit", "--quiet", "--allow-empty", "--message=moved");
    expect((await listed(await taken(folder)))["sub"]).toBe("submodule?");
  });

  it("answers with names that are not valid UTF-8", async () => {
    const folder = checkout({ a: "A" });
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/x`), Buffer.of(0xff)]), "X");
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/x`), Buffer.of(0xfe)]), "Y");
    const snapshot = await taken(folder);
    expect(told(await snapshot.read([...(await snapshot.tree()).keys()], 10))).toEqual({
      a: "ok A",
      "x\udcff": "ok X",
      "x\udcfe": "ok Y",
    });
  });
});

describe("a working tree with something else in the place of a file", () => {
  const secret = join(place.folder, "secret");
  writeFiles(secret, { file: "secret", "sub/file": "secret" });

  it("does not follow links that came after the commit", async () => {
    const folder = checkout({ file: "1", "dir/file": "1", "deep/sub/file": "1", plain: "1" });
    for (const path of ["file", "dir", "deep"]) {
      rmSync(join(folder, path), { recursive: true });
      symlinkSync(path === "file" ? join(secret, "file") : secret, join(folder, path));
    }
    const snapshot = await taken(folder);
    expect(await listed(snapshot)).toEqual({ deep: "symlink?", dir: "symlink?", file: "symlink?", plain: "file" });
    const paths = ["file", "dir/file", "deep/sub/file", "deep/file", "dir"];
    expect(new Set(Object.values(told(await snapshot.read(paths, 1000))))).toEqual(new Set(["not-a-file"]));
    expect((await snapshot.sizes(paths)).size).toBe(0);
  });

  it("does not follow a link that is ignored, to a file that is the same", async () => {
    const folder = checkout({ ".gitignore": "/dir\n", a: "1" });
    writeFiles(folder, { "dir/file": "secret" });
    git(folder, "add", "--force", "dir/file");
    rmSync(join(folder, "dir"), { recursive: true });
    symlinkSync(secret, join(folder, "dir"));
    const snapshot = await taken(folder);
    expect(await listed(snapshot)).toEqual({ ".gitignore": "file", a: "file" });
    expect(told(await snapshot.read(["dir/file"], 1000))).toEqual({ "dir/file": "not-a-file" });
  });

  it("does not follow a link that came after the listing", async () => {
    const folder = checkout({ file: "1", "dir/file": "1" });
    const snapshot = await taken(folder);
    await snapshot.tree();
    for (const path of ["file", "dir"]) rmSync(join(folder, path), { recursive: true });
    symlinkSync(join(secret, "file"), join(folder, "file"));
    symlinkSync(secret, join(folder, "dir"));
    const contents = told(await snapshot.read(["file", "dir/file"], 1000));
    expect(contents).toEqual({ file: "not-a-file", "dir/file": "not-a-file" });
    expect((await snapshot.sizes(["file", "dir/file"])).size).toBe(0);
  });

  it("neither opens nor waits for pipes and folders", async () => {
    const folder = checkout({ pipe: "1", folder: "1", a: "1" });
    for (const path of ["pipe", "folder"]) unlinkSync(join(folder, path));
    execFileSync("mkfifo", [join(folder, "pipe"), join(folder, "untracked")]);
    writeFiles(folder, { "folder/inside": "2" });
    const snapshot = await taken(folder);
    expect(await listed(snapshot)).toEqual({ a: "file", "folder/inside": "file?" });
    expect(told(await snapshot.read(["pipe", "folder", "untracked", "folder/inside"], 10))).toEqual({
      pipe: "not-a-file",
      folder: "not-a-file",
      untracked: "missing",
      "folder/inside": "ok 2",
    });
  });

  it("tells what has gone or turned into something else since it was listed", async () => {
    const folder = checkout({ a: "1", b: "1", "c/d": "1", e: "1", f: "1" });
    const snapshot = await taken(folder);
    await snapshot.tree();
    for (const path of ["a", "b", "c", "e"]) rmSync(join(folder, path), { recursive: true });
    execFileSync("mkfifo", [join(folder, "b")]);
    writeFiles(folder, { c: "a file now", f: "longer than the limit" });
    mkdirSync(join(folder, "e"));
    expect(told(await snapshot.read(["a", "b", "c/d", "e", "f"], 10))).toEqual({
      a: "missing",
      b: "not-a-file",
      "c/d": "missing",
      e: "not-a-file",
      f: "too-large 21",
    });
  });

  it("tells which files may not be read", async () => {
    const folder = checkout({ file: "1", "dir/file": "1", open: "1" });
    writeFiles(folder, { file: "changed", "dir/new": "1" });
    chmodSync(join(folder, "file"), 0);
    chmodSync(join(folder, "dir"), 0);
    const expected = { state: "unreadable", reason: "permission denied" };
    await unprivileged(folder, async () => {
      const snapshot = await taken(folder);
      expect(await listed(snapshot)).toEqual({ "dir/file": "file?", file: "file?", open: "file" });
      const contents = await snapshot.read(["file", "dir/file", "open"], 10);
      expect(contents.get("file")).toEqual(expected);
      expect(contents.get("dir/file")).toEqual(expected);
      expect(contents.get("open")).toMatchObject({ state: "ok" });
    });
    chmodSync(join(folder, "dir"), 0o755);
  });

  it("does not believe an index that names paths outside", async () => {
    const folder = checkout({ a: "1" });
    const forged = { "AA/secret/file": "../secret/file", "Bgit/config": ".git/config", "Cetc/passwd": "/etc/passwd" };
    for (const path of Object.keys(forged)) {
      git(folder, "update-index", "--add", "--cacheinfo", `100644,${id("secret")},${path}`);
    }
    forgeIndex(join(folder, ".git/index"), forged);
    const listing = git(folder, "ls-files");
    for (const path of Object.values(forged)) expect(listing.split("\n")).toContain(path);
    const snapshot = await taken(folder);
    expect(Object.keys(await listed(snapshot))).toEqual(["a"]);
    const contents = told(await snapshot.read(Object.values(forged), 1000));
    expect(new Set(Object.values(contents))).toEqual(new Set(["missing"]));
  });
});

/** Replaces names in an index by others of the same length, and makes the checksum right again. */
function forgeIndex(index: string, names: Readonly<Record<string, string>>): void {
  let content = readFileSync(index).subarray(0, -20).toString("latin1");
  for (const [from, to] of Object.entries(names)) content = content.replace(from, to);
  const bytes = Buffer.from(content, "latin1");
  writeFileSync(index, Buffer.concat([bytes, createHash("sha1").update(bytes).digest()]));
}

/** Root may read everything; so gives the folder to somebody else and acts as that user. */
async function unprivileged(folder: string, action: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return action();
  chmodSync(place.folder, 0o755);
  execFileSync("chown", ["-R", "65534", folder]);
  vi.stubEnv("HOME", folder);
  process.seteuid?.(65534);
  try {
    await action();
  } finally {
    process.seteuid?.(0);
  }
}
