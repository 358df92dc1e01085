/** What the stand-in sees by itself of how commits hang together is what Git says. */
import { afterAll, beforeAll, expect, it } from "vitest";
import fc from "fast-check";
import { git, scratch } from "../../snapshot/git.fixture.ts";
import { runs } from "../../../test/runs.ts";
import { writeCommit } from "./git/commit.ts";
import { commitsBetween, isAncestor, mergeBase } from "./git/history.ts";
import { ObjectStore } from "./git/objects.ts";

const { folder, remove } = scratch();
let store: ObjectStore;
beforeAll(() => {
  git(folder, "init", "--quiet", "--bare");
  store = new ObjectStore(folder);
});
afterAll(() => {
  store.close();
  remove();
});

let serial = 0;

/** Commits whose parents are earlier ones: numbers say which. */
function grown(parents: readonly (readonly number[])[]): string[] {
  const tree = store.write("tree", Buffer.alloc(0));
  const oids: string[] = [];
  for (const [index, wanted] of parents.entries()) {
    const above = [...new Set(wanted.filter((one) => one >= 0 && one < index))].map((one) => oids[one]!);
    serial += 1;
    const person = { name: "Mara", email: "mara@harbour.example", date: new Date(serial * 1000) };
    oids.push(writeCommit(store, { tree, parents: above, author: person, committer: person, message: `${serial}` }));
  }
  return oids;
}

function said(...args: string[]): string[] {
  try {
    return git(folder, ...args).split("\n").filter((line) => line !== "");
  } catch {
    return [];
  }
}

it("in any history, straight or not", async () => {
  const parents = fc.array(fc.array(fc.nat(7), { maxLength: 2 }), { minLength: 2, maxLength: 8 });
  await fc.assert(fc.asyncProperty(parents, fc.nat(7), fc.nat(7), async (shape, a, b) => {
    const oids = grown(shape);
    const [one, other] = [oids[a % oids.length]!, oids[b % oids.length]!];
    const best = said("merge-base", "--all", one, other);
    const found = await mergeBase(store, one, other);
    expect(best.length === 0 ? found === null : best.includes(found!)).toBe(true);
    expect(await isAncestor(store, one, other)).toBe(best[0] === one);
    expect(await commitsBetween(store, one, other)).toEqual(said("rev-list", "--topo-order", "--reverse", other, `^${one}`));
  }), runs(40));
});

it("in a long straight line, beyond what is followed", async () => {
  const oids = grown(Array.from({ length: 260 }, (_, index) => [index - 1]));
  expect(await isAncestor(store, oids[0]!, oids[259]!)).toBe(true);
  expect(await commitsBetween(store, oids[0]!, oids[259]!)).toEqual(oids.slice(1));
  expect(await mergeBase(store, oids[259]!, oids[3]!)).toBe(oids[3]);
});
