/**
 * The door for GitHub's deliveries. What is taken is on the disk before GitHub hears so, and nothing here asks GitHub
 * anything: an answer that takes longer than ten seconds counts as a failed delivery, and nobody repeats it by itself.
 *
 * What cannot be taken now is refused with 503. GitHub then keeps the delivery as failed, and the reconciler fetches it.
 */
import type { IncomingMessage } from "node:http";
import type { Log } from "../log.ts";
import type { DeliveryOutcome, Metrics } from "../metrics.ts";
import { QueueUnavailable } from "../queue/port.ts";
import type { JobQueue } from "../queue/port.ts";
import { MOST_BODY_BYTES, readBody, Room } from "./body.ts";
import { isActedOn, jobsOf } from "./events.ts";
import { isSigned } from "./signature.ts";

export interface WebhookOptions {
  readonly queue: JobQueue;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly appId: number;
  /** At least one. Several during a rotation. */
  readonly secrets: readonly string[];
  /** Bytes of bodies held at the same time, in all. */
  readonly roomBytes?: number;
  readonly mostBytes?: number;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Told extends Answer {
  readonly outcome: DeliveryOutcome;
  readonly event?: string;
}

/** An id that GitHub would send; it becomes a trace id and a key. */
const GUID = /^[0-9A-Za-z-]{8,64}$/;
const EVENT = /^[a-z_]{1,64}$/;
const RETRY_SECONDS = "30";

export function webhooks(options: WebhookOptions): (request: IncomingMessage) => Promise<Answer> {
  const { secrets, metrics, log, roomBytes = 8 * MOST_BODY_BYTES, mostBytes = MOST_BODY_BYTES } = options;
  if (secrets.length === 0 || secrets.includes("")) throw new Error("deliveries cannot be checked without a secret");
  const room = new Room(roomBytes);
  return async (request) => {
    const started = performance.now();
    const { body, release } = await readBody(request, mostBytes, room);
    let told: Told;
    try {
      told = await answerTo(request, body, options);
    } catch (error) {
      log.error({ err: error }, "a delivery could not be taken");
      told = { status: 500, text: "Writ failed; deliver it again", outcome: "refused" };
    } finally {
      release();
    }
    metrics.delivered(told.event ?? null, told.outcome, (performance.now() - started) / 1000);
    return told;
  };
}

async function answerTo(
  request: IncomingMessage,
  body: Awaited<ReturnType<typeof readBody>>["body"],
  { queue, log, appId, secrets }: WebhookOptions,
): Promise<Told> {
  if (body.kind === "too-large") return { status: 413, text: "larger than GitHub sends", outcome: "too-large", headers: { connection: "close" } };
  if (body.kind === "no-room") return refused("too much is coming in at once", { connection: "close" });
  if (body.kind === "aborted") return { status: 400, text: "the body did not come whole", outcome: "aborted" };
  const { headers } = request;
  if (!isSigned(body.bytes, one(headers["x-hub-signature-256"]), secrets)) {
    log.warn({ bytes: body.bytes.length }, "a delivery without a valid signature was refused");
    return { status: 401, text: "the signature does not fit", outcome: "unsigned" };
  }
  const guid = one(headers["x-github-delivery"]) ?? "";
  const event = one(headers["x-github-event"]) ?? "";
  if (!GUID.test(guid) || !EVENT.test(event)) return malformed(log, guid, event, "a header of GitHub's is missing");
  if (one(headers["content-type"])?.split(";")[0]?.trim().toLowerCase() !== "application/json") {
    return { ...malformed(log, guid, event, "set the webhook's content type to application/json"), status: 415 };
  }
  // What nobody acts on need not even be read.
  if (!isActedOn(event)) return { status: 202, text: "ignored", outcome: "ignored", event };
  let payload: unknown;
  try {
    payload = JSON.parse(body.bytes.toString("utf8"));
  } catch {
    return malformed(log, guid, event, "the body is not JSON");
  }
  const mapped = jobsOf(event, payload, { appId, trace: guid });
  if (mapped.kind === "malformed") return malformed(log, guid, event, mapped.problem);
  if (mapped.kind === "ignored") {
    log.debug({ trace: guid, event, reason: mapped.reason }, "a delivery needs nothing");
    return { status: 202, text: "ignored", outcome: "ignored", event };
  }
  try {
    const outcome = await queue.accept({ guid, event }, mapped.requests);
    log.info({ trace: guid, event, outcome, jobs: mapped.requests.map(({ target }) => target) }, "a delivery was taken");
    return { status: 202, text: outcome, outcome, event };
  } catch (error) {
    if (!(error instanceof QueueUnavailable)) throw error;
    log.warn({ trace: guid, event, reason: error.message }, "a delivery was refused");
    return { ...refused(error.message), event };
  }
}

function refused(reason: string, headers: Readonly<Record<string, string>> = {}): Told {
  return { status: 503, text: reason, outcome: "refused", headers: { "retry-after": RETRY_SECONDS, ...headers } };
}

function malformed(log: Log, guid: string, event: string, problem: string): Told {
  log.warn({ trace: guid.slice(0, 64), event: event.slice(0, 64), problem }, "a delivery makes no sense");
  return { status: 400, text: problem, outcome: "malformed", event };
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
