/**
 * What the App wants of a queue. One adapter keeps it on disk in the process itself (embedded.ts); a second is to stand
 * on BullMQ, and the port is cut so that it fits:
 *
 * | here | BullMQ 6 |
 * |---|---|
 * | one job per key, the latest request kept while it runs | `deduplication: { id: key, keepLastIfActive: true }` |
 * | at least once; a run that died is `stalled` and runs again | `lockDuration`, `maxStalledCount` |
 * | `failed` waits longer each time, then is `poisoned` | `attempts`, `backoff` of type custom with jitter |
 * | `TryLater` | `moveToDelayed` and `DelayedError`: no attempt is counted |
 * | `TryLater` for an installation, and fairness | a limiter and round robin over one waiting list per installation |
 * | `accept` | add the jobs first, then `SET guid NX EX`: what dies between is done twice, never lost |
 */
import type { Job, JobKind, JobRequest, JobState } from "./job.ts";

/** A delivery of GitHub's, known by the id that is the same when it is delivered again. */
export interface Delivery {
  readonly guid: string;
  readonly event: string;
}

/** `waiting` until the last of its jobs has ended; `poisoned` when one of them has been given up. */
export const DELIVERY_STATES = ["unknown", "waiting", "done", "poisoned"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface JobQueue {
  /**
   * Takes the requests of a delivery. When the promise resolves they are on the disk.
   * `duplicate`: the delivery was taken before and nothing is done; unless it came to nothing, for then delivering it
   * again is how somebody asks for another try.
   * Throws QueueUnavailable, and then nothing has been promised.
   */
  accept(delivery: Delivery, requests: readonly JobRequest[]): Promise<"accepted" | "duplicate">;

  /** Takes requests that no delivery brought. On the disk when the promise resolves. Throws QueueUnavailable. */
  add(requests: readonly JobRequest[]): Promise<void>;

  /** Begins to run jobs. Called once. */
  work(handler: JobHandler): void;

  delivery(guid: string): Promise<DeliveryState>;
  job(key: string): Promise<Job | null>;
  stats(): QueueStats;

  /** Why nothing can be accepted now; null when it can. */
  trouble(): string | null;

  /**
   * Takes nothing more, tells running jobs to stop and waits for them, at most `graceMs`. What has not ended by then
   * is run again by the next process.
   */
  close(graceMs: number): Promise<void>;
}

export interface JobRun {
  readonly job: Job;
  /** Aborted when the job takes too long or the process is to end. A handler must end soon after. */
  readonly signal: AbortSignal;
}

/** Makes one thing right. Ends well, throws TryLater, or throws anything else, which counts as a failed attempt. */
export type JobHandler = (run: JobRun) => Promise<void>;

export type Outcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed" | "stalled"; readonly note: string }
  | { readonly kind: "later"; readonly until: number; readonly wholeInstallation: boolean; readonly note: string }
  | { readonly kind: "released" };

export interface QueueStats {
  /** How many jobs are in a state, by kind. `done` counts those of this process. */
  readonly jobs: readonly { readonly kind: JobKind; readonly state: JobState; readonly count: number }[];
  /** When the oldest request came in that waits although it is due; null when none does. */
  readonly oldestWaiting: number | null;
  /** Jobs that were told to stop and have not. */
  readonly overdue: number;
}

/** It would be wrong to try now: GitHub asked to wait, or is not there. Counts as no attempt. */
export class TryLater extends Error {
  override readonly name = "TryLater";
  /** Milliseconds since 1970. */
  readonly until: number;
  /** True when GitHub's limit holds for the installation: then none of its jobs begins before. */
  readonly wholeInstallation: boolean;

  constructor(message: string, until: number, { wholeInstallation }: { wholeInstallation: boolean }) {
    super(message);
    this.until = until;
    this.wholeInstallation = wholeInstallation;
  }
}

/** The queue takes nothing now: it is full, it is closing, or its disk fails. The sender should come again. */
export class QueueUnavailable extends Error {
  override readonly name = "QueueUnavailable";
}
