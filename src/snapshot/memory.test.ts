import { describe, expect, it } from "vitest";
import { UserError } from "../errors.ts";
import { memoryRepository, memorySnapshot } from "./memory.ts";
import { describeRepository, describeSnapshot, told } from "./snapshot.suite.ts";

describeSnapshot("memory", (files) => Promise.resolve(memorySnapshot(files)));
describeSnapshot("commit in memory", async (files) => {
  const repository = memoryRepository([{ name: "one", files }]);
  return repository.commit(await repository.resolve("HEAD"));
});
describeSnapshot("unchanged working tree in memory", (files) =>
  memoryRepository([{ name: "one", files }], files).worktree(),
);
describeRepository("memory", (commits) => Promise.resolve(memoryRepository(commits)));

describe("a working tree in memory", () => {
  it("knows the ids of what the last commit has, and no other", async () => {
    const repository = memoryRepository([{ name: "one", files: { a: "1", b: "1", c: "1" } }], {
      a: "1",
      b: "2",
      c: { executable: "1" },
      d: "1",
    });
    const snapshot = await repository.worktree();
    expect(snapshot.revision).toEqual({ kind: "worktree", head: await repository.resolve("HEAD") });
    const ids = [...(await snapshot.tree())].map(([path, { oid }]) => [path, oid !== null]);
    expect(ids).toEqual([["a", true], ["b", false], ["c", false], ["d", false]]);
    expect(told(await snapshot.read(["a", "b"], 10))).toEqual({ a: "ok 1", b: "ok 2" });
  });

  it("can stand before the first commit, or not at all", async () => {
    expect((await memoryRepository([], { a: "1" }).worktree()).revision).toEqual({ kind: "worktree", head: null });
    await expect(memoryRepository([]).worktree()).rejects.toThrow(UserError);
  });
});

it("gives different commits different ids", async () => {
  const repository = memoryRepository([
    { name: "one", files: { a: "1" } },
    { name: "two", files: { a: "1" } },
    { name: "three", files: { a: "2" } },
  ]);
  const ids = await Promise.all(["one", "two", "three"].map((name) => repository.resolve(name)));
  expect(new Set(ids).size).toBe(3);
  const [one, other] = [memorySnapshot({ a: "1" }), memorySnapshot({ b: "1" })];
  expect(one.revision).not.toEqual(other.revision);
});

it("refuses a parent that is not there", () => {
  expect(() => memoryRepository([{ name: "one", parents: ["none"], files: {} }])).toThrow("none");
});
