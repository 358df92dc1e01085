/** Git through the API: objects with real ids, refs that are compared and swapped, and files by path. */
import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { violations } from "../../../test/github/contract.ts";
import { git, scratch } from "../../snapshot/git.fixture.ts";
import { client, harbour } from "./client.fixture.ts";
import type { Ask } from "./client.fixture.ts";
import { TREE_LIMITS } from "./routes/git-data.ts";

const ROOT = "/repos/harbour/pier";
let scene: Awaited<ReturnType<typeof harbour>>;
let ask: Ask;
beforeAll(async () => {
  scene = await harbour();
  ask = scene.ask;
});
afterAll(() => scene.standIn.stop());
afterEach(() => expect(scene.standIn.server.exchanges.flatMap(violations)).toEqual([]));

/** A commit on top of another that sets one file. */
async function commit(parent: string, path: string, content: string): Promise<string> {
  const blob = await ask("POST", `${ROOT}/git/blobs`, { content });
  const entry = { path, mode: "100644", type: "blob", sha: blob.body.sha };
  const tree = await ask("POST", `${ROOT}/git/trees`, { base_tree: parent, tree: [entry] });
  const made = await ask("POST", `${ROOT}/git/commits`, { message: `Set ${path}`, tree: tree.body.sha, parents: [parent] });
  expect([blob.status, tree.status, made.status]).toEqual([201, 201, 201]);
  return made.body.sha as string;
}

describe("objects", () => {
  it("have the ids that Git gives them, and Git finds no fault in them", async () => {
    const head = await commit(scene.desk.head(), "deep/down/buoy.txt", "red\n");
    await scene.desk.push("deep/branch", { "tool.sh": { executable: "#!/bin/sh\n" }, link: { symlink: "tool.sh" }, "README.md": null });
    const { directory } = scene.desk.repository;
    expect(git(directory, "fsck", "--strict", "--no-dangling")).toBe("");
    expect(git(directory, "show", `${head}:deep/down/buoy.txt`)).toBe("red");
    expect(git(directory, "ls-tree", "-r", "deep/branch").replace(/ [0-9a-f]{40}\t/g, " ").split("\n")).toEqual([
      "120000 blob link", "100644 blob src/crane.txt", "100755 blob tool.sh",
    ]);
    const { folder, remove } = scratch();
    git(folder, "clone", "--quiet", directory, "copy");
    expect(git(`${folder}/copy`, "rev-parse", "HEAD")).toBe(scene.desk.head());
    remove();
  });

  it("come as base64 and raw, byte for byte", async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 128, ...Buffer.from("ü".repeat(50))]);
    const made = await ask("POST", `${ROOT}/git/blobs`, { content: bytes.toString("base64"), encoding: "base64" });
    const oid = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    expect(made.body.sha).toBe(oid);
    const plain = await ask("GET", `${ROOT}/git/blobs/${oid}`);
    expect(Buffer.from(plain.body.content as string, "base64")).toEqual(bytes);
    const raw = await fetch(`${scene.standIn.url}${ROOT}/git/blobs/${oid}`, { headers: { accept: "application/vnd.github.raw+json" } });
    expect(Buffer.from(await raw.arrayBuffer())).toEqual(bytes);
    expect((await ask("GET", `${ROOT}/git/blobs/${"0".repeat(40)}`)).status).toBe(404);
    expect((await ask("GET", `${ROOT}/git/blobs/main`)).status).toBe(422);
  });

  it("are listed as trees, and cut off on demand", async () => {
    const all = await ask("GET", `${ROOT}/git/trees/main?recursive=1`);
    expect(all.body.truncated).toBe(false);
    expect((all.body.tree as Record<string, unknown>[]).map(({ path, type, size }) => [path, type, size])).toEqual([
      ["README.md", "blob", 7], ["src", "tree", undefined], ["src/crane.txt", "blob", 14],
    ]);
    TREE_LIMITS.entries = 2;
    const cut = await ask("GET", `${ROOT}/git/trees/main?recursive=1`);
    TREE_LIMITS.entries = 100_000;
    expect([cut.body.truncated, cut.body.tree.length]).toEqual([true, 2]);
  });

  it.each(["../x", "a//b", ".git/config", "/a", "a/", ".GIT/hooks"])("are not put at %j", async (path) => {
    const entry = { path, mode: "100644", type: "blob", content: "x" };
    expect((await ask("POST", `${ROOT}/git/trees`, { tree: [entry] })).status).toBe(422);
  });

  it("are verified when an App commits in nobody's name", async () => {
    const tree = (await ask("GET", `${ROOT}/git/trees/main`)).body.sha as string;
    const own = await ask("POST", `${ROOT}/git/commits`, { message: "x", tree, parents: [] });
    const author = { name: "Mara", email: "mara@harbour.example" };
    const named = await ask("POST", `${ROOT}/git/commits`, { message: "x", tree, parents: [], author });
    expect([own.body.verification.verified, named.body.verification.verified]).toEqual([true, false]);
    expect([own.body.author.name, named.body.author.name]).toEqual(["writ[bot]", "Mara"]);
  });
});

describe("refs", () => {
  it("move forward, and only by force anywhere else", async () => {
    const base = scene.desk.head();
    const one = await commit(base, "a.txt", "1");
    const other = await commit(base, "b.txt", "2");
    expect((await ask("POST", `${ROOT}/git/refs`, { ref: "refs/heads/tide", sha: one })).status).toBe(201);
    expect(await ask("POST", `${ROOT}/git/refs`, { ref: "refs/heads/tide", sha: one })).toMatchObject({ status: 422, body: { message: "Reference already exists" } });
    expect(await ask("PATCH", `${ROOT}/git/refs/heads/tide`, { sha: other })).toMatchObject({ status: 422, body: { message: "Update is not a fast forward" } });
    expect((await ask("PATCH", `${ROOT}/git/refs/heads/tide`, { sha: other, force: true })).status).toBe(200);
    expect((await ask("GET", `${ROOT}/git/ref/heads%2Ftide`)).body.object.sha).toBe(other);
    expect(git(scene.desk.repository.directory, "rev-parse", "tide")).toBe(other);
    expect((await ask("DELETE", `${ROOT}/git/refs/heads/tide`)).status).toBe(204);
    expect((await ask("GET", `${ROOT}/git/ref/heads/tide`)).status).toBe(404);
  });

  it("let one of many win", async () => {
    const base = scene.desk.head();
    await scene.desk.push("race", { "start.txt": "0" });
    const start = scene.desk.head("race");
    const made = await Promise.all([1, 2, 3, 4].map((n) => commit(start, `${n}.txt`, "x")));
    const answers = await Promise.all(made.map((sha) => ask("PATCH", `${ROOT}/git/refs/heads/race`, { sha })));
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
    expect(made).toContain(scene.desk.head("race"));
    expect(answers.every(({ status }) => [200, 409, 422].includes(status))).toBe(true);
    expect(base).toBe(scene.desk.head());
  });

  it.each(["refs/heads/a..b", "heads/x", "refs/heads/x.lock"])("are not called %j", async (ref) => {
    expect((await ask("POST", `${ROOT}/git/refs`, { ref, sha: scene.desk.head() })).status).toBe(422);
  });
});

describe("files by path", () => {
  it("are read, listed, and written only over what was read", async () => {
    const file = await ask("GET", `${ROOT}/contents/src/crane.txt`);
    expect(Buffer.from(file.body.content as string, "base64").toString()).toBe("one\ntwo\nthree\n");
    expect((await ask("GET", `${ROOT}/contents/src`)).body).toMatchObject([{ name: "crane.txt", type: "file", size: 14 }]);
    expect((await ask("GET", `${ROOT}/contents`)).body).toContainEqual(expect.objectContaining({ name: "README.md" }));
    const content = Buffer.from("four\n").toString("base64");
    const put = { message: "Write", content, branch: "main" };
    expect((await ask("PUT", `${ROOT}/contents/src/crane.txt`, put)).status).toBe(422);
    expect((await ask("PUT", `${ROOT}/contents/src/crane.txt`, { ...put, sha: "0".repeat(40) })).status).toBe(409);
    const done = await ask("PUT", `${ROOT}/contents/src/crane.txt`, { ...put, sha: file.body.sha });
    expect([done.status, await scene.desk.file("src/crane.txt")]).toEqual([200, "four\n"]);
    expect((await ask("PUT", `${ROOT}/contents/new/one.txt`, put)).status).toBe(201);
    expect((await ask("GET", `${ROOT}/contents/nowhere`)).status).toBe(404);
  });

  it("differ between commits, as a comparison tells", async () => {
    const base = scene.desk.head();
    await scene.desk.push("moved", { "src/crane.txt": null, "src/hoist.txt": (await scene.desk.file("src/crane.txt")) ?? "", "c.txt": "c\n" });
    const { body } = await ask("GET", `${ROOT}/compare/${base}...moved`);
    expect([body.status, body.ahead_by, body.behind_by]).toEqual(["ahead", 1, 0]);
    expect(body.files).toMatchObject([
      { filename: "c.txt", status: "added", additions: 1, patch: "@@ -0,0 +1 @@\n+c" },
      { filename: "src/hoist.txt", status: "renamed", previous_filename: "src/crane.txt", changes: 0 },
    ]);
    const shown = await ask("GET", `${ROOT}/commits/moved`);
    expect([shown.body.stats.total, shown.body.author.login]).toEqual([1, "harbour"]);
    expect((await ask("GET", `${ROOT}/commits?sha=moved`)).body[0].sha).toBe(scene.desk.head("moved"));
    expect((await ask("GET", `${ROOT}/branches/moved`)).body).toMatchObject({ name: "moved", protected: false });
  });

  it("come in pages that lead on", async () => {
    const first = await ask("GET", `${ROOT}/branches?per_page=1`);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
    expect(next).toContain("page=2");
    const second = await client(scene.standIn, null)("GET", next.slice(scene.standIn.url.length));
    expect(second.body[0].name).not.toBe(first.body[0].name);
  });
});
