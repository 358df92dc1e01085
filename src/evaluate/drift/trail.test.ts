import { describe, expect, it } from "vitest";
import { memoryRepository, type MemoryCommit } from "../../snapshot/memory.ts";
import { followTrails, type KeyOf, type Step } from "./trail.ts";

const PATH = "src/lamp.rs";
const only: KeyOf = (path) => (path === PATH ? { id: path, rank: 0 } : null);

/** The steps behind the last commit, newest first, each as the commit's name and the file's first word. */
async function steps(commits: readonly MemoryCommit[], keyOf = only, id = PATH): Promise<readonly string[]> {
  const repository = memoryRepository(commits);
  const names = new Map<string, string>();
  for (const { name } of commits) names.set(await repository.resolve(name), name);
  const head = await repository.resolve("HEAD");
  const last = followTrails((await repository.history(head, [])).commits, head, keyOf).get(id);
  const found: Step[] = last === undefined ? [] : [last];
  for (const step of found) for (const parent of step.parents) if (!found.includes(parent)) found.push(parent);
  const told = found.map(async ({ commit, oid, path }) => {
    const content = oid === null ? null : (await repository.blobs([oid], 1000)).get(oid);
    const text = content?.state === "ok" ? new TextDecoder().decode(content.bytes) : "gone";
    return `${names.get(commit) ?? ""}: ${text}${path === PATH ? "" : ` at ${path}`}`;
  });
  return Promise.all(told);
}

const has = (text: string): MemoryCommit["files"] => ({ [PATH]: text });

describe("the steps of a file", () => {
  it("are the commits that changed it, and the one that removed it", async () => {
    const commits = [
      { name: "one", files: has("a") },
      { name: "other", files: { ...has("a"), "x.md": "x" } },
      { name: "two", files: has("b") },
      { name: "gone", files: {} },
      { name: "later", files: { "x.md": "y" } },
    ];
    expect(await steps(commits)).toEqual(["gone: gone", "two: b", "one: a"]);
    expect(await steps([{ name: "one", files: {} }])).toEqual([]);
  });

  it("go through a removal when it comes back", async () => {
    const commits = [
      { name: "one", files: has("a") },
      { name: "gone", files: {} },
      { name: "back", files: has("a") },
    ];
    expect(await steps(commits)).toEqual(["back: a", "gone: gone", "one: a"]);
  });

  it("are those of the side that a merge took it from", async () => {
    const start: MemoryCommit[] = [
      { name: "one", files: has("a") },
      { name: "side", files: has("b"), parents: ["one"] },
      { name: "main", files: { ...has("a"), "x.md": "x" }, parents: ["one"] },
    ];
    const merge = (files: MemoryCommit["files"]): MemoryCommit => ({ name: "merge", files, parents: ["main", "side"] });
    expect(await steps([...start, merge(has("b"))])).toEqual(["side: b", "one: a"]);
    expect(await steps([...start, merge(has("a"))])).toEqual(["one: a"]);
    expect(await steps([...start, merge(has("c"))])).toEqual(["merge: c", "one: a", "side: b"]);
  });

  it("say which side removed it, and when only the merge did", async () => {
    const start: MemoryCommit[] = [
      { name: "one", files: has("a") },
      { name: "side", files: {}, parents: ["one"] },
      { name: "main", files: has("b"), parents: ["one"] },
    ];
    expect((await steps([...start, { name: "merge", files: {}, parents: ["main", "side"] }]))[0]).toBe("side: gone");
    const evil: MemoryCommit[] = [
      { name: "one", files: has("a") },
      { name: "side", files: { ...has("a"), "x.md": "x" }, parents: ["one"] },
      { name: "main", files: has("b"), parents: ["one"] },
      { name: "merge", files: { "x.md": "x" }, parents: ["main", "side"] },
    ];
    expect((await steps(evil))[0]).toBe("merge: gone");
    const dropped: MemoryCommit[] = [
      { name: "one", files: {} },
      { name: "side", files: has("a"), parents: ["one"] },
      { name: "main", files: { "x.md": "x" }, parents: ["one"] },
      { name: "merge", files: { "x.md": "x" }, parents: ["main", "side"] },
    ];
    expect(await steps(dropped)).toEqual(["merge: gone", "side: a"]);
  });

  it("come from both sides of a criss-cross", async () => {
    const commits: MemoryCommit[] = [
      { name: "one", files: has("a") },
      { name: "left", files: has("b"), parents: ["one"] },
      { name: "right", files: has("c"), parents: ["one"] },
      { name: "left2", files: has("b"), parents: ["left", "right"] },
      { name: "right2", files: has("c"), parents: ["right", "left"] },
      { name: "end", files: has("d"), parents: ["left2", "right2"] },
    ];
    expect(await steps(commits)).toEqual(["end: d", "left: b", "right: c", "one: a"]);
  });

  it("follow a key from one place to another, and keep to the place that counts", async () => {
    const ranks: KeyOf = (path) => {
      const rank = ["new/lamp.md", "old/lamp.md"].indexOf(path);
      return rank < 0 ? null : { id: "lamp", rank };
    };
    const commits = [
      { name: "one", files: { "old/lamp.md": "a" } },
      { name: "copy", files: { "old/lamp.md": "a", "new/lamp.md": "b" } },
      { name: "old", files: { "old/lamp.md": "z", "new/lamp.md": "b" } },
      { name: "drop", files: { "new/lamp.md": "b" } },
    ];
    expect(await steps(commits, ranks, "lamp")).toEqual(["copy: b at new/lamp.md", "one: a at old/lamp.md"]);
  });

  it("do not mix what branches do to it when several grow from one commit", async () => {
    const commits: MemoryCommit[] = [
      { name: "one", files: has("a") },
      { name: "left", files: has("b"), parents: ["one"] },
      { name: "right", files: { ...has("a"), "x.md": "x" }, parents: ["one"] },
    ];
    expect(await steps(commits)).toEqual(["one: a"]);
  });
});
