/**
 * A real process is killed with SIGKILL before and after its writes; the next one must find everything, and must not
 * repeat what was written down as done.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LifePlan } from "./crash.fixture.ts";
import type { Job } from "./job.ts";
import { readJobs } from "./records.ts";
import { Store } from "./store.ts";
import type { FaultPoint } from "./store.ts";

// Inside the project, so that the program finds its packages.
const CACHE = fileURLToPath(new URL("../../../node_modules/.cache/", import.meta.url));
let folder = "";
let program = "";
let lives = 0;

beforeAll(async () => {
  mkdirSync(CACHE, { recursive: true });
  folder = mkdtempSync(join(CACHE, "writ-crash-"));
  program = join(folder, "life.mjs");
  const entry = fileURLToPath(new URL("crash.fixture.ts", import.meta.url));
  await build({ entryPoints: [entry], outfile: program, bundle: true, packages: "external", platform: "node", format: "esm" });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DELIVERIES: LifePlan["deliveries"] = [
  [{ guid: "d1", numbers: [1] }, { guid: "d2", numbers: [2, 3] }],
  [{ guid: "d3", numbers: [1] }],
  [{ guid: "d4", numbers: [1] }, { guid: "d5", numbers: [3, 4] }, { guid: "d6", numbers: [4] }],
];

interface Place {
  readonly queue: string;
  readonly diary: string;
}

function place(): Place {
  const name = join(folder, `life-${(lives += 1)}`);
  return { queue: `${name}-queue`, diary: `${name}-diary` };
}

interface Life {
  readonly signal: string | null;
  readonly passed: readonly (readonly [FaultPoint, number])[];
}

async function live({ queue, diary }: Place, plan: Partial<LifePlan>): Promise<Life> {
  const whole: LifePlan = { folder: queue, diary, kill: null, deliveries: DELIVERIES, attempts: 20, aheadMs: 0, ...plan };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, JSON.stringify(whole)], { timeout: 30_000 }, (error, stdout, stderr) => {
      if (error !== null && (error.signal as string | undefined) !== "SIGKILL") reject(new Error(stderr, { cause: error }));
      else if (error !== null) resolve({ signal: "SIGKILL", passed: [] });
      else resolve({ signal: null, passed: JSON.parse(stdout) as Life["passed"] });
    });
  });
}

async function jobsOf(queue: string): Promise<readonly Job[]> {
  const store = await Store.open(queue);
  try {
    return await readJobs(store, (key) => expect.fail(`${key} cannot be read`));
  } finally {
    await store.close();
  }
}

function diaryOf({ diary }: Place): readonly string[] {
  return readFileSync(diary, "utf8").trimEnd().split("\n");
}

/** Nothing lost, nothing done twice but what a death interrupted, and never two at once. */
async function expectRight(at: Place): Promise<void> {
  const lines = diaryOf(at);
  const running = new Set<string>();
  const settled = new Set<string>();
  const lastEnd = new Map<string, string>();
  for (const line of lines) {
    const [what = "", key = "", trace = ""] = line.split(" ");
    if (what === "born") running.clear();
    if (what === "begin") {
      expect(running, `${key} runs twice at once`).not.toContain(key);
      running.add(key);
      expect(settled, "what was written down as done is done again").not.toContain(`${key} ${trace}`);
    }
    if (what === "end") lastEnd.set(key, trace);
    if (what === "done") settled.add(`${key} ${trace}`);
    if (what === "done" || what === "failed") running.delete(key);
  }
  for (const { guid, numbers } of DELIVERIES.flat()) {
    expect(lines.some((line) => line === `accepted ${guid}` || line === `duplicate ${guid}`)).toBe(true);
    const asked = lines.indexOf(`asked ${guid}`);
    for (const number of numbers) {
      const key = `${(number % 2) + 1}/7/pull-request/${number}`;
      const ended = lines.some((line, index) => index > asked && line.startsWith(`end ${key} `));
      expect(ended, `${guid} asked for ${key}, and nothing came of it`).toBe(true);
    }
  }
  const jobs = await jobsOf(at.queue);
  expect(jobs.map(({ key }) => key)).toHaveLength(4);
  for (const { key, state, trace } of jobs) {
    expect(state).toBe("done");
    // The last run was for the last request that was taken.
    expect(lastEnd.get(key)).toBe(trace);
  }
}

let points: readonly (readonly [FaultPoint, number])[] = [];

test("undisturbed, everything is done once", async () => {
  const at = place();
  const { passed } = await live(at, {});
  points = passed;
  await expectRight(at);
  expect(new Set(passed.map(([point]) => point))).toEqual(
    new Set(["before:accept", "after:accept", "before:start", "after:start", "before:settle", "after:settle"]),
  );
  // The same deliveries again: GitHub, or somebody, repeats itself.
  const before = diaryOf(at).length;
  await live(at, {});
  const again = diaryOf(at).slice(before);
  expect(again.filter((line) => line.startsWith("duplicate"))).toHaveLength(6);
  expect(again.some((line) => line.startsWith("begin"))).toBe(false);
});

test("killed at every write, it comes out right", async () => {
  const kills = points.flatMap(([point, times]) => Array.from({ length: times }, (_, index) => ({ point, nth: index + 1 })));
  expect(kills.length).toBeGreaterThan(20);
  let killed = 0;
  const one = async (): Promise<void> => {
    for (let kill = kills.pop(); kill !== undefined; kill = kills.pop()) {
      const at = place();
      const { signal } = await live(at, { kill });
      if (signal !== null) killed += 1;
      await live(at, {});
      await expectRight(at);
    }
  };
  const all = kills.length;
  await Promise.all([one(), one()]);
  // How often a point is passed depends on what meets in one write, so a few late ones may not come.
  expect(killed).toBeGreaterThan(all * 0.7);
}, 180_000);

test("killed again while it recovers, it still comes out right", async () => {
  for (const point of ["before:restore", "after:restore"] as const) {
    const at = place();
    expect((await live(at, { kill: { point: "after:start", nth: 2 } })).signal).toBe("SIGKILL");
    expect((await live(at, { kill: { point, nth: 1 } })).signal).toBe("SIGKILL");
    await live(at, {});
    await expectRight(at);
    const stalls = (await jobsOf(at.queue)).flatMap(({ history }) => history).filter(({ state }) => state === "stalled");
    expect(stalls.length).toBeGreaterThan(0);
  }
});

test("killed while it forgets what is old, it forgets it the next time", async () => {
  for (const point of ["before:trim", "after:trim"] as const) {
    const at = place();
    await live(at, {});
    const later = { deliveries: [], aheadMs: 30 * 24 * 3600_000 };
    expect((await live(at, { ...later, kill: { point, nth: 1 } })).signal).toBe("SIGKILL");
    await live(at, later);
    expect(await jobsOf(at.queue)).toEqual([]);
  }
});

test("a job that ends its process every time is given up, and then the next one has its turn", async () => {
  const at = place();
  const attempts = 4;
  const kill = { point: "after:start", nth: 1 } as const;
  expect((await live(at, { kill, attempts, deliveries: [[{ guid: "d1", numbers: [1] }]] })).signal).toBe("SIGKILL");
  for (let life = 2; life <= attempts; life += 1) {
    expect((await live(at, { kill, attempts, deliveries: [] })).signal).toBe("SIGKILL");
  }
  const [found] = await jobsOf(at.queue);
  expect([found?.state, found?.attempts]).toEqual(["running", attempts - 1]);
  expect((await live(at, { kill, attempts, deliveries: [] })).signal).toBeNull();
  const [given] = await jobsOf(at.queue);
  expect([given?.state, given?.attempts]).toEqual(["poisoned", attempts]);
  // Delivered again by somebody who wants another try, it gets one.
  await live(at, { attempts, deliveries: [[{ guid: "d1", numbers: [1] }]] });
  expect((await jobsOf(at.queue)).map(({ state }) => state)).toEqual(["done"]);
}, 60_000);
