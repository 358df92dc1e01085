/** Objects from elsewhere: nothing is taken for what it does not prove to be, and nothing is asked for twice. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../test/runs.ts";
import { blobId, EMPTY_TREE, treeId } from "./object-id.ts";
import { RemoteObjects } from "./remote-objects.ts";
import { RemoteSnapshot } from "./remote-snapshot.ts";
import { SourceFault, TreeUnlisted } from "./remote-source.ts";
import type { ListedEntry } from "./remote-source.ts";
import { fakeKeep, fakeSource, HEAD } from "./remote.fixture.ts";
import { listTree, provenId } from "./remote-tree.ts";
import { told } from "./snapshot.suite.ts";

const FILES = {
  "README.md": "# Pier\n", "a.b": "1", "a/b": "2", "a/c/d": "3", "a/c/e": "4", "a0": "5", "docs/x": "6", "é/ü": "7",
};
const paths = (entries: readonly ListedEntry[]): string[] => entries.map(({ path }) => path).sort();

describe("ids of trees", () => {
  it("are those that Git gives", () => {
    expect(treeId([])).toBe(EMPTY_TREE);
    // git mktree, for a folder `a`, files `a.b` and `a0`, whose order is a.b, a, a0.
    const row = (name: string, mode: string, oid: string) => ({ name, mode, oid });
    const blob = "d00491fd7e5bb6fa28c517a0bb32b8b506539d4d";
    expect(treeId([row("a", "040000", EMPTY_TREE), row("a.b", "100644", blob), row("a0", "100755", blob)])).toBe(
      "8ecb137980a988c3fca5f7f221729fb377663ba5",
    );
  });
});

describe("a list of a tree", () => {
  it("is asked for once and proved", async () => {
    const source = fakeSource(FILES);
    const listed = await listTree(source, HEAD, "commit");
    expect(listed?.oid).toBe(source.root);
    expect(paths(listed?.entries ?? [])).toEqual([...Object.keys(FILES), "a", "a/c", "docs", "é"].sort());
    expect(source.asked).toEqual([`tree ${HEAD}`]);
    expect(await listTree(source, "2".repeat(40), "tree")).toBeNull();
  });

  it("that is cut off is asked for folder by folder, and is the same", async () => {
    const whole = await listTree(fakeSource(FILES), HEAD, "commit");
    const source = fakeSource(FILES, 6);
    const listed = await listTree(source, HEAD, "commit");
    expect(listed?.oid).toBe(whole?.oid);
    expect(new Set(listed?.entries)).toEqual(new Set(whole?.entries));
    expect(source.asked.slice(0, 2)).toEqual([`tree ${HEAD}`, `level ${HEAD}`]);
    expect(source.asked).toHaveLength(5);
  });

  it("that is cut off in one folder, or needs too many requests or entries, is not taken for the whole", async () => {
    const refused = async (...[limit, bounds]: [number, { requests: number; entries: number }?]): Promise<void> =>
      expect(listTree(fakeSource(FILES, limit), HEAD, "commit", bounds)).rejects.toThrow(TreeUnlisted);
    await refused(5);
    await refused(6, { requests: 4, entries: 100 });
    await refused(6, { requests: 9, entries: 11 });
    await refused(100, { requests: 9, entries: 11 });
    expect(await listTree(fakeSource(FILES, 6), HEAD, "commit", { requests: 5, entries: 12 })).not.toBeNull();
  });

  it("that says it is whole and is not, is found out", async () => {
    for (let gone = 0; gone < 12; gone += 1) {
      const source = fakeSource(FILES);
      source.bend = ({ said, entries }) => ({ said, entries: entries.filter((_, index) => index !== gone), truncated: false });
      await expect(listTree(source, source.root, "tree"), String(gone)).rejects.toThrow(/does not prove to be it/);
      await expect(listTree(source, HEAD, "commit"), String(gone)).rejects.toThrow(/does not prove to be it/);
    }
  });

  it("proves nothing when anything in it is changed", async () => {
    const whole = (await listTree(fakeSource(FILES), HEAD, "commit"))?.entries ?? [];
    const id = provenId(whole);
    const change = fc.constantFrom("path", "mode", "oid", "twice", "gone", "folder");
    fc.assert(
      fc.property(fc.nat(whole.length - 1), change, fc.stringMatching(/^[0-9a-f]{40}$/), (index, what, oid) => {
        const entry = whole[index]!;
        const changed = whole.flatMap((one, at): ListedEntry[] => {
          if (at !== index) return [one];
          if (what === "gone") return [];
          if (what === "twice") return [one, one];
          if (what === "path") return [{ ...one, path: `${one.path}\u0301` }];
          if (what === "folder") return [{ ...one, path: `nowhere/${one.path}` }];
          return [what === "mode" ? { ...one, mode: "100755" } : { ...one, oid }];
        });
        expect(provenId(changed) === id && entry.oid !== oid).toBe(false);
      }),
      runs(200),
    );
    expect(provenId([...whole].reverse())).toBe(id);
    for (const name of ["", "a\0b", "\udc80", "a/"]) {
      expect(provenId([{ path: name, mode: "100644", oid: blobId(Buffer.from("")), size: 0 }]), JSON.stringify(name)).toBeNull();
    }
  });
});

describe("objects from elsewhere", () => {
  it("are those of the commit itself as soon as it is known", async () => {
    const keep = fakeKeep();
    const source = fakeSource(FILES);
    // A source that names a tree after the commit can leave something out at the top.
    source.bend = ({ entries, truncated }, _oid, recursive) => ({ said: recursive ? HEAD : "", entries: entries.slice(1), truncated });
    const objects = new RemoteObjects(source, keep);
    expect((await objects.treeOf(HEAD))?.size).toBe(7);
    await objects.commit(HEAD);
    await expect(objects.treeOf(HEAD)).rejects.toThrow(TreeUnlisted);
    source.bend = (listing) => listing;
    expect((await objects.treeOf(HEAD))?.size).toBe(8);
    expect((await new RemoteObjects(source, keep).treeOf(HEAD))?.size).toBe(8);
  });

  it("are fetched once, and not at all when they were kept", async () => {
    const keep = fakeKeep();
    for (const times of [[`tree ${HEAD}`, "2 blobs"], []]) {
      const source = fakeSource(FILES);
      const snapshot = new RemoteSnapshot(new RemoteObjects(source, keep), HEAD, "");
      expect((await snapshot.tree()).size).toBe(8);
      for (let again = 0; again < 2; again += 1) {
        expect(told(await snapshot.read(["a/b", "a/c/d", "a/b"], 9))).toEqual({ "a/b": "ok 2", "a/c/d": "ok 3" });
      }
      expect(source.asked).toEqual(times);
    }
    const { asked, ...source } = fakeSource(FILES);
    const objects = new RemoteObjects(source, keep);
    expect(await objects.commit(HEAD)).toEqual(await objects.commit(HEAD));
    expect((await new RemoteObjects(source, keep).commit(HEAD))?.tree).toBe(source.root);
    expect(asked).toEqual([`commit ${HEAD}`]);
  });

  it("are fetched again when what was kept is not what it should be", async () => {
    const keep = fakeKeep();
    const read = async (): Promise<readonly string[]> => {
      const source = fakeSource(FILES);
      const objects = new RemoteObjects(source, keep);
      await objects.commit(HEAD);
      const snapshot = new RemoteSnapshot(objects, HEAD, "");
      expect(told(await snapshot.read(["a/b"], 9))).toEqual({ "a/b": "ok 2" });
      return source.asked.map((text) => text.replace(/ [0-9a-f]{40}/, ""));
    };
    expect(await read()).toEqual(["commit", "tree", "1 blobs"]);
    expect(await read()).toEqual([]);
    for (const [key, bytes] of [...keep.kept]) {
      for (const spoiled of [Buffer.alloc(0), bytes.subarray(0, -1), Buffer.concat([bytes, bytes]), Buffer.of(0xff)]) {
        keep.kept.set(key, spoiled);
        const asked = await read();
        if (!key.startsWith("commit") || spoiled.length < 41) expect(asked, key).not.toEqual([]);
        keep.kept.set(key, bytes);
      }
    }
  });

  it("that come with other bytes than theirs are refused, and not kept", async () => {
    const source = fakeSource(FILES);
    const keep = fakeKeep();
    const oid = blobId(Buffer.from("2"));
    source.contents.set(oid, Buffer.from("two"));
    const snapshot = new RemoteSnapshot(new RemoteObjects(source, keep), HEAD, "");
    await expect(snapshot.read(["a/b"], 9)).rejects.toThrow(SourceFault);
    expect(keep.kept.has(`blob ${oid}`)).toBe(false);
    source.contents.delete(oid);
    expect(await snapshot.read(["a/b"], 9)).toEqual(
      new Map([["a/b", { state: "unreadable", reason: `the repository does not hold the blob ${oid}` }]]),
    );
  });

  it("above the limit are not asked for, and not believed to be below it", async () => {
    const source = fakeSource({ large: "123456", small: "1" });
    source.bend = ({ said, entries, truncated }) => ({ said, truncated, entries: entries.map((entry) => ({ ...entry, size: 1 })) });
    const lied = new RemoteSnapshot(new RemoteObjects(source, fakeKeep()), HEAD, "");
    expect(told(await lied.read(["large", "small"], 5))).toEqual({ large: "too-large 6", small: "ok 1" });
    const honest = fakeSource({ large: "123456" });
    const snapshot = new RemoteSnapshot(new RemoteObjects(honest, fakeKeep()), HEAD, "");
    expect(told(await snapshot.read(["large"], 5))).toEqual({ large: "too-large 6" });
    expect(honest.asked).toEqual([`tree ${HEAD}`]);
  });

  it("are asked for again after a failure", async () => {
    const source = fakeSource(FILES);
    const objects = new RemoteObjects({ ...source, tree: () => Promise.reject(new Error("away")) }, fakeKeep());
    await expect(objects.treeOf(HEAD)).rejects.toThrow("away");
    let failures = 1;
    const mending = new RemoteObjects(
      { ...source, tree: (...args) => (failures-- > 0 ? Promise.reject(new Error("away")) : source.tree(...args)) }, fakeKeep(),
    );
    await expect(mending.treeOf(HEAD)).rejects.toThrow("away");
    expect((await mending.treeOf(HEAD))?.size).toBe(8);
  });
});
