/**
 * All jobs that are not done, and what may happen to them. Does no I/O and knows no clock: every change returns the job
 * as it is to be written down, and whoever calls decides when it is.
 */
import { backoff } from "./backoff.ts";
import type { BackoffLimits } from "./backoff.ts";
import { keyOf, NEXT_STATES } from "./job.ts";
import type { HistoryEntry, Job, JobRequest, JobState } from "./job.ts";
import { Lanes } from "./lanes.ts";
import type { Outcome } from "./port.ts";

export interface RosterLimits extends BackoffLimits {
  /** Jobs that run at the same time, in all and of one installation. */
  readonly concurrency: number;
  readonly perInstallation: number;
  /**
   * A new request waits until nothing more was asked for the same thing for `quietMs`, but no longer than
   * `longestQuietMs` since the first: events come in bursts, and one run answers them all.
   */
  readonly quietMs: number;
  readonly longestQuietMs: number;
  /** Failed or stalled tries after which a job is poisoned. */
  readonly attempts: number;
}

/** GitHub's longest period is an hour. A later time is a clock that was put back, or nonsense. */
export const LONGEST_WAIT_MS = 65 * 60_000;
const HISTORY = 32;

export class Roster {
  readonly #jobs = new Map<string, Job>();
  readonly #lanes = new Lanes();
  readonly #limits: RosterLimits;
  readonly #random: () => number;
  #running = 0;
  #poisoned = 0;

  constructor(limits: RosterLimits, random: () => number) {
    this.#limits = limits;
    this.#random = random;
  }

  /**
   * Takes in the jobs that a process before this one left. What was running then has stalled. Returns the jobs that
   * changed. Called once, before anything else.
   */
  restore(jobs: Iterable<Job>, now: number): readonly Job[] {
    const changed: Job[] = [];
    for (const job of jobs) {
      if (job.state === "done") continue;
      if (job.state !== "running") this.#keep({ ...job, dueAt: Math.min(job.dueAt, now + LONGEST_WAIT_MS) }, now);
      else {
        const stalled = this.#tried(job, "stalled", "the process that ran it ended", now);
        this.#keep(stalled, now);
        changed.push(stalled);
      }
    }
    return changed;
  }

  /** Takes a request: a new job, a waiting one brought up to date, or a mark beside a running one. */
  request({ installation, target, trace }: JobRequest, now: number): Job {
    const key = keyOf(installation, target);
    const job = this.#jobs.get(key);
    if (job === undefined) {
      const fresh = { key, installation, target, trace, attempts: 0, dueAt: this.#calm(now, now), since: now, next: null };
      return this.#keep({ ...fresh, state: "queued", history: [{ at: now, state: "queued", trace }] }, now);
    }
    switch (job.state) {
      case "running":
        return this.#keep(noted({ ...job, next: { target, trace, at: job.next?.at ?? now } }, { at: now, state: "running", trace }), now);
      case "done":
      case "poisoned":
        return this.#keep(stepped({ ...job, target, trace, attempts: 0, dueAt: this.#calm(now, now), since: now }, "queued", now, { trace }), now);
      case "queued": {
        // A later time stays: then somebody asked to wait.
        const dueAt = Math.max(job.dueAt, this.#calm(now, job.since));
        return this.#keep(noted({ ...job, target, trace, dueAt }, { at: now, state: job.state, trace }), now);
      }
      case "failed":
      case "stalled": {
        // What is new may well succeed, so it need not wait long; but a burst of events must not become a burst of tries.
        const dueAt = Math.min(job.dueAt, now + this.#limits.firstMs);
        return this.#keep(noted({ ...job, target, trace, dueAt }, { at: now, state: job.state, trace }), now);
      }
    }
  }

  /** The job whose turn it is, now running; null when none may begin. */
  take(now: number): Job | null {
    if (this.#running >= this.#limits.concurrency) return null;
    const key = this.#lanes.take(now, this.#limits.perInstallation);
    const job = key === null ? undefined : this.#jobs.get(key);
    if (job === undefined) return null;
    return this.#keep(stepped(job, "running", now), now);
  }

  /** A running job has ended. Returns it as it is now. */
  settle(key: string, outcome: Outcome, now: number): Job {
    const job = this.#jobs.get(key);
    if (job?.state !== "running") throw new Error(`${key} ended without having begun`);
    this.#lanes.ended(job.installation);
    return this.#keep(this.#settled(job, outcome, now), now);
  }

  get(key: string): Job | null {
    return this.#jobs.get(key) ?? null;
  }

  /** Lets go of a job that was given up. */
  forget(key: string): void {
    if (this.#jobs.get(key)?.state !== "poisoned") return;
    this.#jobs.delete(key);
    this.#poisoned -= 1;
  }

  get all(): Iterable<Job> {
    return this.#jobs.values();
  }

  /** Jobs that wait or run. */
  get open(): number {
    return this.#jobs.size - this.#poisoned;
  }

  nextChange(now: number): number | null {
    return this.#lanes.nextChange(now);
  }

  /** When a burst that began at `since`, and of which something came in just now, is taken to be over. */
  #calm(now: number, since: number): number {
    return Math.min(now + this.#limits.quietMs, since + this.#limits.longestQuietMs);
  }

  #settled(job: Job, outcome: Outcome, now: number): Job {
    switch (outcome.kind) {
      case "done": {
        const { next } = job;
        if (next === null) return stepped({ ...job, attempts: 0 }, "done", now);
        const dueAt = Math.max(now, this.#calm(now, next.at));
        return stepped({ ...renewed(job), attempts: 0, dueAt, since: next.at }, "queued", now, { trace: next.trace });
      }
      case "released":
        return stepped({ ...renewed(job), dueAt: now }, "queued", now, { note: "the process is to end" });
      case "later": {
        const dueAt = Math.min(Math.max(outcome.until, now), now + LONGEST_WAIT_MS);
        if (outcome.wholeInstallation) this.#lanes.pause(job.installation, dueAt);
        return stepped({ ...renewed(job), dueAt }, "queued", now, { note: outcome.note });
      }
      case "failed":
      case "stalled":
        return this.#tried(job, outcome.kind, outcome.note, now);
    }
  }

  /** A running job that has to be tried again, if it may. */
  #tried(job: Job, state: "failed" | "stalled", note: string, now: number): Job {
    const attempts = job.attempts + 1;
    const dueAt = now + backoff(attempts, this.#limits, this.#random);
    if (attempts < this.#limits.attempts) return stepped({ ...renewed(job), attempts, dueAt }, state, now, { note });
    const given = stepped({ ...job, next: null, attempts }, "poisoned", now, { note: `${state}: ${note}` });
    if (job.next === null) return given;
    const { target, trace, at } = job.next;
    return stepped({ ...given, target, trace, attempts: 0, dueAt, since: at }, "queued", now, { trace });
  }

  /** Puts a job where its state belongs. Returns it. */
  #keep(job: Job, now: number): Job {
    const before = this.#jobs.get(job.key);
    if (before !== undefined) this.#count(before, -1);
    if (before !== undefined && isWaiting(before)) this.#lanesMove(before, job, now);
    else if (isWaiting(job)) this.#lanes.add(job, now);
    if (job.state === "done") this.#jobs.delete(job.key);
    else {
      this.#jobs.set(job.key, job);
      this.#count(job, 1);
    }
    return job;
  }

  #lanesMove(before: Job, job: Job, now: number): void {
    if (job.state === "running") return;
    // A job that is due keeps its place in the lane.
    if (before.dueAt === job.dueAt) {
      if (job.dueAt > now) this.#lanes.add(job, now);
      return;
    }
    this.#lanes.remove(before);
    this.#lanes.add(job, now);
  }

  #count({ state }: Job, by: 1 | -1): void {
    if (state === "running") this.#running += by;
    if (state === "poisoned") this.#poisoned += by;
  }
}

export function isWaiting({ state }: Job): boolean {
  return state === "queued" || state === "failed" || state === "stalled";
}

/** With the latest request, whether it came before the run or during it. */
function renewed(job: Job): Job {
  return job.next === null ? job : { ...job, target: job.next.target, trace: job.next.trace, next: null };
}

function stepped(job: Job, state: JobState, now: number, more: Omit<HistoryEntry, "at" | "state"> = {}): Job {
  const allowed: readonly JobState[] = NEXT_STATES[job.state];
  if (!allowed.includes(state)) throw new Error(`${job.key} cannot go from ${job.state} to ${state}`);
  return noted({ ...job, state }, { at: now, state, ...more });
}

function noted(job: Job, entry: HistoryEntry): Job {
  return { ...job, history: [...job.history.slice(1 - HISTORY), entry] };
}
