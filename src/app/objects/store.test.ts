import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ClassicLevel } from "classic-level";
import { build } from "esbuild";
import fc from "fast-check";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { runs } from "../../../test/runs.ts";
import { UserError } from "../../errors.ts";
import { scratch } from "../../snapshot/git.fixture.ts";
import { blobId } from "../../snapshot/object-id.ts";
import { ObjectStore } from "./store.ts";

const place = scratch();
afterAll(place.remove);
let count = 0;
const fresh = (): string => join(place.folder, `s${(count += 1)}`);
const blob = (text: string): { oid: string; bytes: Buffer } => ({ oid: blobId(Buffer.from(text)), bytes: Buffer.from(text) });

/** Opens a store, does something with it, and closes it. */
async function opened<T>(folder: string, use: (store: ObjectStore) => Promise<T>, bytes = 1e6): Promise<T> {
  const store = await ObjectStore.open({ folder, bytes });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const texts = async (store: ObjectStore, repository: number, ...wanted: { oid: string }[]): Promise<(string | null)[]> => {
  const found = await store.of(repository).get("blob", wanted.map(({ oid }) => oid));
  return wanted.map(({ oid }) => {
    const bytes = found.get(oid);
    return bytes === undefined ? null : Buffer.from(bytes).toString();
  });
};

describe("the store of objects", () => {
  it("gives back what was put, at once and in the next life", async () => {
    const folder = fresh();
    const [pier, crane] = [blob("pier"), blob("crane")];
    await opened(folder, async (store) => {
      store.of(1).put("blob", pier.oid, pier.bytes);
      expect(await texts(store, 1, pier, crane)).toEqual(["pier", null]);
      await store.settled();
      expect(await texts(store, 1, pier)).toEqual(["pier"]);
    });
    await opened(folder, async (store) => expect(await texts(store, 1, pier, crane)).toEqual(["pier", null]));
  });

  it("gives no repository the objects of another, nor one kind for another", async () => {
    await opened(fresh(), async (store) => {
      const secret = blob("secret");
      store.of(1).put("blob", secret.oid, secret.bytes);
      expect(await texts(store, 2, secret)).toEqual([null]);
      expect(await texts(store, 11, secret)).toEqual([null]);
      expect((await store.of(1).get("tree", [secret.oid])).size).toBe(0);
      store.of(2).put("blob", secret.oid, secret.bytes);
      store.forget(1);
      expect([await texts(store, 1, secret), await texts(store, 2, secret)]).toEqual([[null], ["secret"]]);
    });
  });

  it("lets go what nobody asked for the longest, over lives too", async () => {
    const folder = fresh();
    const blobs = Array.from({ length: 20 }, (_, index) => blob(String(index).padStart(100, "0")));
    const put = (store: ObjectStore, from: number, to: number): void => {
      for (const { oid, bytes } of blobs.slice(from, to)) store.of(1).put("blob", oid, bytes);
    };
    await opened(folder, async (store) => {
      put(store, 0, 10);
      await store.settled();
      expect(await texts(store, 1, blobs[0]!)).not.toEqual([null]);
    }, 1000);
    await opened(folder, async (store) => {
      expect(store.total).toBe(1000);
      put(store, 10, 15);
      const left = await texts(store, 1, ...blobs);
      expect(left.flatMap((text, index) => (text === null ? [] : [index]))).toEqual([0, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
      expect(store.total).toBe(1000);
    }, 1000);
    await opened(folder, async (store) => {
      expect((await texts(store, 1, ...blobs)).filter((text) => text !== null)).toHaveLength(3);
      expect(store.total).toBe(300);
    }, 300);
  });

  it("keeps nothing that would take all the room", async () => {
    await opened(fresh(), async (store) => {
      const large = blob("x".repeat(200));
      store.of(1).put("blob", large.oid, large.bytes);
      expect([await texts(store, 1, large), store.total]).toEqual([[null], 0]);
    }, 1000);
  });

  it("drops what is not what was put, and takes it again", async () => {
    const folder = fresh();
    const [pier, crane, quay] = [blob("pier"), blob("crane"), blob("quay")];
    await opened(folder, (store) => {
      for (const { oid, bytes } of [pier, crane, quay]) store.of(1).put("blob", oid, bytes);
      return Promise.resolve();
    });
    const level = new ClassicLevel<string, Uint8Array>(folder, { valueEncoding: "view" });
    const key = ({ oid }: { oid: string }): string => `o/1/blob/${oid}`;
    const whole = (await level.get(key(pier)))!;
    await level.put(key(pier), whole.subarray(0, -1));
    await level.put(key(crane), whole);
    await level.put(key(quay), Buffer.of(1));
    await level.close();
    await opened(folder, async (store) => {
      expect(await texts(store, 1, pier, crane, quay)).toEqual([null, null, null]);
      expect(store.total).toBe(0);
      store.of(1).put("blob", crane.oid, crane.bytes);
      expect(await texts(store, 1, crane)).toEqual(["crane"]);
    });
  });

  it("begins anew when its files are ruined, and refuses a folder that is in use", async () => {
    const folder = fresh();
    await opened(folder, async (store) => {
      store.of(1).put("blob", blob("pier").oid, blob("pier").bytes);
      await expect(ObjectStore.open({ folder })).rejects.toThrow(UserError);
    });
    for (const name of readdirSync(folder)) if (/MANIFEST|CURRENT/.test(name)) writeFileSync(join(folder, name), "ruined");
    await opened(folder, async (store) => {
      expect(await texts(store, 1, blob("pier"))).toEqual([null]);
      store.of(1).put("blob", blob("pier").oid, blob("pier").bytes);
    });
    await opened(folder, async (store) => expect(await texts(store, 1, blob("pier"))).toEqual(["pier"]));
  });

  it("says so when the folder cannot be made", async () => {
    const file = fresh();
    writeFileSync(file, "");
    await expect(ObjectStore.open({ folder: join(file, "below") })).rejects.toThrow(/cannot keep objects/);
    expect(existsSync(file)).toBe(true);
  });

  it("is right after a kill at any moment", async () => {
    const folder = fresh();
    // Inside the project, so that the program finds its packages.
    const cache = fileURLToPath(new URL("../../../node_modules/.cache/", import.meta.url));
    mkdirSync(cache, { recursive: true });
    const built = mkdtempSync(join(cache, "writ-keeper-"));
    onTestFinished(() => rmSync(built, { recursive: true, force: true }));
    const program = join(built, "keeper.mjs");
    const entry = fileURLToPath(new URL("keeper.fixture.ts", import.meta.url));
    await build({ entryPoints: [entry], outfile: program, bundle: true, packages: "external", platform: "node", format: "esm" });
    for (const pause of [0, 7]) {
      const child = spawn(process.execPath, [program, folder, "300000"], { stdio: ["ignore", "pipe", "inherit"] });
      await once(child.stdout, "data");
      await new Promise((resolve) => setTimeout(resolve, pause));
      child.kill("SIGKILL");
      await once(child, "exit");
      await opened(folder, async (store) => {
        const blobs = Array.from({ length: 2_000 }, (_, number) => blob(`blob ${number}\n`.repeat(1 + (number % 500))));
        const found = await store.of(1).get("blob", blobs.map(({ oid }) => oid));
        expect(found.size).toBeGreaterThan(10);
        for (const [oid, bytes] of found) expect(blobId(bytes)).toBe(oid);
        expect(store.total).toBeLessThanOrEqual(300_000);
      }, 300_000);
    }
  });

  it("keeps the last that fit, whatever is put and asked for", async () => {
    const step = fc.record({ ask: fc.boolean(), key: fc.nat(12) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.nat(60), async (steps, again) => {
        const folder = fresh();
        const blobs = Array.from({ length: 13 }, (_, index) => blob(`${String(index).padStart(2, "0")}${"x".repeat(98)}`));
        const model: number[] = [];
        let store = await ObjectStore.open({ folder, bytes: 900 });
        for (const [at, { ask, key }] of steps.entries()) {
          if (at === again) {
            await store.close();
            store = await ObjectStore.open({ folder, bytes: 900 });
          }
          const place = model.indexOf(key);
          const { oid, bytes } = blobs[key]!;
          if (ask) {
            expect((await store.of(1).get("blob", [oid])).has(oid)).toBe(place >= 0);
            if (place >= 0) model.push(...model.splice(place, 1));
          } else if (place < 0) {
            store.of(1).put("blob", oid, bytes);
            model.push(key);
            if (model.length > 9) model.shift();
          }
        }
        await store.close();
      }),
      runs(15),
    );
  });
});
