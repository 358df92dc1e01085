/**
 * Asks GitHub to deliver again what it could not deliver: it never does so by itself. GitHub keeps the log, so nothing
 * has to be remembered here but how far it was read.
 */
import { isActedOn } from "../front/events.ts";
import { deliveries, redeliver } from "../github/app-hub.ts";
import type { DeliveryAnswer } from "../github/hub-answers.ts";
import type { Requester } from "../github/requests.ts";

export interface RedeliverOptions {
  /** Milliseconds since 1970; what was first delivered before is not looked at. */
  readonly since: number;
  readonly now: number;
  /** At most this many are asked for. */
  readonly most: number;
  readonly signal: AbortSignal;
}

export interface Redelivered {
  readonly asked: number;
  /** True when there was more to ask for, or to read, than could be in one go. */
  readonly more: boolean;
}

/** What fails this often would fail again: a payload that makes no sense, a secret that is not ours. */
const MOST_ATTEMPTS = 4;
/** One that has just been tried may still be on its way. */
const SETTLED_MS = 30_000;
const MOST_PAGES = 50;

export async function redeliverFailed(app: Requester, options: RedeliverOptions): Promise<Redelivered> {
  const { found, whole } = await attemptsSince(app, options);
  const failed = [...found.values()].filter((attempts) => isDue(attempts, options.now));
  let asked = 0;
  // The oldest first, as they came.
  for (const [latest] of failed.reverse()) {
    if (latest === undefined || asked === options.most) break;
    options.signal.throwIfAborted();
    await redeliver(app, latest.id);
    asked += 1;
  }
  return { asked, more: !whole || asked < failed.length };
}

/** Attempts by delivery, the latest first. */
async function attemptsSince(
  app: Requester,
  { since, signal }: RedeliverOptions,
): Promise<{ readonly found: ReadonlyMap<string, readonly DeliveryAnswer[]>; readonly whole: boolean }> {
  const found = new Map<string, DeliveryAnswer[]>();
  let pages = 0;
  for await (const page of deliveries(app)) {
    signal.throwIfAborted();
    for (const delivery of page) {
      if (!isActedOn(delivery.event) || Date.parse(delivery.delivered_at) < since) continue;
      found.set(delivery.guid, [...(found.get(delivery.guid) ?? []), delivery]);
    }
    pages += 1;
    const last = page.at(-1);
    if (last === undefined || Date.parse(last.delivered_at) < since) return { found, whole: true };
    if (pages === MOST_PAGES) return { found, whole: false };
  }
  return { found, whole: true };
}

function isDue(attempts: readonly DeliveryAnswer[], now: number): boolean {
  const [latest] = attempts;
  if (latest === undefined || attempts.some(isTaken) || attempts.length >= MOST_ATTEMPTS) return false;
  return now - Date.parse(latest.delivered_at) >= SETTLED_MS;
}

function isTaken({ status, status_code }: DeliveryAnswer): boolean {
  return status === "OK" || (status_code >= 200 && status_code < 300);
}
