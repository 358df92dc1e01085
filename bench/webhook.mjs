/**
 * From the first byte of a signed delivery to its 2xx, which GitHub gets when the job is on the disk. The real server and
 * queue in a process of their own, over real connections; the jobs themselves do nothing.
 */
import { createHmac, randomUUID } from "node:crypto";
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mb, ms, row } from "./measure.mjs";

const SECRET = "a secret of the benchmark's own";
const APP = 1;

if (process.argv[2] === "--server") await serve(process.argv[3]);

export async function benchWebhook() {
  const folder = mkdtempSync(join(tmpdir(), "writ-bench-queue-"));
  const child = fork(fileURLToPath(import.meta.url), ["--server", folder]);
  const next = () => new Promise((resolve) => child.once("message", resolve));
  try {
    const { port } = await next();
    const ask = async () => {
      child.send("figures");
      return next();
    };
    console.log();
    row("webhook to durable 2xx", "p50", "p99", "longest", "per second");
    await measure(port, 200, 1, (n) => n);
    const tell = (name, { times, seconds }) => {
      const sorted = times.sort((a, b) => a - b);
      const share = (part) => ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]);
      row(name, share(0.5), share(0.99), ms(sorted.at(-1)), String(Math.round(sorted.length / seconds)));
    };
    tell("one after another", await measure(port, 1_000, 1, (n) => n));
    tell("a hundred a second, whether answered or not", await pace(port, 1_000, 10));
    tell("as fast as 16 senders can", await measure(port, 4_000, 16, (n) => n));
    tell("as fast as 64 senders can", await measure(port, 4_000, 64, (n) => n));
    const before = await ask();
    await measure(port, 1_000, 16, () => 1_000_000);
    const after = await ask();
    console.log(`    a burst of 1,000 events on one pull request: ${String(after.runs - before.runs)} runs of 20 ms each, one after another`);
    console.log(`    the server's own processor time, jobs included: ${ms((after.cpu.user + after.cpu.system) / 1000 / after.accepted)} an event`);
    console.log(`    memory after ${String(after.accepted)} events: ${mb(after.megabytes)}`);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(port, total, atOnce, numberOf) {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const times = [];
  let sent = 0;
  const started = performance.now();
  const worker = async () => {
    while (sent < total) times.push(await deliver(port, agent, numberOf((sent += 1))));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  agent.destroy();
  return { times, seconds: (performance.now() - started) / 1000 };
}

/** One every `everyMs`, however long the answers take. */
async function pace(port, total, everyMs) {
  const agent = new Agent({ keepAlive: true });
  const started = performance.now();
  const times = await Promise.all(
    Array.from({ length: total }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * everyMs));
      return deliver(port, agent, index + 1);
    }),
  );
  agent.destroy();
  return { times, seconds: (performance.now() - started) / 1000 };
}

function deliver(port, agent, number) {
  const repository = { id: 7, name: "berths", owner: { login: "harbour" }, default_branch: "main" };
  const head = { sha: "5bd5f196a46b8222fb7484f05faba41a73cf34bd" };
  // As long as GitHub's are: about 25 kB.
  const filler = "x".repeat(25_000);
  const body = JSON.stringify({ action: "synchronize", number, pull_request: { head, body: filler }, repository, installation: { id: 9 } });
  const headers = {
    "content-type": "application/json", "content-length": Buffer.byteLength(body), "x-github-event": "pull_request",
    "x-github-delivery": randomUUID(), "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
  };
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const sent = request({ port, host: "127.0.0.1", path: "/api/github/webhooks", method: "POST", agent, headers }, (response) => {
      const time = performance.now() - started;
      if (response.statusCode !== 202) reject(new Error(`answered ${String(response.statusCode)}`));
      response.resume().on("end", () => resolve(time));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function serve(folder) {
  const { EmbeddedQueue } = await import("../dist/app/queue/embedded.js");
  const { createLog } = await import("../dist/app/log.js");
  const { createMetrics } = await import("../dist/app/metrics.js");
  const { openFront } = await import("../dist/app/front/server.js");
  const { webhooks } = await import("../dist/app/front/webhooks.js");
  const log = createLog("silent");
  const metrics = createMetrics();
  const queue = await EmbeddedQueue.open({ folder, observer: metrics.observer });
  let runs = 0;
  queue.work(async ({ job }) => {
    runs += 1;
    if (job.target.number === 1_000_000) await new Promise((resolve) => setTimeout(resolve, 20));
  });
  let accepted = 0;
  const counted = { ...metrics, delivered: (...told) => { accepted += 1; metrics.delivered(...told); } };
  const door = webhooks({ queue, log, metrics: counted, appId: APP, secrets: [SECRET] });
  const front = await openFront({ host: "127.0.0.1", port: 0, log, metrics, webhooks: door, ready: {} });
  process.on("message", () => {
    const wait = () => {
      if (queue.stats().jobs.some(({ state }) => state !== "done")) setTimeout(wait, 5);
      else process.send({ runs, accepted, megabytes: process.memoryUsage().rss / 1024 / 1024, cpu: process.cpuUsage() });
    };
    wait();
  });
  process.send({ port: front.port });
}
