/**
 * The queue inside the process. The roster in memory decides, the store writes down, and nothing counts before it is
 * written: a request is promised when it is on the disk, and a job begins when the disk knows that it has begun.
 *
 * What happens when the process dies
 * - before a request is on the disk: nothing was promised, and GitHub or the reconciler brings it again;
 * - while a job runs, or after it has ended and before that is written: the next process finds it running, calls it
 *   stalled and runs it again. This is the only way in which anything is done twice;
 * - a pause of a whole installation is forgotten: its next job asks GitHub, is told to wait, and pauses it again.
 *
 * A job that is told to stop and does not keeps its place and its key, so that no two runs of one key ever overlap. It
 * is counted as overdue, and a process in which nothing moves any more says that it is not ready.
 *
 * Accepted race: trimming reads a job that ended long ago and removes it a moment later. Trimming leaves out keys that
 * the roster holds, and a request for such a key that comes in between is written after the removal, as writes are
 * ordered.
 */
import type { Job, JobKind, JobRequest, JobState } from "./job.ts";
import { QueueUnavailable, TryLater } from "./port.ts";
import type { Delivery, DeliveryState, JobHandler, JobQueue, Outcome, QueueStats } from "./port.ts";
import { jobChange, jobKey, oldChanges, readJob, readJobs, readSeen, seenChanges } from "./records.ts";
import { isWaiting, Roster } from "./roster.ts";
import type { RosterLimits } from "./roster.ts";
import { Store } from "./store.ts";
import type { Fault } from "./store.ts";

export interface EmbeddedLimits extends RosterLimits {
  /** Jobs that may wait or run. Beyond it nothing new is taken. */
  readonly open: number;
  /** How long a job may run before it is told to stop. */
  readonly runMs: number;
  /** How long deliveries and ended jobs are remembered. GitHub redelivers for 3 days, an enterprise server for 7. */
  readonly rememberMs: number;
}

export const EMBEDDED_LIMITS: EmbeddedLimits = {
  concurrency: 4,
  perInstallation: 2,
  quietMs: 200,
  longestQuietMs: 2_000,
  attempts: 8,
  firstMs: 2_000,
  longestMs: 10 * 60_000,
  open: 20_000,
  runMs: 10 * 60_000,
  rememberMs: 8 * 24 * 3600_000,
};

/** What the queue tells about itself while it works. */
export interface QueueObserver {
  readonly began?: (job: Job) => void;
  /** `job` is as it was when it ran; `now` as it is after it. */
  readonly ended?: (job: Job, now: Job, outcome: Outcome, milliseconds: number) => void;
  /** A record that cannot be read. It is left where it is. */
  readonly unreadable?: (key: string) => void;
  /** Nothing can be written any more: the process should end, so that another begins afresh. */
  readonly broken?: (error: Error) => void;
}

export interface EmbeddedOptions {
  /** A folder of the queue's own; it is made when it is not there. */
  readonly folder: string;
  readonly limits?: Partial<EmbeddedLimits>;
  readonly observer?: QueueObserver;
  readonly fault?: Fault;
  readonly now?: () => number;
  readonly random?: () => number;
}

const TRIM_EVERY_MS = 3600_000;
const TRIM_MOST = 5_000;

export class EmbeddedQueue implements JobQueue {
  readonly #store: Store;
  readonly #roster: Roster;
  readonly #limits: EmbeddedLimits;
  readonly #observer: QueueObserver;
  readonly #now: () => number;
  readonly #accepting = new Map<string, Promise<"accepted" | "duplicate">>();
  readonly #runs = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();
  /** Jobs that are done and whose record says so in a moment: the roster has let go of them, the disk does not know. */
  readonly #ending = new Map<string, Job>();
  readonly #overdue = new Set<string>();
  readonly #done = new Map<JobKind, number>();
  readonly #trimmer: NodeJS.Timeout;
  #handler: JobHandler | null = null;
  #wake: NodeJS.Timeout | null = null;
  #closing = false;
  #toldBroken = false;

  private constructor(store: Store, roster: Roster, limits: EmbeddedLimits, observer: QueueObserver, now: () => number) {
    this.#store = store;
    this.#roster = roster;
    this.#limits = limits;
    this.#observer = observer;
    this.#now = now;
    this.#trimmer = setInterval(() => void this.trim().catch((error: unknown) => this.#failed(error)), TRIM_EVERY_MS);
    this.#trimmer.unref();
  }

  /** Opens the queue and takes in what the process before left. Throws UserError when the folder cannot be used. */
  static async open(options: EmbeddedOptions): Promise<EmbeddedQueue> {
    const { folder, limits = {}, observer = {}, fault, now = Date.now, random = Math.random } = options;
    const all = { ...EMBEDDED_LIMITS, ...limits };
    const store = await Store.open(folder, fault);
    try {
      const roster = new Roster(all, random);
      const jobs = await readJobs(store, (key) => observer.unreadable?.(key));
      const changed = roster.restore(jobs, now());
      if (changed.length > 0) await store.write("restore", changed.map(jobChange));
      const queue = new EmbeddedQueue(store, roster, all, observer, now);
      await queue.trim();
      return queue;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  accept(delivery: Delivery, requests: readonly JobRequest[]): Promise<"accepted" | "duplicate"> {
    const { guid } = delivery;
    const before = this.#accepting.get(guid);
    // The same delivery twice at once: the second is a duplicate if the first is taken, and shares its failure if not.
    if (before !== undefined) return before.then(() => "duplicate");
    const taken = this.#accept(delivery, requests).finally(() => this.#accepting.delete(guid));
    this.#accepting.set(guid, taken);
    return taken;
  }

  async add(requests: readonly JobRequest[]): Promise<void> {
    this.#assertTaking();
    await this.#take(requests, () => []);
  }

  work(handler: JobHandler): void {
    if (this.#handler !== null) throw new Error("the queue works already");
    this.#handler = handler;
    this.#pump();
  }

  async delivery(guid: string): Promise<DeliveryState> {
    const seen = await readSeen(this.#store, guid);
    if (seen === null) return "unknown";
    const states = seen.keys.map((key) => this.#roster.get(key)?.state ?? "done");
    if (states.some((state) => state !== "done" && state !== "poisoned")) return "waiting";
    return states.includes("poisoned") ? "poisoned" : "done";
  }

  async job(key: string): Promise<Job | null> {
    return this.#roster.get(key) ?? this.#ending.get(key) ?? (await readJob(this.#store, key));
  }

  stats(): QueueStats {
    const counts = new Map<string, { kind: JobKind; state: JobState; count: number }>();
    const now = this.#now();
    let oldestWaiting: number | null = null;
    for (const job of this.#roster.all) {
      const { state, target, dueAt, since } = job;
      const entry = counts.get(`${target.kind} ${state}`) ?? { kind: target.kind, state, count: 0 };
      entry.count += 1;
      counts.set(`${target.kind} ${state}`, entry);
      if (isWaiting(job) && dueAt <= now) oldestWaiting = Math.min(oldestWaiting ?? Infinity, since);
    }
    const done = [...this.#done].map(([kind, count]) => ({ kind, state: "done" as const, count }));
    return { jobs: [...counts.values(), ...done], oldestWaiting, overdue: this.#overdue.size };
  }

  trouble(): string | null {
    if (this.#closing) return "the process is to end";
    if (this.#store.broken !== null) return this.#store.broken.message;
    if (this.#roster.open >= this.#limits.open) return `${this.#roster.open} jobs wait or run, and no more are taken`;
    if (this.#overdue.size >= this.#limits.concurrency) return "every running job was told to stop and does not";
    return null;
  }

  async close(graceMs: number): Promise<void> {
    this.#closing = true;
    clearInterval(this.#trimmer);
    if (this.#wake !== null) clearTimeout(this.#wake);
    const runs = [...this.#runs.values()];
    for (const { abort } of runs) abort.abort(new Error("the process is to end"));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, graceMs)));
    await Promise.race([Promise.all(runs.map(({ ended }) => ended)), late]);
    clearTimeout(timer);
    await this.#store.close();
  }

  /** Forgets deliveries and ended jobs that are old. Done by itself every hour. */
  async trim(): Promise<void> {
    for (;;) {
      const found = await oldChanges(this.#store, this.#now() - this.#limits.rememberMs, TRIM_MOST);
      const changes = found.filter((change) => {
        const key = jobKey(change);
        if (key !== null) this.#roster.forget(key);
        return key === null || this.#roster.get(key) === null;
      });
      if (changes.length > 0) await this.#store.write("trim", changes);
      if (changes.length < TRIM_MOST) return;
    }
  }

  async #accept(delivery: Delivery, requests: readonly JobRequest[]): Promise<"accepted" | "duplicate"> {
    this.#assertTaking();
    const state = await this.delivery(delivery.guid);
    if (state === "waiting" || state === "done") return "duplicate";
    this.#assertTaking();
    await this.#take(requests, (keys, now) => seenChanges(delivery, now, keys));
    return "accepted";
  }

  async #take(
    requests: readonly JobRequest[],
    more: (keys: readonly string[], now: number) => ReturnType<typeof seenChanges>,
  ): Promise<void> {
    const now = this.#now();
    const jobs = requests.map((request) => this.#roster.request(request, now));
    try {
      await this.#store.write("accept", [...jobs.map(jobChange), ...more(jobs.map(({ key }) => key), now)]);
    } catch (error) {
      this.#failed(error);
      throw new QueueUnavailable("the queue cannot be written to disk", { cause: error });
    }
    this.#pump();
  }

  #assertTaking(): void {
    const trouble = this.trouble();
    if (trouble !== null) throw new QueueUnavailable(trouble);
  }

  /** Begins all jobs that may begin, and sees to it that the next one does when its time comes. */
  #pump(): void {
    const handler = this.#handler;
    if (handler === null || this.#closing || this.#store.broken !== null) return;
    const now = this.#now();
    for (let job = this.#roster.take(now); job !== null; job = this.#roster.take(now)) this.#begin(job, handler);
    if (this.#wake !== null) clearTimeout(this.#wake);
    const next = this.#roster.nextChange(now);
    this.#wake = next === null ? null : setTimeout(() => this.#pump(), Math.max(1, next - now));
  }

  #begin(job: Job, handler: JobHandler): void {
    const abort = new AbortController();
    const ended = this.#run(job, handler, abort)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.#pump());
    this.#runs.set(job.key, { abort, ended });
  }

  async #run(job: Job, handler: JobHandler, abort: AbortController): Promise<void> {
    await this.#store.write("start", [jobChange(job)]);
    const started = performance.now();
    const limit = setTimeout(() => {
      this.#overdue.add(job.key);
      abort.abort(new Error(`it ran for more than ${Math.round(this.#limits.runMs / 1000)} s`));
    }, this.#limits.runMs);
    this.#observer.began?.(job);
    const outcome = await this.#outcome(job, handler, abort.signal);
    clearTimeout(limit);
    this.#overdue.delete(job.key);
    this.#runs.delete(job.key);
    const now = this.#roster.settle(job.key, outcome, this.#now());
    if (now.state === "done") this.#done.set(job.target.kind, (this.#done.get(job.target.kind) ?? 0) + 1);
    this.#ending.set(now.key, now);
    await this.#store.write("settle", [jobChange(now)]);
    if (this.#ending.get(now.key) === now) this.#ending.delete(now.key);
    this.#observer.ended?.(job, now, outcome, performance.now() - started);
  }

  async #outcome(job: Job, handler: JobHandler, signal: AbortSignal): Promise<Outcome> {
    try {
      if (this.#closing) return { kind: "released" };
      await handler({ job, signal });
      return { kind: "done" };
    } catch (error) {
      const note = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500);
      if (signal.aborted && this.#closing) return { kind: "released" };
      if (signal.aborted) return { kind: "stalled", note: (signal.reason as Error).message };
      if (error instanceof TryLater) {
        return { kind: "later", until: error.until, wholeInstallation: error.wholeInstallation, note };
      }
      return { kind: "failed", note };
    }
  }

  #failed(error: unknown): void {
    if (this.#closing || this.#toldBroken) return;
    this.#toldBroken = true;
    this.#observer.broken?.(error instanceof Error ? error : new Error(String(error)));
  }
}
