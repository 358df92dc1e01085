import { chmodSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../errors.ts";
import { countedGit, fastImport, git, repository, scratch, writeFiles } from "./git.fixture.ts";
import { openRepository } from "./git.ts";
import type { GitRepository } from "./git.ts";
import type { MemoryCommit } from "./memory.ts";
import { told } from "./snapshot.suite.ts";
import type { Snapshot } from "./snapshot.ts";

const place = scratch();
afterAll(place.remove);
afterEach(() => vi.unstubAllEnvs());

let count = 0;
const fresh = (): string => join(place.folder, `r${(count += 1)}`);
const one: MemoryCommit = { name: "one", files: { "a.md": "A", "docs/b.md": "B" } };
const build = (commits: readonly MemoryCommit[], ...init: string[]): string => repository(fresh(), commits, ...init);
const head = async (git: GitRepository): Promise<Snapshot> => git.commit(await git.resolve("HEAD"));

describe("commits", () => {
  it("are found by all the names Git has for them", async () => {
    const folder = build([one, { name: "two", files: { a: "2" } }]);
    git(folder, "tag", "-a", "-m", "release", "v1.0", "one");
    git(folder, "update-ref", "refs/remotes/origin/feature/x", "one");
    const repository = await openRepository(folder);
    const first = await repository.resolve("one");
    const short = first.slice(0, 9);
    const names = ["v1.0", "refs/tags/v1.0", "v1.0^{commit}", "HEAD~1", "HEAD^", "@~", "origin/feature/x", short];
    for (const name of names) expect(await repository.resolve(name), name).toBe(first);
  });

  it("are not mistaken for files of the same name", async () => {
    const folder = build([one]);
    writeFiles(folder, { "HEAD^{commit}": "", HEAD: "" });
    expect(await (await openRepository(folder)).resolve("HEAD")).toMatch(/^[0-9a-f]{40}$/);
  });

  it("are the real ones, not replacements or grafts", async () => {
    const folder = build([one, { name: "two", files: { a: "2" } }, { name: "three", files: { a: "3" } }]);
    const id = (name: string): string => git(folder, "rev-parse", name);
    const [first, second, third] = [id("one"), id("two"), id("three")];
    git(folder, "replace", second, first);
    git(folder, "replace", "-f", id("three:a"), id("one:a.md"));
    writeFiles(folder, { ".git/info/grafts": `${third}\n` });
    expect(git(folder, "show", "three:a")).toBe("A");
    const repository = await openRepository(folder);
    const commits = await repository.commits(first, third, 10);
    expect(commits.map(({ oid, parents }) => [oid, ...parents])).toEqual([[second, first], [third, second]]);
    expect(told(await (await head(repository)).read(["a"], 10))).toEqual({ a: "ok 3" });
  });

  it("are told the same whatever is configured", async () => {
    const text = "a text that is long enough to be recognised where it is found again\n".repeat(5);
    const folder = build([
      { name: "first", files: { a: text, z: "1" }, subject: "é" },
      { name: "unrelated", parents: [], files: { b: text, z: "2" }, subject: "ü" },
      { name: "moved", files: { c: text, z: "2" } },
    ]);
    const taken = async () => {
      const repository = await openRepository(folder);
      return repository.commits(await repository.resolve("first"), await repository.resolve("moved"), 10);
    };
    const before = await taken();
    expect(before).toMatchObject([{ subject: "ü", paths: ["b", "z"] }, { subject: "moved", paths: ["b", "c"] }]);
    writeFiles(folder, { order: "z\n" });
    const settings = {
      "color.ui": "always", "core.abbrev": "4", "diff.noPrefix": "true", "diff.orderFile": "order",
      "diff.relative": "true", "diff.renames": "copies", "i18n.logOutputEncoding": "latin1", "log.abbrevCommit": "true",
      "log.date": "relative", "log.decorate": "full", "log.diffMerges": "off", "log.follow": "true",
      "log.showRoot": "false", "log.showSignature": "true", "notes.displayRef": "*",
    };
    for (const [key, value] of Object.entries(settings)) git(folder, "config", key, value);
    git(folder, "notes", "add", "-m", "a note", "moved");
    expect(await taken()).toEqual(before);
    writeFiles(place.folder, { "broken/.gitconfig": "[core\n" });
    vi.stubEnv("HOME", join(place.folder, "broken"));
    expect(await taken()).toEqual(before);
  });

  it("are never options, ranges, paths or searches", async () => {
    const folder = build([one, { name: "two", files: { a: "2" } }]);
    writeFiles(folder, { "nowhere^{commit}": "" });
    const repository = await openRepository(folder);
    const trap = join(place.folder, "output");
    const refused = [
      "-1", "--all", `--output=${trap}`, "^HEAD", "HEAD..one", "HEAD...one", "HEAD^!", "HEAD^@", "HEAD^-", "HEAD:a",
      ":/two", "HEAD^{/two}", "HEAD one", "HEAD\n", "HEAD\0", "*", "HEAD^{tree}", "nowhere", "one.lock/", "@{u}",
    ];
    for (const name of refused) await expect(repository.resolve(name), name).rejects.toThrow(UserError);
    const tree = git(folder, "rev-parse", "HEAD^{tree}");
    await expect(repository.resolve(tree)).rejects.toThrow(UserError);
    expect(() => readFileSync(trap)).toThrow("ENOENT");
    for (const oid of ["HEAD", "--all", tree.slice(1), `${tree}\n`]) {
      await expect(repository.commit(oid), oid).rejects.toThrow("not a full object id");
      await expect(repository.mergeBase(oid, tree), oid).rejects.toThrow("not a full object id");
      await expect(repository.commits(tree, oid, 1), oid).rejects.toThrow("not a full object id");
    }
  });

  it("in a shallow clone, say what is cut off", async () => {
    const source = build([one, { name: "two", files: { a: "2" } }, { name: "three", files: { a: "3" } }]);
    git(source, "branch", "other", "one");
    const folder = fresh();
    git(place.folder, "clone", "--quiet", "--depth=2", `file://${source}`, folder);
    git(folder, "fetch", "--quiet", "--depth=1", "origin", "other:other");
    const repository = await openRepository(folder);
    const [top, other] = [await repository.resolve("HEAD"), await repository.resolve("other")];
    expect((await (await repository.commit(top)).tree()).size).toBe(1);
    await expect(repository.resolve("HEAD~2")).rejects.toThrow(/shallow: run `git fetch --unshallow`.*fetch-depth: 0/);
    await expect(repository.mergeBase(top, other)).rejects.toThrow(/does not show where .* part; run/);
    await expect(repository.commits(other, top, 10)).rejects.toThrow(/does not show every commit/);
    expect(await repository.commits(await repository.resolve("HEAD~1"), top, 10)).toHaveLength(1);
  });

  it("in a partial clone, are listed, and say what is not there", async () => {
    const source = build([one]);
    git(source, "config", "uploadpack.allowFilter", "true");
    const folder = fresh();
    git(place.folder, "clone", "--quiet", "--bare", "--filter=blob:none", `file://${source}`, folder);
    const before = git(folder, "count-objects", "-v");
    const snapshot = await head(await openRepository(folder));
    expect((await snapshot.tree()).size).toBe(2);
    await expect(snapshot.read(["a.md"], 10)).rejects.toThrow(/is a partial clone .*; clone it without --filter/);
    expect(git(folder, "count-objects", "-v")).toBe(before);
  });

  it("of which an object is lost, are judged by what is left", async () => {
    const folder = fresh();
    repository(folder, []);
    writeFiles(folder, one.files);
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "--message=one");
    const lost = git(folder, "rev-parse", "HEAD:a.md");
    rmSync(join(folder, ".git/objects", lost.slice(0, 2), lost.slice(2)));
    const snapshot = await head(await openRepository(folder));
    expect(await snapshot.read(["a.md", "docs/b.md"], 10)).toEqual(
      new Map([
        ["a.md", { state: "unreadable", reason: `the repository does not hold the blob ${lost}` }],
        ["docs/b.md", { state: "ok", bytes: Uint8Array.of(66) }],
      ]),
    );
  });

  it("of which an object is damaged, are not judged", async () => {
    const folder = fresh();
    repository(folder, []);
    writeFiles(folder, { a: Array.from({ length: 5000 }, (_, index) => `line ${index * index}`).join("\n") });
    git(folder, "add", ".");
    git(folder, "commit", "--quiet", "--message=one");
    const damaged = git(folder, "rev-parse", "HEAD:a");
    const file = join(folder, ".git/objects", damaged.slice(0, 2), damaged.slice(2));
    chmodSync(file, 0o644);
    truncateSync(file, 2000);
    const snapshot = await head(await openRepository(folder));
    await expect(snapshot.read(["a"], 1e6)).rejects.toThrow(/git cat-file failed .*; `git fsck`/);
  });

  it("keep paths apart that are not valid UTF-8", async () => {
    const folder = build([], "--bare");
    const blob = Buffer.from("x");
    const path = (...bytes: number[]) => Buffer.from(bytes).toString("latin1").replace(/[^ -~]/g, (c) => octal(c));
    const octal = (c: string) => `\\${c.charCodeAt(0).toString(8).padStart(3, "0")}`;
    const lines = [[0x61, 0xff], [0x61, 0xfe], [0x61, 0xc3, 0xbf], [0x62, 0x2f, 0xe9, 0x2e, 0x6d, 0x64]]
      .map((bytes) => `M 100644 inline "${path(...bytes)}"\ndata 1\n${blob.toString()}\n`)
      .join("");
    fastImport(folder, `commit refs/heads/main\ncommitter M <m@h> 1 +0000\ndata 1\nx\n${lines}`);
    const repository = await openRepository(folder);
    const snapshot = await head(repository);
    expect([...(await snapshot.tree()).keys()].sort()).toEqual(["a\udcff", "a\udcfe", "aÿ", "b/\udce9.md"].sort());
    expect(told(await snapshot.read(["b/\udce9.md"], 5))).toEqual({ "b/\udce9.md": "ok x" });
  });

  it("read many large blobs in batches", async () => {
    const bytes = (seed: number) => Buffer.alloc(7 * 2 ** 20, seed);
    const files = Object.fromEntries([1, 2, 3, 4, 5].map((seed) => [`f${seed}`, bytes(seed)]));
    const folder = build([{ name: "one", files }], "--bare");
    const calls = countedGit(fresh());
    const snapshot = await head(await openRepository(folder));
    const read = await snapshot.read(Object.keys(files), 2 ** 23);
    expect(calls(), "one that was stopped, one for the sizes, three batches").toEqual([
      "rev-parse", "rev-list", "ls-tree", ...Array<string>(5).fill("cat-file"),
    ]);
    for (const [path, content] of Object.entries(files)) {
      const answer = read.get(path);
      expect(answer?.state === "ok" && Buffer.compare(answer.bytes, content), path).toBe(0);
    }
    const sizes = [...(await snapshot.read(Object.keys(files), 2 ** 20)).values()];
    expect(sizes).toEqual(sizes.map(() => ({ state: "too-large", size: 7 * 2 ** 20 })));
  });

  it("leave a large blob where it is, and read those around it", async () => {
    const size = 40 * 2 ** 20;
    const files = { a: "one", b: Buffer.alloc(size, 7), c: "three" };
    const folder = build([{ name: "one", files }], "--bare");
    const calls = countedGit(fresh());
    const snapshot = await head(await openRepository(folder));
    const { arrayBuffers } = process.memoryUsage();
    const read = await snapshot.read(["a", "b", "c"], 1000);
    expect(told(read)).toEqual({ a: "ok one", b: `too-large ${size}`, c: "ok three" });
    expect(process.memoryUsage().arrayBuffers - arrayBuffers).toBeLessThan(8 * 2 ** 20);
    expect(calls()).toEqual(["rev-parse", "rev-list", "ls-tree", "cat-file", "cat-file", "cat-file"]);
    expect(told(await snapshot.read(["c", "b"], 1000))).toEqual({ b: `too-large ${size}`, c: "ok three" });
    expect(calls(), "what is known to be large is not tried again").toHaveLength(7);
  });
});
