/** The real server, over real connections, with a real queue behind it. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { createMetrics } from "../metrics.ts";
import { EmbeddedQueue } from "../queue/embedded.ts";
import type { EmbeddedOptions } from "../queue/embedded.ts";
import { APP_ID, delivery, example, HEAD, INSTALLATION, REPOSITORY, sign } from "./deliveries.fixture.ts";
import { openFront, WEBHOOK_PATH } from "./server.ts";
import type { Front } from "./server.ts";
import { webhooks } from "./webhooks.ts";

const SECRET = "the harbour master's own words";
const KEY = `${INSTALLATION}/${REPOSITORY.id}/pull-request/2`;
let folder = "";
let log = "";
let queue: EmbeddedQueue;
let front: Front;

async function start(options: Partial<EmbeddedOptions> = {}, limits: { mostBytes?: number; roomBytes?: number } = {}): Promise<void> {
  const lines = new Writable({ write: (chunk: Buffer, _encoding, done) => { log += chunk.toString(); done(); } });
  const logger = createLog("debug", lines);
  const metrics = createMetrics();
  queue = await EmbeddedQueue.open({ folder, ...options, observer: metrics.observer });
  metrics.watch(queue, Date.now);
  front = await openFront({
    host: "127.0.0.1", port: 0, log: logger, metrics, ready: { queue: () => queue.trouble() },
    webhooks: webhooks({ queue, log: logger, metrics, appId: APP_ID, secrets: ["newer", SECRET], ...limits }),
  });
}

async function stop(): Promise<void> {
  await front.close(500);
  await queue.close(100);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "writ-front-"));
  log = "";
});

afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true });
});

const url = (path: string): string => `http://127.0.0.1:${front.port}${path}`;

async function post(sent: { body: string | Buffer; headers: Record<string, string> }): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await fetch(url(WEBHOOK_PATH), { method: "POST", ...sent });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

async function get(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url(path));
  return { status: response.status, text: await response.text() };
}

function opened(): ReturnType<typeof example> {
  return example("pull_request", "opened", { number: 2, pull_request: { head: { sha: HEAD } } });
}

test("takes a delivery, and it is there when the process dies right after", async () => {
  await start();
  expect(await get("/readyz")).toEqual({ status: 200, text: "queue: ok\n" });
  const guid = randomUUID();
  const sent = delivery("pull_request", opened(), SECRET, guid);
  expect(await post(sent)).toMatchObject({ status: 202, text: "accepted" });
  expect(await post(sent)).toMatchObject({ status: 202, text: "duplicate" });
  await stop();
  await start();
  expect(await queue.job(KEY)).toMatchObject({ state: "queued", trace: guid });
  expect(await post(sent)).toMatchObject({ status: 202, text: "duplicate" });
});

test("either secret will do while they are changed, and no other", async () => {
  await start();
  expect((await post(delivery("pull_request", opened(), "newer"))).status).toBe(202);
  for (const secret of ["development", "older", ""]) {
    expect(await post(delivery("pull_request", opened(), secret))).toMatchObject({ status: 401, text: "the signature does not fit" });
  }
  const { body, headers } = delivery("pull_request", opened(), SECRET);
  expect((await post({ body: body.replace(HEAD, "0".repeat(40)), headers })).status).toBe(401);
  expect((await post({ body, headers: { "content-type": "application/json" } })).status).toBe(401);
});

test("what makes no sense is refused with a reason, and nothing of it is kept in the log", async () => {
  await start();
  const bodies = ["", "{", "null", "[]", '"x"', '{"installation":{"id":1},"a":"hush-hush"}', `{"a":${"[".repeat(50_000)}`];
  for (const body of bodies) {
    const { headers } = delivery("push", {}, SECRET);
    const { status, text } = await post({ body, headers: { ...headers, "x-hub-signature-256": sign(body, SECRET) } });
    expect(status, body.slice(0, 20)).toBe(400);
    expect(text).toMatch(/\w/);
  }
  const good = delivery("push", opened(), SECRET);
  expect((await post({ ...good, headers: { ...good.headers, "content-type": "application/x-www-form-urlencoded" } })).status).toBe(415);
  expect((await post({ ...good, headers: { ...good.headers, "x-github-delivery": "../../x" } })).status).toBe(400);
  expect((await post({ ...good, headers: { ...good.headers, "x-github-event": "Push!" } })).status).toBe(400);
  expect(log).not.toContain("hush-hush");
  expect(log).not.toContain(SECRET);
  expect((await get("/livez")).status).toBe(200);
});

test("an event that nobody acts on is taken and forgotten", async () => {
  await start();
  expect(await post(delivery("star", example("star", null), SECRET))).toMatchObject({ status: 202, text: "ignored" });
  expect(await post(delivery("something_new", { odd: true }, SECRET))).toMatchObject({ status: 202, text: "ignored" });
  expect(queue.stats().jobs).toEqual([]);
});

test("a body that is too large is refused before it is read, also when it does not say how large it is", async () => {
  await start({}, { mostBytes: 10_000 });
  const big = Buffer.alloc(20_000, 0x20);
  const headers = { "content-type": "application/json", "x-hub-signature-256": sign(big, SECRET) };
  expect(await post({ body: big, headers })).toMatchObject({ status: 413 });
  // In chunks, without a length, and without an end.
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const endless = request(url(WEBHOOK_PATH), { method: "POST", headers }, (response) => {
      resolve(response.statusCode);
      response.resume();
      clearInterval(timer);
    });
    endless.on("error", reject);
    const timer = setInterval(() => endless.write(Buffer.alloc(4_000)), 5);
    setTimeout(() => endless.on("error", () => undefined), 0);
  });
  expect(status).toBe(413);
  // The line is cut a moment later, also where the sender has gone by then.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect((await post(delivery("star", { a: 1 }, SECRET))).status).toBe(202);
});

test("bodies beyond what memory is given are refused until there is room again", async () => {
  await start({}, { roomBytes: 30_000 });
  const slow = connect(front.port, "127.0.0.1");
  slow.write(`POST ${WEBHOOK_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 25000\r\n\r\n${" ".repeat(24_000)}`);
  const body = " ".repeat(10_000);
  const sent = { body, headers: { "content-type": "application/json" } };
  await expect.poll(async () => (await post(sent)).status).toBe(503);
  const { headers } = await post(sent);
  expect(headers.get("retry-after")).toBe("30");
  slow.destroy();
  await expect.poll(async () => (await post(sent)).status).toBe(401);
});

test("when the queue is full: 503, come again, and not ready; with room it takes the same delivery", async () => {
  await start({ limits: { open: 1 } });
  await queue.add([{ installation: 1, target: { kind: "installation" }, trace: "t" }]);
  const sent = delivery("pull_request", opened(), SECRET);
  const refused = await post(sent);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "30"]);
  expect(await get("/readyz")).toEqual({ status: 503, text: "queue: 1 jobs wait or run, and no more are taken\n" });
  expect((await get("/livez")).status).toBe(200);
  queue.work(() => Promise.resolve());
  await expect.poll(async () => (await post(sent)).text).toBe("accepted");
  await expect.poll(async () => (await get("/readyz")).status).toBe(200);
});

test("when the disk fails: 503, not ready, and nothing was promised", async () => {
  let full = false;
  await start({ fault: (point) => { if (full && point === "before:accept") throw new Error("no space left"); } });
  full = true;
  expect((await post(delivery("pull_request", opened(), SECRET))).status).toBe(503);
  expect(await get("/readyz")).toEqual({ status: 503, text: "queue: the queue cannot be written to disk\n" });
});

test("tells Prometheus what it does", async () => {
  await start();
  queue.work(() => Promise.resolve());
  const sent = delivery("pull_request", opened(), SECRET);
  for (const each of [sent, sent, delivery("evil_label", {}, SECRET)]) await post(each);
  await post({ ...sent, headers: { ...sent.headers, "x-hub-signature-256": sign("x", SECRET) } });
  const ran = 'writ_job_seconds_count{kind="pull-request",outcome="done"} 1';
  await expect.poll(async () => (await get("/metrics")).text).toContain(ran);
  const response = await fetch(url("/metrics"));
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await response.text();
  for (const line of [
    'writ_deliveries_total{event="pull_request",outcome="accepted"} 1',
    'writ_deliveries_total{event="pull_request",outcome="duplicate"} 1',
    'writ_deliveries_total{event="other",outcome="ignored"} 1',
    'writ_deliveries_total{event="other",outcome="unsigned"} 1',
    "writ_delivery_seconds_count 4",
    'writ_jobs{kind="pull-request",state="done"} 1',
    'writ_jobs{kind="push",state="poisoned"} 0',
    "writ_queue_age_seconds 0",
    "writ_jobs_overdue 0",
  ]) {
    expect(text.split("\n")).toContain(line);
  }
  expect(text).not.toContain("evil_label");
});

test("knows its paths and methods, and keeps connections open", async () => {
  await start();
  expect((await get("/")).status).toBe(404);
  expect((await get(WEBHOOK_PATH)).status).toBe(405);
  expect((await get("/probot")).status).toBe(404);
  const wrong = await fetch(url("/metrics"), { method: "POST", body: "x" });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  expect(await (await fetch(url("/livez"), { method: "HEAD" })).text()).toBe("");
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = new Set<unknown>();
  for (const path of ["/livez", "/readyz", "/livez"]) {
    await new Promise<void>((resolve, reject) => {
      const asked = request(url(path), { agent }, (response) => response.resume().on("end", () => resolve()));
      asked.on("socket", (socket) => sockets.add(socket)).on("error", reject).end();
    });
  }
  agent.destroy();
  expect(sockets.size).toBe(1);
});

test("rubbish instead of HTTP harms nobody", async () => {
  await start();
  const answer = await new Promise<string>((resolve) => {
    const socket = connect(front.port, "127.0.0.1", () => socket.write("\0\0 rubbish \r\n\r\n"));
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString())).on("close", () => resolve(text));
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400/);
  expect((await get("/livez")).status).toBe(200);
});

test("does not open its door without a secret", async () => {
  await start();
  const options = { queue, log: createLog("silent"), metrics: createMetrics(), appId: APP_ID };
  expect(() => webhooks({ ...options, secrets: [] })).toThrow("without a secret");
  expect(() => webhooks({ ...options, secrets: ["a", ""] })).toThrow("without a secret");
});
