/** What every implementation of the snapshot interfaces must do. Each calls this from its own test file. */
import { describe, expect, it } from "vitest";
import { UserError } from "../errors.ts";
import { blobId, memorySnapshot } from "./memory.ts";
import type { MemoryCommit, MemoryFiles } from "./memory.ts";
import { changedPaths } from "./snapshot.ts";
import type { Content, Repository, Snapshot } from "./snapshot.ts";

const LIMIT = 1000;
const COMMIT = "1234567890123456789012345678901234567890";

/** Contents with text in place of UTF-8 bytes, so that a failure can be read. */
export function told(contents: ReadonlyMap<string, Content>): Record<string, string> {
  const text = ([path, content]: [string, Content]): [string, string] => {
    if (content.state === "ok") return [path, `ok ${new TextDecoder().decode(content.bytes)}`];
    return [path, content.state === "too-large" ? `too-large ${content.size}` : content.state];
  };
  return Object.fromEntries([...contents].map(text));
}

/** Runs the expectations on snapshots that `make` takes of the files it is given. */
export function describeSnapshot(name: string, make: (files: MemoryFiles) => Promise<Snapshot>): void {
  describe(`snapshot: ${name}`, () => {
    it("lists every path with its kind and id", async () => {
      const snapshot = await make({
        "README.md": "# Harbour\n",
        "bin/run": { executable: "#!/bin/sh\n" },
        "docs/a/b/c.md": "",
        "latest.md": { symlink: "README.md" },
        "vendor/crane": { submodule: COMMIT },
      });
      expect(await snapshot.tree()).toEqual(
        new Map([
          ["README.md", { kind: "file", oid: blobId(Buffer.from("# Harbour\n")) }],
          ["bin/run", { kind: "executable", oid: blobId(Buffer.from("#!/bin/sh\n")) }],
          ["docs/a/b/c.md", { kind: "file", oid: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391" }],
          ["latest.md", { kind: "symlink", oid: blobId(Buffer.from("README.md")) }],
          ["vendor/crane", { kind: "submodule", oid: COMMIT }],
        ]),
      );
    });

    it("is empty without files", async () => {
      const snapshot = await make({});
      expect((await snapshot.tree()).size).toBe(0);
      expect(told(await snapshot.read(["a"], LIMIT))).toEqual({ a: "missing" });
    });

    it("reads bytes as they are", async () => {
      const all = Uint8Array.from({ length: 256 }, (_, index) => index);
      const files = {
        all,
        bom: "\ufeffx",
        crlf: "a\r\nb\r\n",
        empty: "",
        headers: `${COMMIT} blob 3\nabc\n${COMMIT} missing\n`,
        open: "no line feed",
        same: all,
      };
      const contents = await (await make(files)).read(Object.keys(files), LIMIT);
      expect([...contents.keys()].sort()).toEqual(Object.keys(files));
      for (const [path, file] of Object.entries(files)) {
        const content = contents.get(path);
        const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
        expect(content, path).toEqual({ state: "ok", bytes });
      }
    });

    it("answers for every path asked for, also twice and also in vain", async () => {
      const snapshot = await make({ a: "A", "d/b": "B" });
      expect(told(await snapshot.read(["a", "d/b", "a", "d", "d/", "d/b/c", "e"], LIMIT))).toEqual({
        a: "ok A",
        "d/b": "ok B",
        d: "missing",
        "d/": "missing",
        "d/b/c": "missing",
        e: "missing",
      });
      expect((await snapshot.read([], LIMIT)).size).toBe(0);
    });

    it("never follows links nor enters submodules", async () => {
      const snapshot = await make({
        "a/file": "A",
        away: { symlink: "/etc" },
        inside: { symlink: "a" },
        nowhere: { symlink: "gone" },
        passwd: { symlink: "/etc/passwd" },
        sub: { submodule: COMMIT },
      });
      const paths = ["away", "away/passwd", "inside", "inside/file", "nowhere", "passwd", "sub", "sub/file"];
      const contents = told(await snapshot.read(paths, LIMIT));
      expect(contents).toEqual(Object.fromEntries(paths.map((path) => [path, "not-a-file"])));
      expect((await snapshot.sizes(paths)).size).toBe(0);
    });

    it("does not leave the repository", async () => {
      const snapshot = await make({ "a/b": "B" });
      const paths = ["../a", "/etc/passwd", "a/../../x", "a/../a/b", "./a/b", "a//b", ".git/config", ".git/HEAD", ""];
      const contents = told(await snapshot.read(paths, LIMIT));
      expect(contents).toEqual(Object.fromEntries(paths.map((path) => [path, "missing"])));
      expect((await snapshot.sizes(paths)).size).toBe(0);
    });

    it("does not read what is larger than the limit", async () => {
      const snapshot = await make({ exact: "12345", large: "123456", empty: "" });
      expect(told(await snapshot.read(["exact", "large", "empty"], 5))).toEqual({
        exact: "ok 12345",
        large: "too-large 6",
        empty: "ok ",
      });
      expect(told(await snapshot.read(["exact", "empty"], 0))).toEqual({ exact: "too-large 5", empty: "ok " });
    });

    it("tells sizes of files only", async () => {
      const snapshot = await make({
        a: "12345",
        b: "é",
        e: "",
        l: { symlink: "a" },
        s: { submodule: COMMIT },
        x: { executable: "1" },
      });
      expect(await snapshot.sizes(["a", "b", "e", "l", "s", "x", "gone"])).toEqual(
        new Map([
          ["a", 5],
          ["b", 2],
          ["e", 0],
          ["x", 1],
        ]),
      );
    });

    it("takes any name for a name", async () => {
      const names = [
        " leading", "trailing ", "a\tb", "a\nb", 'quo"te', "back\\slash", "-rf", "--output=x", "é", "e\u0301",
        "🚢/📦.md", "*", "[a]", ":(top)a", "a:b", "~", "$HOME", "constructor", "__proto__", "HEAD",
        "d/.gitignore.txt",
      ];
      const files = Object.fromEntries(names.map((path) => [path, `text of ${path}`]));
      const snapshot = await make(files);
      expect([...(await snapshot.tree()).keys()].sort()).toEqual([...names].sort());
      const contents = await snapshot.read(names, LIMIT);
      for (const path of names) expect(text(contents.get(path)), path).toBe(`text of ${path}`);
    });

    it("compares with another snapshot", async () => {
      const before = await make({ gone: "1", same: "2", text: "3", mode: "4", kind: "5" });
      const after = await make({
        new: "1",
        same: "2",
        text: "three",
        mode: { executable: "4" },
        kind: { symlink: "5" },
      });
      expect(await changedPaths(before, after)).toEqual([
        { path: "gone", status: "deleted" },
        { path: "kind", status: "modified" },
        { path: "mode", status: "modified" },
        { path: "new", status: "added" },
        { path: "text", status: "modified" },
      ]);
      expect(await changedPaths(after, after)).toEqual([]);
    });

    it("loads the tree once", async () => {
      const snapshot = await make({ a: "A" });
      const [first, second] = await Promise.all([snapshot.tree(), snapshot.tree()]);
      expect(first).toBe(second);
    });
  });
}

/** Runs the expectations on repositories that `make` builds of the commits it is given, the last one being HEAD. */
export function describeRepository(
  name: string,
  make: (commits: readonly MemoryCommit[]) => Promise<Repository>,
): void {
  const one: MemoryCommit = { name: "one", files: { a: "1", b: "1" } };
  const two: MemoryCommit = { name: "two", files: { a: "2", b: "1", "c/d": "1" } };
  const three: MemoryCommit = { name: "three", files: { a: "2", "c/d": "1" }, subject: ": a colon, then é" };

  describe(`repository: ${name}`, () => {
    it("finds commits by name and by id", async () => {
      const repository = await make([one, two]);
      const oid = await repository.resolve("one");
      expect(oid).toMatch(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
      expect(await repository.resolve(oid)).toBe(oid);
      expect(await repository.resolve("HEAD")).toBe(await repository.resolve("two"));
      expect(await repository.resolve("HEAD")).not.toBe(oid);
    });

    it("says which commit there is not", async () => {
      const repository = await make([one]);
      for (const revision of ["nowhere", COMMIT, "", "--all", "one two", "one..one", "one\0", "x".repeat(2000)]) {
        await expect(repository.resolve(revision), revision).rejects.toThrow(UserError);
      }
      await expect(repository.resolve("nowhere")).rejects.toThrow(/"nowhere".*;/);
    });

    it("takes a snapshot of any commit", async () => {
      const repository = await make([one, two]);
      const oid = await repository.resolve("one");
      const snapshot = await repository.commit(oid);
      expect(snapshot.revision).toEqual({ kind: "commit", oid, date: date(0) });
      expect(await changedPaths(memorySnapshot(one.files), snapshot)).toEqual([]);
      const head = await repository.commit(await repository.resolve("HEAD"));
      expect(await changedPaths(snapshot, head)).toEqual([
        { path: "a", status: "modified" },
        { path: "c/d", status: "added" },
      ]);
    });

    it("takes a snapshot of a commit by its id alone", async () => {
      const oid = await (await make([one])).resolve("one");
      const { revision } = await (await make([one])).commit(oid);
      expect(revision).toEqual({ kind: "commit", oid, date: date(0) });
    });

    it("tells the commits of a range, oldest first", async () => {
      const repository = await make([one, two, three]);
      const [first, second, third] = await Promise.all(["one", "two", "three"].map((id) => repository.resolve(id)));
      const commits = await repository.commits(first ?? "", third ?? "", 100);
      expect(commits).toEqual([
        { oid: second, parents: [first], subject: "two", date: date(1), paths: ["a", "c/d"] },
        { oid: third, parents: [second], subject: ": a colon, then é", date: date(2), paths: ["b"] },
      ]);
      expect((await repository.commits(first ?? "", third ?? "", 1)).map(({ oid }) => oid)).toEqual([third]);
      expect(await repository.commits(first ?? "", third ?? "", 0)).toEqual([]);
      expect(await repository.commits(third ?? "", first ?? "", 100)).toEqual([]);
      expect(await repository.commits(third ?? "", third ?? "", 100)).toEqual([]);
    });

    it("tells a merge by what it changed against its first parent", async () => {
      const repository = await make([
        one,
        { name: "ours", files: { a: "1", b: "1", ours: "x" } },
        { name: "theirs", parents: ["one"], files: { a: "theirs", b: "1" } },
        { name: "merge", parents: ["ours", "theirs"], files: { a: "theirs", b: "1", ours: "x" } },
        { name: "empty", files: { a: "theirs", b: "1", ours: "x" } },
      ]);
      const names = ["one", "ours", "theirs", "merge", "empty"];
      const oids = await Promise.all(names.map((id) => repository.resolve(id)));
      const commits = await repository.commits(oids[0] ?? "", oids[4] ?? "", 100);
      expect(commits.map(({ subject }) => subject).sort()).toEqual(["empty", "merge", "ours", "theirs"]);
      expect(commits.at(-2)).toMatchObject({ subject: "merge", parents: [oids[1], oids[2]], paths: ["a"] });
      expect(commits.at(-1)).toMatchObject({ subject: "empty", paths: [] });
      expect(await repository.mergeBase(oids[1] ?? "", oids[2] ?? "")).toBe(oids[0]);
      expect(await repository.mergeBase(oids[4] ?? "", oids[2] ?? "")).toBe(oids[2]);
    });

    it("tells unrelated histories apart, and what a first commit brought", async () => {
      const repository = await make([one, { name: "root", parents: [], files: { x: "1", "y/z": "2" } }]);
      const [first, root] = [await repository.resolve("one"), await repository.resolve("root")];
      expect(await repository.mergeBase(first, root)).toBeNull();
      const commits = await repository.commits(first, root, 10);
      expect(commits).toMatchObject([{ oid: root, parents: [], paths: ["x", "y/z"] }]);
    });

    it("tells a moved file as one that went and one that came", async () => {
      const text = "a text that is long enough to be recognised where it is found again\n".repeat(5);
      const repository = await make([
        { name: "before", files: { old: text } },
        { name: "after", files: { new: text } },
      ]);
      const [before, after] = [await repository.resolve("before"), await repository.resolve("after")];
      expect(await repository.commits(before, after, 10)).toMatchObject([{ oid: after, paths: ["new", "old"] }]);
    });

    it("tells parents before children, whatever their dates", async () => {
      const repository = await make([
        one,
        { name: "late", files: { a: "2" }, date: "2026-01-05T12:00:00Z" },
        { name: "side", files: { s: "2" }, date: "2026-01-06T12:00:00Z" },
        { name: "early", files: { a: "3" }, parents: ["late"], date: "2026-01-02T12:00:00Z" },
        { name: "merge", files: { a: "3", s: "2" }, parents: ["early", "side"], date: "2026-01-07T12:00:00Z" },
      ]);
      const commits = await repository.commits(await repository.resolve("one"), await repository.resolve("merge"), 9);
      const order = commits.map(({ subject }) => subject);
      expect([...order].sort()).toEqual(["early", "late", "merge", "side"]);
      expect([order[0], order[3]]).toEqual(["late", "merge"]);
    });

    it("keeps odd names and subjects apart in a range", async () => {
      const subject = `${COMMIT} looks like an id`;
      const repository = await make([
        one,
        { name: "odd", subject, files: { ...one.files, [COMMIT]: "", ":100644 x": "", "a\nb": "", é: "" } },
        { name: "next", subject: ":", files: { ...one.files, é: "" } },
      ]);
      const commits = await repository.commits(await repository.resolve("one"), await repository.resolve("next"), 10);
      expect(commits.map((commit) => commit.subject)).toEqual([subject, ":"]);
      expect([...(commits[0]?.paths ?? [])].sort()).toEqual([COMMIT, ":100644 x", "a\nb", "é"].sort());
      expect([...(commits[1]?.paths ?? [])].sort()).toEqual([COMMIT, ":100644 x", "a\nb"].sort());
    });

    it("tells the whole history of some files, every side of every merge included", async () => {
      const repository = await make([
        { name: "root", files: { "p/a": "1", "q/a": "1" } },
        { name: "ours", files: { "p/a": "1", "q/a": "2" } },
        { name: "theirs", parents: ["root"], files: { "p/a": "2", "q/a": "1" } },
        // Takes nothing of theirs: to most ways of asking, as if theirs had never been.
        { name: "merge", parents: ["ours", "theirs"], files: { "p/a": "1", "q/a": "2" } },
        { name: "last", files: { "q/a": "2" } },
      ]);
      const names = ["root", "ours", "theirs", "merge", "last"];
      const [root, ours, theirs, merge, last] = await Promise.all(names.map((name) => repository.resolve(name)));
      const { commits, cuts } = await repository.history(last ?? "", ["p"]);
      const [one, two] = [blobId(Buffer.from("1")), blobId(Buffer.from("2"))];
      expect(cuts).toEqual([]);
      expect(new Map(commits.map(({ oid, parents, changes }) => [oid, { parents, changes }]))).toEqual(
        new Map([
          [root, { parents: [], changes: [{ path: "p/a", before: null, after: one }] }],
          [ours, { parents: [root], changes: [] }],
          [theirs, { parents: [root], changes: [{ path: "p/a", before: one, after: two }] }],
          [merge, { parents: [ours, theirs], changes: [] }],
          [last, { parents: [merge], changes: [{ path: "p/a", before: one, after: null }] }],
        ]),
      );
      expect(commits[0]).toMatchObject({ oid: root, subject: "root", date: date(0) });
      expect(commits.slice(-2).map(({ oid }) => oid)).toEqual([merge, last]);
      const all = await repository.history(ours ?? "", []);
      expect(all.commits.map(({ changes }) => changes.map(({ path }) => path))).toEqual([["p/a", "q/a"], ["q/a"]]);
    });

    it("takes places of a history as they are, and tells links and submodules as nothing", async () => {
      const repository = await make([
        { name: "one", files: { "p*/a": "1", "px/a": "1", p: { symlink: "px" }, "[p]": { submodule: COMMIT }, file: "1" } },
        { name: "two", files: { "p*/a": "2", "px/a": "2", p: "now a file", file: { executable: "1" } } },
      ]);
      const head = await repository.resolve("two");
      const changed = async (...places: string[]): Promise<readonly string[]> =>
        (await repository.history(head, places)).commits.map(({ changes }) =>
          changes.map(({ path, before, after }) => `${path} ${String(before !== null)} ${String(after !== null)}`).join(),
        );
      expect(await changed("p*")).toEqual(["p*/a false true", "p*/a true true"]);
      expect(await changed("p")).toEqual(["p false false", "p false true"]);
      expect(await changed("[p]", "file")).toEqual(["[p] false false,file false true", "[p] false false,file true true"]);
      expect(await changed("p*/a", "nowhere")).toEqual(["p*/a false true", "p*/a true true"]);
    });

    it("tells what lies between any two commits", async () => {
      const repository = await make([one, two, { name: "root", parents: [], files: { x: "1" } }]);
      const [first, second, root] = await Promise.all(["one", "two", "root"].map((name) => repository.resolve(name)));
      const pairs = [[first, second], [second, second], [second, first], [root, first]] as [string, string][];
      const changes = await repository.changes(pairs, ["a", "x"]);
      const [old, now] = [blobId(Buffer.from("1")), blobId(Buffer.from("2"))];
      expect(changes).toEqual([
        [{ path: "a", before: old, after: now }],
        [],
        [{ path: "a", before: now, after: old }],
        [{ path: "a", before: null, after: old }, { path: "x", before: old, after: null }],
      ]);
      expect(await repository.changes([], [])).toEqual([]);
      expect((await repository.changes(pairs.slice(0, 1), []))[0]?.map(({ path }) => path)).toEqual(["a", "c/d"]);
    });

    it("tells how the tree of one commit becomes that of another, whatever its entries are", async () => {
      const repository = await make([
        { name: "a", files: { keep: "1", gone: "2", run: "3", link: { symlink: "keep" } } },
        {
          name: "b",
          files: { keep: "1", run: { executable: "3" }, link: "4", "new/file": "5", part: { submodule: "6".repeat(40) } },
        },
        { name: "c", files: {} },
      ]);
      const oids = await Promise.all(["a", "b", "c"].map((name) => repository.resolve(name)));
      const trees = await Promise.all(oids.map(async (oid) => (await repository.commit(oid)).tree()));
      const pairs = [[0, 1], [1, 0], [1, 2], [2, 2]] as const;
      const changes = await repository.entries(pairs.map(([from, to]) => [oids[from] ?? "", oids[to] ?? ""] as const));
      for (const [index, [from, to]] of pairs.entries()) {
        const tree = new Map(trees[from]);
        for (const { path, entry } of changes[index] ?? []) {
          if (entry === null) tree.delete(path);
          else tree.set(path, entry);
        }
        expect(new Map([...tree].sort()), `${String(from)} to ${String(to)}`).toEqual(new Map([...(trees[to] ?? [])].sort()));
      }
      expect(changes.map((entries) => entries.length)).toEqual([5, 5, 5, 0]);
    });

    it("lists everything that led to a commit when there is no base", async () => {
      const repository = await make([one, two]);
      const all = await repository.commits(null, await repository.resolve("two"), 10);
      expect(all.map(({ subject }) => subject)).toEqual([one.subject ?? one.name, two.subject ?? two.name]);
    });

    it("tells which files became others", async () => {
      const words = Array.from({ length: 20 }, (_, line) => `line ${String(line)}\n`).join("");
      const repository = await make([
        { name: "one", files: { "a b": words, c: "1", d: "2" } },
        { name: "two", files: { "x/\u00e9": words, c: "1", e: "nothing like it at all" } },
        { name: "three", files: { "x/\u00e9": words, c: "1", e: "nothing like it at all", f: "1" } },
      ]);
      const [first, second, third] = await Promise.all(["one", "two", "three"].map((name) => repository.resolve(name)));
      const pairs = [[first, second], [second, third], [second, first], [first, first]] as [string, string][];
      expect(await repository.renames(pairs)).toEqual([
        new Map([["a b", "x/\u00e9"]]),
        new Map(),
        new Map([["x/\u00e9", "a b"]]),
        new Map(),
      ]);
      expect(await repository.renames([])).toEqual([]);
    });

    it("finds what ever ended with a path, on whatever side of a merge", async () => {
      const repository = await make([
        { name: "root", files: { "a/x.rs": "1", "b/a/x.rs": "1", "ax.rs": "1", "z[1]*.rs": "1", "q/z1.rs": "1" } },
        { name: "side", files: { "s/x.rs": "1" } },
        { name: "main", parents: ["root"], files: { "x.rs": { symlink: "ax.rs" } } },
        { name: "merge", parents: ["main", "side"], files: { other: "1" } },
      ]);
      const head = await repository.resolve("merge");
      const found = await repository.pathsEnding(head, ["x.rs", "a/x.rs", "z[1]*.rs", "nowhere.rs"]);
      expect(new Map([...found].map(([end, paths]) => [end, [...paths].sort()]))).toEqual(
        new Map([
          ["x.rs", ["a/x.rs", "b/a/x.rs", "s/x.rs"]],
          ["a/x.rs", ["a/x.rs", "b/a/x.rs"]],
          ["z[1]*.rs", ["z[1]*.rs"]],
        ]),
      );
      expect(await repository.pathsEnding(head, [])).toEqual(new Map());
    });

    it("knows commits by the beginning of their id", async () => {
      const repository = await make([one, two]);
      const [first = "", second = ""] = await Promise.all(["one", "two"].map((name) => repository.resolve(name)));
      const blob = blobId(Buffer.from("1"));
      const asked = [first, second.slice(0, 12), "0".repeat(40), first.slice(0, 6), "HEAD", blob, "two"];
      expect(await repository.known(asked)).toEqual(new Map([[first, first], [second.slice(0, 12), second]]));
      expect(await repository.known([])).toEqual(new Map());
    });

    it("tells the sizes of blobs of any age", async () => {
      const repository = await make([one, { name: "two", files: { a: "22" } }]);
      const [old, now, none] = ["1", "22", "3"].map((content) => blobId(Buffer.from(content)));
      const sizes = await repository.blobSizes([old ?? "", now ?? "", none ?? ""]);
      expect(sizes).toEqual(new Map([[old, 1], [now, 2]]));
    });

    it("reads blobs of any age by their id", async () => {
      const repository = await make([one, two]);
      const [old, now, none] = ["1", "2", "3"].map((content) => blobId(Buffer.from(content)));
      const blobs = await repository.blobs([old ?? "", now ?? "", none ?? "", old ?? ""], 10);
      expect(blobs.size).toBe(3);
      expect(text(blobs.get(old ?? ""))).toBe("1");
      expect(text(blobs.get(now ?? ""))).toBe("2");
      expect(blobs.get(none ?? "")).toMatchObject({ state: "unreadable" });
      expect((await repository.blobs([old ?? ""], 0)).get(old ?? "")).toEqual({ state: "too-large", size: 1 });
    });
  });
}

function text(content: Content | undefined): string | undefined {
  return content?.state === "ok" ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(content.bytes) : content?.state;
}

function date(minutes: number): unknown {
  return expect.stringMatching(new RegExp(`^2026-01-01T12:0${minutes}:00`));
}
