/**
 * Generated schedules against the roster: requests, runs, failures, pauses and deaths of the process, in any order. The
 * disk is a map that takes every job the roster returns, as the store does.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../../../test/runs.ts";
import { JOB_STATES, jobSchema, keyOf } from "./job.ts";
import type { Job, JobTarget } from "./job.ts";
import { Roster } from "./roster.ts";

const LIMITS = { concurrency: 3, perInstallation: 2, quietMs: 0, longestQuietMs: 0, attempts: 4, firstMs: 100, longestMs: 1_000 };

type Step =
  | { readonly do: "request"; readonly installation: number; readonly number: number }
  | { readonly do: "take" }
  | { readonly do: "settle"; readonly which: number; readonly how: "done" | "failed" | "stalled" | "released" }
  | { readonly do: "later"; readonly which: number; readonly wait: number; readonly whole: boolean }
  | { readonly do: "pass"; readonly time: number }
  | { readonly do: "die" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("request" as const), installation: fc.integer({ min: 1, max: 3 }), number: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("take" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("settle" as const), which: fc.nat(9), how: fc.constantFrom("done" as const, "failed" as const, "stalled" as const, "released" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("later" as const), which: fc.nat(9), wait: fc.nat(500), whole: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("pass" as const), time: fc.nat(600) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("die" as const) }) },
);

function pull(number: number): JobTarget {
  return { kind: "pull-request", repository: { id: 7, owner: "harbour", name: "berths" }, number };
}

/** The roster, its disk, and what a watcher on the quay writes down. */
class Quay {
  now = 1_000_000;
  disk = new Map<string, Job>();
  roster = new Roster(LIMITS, () => 0.5);
  running: Job[] = [];
  /** By key: the number of the latest request, and of the latest that a finished run had seen when it began. */
  readonly asked = new Map<string, number>();
  readonly answered = new Map<string, number>();
  readonly begun = new Map<string, number>();
  readonly pausedUntil = new Map<number, number>();
  requests = 0;
  runs = 0;

  write(job: Job): void {
    // What is on the disk must read back.
    this.disk.set(job.key, jobSchema.parse(JSON.parse(JSON.stringify(job))));
  }

  act(step: Step): void {
    switch (step.do) {
      case "request": {
        this.requests += 1;
        const target = pull(step.number);
        const job = this.roster.request({ installation: step.installation, target, trace: `t${this.requests}` }, this.now);
        this.asked.set(keyOf(step.installation, target), this.requests);
        this.write(job);
        break;
      }
      case "take":
        this.take();
        break;
      case "settle":
        this.settle(step.which, step.how);
        break;
      case "later": {
        const job = this.pick(step.which);
        if (job === null) break;
        const until = this.now + step.wait;
        this.write(this.roster.settle(job.key, { kind: "later", until, wholeInstallation: step.whole, note: "wait" }, this.now));
        if (step.whole) this.pausedUntil.set(job.installation, Math.max(until, this.pausedUntil.get(job.installation) ?? 0));
        break;
      }
      case "pass":
        this.now += step.time;
        break;
      case "die":
        this.running = [];
        this.pausedUntil.clear();
        this.roster = new Roster(LIMITS, () => 0.5);
        for (const job of this.roster.restore([...this.disk.values()], this.now)) this.write(job);
    }
  }

  take(): Job | null {
    const job = this.roster.take(this.now);
    if (job === null) return null;
    expect(this.running.map(({ key }) => key)).not.toContain(job.key);
    this.running.push(job);
    this.runs += 1;
    expect(this.running.length).toBeLessThanOrEqual(LIMITS.concurrency);
    const beside = this.running.filter(({ installation }) => installation === job.installation);
    expect(beside.length).toBeLessThanOrEqual(LIMITS.perInstallation);
    expect(this.pausedUntil.get(job.installation) ?? 0).toBeLessThanOrEqual(this.now);
    expect(job.dueAt).toBeLessThanOrEqual(this.now);
    // It runs for the latest request there was.
    expect(job.trace).toBe(`t${this.asked.get(job.key) ?? 0}`);
    this.begun.set(job.key, this.asked.get(job.key) ?? 0);
    this.write(job);
    return job;
  }

  pick(which: number): Job | null {
    const job = this.running[which % Math.max(1, this.running.length)];
    if (job === undefined) return null;
    this.running = this.running.filter((other) => other !== job);
    return job;
  }

  settle(which: number, how: "done" | "failed" | "stalled" | "released"): void {
    const job = this.pick(which);
    if (job === null) return;
    this.write(this.roster.settle(job.key, how === "failed" || how === "stalled" ? { kind: how, note: "x" } : { kind: how }, this.now));
    if (how === "done") this.answered.set(job.key, this.begun.get(job.key) ?? 0);
  }

  /** Lets everything run to its end, without a fault. */
  drain(): void {
    for (let turn = 0; turn < 1_000; turn += 1) {
      while (this.take() !== null);
      if (this.running.length > 0) this.settle(0, "done");
      else {
        const next = this.roster.nextChange(this.now);
        if (next === null) return;
        expect(next).toBeGreaterThan(this.now);
        this.now = next;
      }
    }
    throw new Error("it never comes to rest");
  }
}

test("whatever happens, every request is answered by a run that began after it, or is poisoned", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: "max" }), (steps) => {
      const quay = new Quay();
      for (const each of steps) quay.act(each);
      quay.drain();
      for (const [key, asked] of quay.asked) {
        const state = quay.disk.get(key)!.state;
        expect(["done", "poisoned"]).toContain(state);
        if (state === "done") expect(quay.answered.get(key)).toBe(asked);
        else expect(quay.disk.get(key)!.attempts).toBe(LIMITS.attempts);
      }
    }),
    runs(300),
  );
});

test("a death at any moment leaves the same disk to work from", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
      const quay = new Quay();
      for (const each of steps) {
        quay.act(each);
        // All but what is done is in memory exactly as on the disk.
        const memory = new Map([...quay.roster.all].map((job) => [job.key, job]));
        for (const [key, job] of quay.disk) expect(memory.get(key) ?? { ...job, state: "done" }).toEqual(job);
        for (const { state } of quay.disk.values()) expect(JOB_STATES).toContain(state);
      }
    }),
    runs(100),
  );
});

test("a burst costs two runs: the one that has begun, and one for all that came after", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(50), (before, during) => {
      const quay = new Quay();
      for (let n = 0; n < before; n += 1) quay.act({ do: "request", installation: 1, number: 1 });
      quay.take();
      for (let n = 0; n < during; n += 1) quay.act({ do: "request", installation: 1, number: 1 });
      quay.drain();
      expect(quay.runs).toBe(during === 0 ? 1 : 2);
    }),
    runs(50),
  );
});

test("an installation waits at most one turn of the others, however much they have", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 30 }), (others, each) => {
      const roster = new Roster({ ...LIMITS, concurrency: 1, perInstallation: 1 }, () => 0.5);
      for (let n = 1; n <= each; n += 1) {
        for (let other = 1; other <= others; other += 1) roster.request({ installation: other, target: pull(n), trace: "t" }, 0);
      }
      roster.request({ installation: 99, target: pull(1), trace: "t" }, 0);
      const order: number[] = [];
      for (let job = roster.take(0); job !== null; job = roster.take(0)) {
        order.push(job.installation);
        roster.settle(job.key, { kind: "done" }, 0);
      }
      expect(order.indexOf(99)).toBeLessThanOrEqual(others);
      expect(order).toHaveLength(others * each + 1);
    }),
    runs(50),
  );
});
