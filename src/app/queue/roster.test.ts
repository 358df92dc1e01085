import { expect, test } from "vitest";
import { backoff } from "./backoff.ts";
import { keyOf } from "./job.ts";
import type { JobRequest, JobTarget } from "./job.ts";
import { LONGEST_WAIT_MS, Roster } from "./roster.ts";

const LIMITS = { concurrency: 2, perInstallation: 1, quietMs: 0, longestQuietMs: 0, attempts: 3, firstMs: 1_000, longestMs: 60_000 };
const REPOSITORY = { id: 7, owner: "harbour", name: "berths" };

function asked(number: number, trace: string, installation = 1): JobRequest {
  return { installation, target: { kind: "pull-request", repository: REPOSITORY, number }, trace };
}

function roster(): Roster {
  return new Roster(LIMITS, () => 1);
}

test("waits twice as long each time, up to a bound, and anything less than that", () => {
  expect([1, 2, 3, 7, 500].map((attempts) => backoff(attempts, LIMITS, () => 1))).toEqual([1e3, 2e3, 4e3, 6e4, 6e4]);
  expect(backoff(3, LIMITS, () => 0.25)).toBe(1_000);
});

test("a burst is one run, once it is over or has lasted long enough, and what comes during the run is one more", () => {
  const jobs = new Roster({ ...LIMITS, quietMs: 200, longestQuietMs: 1_000 }, () => 1);
  const key = keyOf(1, asked(1, "").target);
  const begun: [now: number, trace: string | undefined][] = [];
  for (let now = 0; now <= 5_000; now += 100) {
    const job = jobs.take(now);
    if (job !== null) begun.push([now, job.trace]);
    if (now < 1_500) jobs.request(asked(1, `${now}`), now);
    if (jobs.get(key)?.state === "running" && now >= 1_500) jobs.settle(key, { kind: "done" }, now);
  }
  expect(begun).toEqual([[1_000, "900"], [1_700, "1400"]]);
});

test("a failed job waits, is tried again, and in the end is poisoned with its history", () => {
  const jobs = roster();
  jobs.request(asked(1, "a"), 0);
  let now = 0;
  for (const wait of [1_000, 2_000]) {
    const key = jobs.take(now)!.key;
    const failed = jobs.settle(key, { kind: "failed", note: "no" }, now);
    expect([failed.state, failed.dueAt]).toEqual(["failed", now + wait]);
    expect(jobs.take(now + wait - 1)).toBeNull();
    expect(jobs.nextChange(now)).toBe(now + wait);
    now += wait;
  }
  const poisoned = jobs.settle(jobs.take(now)!.key, { kind: "failed", note: "no" }, now);
  expect(poisoned.history.map(({ state }) => state)).toEqual([
    "queued", "running", "failed", "running", "failed", "running", "poisoned",
  ]);
  expect(poisoned.history.at(-1)).toEqual({ at: now, state: "poisoned", note: "failed: no" });
  expect([jobs.open, jobs.take(now + 1e9), jobs.nextChange(now)]).toEqual([0, null, null]);

  const again = jobs.request(asked(1, "b"), now);
  expect([again.state, again.attempts, again.trace, jobs.open]).toEqual(["queued", 0, "b", 1]);
  expect(jobs.take(now)?.trace).toBe("b");
});

test("a new request shortens the wait after a failure, but not to nothing, and never one that GitHub asked for", () => {
  const jobs = roster();
  jobs.request(asked(1, "a"), 0);
  jobs.settle(jobs.take(0)!.key, { kind: "failed", note: "no" }, 0);
  jobs.settle(jobs.take(1_000)!.key, { kind: "failed", note: "no" }, 1_000);
  expect(jobs.request(asked(1, "b"), 1_100).dueAt).toBe(2_100);
  const { key } = jobs.take(2_100)!;
  jobs.settle(key, { kind: "later", until: 50_000, wholeInstallation: false, note: "wait" }, 2_200);
  expect(jobs.request(asked(1, "c"), 3_000).dueAt).toBe(50_000);
  expect(jobs.take(49_999)).toBeNull();
  expect(jobs.take(50_000)).toMatchObject({ trace: "c", attempts: 2 });
});

test("a wait for the whole installation holds its other jobs and nobody else's", () => {
  const jobs = roster();
  for (const number of [1, 2]) jobs.request(asked(number, `a${number}`), 0);
  jobs.request(asked(1, "other", 2), 0);
  const first = jobs.take(0)!;
  jobs.settle(first.key, { kind: "later", until: 9_000, wholeInstallation: true, note: "limit" }, 10);
  expect(jobs.take(10)?.trace).toBe("other");
  expect(jobs.take(8_999)).toBeNull();
  expect(jobs.nextChange(20)).toBe(9_000);
  expect(jobs.take(9_000)?.trace).toBe("a2");
});

test("no wait is longer than GitHub's longest, not even after the clock was put back", () => {
  const jobs = roster();
  jobs.request(asked(1, "a"), 0);
  const later = jobs.settle(jobs.take(0)!.key, { kind: "later", until: 1e15, wholeInstallation: true, note: "x" }, 0);
  expect(later.dueAt).toBe(LONGEST_WAIT_MS);
  const next = roster();
  next.restore([{ ...later, dueAt: 1e15 }], 5);
  expect(next.nextChange(5)).toBe(5 + LONGEST_WAIT_MS);
});

test("a poisoned job that was asked for while it ran is tried afresh", () => {
  const jobs = new Roster({ ...LIMITS, attempts: 1 }, () => 1);
  jobs.request(asked(1, "a"), 0);
  const { key } = jobs.take(0)!;
  jobs.request(asked(1, "b"), 1);
  const job = jobs.settle(key, { kind: "failed", note: "no" }, 2);
  expect([job.state, job.trace, job.attempts, job.since]).toEqual(["queued", "b", 0, 1]);
});

test("the latest request wins, and the repository's latest name with it", () => {
  const jobs = roster();
  jobs.request(asked(1, "a"), 0);
  const renamed: JobTarget = { kind: "pull-request", repository: { ...REPOSITORY, name: "quays" }, number: 1 };
  jobs.request({ installation: 1, target: renamed, trace: "b" }, 5);
  const job = jobs.take(5)!;
  expect([job.target, job.trace, job.since]).toEqual([renamed, "b", 0]);
  expect(job.history.map(({ trace }) => trace)).toEqual(["a", "b", undefined]);
});

test("history keeps the latest steps only", () => {
  const jobs = roster();
  for (let n = 0; n < 500; n += 1) jobs.request(asked(1, `t${n}`), n);
  expect(jobs.take(500)!.history).toHaveLength(32);
});

test("different things have different keys", () => {
  const head = "a".repeat(40);
  const targets: readonly JobTarget[] = [
    { kind: "pull-request", repository: REPOSITORY, number: 1 },
    { kind: "pull-request", repository: REPOSITORY, number: 11 },
    { kind: "push", repository: REPOSITORY, ref: "refs/heads/1" },
    { kind: "open-pulls", repository: REPOSITORY, base: "refs/heads/1" },
    { kind: "merge-group", repository: REPOSITORY, head, headRef: "r", base: "b" },
    { kind: "commit", repository: REPOSITORY, head },
    { kind: "installation" },
  ];
  const keys = [...targets.map((target) => keyOf(1, target)), ...targets.map((target) => keyOf(11, target))];
  expect(new Set(keys).size).toBe(keys.length);
  // A renamed repository is the same one.
  expect(keyOf(1, targets[0]!)).toBe(keyOf(1, { kind: "pull-request", repository: { ...REPOSITORY, owner: "x" }, number: 1 }));
});
