/**
 * What brings back what was lost: failed deliveries, webhooks that never came, runs that were cut off. Works from
 * GitHub's own state, at the start and then every few minutes, so that a process may die at any time.
 */
import type { Log } from "../log.ts";
import { activeInstallations } from "../github/app-hub.ts";
import { GitHubRefusal } from "../github/faults.ts";
import type { Self } from "../github/hub.ts";
import type { Requester } from "../github/requests.ts";
import { keyOf } from "../queue/job.ts";
import { TryLater } from "../queue/port.ts";
import type { JobQueue } from "../queue/port.ts";
import { sweepTrace } from "../trace.ts";
import { redeliverFailed } from "./redeliver.ts";
import { Sweep } from "./sweep.ts";

export interface ReconcilerOptions {
  readonly self: Self;
  /** As the App itself. */
  readonly app: (signal: AbortSignal) => Promise<Requester>;
  readonly installation: (installation: number, signal: AbortSignal) => Promise<Requester>;
  readonly queue: JobQueue;
  readonly log: Log;
  readonly now: () => number;
  readonly everyMs?: number;
  /** How far back failed deliveries are looked for at the start. GitHub keeps them for three days. */
  readonly backMs?: number;
  readonly requestsPerInstallation?: number;
}

const EVERY_MS = 4 * 60_000;
const BACK_MS = 3 * 24 * 3600_000;
/** A round every four minutes: 3,000 of the 5,000 requests that the smallest installation has in an hour. */
const REQUESTS = 200;
const MOST_REDELIVERIES = 100;
/** Deliveries are logged a little after they are sent, and retried by us a little later than they failed. */
const OVERLAP_MS = 10 * 60_000;

export class Reconciler {
  readonly #options: ReconcilerOptions;
  readonly #sweeps = new Map<number, Sweep>();
  readonly #abort = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> = Promise.resolve();
  #readFrom: number;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#readFrom = options.now() - (options.backMs ?? BACK_MS);
  }

  /** The first round begins now. */
  start(): void {
    const { everyMs = EVERY_MS, log } = this.#options;
    this.#round = this.once()
      .catch((error: unknown) => {
        if (!this.#abort.signal.aborted) log.error({ err: error }, "looking for what was lost failed; it is tried again");
      })
      .finally(() => {
        if (this.#abort.signal.aborted) return;
        this.#timer = setTimeout(() => this.start(), everyMs);
        this.#timer.unref();
      });
  }

  async stop(): Promise<void> {
    this.#abort.abort(new Error("the process is to end"));
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#round;
  }

  /** One round. One installation that cannot be looked through keeps no other from it. */
  async once(): Promise<void> {
    const { app: asApp, log } = this.#options;
    const { signal } = this.#abort;
    const app = await asApp(signal);
    await this.#tried("failed deliveries", () => this.#redeliver(app));
    const installations = await activeInstallations(app);
    for (const known of this.#sweeps.keys()) if (!installations.includes(known)) this.#sweeps.delete(known);
    for (const installation of installations) {
      signal.throwIfAborted();
      await this.#tried(`installation ${installation}`, () => this.look(installation, signal));
    }
    log.debug({ installations: installations.length }, "looked for what was lost");
  }

  /** Looks through one installation. */
  async look(installation: number, signal: AbortSignal): Promise<void> {
    const { self, now, queue, requestsPerInstallation: requests = REQUESTS } = this.#options;
    const sweep = this.#sweeps.get(installation) ?? new Sweep();
    this.#sweeps.set(installation, sweep);
    const trace = sweepTrace(now());
    const github = await this.#options.installation(installation, signal);
    await sweep.look(github, {
      self, requests, now, signal,
      ask: async (targets) => {
        const jobs = await Promise.all(targets.map((target) => queue.job(keyOf(installation, target))));
        // What waits or runs already is on its way to be right.
        const idle = targets.filter((_, index) => [undefined, "done", "poisoned"].includes(jobs[index]?.state));
        await queue.add(idle.map((target) => ({ installation, target, trace })));
      },
    });
  }

  async #redeliver(app: Requester): Promise<void> {
    const { now, log } = this.#options;
    const started = now();
    const { asked, more } = await redeliverFailed(app, {
      since: this.#readFrom, now: started, most: MOST_REDELIVERIES, signal: this.#abort.signal,
    });
    if (asked > 0) log.info({ asked, more }, "failed deliveries were asked for again");
    if (!more) this.#readFrom = Math.max(this.#readFrom, started - OVERLAP_MS);
  }

  async #tried(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.#abort.signal.aborted) throw error;
      const expected = error instanceof TryLater || error instanceof GitHubRefusal;
      this.#options.log[expected ? "warn" : "error"]({ err: error, what }, "could not look for what was lost");
    }
  }
}
