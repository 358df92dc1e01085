import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { EmbeddedQueue } from "./embedded.ts";
import type { EmbeddedOptions } from "./embedded.ts";
import type { Job, JobRequest } from "./job.ts";
import { QueueUnavailable, TryLater } from "./port.ts";
import type { JobHandler } from "./port.ts";
import { jobChange } from "./records.ts";
import { Store } from "./store.ts";

const open: EmbeddedQueue[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((queue) => queue.close(100)));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "writ-queue-"));
  folders.push(made);
  return made;
}

async function queueIn(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedQueue> {
  const limits = { firstMs: 5, longestMs: 20, quietMs: 0, longestQuietMs: 0, ...options.limits };
  const queue = await EmbeddedQueue.open({ folder: folder(), ...options, limits });
  open.push(queue);
  return queue;
}

function asked(number: number, trace = "t", installation = 1): JobRequest {
  const repository = { id: 7, owner: "harbour", name: "berths" };
  return { installation, target: { kind: "pull-request", repository, number }, trace };
}

function rest(queue: EmbeddedQueue): Promise<void> {
  return vi.waitFor(
    () => expect(queue.stats().jobs.filter(({ state }) => state !== "done" && state !== "poisoned")).toEqual([]),
    { timeout: 5_000, interval: 2 },
  );
}

test("a delivery is taken once, at whatever time it comes again", async () => {
  const queue = await queueIn();
  const delivery = { guid: "g1", event: "pull_request" };
  const ran: string[] = [];
  const answers = await Promise.all([1, 2, 3].map(() => queue.accept(delivery, [asked(1)])));
  expect(answers.sort()).toEqual(["accepted", "duplicate", "duplicate"]);
  expect(await queue.delivery("g1")).toBe("waiting");
  queue.work(({ job }) => Promise.resolve(void ran.push(job.key)));
  await rest(queue);
  expect([await queue.accept(delivery, [asked(1)]), await queue.delivery("g1")]).toEqual(["duplicate", "done"]);
  expect(ran).toEqual(["1/7/pull-request/1"]);
  expect(await queue.delivery("g2")).toBe("unknown");
});

test("a delivery that came to nothing may be delivered again", async () => {
  const queue = await queueIn({ limits: { attempts: 1 } });
  let broken = true;
  queue.work(() => (broken ? Promise.reject(new Error("no")) : Promise.resolve()));
  await queue.accept({ guid: "g1", event: "push" }, [asked(1)]);
  await rest(queue);
  expect(await queue.delivery("g1")).toBe("poisoned");
  expect(queue.stats().jobs).toEqual([{ kind: "pull-request", state: "poisoned", count: 1 }]);
  broken = false;
  expect(await queue.accept({ guid: "g1", event: "push" }, [asked(1)])).toBe("accepted");
  await rest(queue);
  expect(await queue.delivery("g1")).toBe("done");
  const states = (await queue.job("1/7/pull-request/1"))?.history.map(({ state }) => state);
  expect(states).toEqual(["queued", "running", "poisoned", "queued", "running", "done"]);
});

test("what comes in while a job runs makes it run once more, with the latest", async () => {
  const queue = await queueIn();
  const seen: string[] = [];
  let release = (): void => undefined;
  queue.work(({ job }) => {
    seen.push(job.trace);
    return seen.length === 1 ? new Promise((resolve) => (release = resolve)) : Promise.resolve();
  });
  await queue.add([asked(1, "a")]);
  await vi.waitFor(() => expect(seen).toEqual(["a"]));
  for (const trace of ["b", "c", "d"]) await queue.add([asked(1, trace)]);
  release();
  await rest(queue);
  expect(seen).toEqual(["a", "d"]);
});

test("a failed job is tried again, one that must wait waits, and neither forgets why", async () => {
  const queue = await queueIn();
  const times: number[] = [];
  const until = Date.now() + 150;
  queue.work(() => {
    times.push(Date.now());
    if (times.length === 1) throw new TypeError("odd");
    if (times.length === 2) throw new TryLater("asked to wait", until, { wholeInstallation: true });
    return Promise.resolve();
  });
  await queue.add([asked(1)]);
  await rest(queue);
  expect(times).toHaveLength(3);
  expect(times[2]).toBeGreaterThanOrEqual(until);
  const notes = (await queue.job("1/7/pull-request/1"))?.history.map(({ state, note }) => [state, note]);
  expect(notes).toEqual([
    ["queued", undefined], ["running", undefined], ["failed", "TypeError: odd"], ["running", undefined],
    ["queued", "TryLater: asked to wait"], ["running", undefined], ["done", undefined],
  ]);
});

test("a job that takes too long is told to stop, keeps its key until it does, and is tried again", async () => {
  const queue = await queueIn({ limits: { runMs: 20, concurrency: 1 } });
  const begun: number[] = [];
  let release = (): void => undefined;
  const handler: JobHandler = async ({ signal }) => {
    begun.push(begun.length);
    if (begun.length > 1) return;
    await new Promise<void>((resolve) => (release = resolve));
    signal.throwIfAborted();
  };
  queue.work(handler);
  await queue.add([asked(1)]);
  await vi.waitFor(() => expect(queue.stats().overdue).toBe(1));
  await queue.add([asked(1, "again")]).catch(() => undefined);
  await pause(30);
  expect([begun.length, queue.trouble()]).toEqual([1, "every running job was told to stop and does not"]);
  release();
  await rest(queue);
  expect([begun.length, queue.trouble()]).toEqual([2, null]);
  const stalled = (await queue.job("1/7/pull-request/1"))?.history.find(({ state }) => state === "stalled");
  expect(stalled?.note).toMatch(/^it ran for more than/);
});

test("takes no more than it can hold, and says so; nothing is promised then", async () => {
  const queue = await queueIn({ limits: { open: 2 } });
  await queue.accept({ guid: "g1", event: "push" }, [asked(1)]);
  await queue.accept({ guid: "g2", event: "push" }, [asked(2)]);
  await expect(queue.accept({ guid: "g3", event: "push" }, [asked(3)])).rejects.toThrow(QueueUnavailable);
  await expect(queue.add([asked(3)])).rejects.toThrow("2 jobs wait or run, and no more are taken");
  expect(await queue.delivery("g3")).toBe("unknown");
  queue.work(() => Promise.resolve());
  await rest(queue);
  expect(await queue.accept({ guid: "g3", event: "push" }, [asked(3)])).toBe("accepted");
});

test("a disk that fails is told at once, and nothing more is taken", async () => {
  let full = false;
  const broken = vi.fn();
  const queue = await queueIn({
    observer: { broken },
    fault: (point) => {
      if (full && point === "before:accept") throw new Error("no space left on device");
    },
  });
  full = true;
  const twice = [1, 2].map(() => queue.accept({ guid: "g1", event: "push" }, [asked(1)]));
  for (const each of twice) await expect(each).rejects.toThrow(QueueUnavailable);
  expect(queue.trouble()).toBe("the queue cannot be written to disk");
  expect(broken).toHaveBeenCalledTimes(1);
});

test("on closing, running jobs are told, and what they leave is there for the next process", async () => {
  const at = folder();
  const first = await queueIn({ folder: at });
  const begun: number[] = [];
  first.work(async ({ job, signal }) => {
    if (job.target.kind !== "pull-request") return;
    begun.push(job.target.number);
    // The second does not listen.
    if (job.target.number === 2) return new Promise(() => undefined);
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stopped"))));
  });
  await first.add([asked(1, "a"), asked(2, "b"), asked(3, "c")]);
  await vi.waitFor(() => expect(begun).toEqual([1, 2]));
  const started = Date.now();
  await first.close(50);
  expect(Date.now() - started).toBeLessThan(2_000);
  await expect(first.add([asked(4)])).rejects.toThrow("the process is to end");

  const second = await queueIn({ folder: at });
  const found = await Promise.all([1, 2, 3].map((number) => second.job(`1/7/pull-request/${number}`)));
  expect(found.map((job) => [job?.state, job?.attempts])).toEqual([["queued", 0], ["stalled", 1], ["queued", 0]]);
  const ran: string[] = [];
  second.work(({ job }) => Promise.resolve(void ran.push(job.trace)));
  await rest(second);
  expect(ran.sort()).toEqual(["a", "b", "c"]);
});

test("a record that cannot be read is told, left alone, and harms nobody", async () => {
  const at = folder();
  const store = await Store.open(at);
  const good: Job = {
    key: "1/installation", installation: 1, target: { kind: "installation" }, trace: "t", state: "queued", attempts: 0,
    dueAt: 0, since: 0, next: null, history: [],
  };
  await store.write("accept", [jobChange(good), { key: "job!bad", value: { key: "bad" } }]);
  await store.close();
  const unreadable = vi.fn();
  const queue = await queueIn({ folder: at, observer: { unreadable } });
  queue.work(() => Promise.resolve());
  await rest(queue);
  expect(unreadable.mock.calls).toEqual([["job!bad"]]);
  expect((await queue.job("1/installation"))?.state).toBe("done");
});

test("forgets what is old, and only that", async () => {
  let now = 1_000_000;
  const queue = await queueIn({ now: () => now, limits: { rememberMs: 1_000 } });
  queue.work(({ job }) => (job.trace === "slow" ? new Promise(() => undefined) : Promise.resolve()));
  await queue.accept({ guid: "old", event: "push" }, [asked(1)]);
  await vi.waitFor(async () => expect(await queue.delivery("old")).toBe("done"));
  await queue.accept({ guid: "slow", event: "push" }, [asked(2, "slow")]);
  now += 1_500;
  await queue.accept({ guid: "young", event: "push" }, [asked(3)]);
  await vi.waitFor(async () => expect(await queue.delivery("young")).toBe("done"));
  await queue.trim();
  expect(await queue.delivery("old")).toBe("unknown");
  expect(await queue.delivery("young")).toBe("done");
  expect(await queue.job("1/7/pull-request/1")).toBeNull();
  expect((await queue.job("1/7/pull-request/2"))?.state).toBe("running");
  expect((await queue.job("1/7/pull-request/3"))?.state).toBe("done");
});

test("tells how many jobs are in which state, and how long the oldest has waited", async () => {
  let now = 5_000;
  const queue = await queueIn({ now: () => now, limits: { concurrency: 1 } });
  await queue.add([asked(1)]);
  now += 100;
  await queue.add([asked(2), { installation: 1, target: { kind: "installation" }, trace: "t" }]);
  expect(queue.stats()).toEqual({
    jobs: [
      { kind: "pull-request", state: "queued", count: 2 },
      { kind: "installation", state: "queued", count: 1 },
    ],
    oldestWaiting: 5_000,
    overdue: 0,
  });
});
