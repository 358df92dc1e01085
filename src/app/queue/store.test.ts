import { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { UserError } from "../../errors.ts";
import { Store } from "./store.ts";

const scratch = mkdtempSync(join(tmpdir(), "writ-store-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function contents(folder: string): Promise<Map<string, unknown>> {
  const store = await Store.open(folder);
  const found = new Map<string, unknown>();
  for await (const [key, value] of store.range("k")) found.set(key, value);
  await store.close();
  return found;
}

test("keeps what was written, and removes what was removed", async () => {
  const folder = join(scratch, "plain", "deep");
  const store = await Store.open(folder);
  await store.write("accept", [{ key: "k1", value: { a: 1 } }, { key: "k2", value: "two" }]);
  await store.write("settle", [{ key: "k1", value: null }]);
  expect([await store.get("k1"), await store.get("k2")]).toEqual([undefined, "two"]);
  await store.close();
  expect(await contents(folder)).toEqual(new Map([["k2", "two"]]));
});

test("an end that was torn off, or is rubbish, costs whole writes from the end and nothing else", async () => {
  const folder = join(scratch, "torn");
  const store = await Store.open(folder);
  const states: Map<string, unknown>[] = [new Map()];
  for (let n = 0; n < 12; n += 1) {
    // Two values that belong together: both are there, or neither.
    const pair = [`k${n}-a`, `k${n}-b`].map((key) => ({ key, value: "x".repeat(n * 17) }));
    await store.write("accept", pair);
    states.push(new Map([...states.at(-1)!, ...pair.map(({ key, value }) => [key, value] as const)]));
  }
  await store.close();
  const log = readdirSync(folder).find((name) => name.endsWith(".log"))!;
  const size = statSync(join(folder, log)).size;
  const torn = join(scratch, "torn-copy");
  const found = new Set<number>();
  for (let length = 0; length <= size; length += length === size ? 1 : Math.min(37, size - length)) {
    rmSync(torn, { recursive: true, force: true });
    cpSync(folder, torn, { recursive: true });
    truncateSync(join(torn, log), length);
    if (length % 2 === 0) appendFileSync(join(torn, log), Buffer.alloc(length % 64, 0xa5));
    const after = await contents(torn);
    const state = states.findIndex((each) => each.size === after.size);
    expect(after).toEqual(states[state]);
    found.add(state);
  }
  expect(found.size).toBe(states.length);
}, 60_000);

test("two processes do not share a folder", async () => {
  const folder = join(scratch, "shared");
  const store = await Store.open(folder);
  const second = Store.open(folder);
  await expect(second).rejects.toThrow(UserError);
  await expect(second).rejects.toThrow(/in use by another process; stop it/);
  await store.close();
  await (await Store.open(folder)).close();
});

test("a folder that cannot be one, and one of a later Writ, are refused with a sentence", async () => {
  const file = join(scratch, "file");
  writeFileSync(file, "x");
  await expect(Store.open(join(file, "queue"))).rejects.toThrow(/cannot be opened \(.*\); check the folder's permissions/);
  const folder = join(scratch, "later");
  const store = await Store.open(folder);
  await store.write("accept", [{ key: "format", value: 2 }]);
  await store.close();
  await expect(Store.open(folder)).rejects.toThrow(/has format 2, and this Writ knows 1/);
});

test("what is written in one go goes to the disk in one go, in order", async () => {
  const points: string[] = [];
  const store = await Store.open(join(scratch, "grouped"), (point) => points.push(point));
  await Promise.all([1, 2, 3].map((value) => store.write("accept", [{ key: "k", value }])));
  expect(await store.get("k")).toBe(3);
  expect(points).toEqual([...Array<string>(3).fill("before:accept"), ...Array<string>(3).fill("after:accept")]);
  await store.close();
});

test("a write that fails is the last one", async () => {
  let full = false;
  const store = await Store.open(join(scratch, "full"), (point) => {
    if (full && point === "before:accept") throw new Error("no space left on device");
  });
  await store.write("accept", [{ key: "k1", value: 1 }]);
  full = true;
  await expect(store.write("accept", [{ key: "k2", value: 2 }])).rejects.toThrow("cannot be written to disk");
  full = false;
  await expect(store.write("accept", [{ key: "k3", value: 3 }])).rejects.toThrow("cannot be written to disk");
  expect(store.broken?.message).toBe("the queue cannot be written to disk");
  expect((store.broken?.cause as Error).message).toBe("no space left on device");
  await store.close();
  expect(await contents(join(scratch, "full"))).toEqual(new Map([["k1", 1]]));
});
