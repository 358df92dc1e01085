/**
 * Webhooks: signed, logged as GitHub logs them, and faulty on demand.
 *
 * Deliveries of one App go out one after the other, so that a test without faults is the same every time. The log
 * keeps what every attempt met, also when nothing was sent.
 */
import { createHmac, randomUUID } from "node:crypto";
import type { App, Installation } from "../world/model.ts";
import { post } from "./post.ts";
import type { Sent } from "./post.ts";

export interface Delivery {
  readonly id: number;
  /** The same for a redelivery. */
  readonly guid: string;
  readonly app: App;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly redelivery: boolean;
  /** Empty until the payload is known. */
  body: string;
  deliveredAt: Date;
  /** Null while it is on its way. */
  outcome: Sent | null;
  headers: Readonly<Record<string, string>>;
}

export interface Emission {
  readonly app: App;
  readonly installation: Installation | null;
  readonly event: string;
  readonly action: string | null;
  readonly repositoryId: number | null;
  /** What is sent. A part that takes a moment to find out may come later; the order of deliveries stays what it is. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly later?: Promise<Readonly<Record<string, unknown>>>;
}

export type WebhookFault =
  /** GitHub gives up: it stands in the log as failed, and never arrives. */
  | { readonly kind: "drop" }
  /** As if it had never been: not even in the log. */
  | { readonly kind: "lose" }
  /** Arrives `times` times, with one GUID. */
  | { readonly kind: "duplicate"; readonly times?: number }
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** Arrives, but the log says that the receiver answered so. */
  | { readonly kind: "answer"; readonly status: number }
  /** Waits until this many wait, then all arrive, the last one first. */
  | { readonly kind: "reorder"; readonly count: number };

export interface WebhookFaultRule {
  readonly fault: WebhookFault;
  readonly event?: string;
  readonly action?: string;
  /** How many deliveries it befalls; all without it. */
  readonly times?: number;
}

/** Deliveries the log keeps; GitHub keeps three days of them. */
const KEPT_DELIVERIES = 20_000;

const FAILED: Sent = { status: 502, text: "failed to connect to host", milliseconds: 0, body: "", headers: {} };

export class Webhooks {
  /** Every attempt, oldest first; of very many the older half goes. */
  readonly log: Delivery[] = [];
  /** How long a receiver may take. */
  timeout = 10_000;
  readonly #now: () => Date;
  readonly #rules: { rule: WebhookFaultRule; left: number }[] = [];
  readonly #queues = new Map<number, Promise<void>>();
  readonly #held: Delivery[] = [];
  /** Ends when the payload of a delivery is known; false when it could not be found out, as when all is taken away. */
  readonly #ready = new WeakMap<Delivery, Promise<boolean>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #stop = new AbortController();
  #lastId = 20_000;
  #pending = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Deliveries that are on their way or wait for something. */
  get pending(): number {
    return this.#pending;
  }

  /** Makes deliveries go wrong. The first rule that fits and is not used up befalls a delivery. */
  fault(rule: WebhookFaultRule): void {
    this.#rules.push({ rule, left: rule.times ?? Infinity });
  }

  /** Deliveries that wait for others to come before them. */
  get held(): number {
    return this.#held.length;
  }

  /** All is well again; what was held back goes out now. */
  heal(): void {
    this.#rules.length = 0;
    this.release();
  }

  /** Sends what was held back, the last one first. */
  release(): void {
    for (const delivery of this.#held.splice(0).reverse()) this.#enqueue(delivery);
  }

  /** Sends an event to an App. */
  emit(emission: Emission): void {
    const { app, installation, event, action, repositoryId } = emission;
    if (app.webhookUrl === null) return;
    const payload = { ...emission.payload, ...(installation === null ? {} : { installation: named(installation) }) };
    const fault = this.#befalling(event, action);
    if (fault?.kind === "lose") return;
    const delivery = this.#record({
      guid: randomUUID(), app, event, action, repositoryId, redelivery: false,
      installationId: installation?.id ?? null, body: emission.later === undefined ? JSON.stringify(payload) : "",
    });
    const { later = Promise.resolve({}) } = emission;
    this.#ready.set(delivery, later.then((more) => {
      if (delivery.body === "") delivery.body = JSON.stringify({ ...payload, ...more });
      return true;
    }, () => false));
    this.#begin(delivery, fault);
  }

  /** Sends what a delivery carried again, with the same GUID. False when there is no such delivery of the App. */
  redeliver(app: App, id: number): boolean {
    const old = this.log.find((one) => one.id === id && one.app === app);
    if (old === undefined) return false;
    const { guid, event, action, repositoryId, installationId, body } = old;
    const again = this.#record({ guid, app, event, action, repositoryId, installationId, body, redelivery: true });
    this.#begin(again, this.#befalling(event, action));
    return true;
  }

  /** Nothing more is sent. */
  close(): void {
    this.#stop.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#held.length = 0;
  }

  #record(delivery: Omit<Delivery, "id" | "deliveredAt" | "outcome" | "headers">): Delivery {
    this.#lastId += 1;
    const recorded = { ...delivery, id: this.#lastId, deliveredAt: this.#now(), outcome: null, headers: {} };
    this.log.push(recorded);
    if (this.log.length > KEPT_DELIVERIES) this.log.splice(0, KEPT_DELIVERIES / 2);
    return recorded;
  }

  #befalling(event: string, action: string | null): WebhookFault | null {
    const found = this.#rules.find(({ rule, left }) => {
      if (left <= 0 || (rule.event !== undefined && rule.event !== event)) return false;
      return rule.action === undefined || rule.action === action;
    });
    if (found === undefined) return null;
    found.left -= 1;
    return found.rule.fault;
  }

  #begin(delivery: Delivery, fault: WebhookFault | null): void {
    this.#pending += 1;
    switch (fault?.kind) {
      case "drop":
        this.#enqueue(delivery, 0);
        break;
      case "delay": {
        const timer = setTimeout(() => {
          this.#timers.delete(timer);
          this.#enqueue(delivery);
        }, fault.milliseconds);
        this.#timers.add(timer);
        break;
      }
      case "reorder":
        this.#held.push(delivery);
        if (this.#held.length >= fault.count) this.release();
        break;
      case "duplicate":
        this.#enqueue(delivery, fault.times ?? 2);
        break;
      default:
        this.#enqueue(delivery, 1, fault?.kind === "answer" ? fault.status : null);
    }
  }

  #enqueue(delivery: Delivery, times = 1, answered: number | null = null): void {
    const before = this.#queues.get(delivery.app.id) ?? Promise.resolve();
    const turn = before.then(async () => {
      const ready = (await this.#ready.get(delivery)) !== false;
      if (times === 0 || !ready) delivery.outcome = FAILED;
      for (let sent = 0; ready && sent < times && !this.#stop.signal.aborted; sent += 1) await this.#send(delivery, answered);
      this.#pending -= 1;
    });
    this.#queues.set(delivery.app.id, turn);
  }

  async #send(delivery: Delivery, answered: number | null): Promise<void> {
    const { app, body, event, guid } = delivery;
    delivery.deliveredAt = this.#now();
    delivery.headers = {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/standin",
      "x-github-delivery": guid,
      "x-github-event": event,
      "x-github-hook-id": String(app.id),
      "x-github-hook-installation-target-id": String(app.id),
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature-256": `sha256=${createHmac("sha256", app.webhookSecret).update(body).digest("hex")}`,
    };
    if (app.webhookUrl === null) {
      delivery.outcome = FAILED;
      return;
    }
    const sent = await post(app.webhookUrl, delivery.headers, body, this.timeout, this.#stop.signal);
    delivery.outcome = answered === null ? sent : { ...sent, status: answered, text: "Invalid HTTP Response" };
  }
}

function named(installation: Installation): { readonly id: number; readonly node_id: string } {
  return { id: installation.id, node_id: Buffer.from(`Installation:${installation.id}`).toString("base64") };
}
