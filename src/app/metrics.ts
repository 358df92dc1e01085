/** What Prometheus is told. Labels take few values each: nothing that a stranger writes becomes one. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { collectDefaultMetrics } from "prom-client";
import { EVENTS } from "./front/events.ts";
import type { QueueObserver } from "./queue/embedded.ts";
import { JOB_KINDS, JOB_STATES } from "./queue/job.ts";
import type { JobQueue } from "./queue/port.ts";

/** What became of a delivery at the door. */
export const DELIVERY_OUTCOMES = [
  "accepted", "duplicate", "ignored", "unsigned", "malformed", "too-large", "refused", "aborted",
] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

export interface Metrics {
  readonly registry: Registry;
  /** For the queue's own observer. */
  readonly observer: Required<Pick<QueueObserver, "ended">>;
  delivered(event: string | null, outcome: DeliveryOutcome, seconds: number): void;
  evaluated(seconds: number): void;
  /** One request to the API. `remaining` is what is left of the installation's hour. */
  asked(method: string, status: number, installation: number | null, remaining: number | null): void;
  /** From now on, the queue's state is read whenever somebody asks. */
  watch(queue: JobQueue, now: () => number): void;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "writ_" });
  const deliveries = new Counter({
    name: "writ_deliveries_total", help: "Webhook deliveries, by event and what became of them.",
    labelNames: ["event", "outcome"], registers,
  });
  const answering = new Histogram({
    name: "writ_delivery_seconds", help: "From the first byte of a delivery to its answer.",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10], registers,
  });
  const running = new Histogram({
    name: "writ_job_seconds", help: "How long a run of a job took, by kind and outcome.",
    labelNames: ["kind", "outcome"], buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600], registers,
  });
  const evaluating = new Histogram({
    name: "writ_evaluation_seconds", help: "How long judging one state of a repository took.",
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30], registers,
  });
  const requests = new Counter({
    name: "writ_api_requests_total", help: "Requests to GitHub's API, by method and status.",
    labelNames: ["method", "status"], registers,
  });
  const remaining = new Gauge({
    name: "writ_api_remaining", help: "Requests left in this hour, by installation.", labelNames: ["installation"], registers,
  });
  for (const outcome of DELIVERY_OUTCOMES) deliveries.inc({ event: "other", outcome }, 0);
  return {
    registry,
    observer: {
      ended: ({ target }, _now, outcome, milliseconds) =>
        running.observe({ kind: target.kind, outcome: outcome.kind }, milliseconds / 1000),
    },
    delivered: (event, outcome, seconds) => {
      deliveries.inc({ event: EVENTS.find((known) => known === event) ?? "other", outcome });
      answering.observe(seconds);
    },
    evaluated: (seconds) => evaluating.observe(seconds),
    asked: (method, status, installation, left) => {
      requests.inc({ method, status });
      if (installation !== null && left !== null) remaining.set({ installation }, left);
    },
    watch: (queue, now) => watchQueue(registry, queue, now),
  };
}

function watchQueue(registry: Registry, queue: JobQueue, now: () => number): void {
  const registers = [registry];
  new Gauge({
    name: "writ_jobs", help: "Jobs by kind and state; those done are of this process.",
    labelNames: ["kind", "state"], registers,
    collect() {
      for (const kind of JOB_KINDS) for (const state of JOB_STATES) this.set({ kind, state }, 0);
      for (const { kind, state, count } of queue.stats().jobs) this.set({ kind, state }, count);
    },
  });
  new Gauge({
    name: "writ_queue_age_seconds", help: "How long the oldest job has waited that could run.", registers,
    collect() {
      const { oldestWaiting } = queue.stats();
      this.set(oldestWaiting === null ? 0 : Math.max(0, now() - oldestWaiting) / 1000);
    },
  });
  new Gauge({
    name: "writ_jobs_overdue", help: "Jobs that were told to stop and have not.", registers,
    collect() {
      this.set(queue.stats().overdue);
    },
  });
}
