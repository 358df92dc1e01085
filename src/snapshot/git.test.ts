import { createHash } from "node:crypto";
import { chownSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { UserError } from "../errors.ts";
import { countedGit, git, importCommits, repository, scratch, writeFiles } from "./git.fixture.ts";
import { openRepository } from "./git.ts";
import type { GitRepository } from "./git.ts";
import { memorySnapshot } from "./memory.ts";
import type { MemoryCommit, MemoryFile, MemoryFiles } from "./memory.ts";
import { describeRepository, describeSnapshot, told } from "./snapshot.suite.ts";

const place = scratch();
afterAll(place.remove);
afterEach(() => vi.unstubAllEnvs());

let count = 0;
const fresh = (): string => join(place.folder, `r${(count += 1)}`);
const one: MemoryCommit = { name: "one", files: { "a.md": "A", "docs/b.md": "B" } };
const build = (commits: readonly MemoryCommit[], ...init: string[]): string => repository(fresh(), commits, ...init);
const opened = (commits: readonly MemoryCommit[], ...init: string[]): Promise<GitRepository> =>
  openRepository(build(commits, ...init));
const head = async (git: GitRepository) => git.commit(await git.resolve("HEAD"));

describeSnapshot("commit in a bare repository", async (files) =>
  head(await opened([{ name: "one", files }], "--bare")),
);
describeSnapshot("unchanged working tree", async (files) => (await opened([{ name: "one", files }])).worktree());
describeRepository("Git", (commits) => opened(commits, "--bare"));

/** Sets of files in which no path is a folder of another. */
const fileSets: fc.Arbitrary<MemoryFiles> = fc
  .array(fc.tuple(pathNames(), contents()), { maxLength: 12 })
  .map((pairs) => {
    const files = new Map<string, MemoryFile>();
    for (const [path, file] of pairs) {
      const clashes = (other: string): boolean => `${other}/`.startsWith(`${path}/`) || path.startsWith(`${other}/`);
      if (![...files.keys()].some(clashes)) files.set(path, file);
    }
    return Object.fromEntries(files);
  });

function pathNames(): fc.Arbitrary<string> {
  const part = fc
    .oneof(fc.constantFrom("a", "b", "docs", "WP-1.md", "ü", "🚢"), fc.string({ unit: "grapheme", minLength: 1 }))
    .map((name) => name.replace(/[/\0]/g, "_").slice(0, 40))
    .filter((name) => !/\p{Cs}/u.test(name) && !/^(?:\.|\.\.|\.git.*|git~.*)$/i.test(name));
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
}

function contents(): fc.Arbitrary<MemoryFile> {
  const bytes = fc.uint8Array({ maxLength: 200 });
  const link = fc.string({ minLength: 1, maxLength: 20 }).map((target) => ({ symlink: target.replaceAll("\0", "_") }));
  const submodule = fc.stringMatching(/^[0-9a-f]{39}[1-9]$/).map((oid) => ({ submodule: oid }));
  return fc.oneof(bytes, fc.string(), bytes.map((executable) => ({ executable })), link, submodule);
}

it("answers as the snapshot in memory does, whatever the files", async () => {
  const folder = build([], "--bare");
  await fc.assert(
    fc.asyncProperty(fileSets, fc.nat(150), fc.array(pathNames(), { maxLength: 3 }), async (files, limit, others) => {
      importCommits(folder, [{ name: "one", files }]);
      const ours = await head(await openRepository(folder));
      const theirs = memorySnapshot(files);
      const paths = [...Object.keys(files), ...others];
      expect(await ours.tree()).toEqual(await theirs.tree());
      expect(await ours.read(paths, limit)).toEqual(await theirs.read(paths, limit));
      expect(await ours.sizes(paths)).toEqual(await theirs.sizes(paths));
    }),
    { numRuns: 30 },
  );
});

describe("opening", () => {
  it("finds the repository from a folder in it, a link to it, and the Git folder itself", async () => {
    const folder = build([one]);
    const link = fresh();
    symlinkSync(folder, link);
    for (const start of [folder, join(folder, "docs"), link]) {
      const { root, bare, gitDir } = await openRepository(start);
      expect({ root, bare, gitDir }, start).toEqual({ root: folder, bare: false, gitDir: join(folder, ".git") });
    }
    const inside = await openRepository(join(folder, ".git"));
    expect(inside).toMatchObject({ root: join(folder, ".git"), bare: true });
    expect((await (await head(inside)).tree()).size).toBe(2);
  });

  it("opens a Git folder that is kept beside its worktrees", async () => {
    const folder = fresh();
    repository(join(folder, ".bare"), [one], "--bare");
    writeFiles(folder, { ".git": "gitdir: ./.bare\n" });
    const opened = await openRepository(folder);
    expect(opened).toMatchObject({ root: join(folder, ".bare"), bare: true });
    expect((await (await head(opened)).tree()).size).toBe(2);
  });

  it("gives whole paths when opened in a subfolder", async () => {
    const subfolder = await openRepository(join(build([one]), "docs"));
    expect([...(await (await head(subfolder)).tree()).keys()]).toEqual(["a.md", "docs/b.md"]);
    expect([...(await (await subfolder.worktree()).tree()).keys()]).toEqual(["a.md", "docs/b.md"]);
  });

  it("opens bare repositories, which have no working tree", async () => {
    const bare = await opened([one], "--bare");
    expect(bare).toMatchObject({ bare: true, root: bare.gitDir });
    expect(told(await (await head(bare)).read(["a.md"], 10))).toEqual({ "a.md": "ok A" });
    await expect(bare.worktree()).rejects.toThrow(/has no working tree; .*--rev/);
  });

  it("opens linked worktrees, submodules and checkouts with the Git folder elsewhere", async () => {
    const folder = build([one]);
    const linked = fresh();
    git(folder, "worktree", "add", "--quiet", "--detach", linked);
    writeFileSync(join(linked, "new"), "N");
    const repository = await openRepository(linked);
    expect(repository).toMatchObject({ root: linked, bare: false });
    expect([...(await (await repository.worktree()).tree()).keys()].sort()).toEqual(["a.md", "docs/b.md", "new"]);

    git(folder, "submodule", "--quiet", "add", linked, "sub");
    const submodule = await openRepository(join(folder, "sub"));
    expect(submodule).toMatchObject({ root: join(folder, "sub"), bare: false });
    expect((await (await submodule.worktree()).tree()).get("a.md")?.oid).toHaveLength(40);

    const separate = fresh();
    git(folder, "init", "--quiet", `--separate-git-dir=${fresh()}`, separate);
    expect(await openRepository(separate)).toMatchObject({ root: separate });
  });

  it("copes with any folder name", async () => {
    for (const name of ["with space", "line\nfeed", "quo'te\"", "-dash", "ü"]) {
      const folder = repository(join(place.folder, name), [one]);
      const opened = await openRepository(folder);
      expect(opened).toMatchObject({ root: folder, gitDir: join(folder, ".git") });
      expect((await (await opened.worktree()).tree()).size).toBe(2);
      rmSync(folder, { recursive: true });
    }
  });

  it("reads repositories whose ids are SHA-256", async () => {
    const repository = await opened([one, { name: "two", files: { "a.md": "AA" } }], "--object-format=sha256");
    const oid = await repository.resolve("one");
    expect(oid).toHaveLength(64);
    const snapshot = await repository.commit(oid);
    const blob = createHash("sha256").update("blob 1\0A").digest("hex");
    expect((await snapshot.tree()).get("a.md")).toEqual({ kind: "file", oid: blob });
    expect(told(await snapshot.read(["a.md", "docs/b.md"], 10))).toEqual({ "a.md": "ok A", "docs/b.md": "ok B" });
    expect(await repository.commits(oid, await repository.resolve("two"), 9)).toHaveLength(1);
    expect((await (await repository.worktree()).tree()).get("a.md")?.oid).toHaveLength(64);
  });

  it("opens a repository before its first commit", async () => {
    const folder = build([]);
    writeFiles(folder, { a: "A" });
    const repository = await openRepository(folder);
    const snapshot = await repository.worktree();
    expect(snapshot.revision).toEqual({ kind: "worktree", head: null });
    expect(await snapshot.tree()).toEqual(new Map([["a", { kind: "file", oid: null }]]));
    await expect(repository.resolve("HEAD")).rejects.toThrow(/has no commit yet; commit/);
  });

  it("says what is wrong with a folder, and how to mend it", async () => {
    const plain = fresh();
    mkdirSync(plain);
    writeFileSync(join(plain, "file"), "");
    await expect(openRepository(plain)).rejects.toThrow(/is not in a Git repository; .*git init/);
    await expect(openRepository(join(plain, "none"))).rejects.toThrow(/none" cannot be opened \(ENOENT\); give/);
    await expect(openRepository(join(plain, "file"))).rejects.toThrow(/is not a folder; give/);
    mkdirSync(join(plain, ".git"));
    await expect(openRepository(plain)).rejects.toThrow(UserError);
    const broken = build([one]);
    writeFileSync(join(broken, ".git/config"), "[core\n");
    await expect(openRepository(broken)).rejects.toThrow(/cannot open .*bad config.*; mend/);
    const future = build([one]);
    git(future, "config", "core.repositoryFormatVersion", "99");
    await expect(openRepository(future)).rejects.toThrow(UserError);
  });

  it("says that Git is missing or too old", async () => {
    const folder = build([one]);
    const bin = fresh();
    mkdirSync(bin);
    vi.stubEnv("PATH", bin);
    await expect(openRepository(folder)).rejects.toThrow(/could not be started; install Git/);
    // Before 2.31, `rev-parse` repeats the options that it does not know.
    const old = '#!/bin/sh\n[ "$1" = --version ] && echo "git version 2.30.2" || printf "%s\\n" "$2" true false\n';
    writeFiles(bin, { git: { executable: old } });
    await expect(openRepository(folder)).rejects.toThrow(/git version 2\.30\.2 is too old .*; install Git 2\.31/);
  });

  it("does not take a `git` from the repository, whatever the PATH", async () => {
    const folder = build([one]);
    const trap = join(folder, "trap");
    writeFiles(folder, { git: { executable: `#!/bin/sh\ntouch ${trap}\n` } });
    const path = process.env["PATH"] ?? "";
    for (const value of [["", ".", path].join(delimiter), ""]) {
      vi.stubEnv("PATH", value);
      await expect(openRepository(folder)).resolves.toMatchObject({ root: folder });
    }
    expect(() => readFileSync(trap)).toThrow("ENOENT");
  });

  it.skipIf(process.getuid?.() !== 0)("opens what belongs to somebody else only if declared safe", async () => {
    const folder = build([one]);
    git(place.folder, "config", "--file", join(place.folder, ".gitconfig"), "user.name", "Mara");
    vi.stubEnv("HOME", place.folder);
    vi.stubEnv("XDG_CONFIG_HOME", undefined);
    for (const path of [folder, join(folder, ".git")]) chownSync(path, 65534, 65534);
    const cure = `git config --global --add safe.directory ${folder}`;
    await expect(openRepository(join(folder, "docs"))).rejects.toThrow(
      `belongs to another user; if you trust it, run \`${cure}\``,
    );
    git(place.folder, "config", "--file", join(place.folder, ".gitconfig"), "safe.directory", folder);
    const repository = await openRepository(folder);
    expect((await (await head(repository)).tree()).size).toBe(2);
    expect((await (await repository.worktree()).tree()).size).toBe(2);
  });
});

describe("processes", () => {
  it("are four for a commit and as many for a working tree, from opening to the last byte", async () => {
    const files = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`d/${index}.md`, `text ${index}`]));
    const folder = build([{ name: "one", files }]);
    const calls = countedGit(fresh());
    const repository = await openRepository(folder);
    const snapshot = await repository.commit(await repository.resolve("HEAD"));
    const paths = [...(await snapshot.tree()).keys()];
    expect([...(await snapshot.read(paths, 1000)).values()].every(({ state }) => state === "ok")).toBe(true);
    expect(calls()).toEqual(["rev-parse", "rev-list", "ls-tree", "cat-file"]);
    const worktree = await (await openRepository(folder)).worktree();
    await worktree.tree();
    expect((await worktree.read(paths, 1000)).size).toBe(200);
    expect(calls().slice(4).sort()).toEqual(["config", "ls-files", "rev-parse", "rev-parse"]);
  });

  it("end when their time is up, and when nobody waits any more", async () => {
    const folder = build([one]);
    const bin = fresh();
    writeFiles(bin, { git: { executable: "#!/bin/sh\nexec sleep 30\n" } });
    const real = process.env["PATH"] ?? "";
    vi.stubEnv("PATH", `${bin}${delimiter}${real}`);
    const start = performance.now();
    await expect(openRepository(folder, { milliseconds: 200 })).rejects.toThrow(/git rev-parse .* within 0\.2 s;/);
    vi.stubEnv("PATH", real);
    const repository = await openRepository(folder);
    const oid = await repository.resolve("HEAD");
    const late = (await repository.commit(oid)).tree();
    await repository.dispose();
    await expect(late).rejects.toThrow("stopped");
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
