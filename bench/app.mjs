/**
 * The whole App in a process of its own, against the stand-in for GitHub in this one: real webhooks, real Git, real
 * judgements of the example repository. GitHub itself asks for a second between the writes of an installation; one
 * figure is taken with that pause, as it is in life, and all others without, or nothing else would be measured. Takes
 * two to four minutes, by how busy the machine is. WRIT_BENCH_THROUGHPUT_MS: how long the thousand may take (45 s).
 */
import { createHmac, randomUUID } from "node:crypto";
import { fork } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { mb, ms, row } from "./measure.mjs";

const SECRET = "a secret of the benchmark's own";
const HARBOUR = fileURLToPath(new URL("../examples/harbour", import.meta.url));
const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const ALONE = 25;
const PAUSED = 10;
const WHILE = 50;
const BURST = 20;
const EVENTS = 10_000;
const PULLS = 1_000;
const LONGEST_MS = 60_000;
/** For all the pull requests of the throughput; how many were judged by then is told. */
const THROUGHPUT_MS = Number(process.env["WRIT_BENCH_THROUGHPUT_MS"] ?? 45_000);
const PERMISSIONS = { metadata: "read", contents: "read", pull_requests: "read", checks: "write", statuses: "write", merge_queues: "read" };

if (process.argv[2] === "--app") await serve(process.argv[3] === "throttled");

export async function benchApp() {
  console.log(`\nthe App and the stand-in on one machine, load before ${loadavg()[0].toFixed(1)}`);
  row("opened to check", "p50", "p99", "longest");
  await scene("throttled", (bench) => bench.alone(PAUSED, "with the second between writes that GitHub asks for"));
  await scene("unthrottled", async (bench) => {
    await bench.alone(ALONE, "without it");
    row("webhook to durable 2xx", "p50", "p99", "longest");
    await bench.whileJudging();
    await bench.burst();
    await bench.events();
    await bench.throughput();
  });
}

async function scene(pace, measure) {
  const { StandIn } = await import("../dist/demo/github/stand-in.js");
  const standIn = await StandIn.start({ recording: false });
  const folder = mkdtempSync(join(tmpdir(), "writ-bench-app-"));
  const { app, privateKey } = standIn.registerApp({
    name: "Writ", owner: "harbour", webhookSecret: SECRET, permissions: PERMISSIONS, events: ["pull_request", "push"],
  });
  const { host } = new URL(standIn.url);
  const env = {
    ...process.env, APP_ID: String(app.id), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: SECRET, GHE_HOST: host, GHE_PROTOCOL: "http",
    HOST: "127.0.0.1", PORT: "0", DATA_DIR: folder,
  };
  const child = fork(fileURLToPath(import.meta.url), ["--app", pace], { env });
  try {
    const port = await heard(child);
    app.webhookUrl = `http://127.0.0.1:${String(port)}/api/github/webhooks`;
    const desk = await standIn.createRepository("harbour/pier", harbour());
    const installation = standIn.install(app, "harbour");
    await judged(() => desk.runs(desk.head()).some(({ status }) => status === "completed"));
    await measure(new Bench({ standIn, desk, child, port, installation }));
  } finally {
    child.kill();
    await standIn.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Bench {
  constructor(scene) {
    Object.assign(this, scene);
    this.opened = 0;
    this.agent = new Agent({ keepAlive: true });
  }

  /** A pull request that changes one packet. */
  async open() {
    this.opened += 1;
    const branch = `change-${String(this.opened)}`;
    const files = { [LIGHTS]: `${harbour()[LIGHTS]}\n${branch}\n` };
    await this.desk.push(branch, files, { onto: this.desk.head() });
    const began = performance.now();
    return { pull: await this.desk.openPull(branch), began };
  }

  isJudged({ pull }) {
    return this.desk.runs(pull.headSha).some(({ status }) => status === "completed");
  }

  async alone(count, what) {
    const times = [];
    for (let at = 0; at < count; at++) {
      const one = await this.open();
      await judged(() => this.isJudged(one));
      times.push(performance.now() - one.began);
      // The gate is written after the check; the next one is not to wait for it.
      await this.figures();
    }
    tell(`${String(count)}, one after another, ${what}`, times);
  }

  async whileJudging() {
    tell("at rest, 25 a second", await this.pace(100, () => false));
    await this.figures();
    const pulls = [];
    for (let at = 0; at < WHILE; at++) pulls.push(await this.open());
    const waiting = () => pulls.some((one) => !this.isJudged(one));
    tell(`while ${String(WHILE)} pull requests are judged`, await this.pace(Infinity, waiting));
    const { loop } = await this.figures();
    console.log(`    the App's one thread did one thing at a time for at most ${ms(loop.longest)}, p99 ${ms(loop.p99)}`);
  }

  async pace(total, goesOn) {
    const times = [];
    const all = [];
    for (let at = 0; at < total && (total < Infinity || goesOn()); at++) {
      all.push(this.deliver(1).then((time) => times.push(time)));
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    await Promise.all(all);
    return times;
  }

  async burst() {
    const { pull } = await this.open();
    await judged(() => this.isJudged({ pull }));
    const before = await this.figures();
    for (let at = 0; at < BURST; at++) await this.desk.push(pull.headRef, { "src/paint.js": `// ${String(at)}\n` });
    await judged(() => this.isJudged({ pull }));
    const after = await this.figures();
    console.log(`    a burst of ${String(BURST)} pushes to one pull request: ${String(after.evaluations - before.evaluations)} evaluations`);
  }

  async events() {
    const before = await this.figures();
    let sent = 0;
    const sender = async () => {
      while (sent < EVENTS) await this.deliver(1 + ((sent += 1) % 50));
    };
    await Promise.all(Array.from({ length: 16 }, sender));
    const after = await this.figures();
    const runs = after.evaluations - before.evaluations;
    console.log(`    ${String(EVENTS)} events about 50 pull requests: ${String(runs)} evaluations; memory ${mb(before.megabytes)} before, ${mb(after.megabytes)} after`);
  }

  async throughput() {
    const began = performance.now();
    const pulls = [];
    const opening = (async () => {
      for (let at = 0; at < PULLS && performance.now() - began < THROUGHPUT_MS; at++) pulls.push(await this.open());
    })();
    const done = () => pulls.filter((one) => this.isJudged(one)).length;
    await opening;
    while (done() < pulls.length && performance.now() - began < THROUGHPUT_MS) await new Promise((resolve) => setTimeout(resolve, 100));
    const seconds = (performance.now() - began) / 1000;
    const count = done();
    const { megabytes } = await this.figures(false);
    console.log(`    ${String(PULLS)} pull requests: ${String(pulls.length)} opened and ${String(count)} judged in ${seconds.toFixed(0)} s, ${(count / seconds).toFixed(1)} a second; memory ${mb(megabytes)}`);
  }

  /** Of the App's process; with `idle` once all is done. */
  async figures(idle = true) {
    const answer = heard(this.child);
    this.child.send(idle ? "idle" : "now");
    return answer;
  }

  deliver(number) {
    const { repository } = this.desk;
    const body = JSON.stringify({
      action: "synchronize", number, pull_request: { head: { sha: this.desk.head() }, body: "x".repeat(25_000) },
      repository: { id: repository.id, name: repository.name, owner: { login: "harbour" }, default_branch: "main" },
      installation: { id: this.installation.id },
    });
    const headers = {
      "content-type": "application/json", "content-length": Buffer.byteLength(body), "x-github-event": "pull_request",
      "x-github-delivery": randomUUID(), "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
    };
    return new Promise((resolve, reject) => {
      const began = performance.now();
      const sent = request({ port: this.port, host: "127.0.0.1", path: "/api/github/webhooks", method: "POST", agent: this.agent, headers }, (response) => {
        const time = performance.now() - began;
        if (response.statusCode !== 202) reject(new Error(`answered ${String(response.statusCode)}`));
        response.resume().on("end", () => resolve(time));
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }
}

function tell(name, times) {
  const sorted = times.sort((a, b) => a - b);
  const share = (part) => ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]);
  row(name, share(0.5), share(0.99), ms(sorted.at(-1)));
}

function heard(child) {
  return new Promise((resolve) => child.once("message", resolve));
}

async function judged(holds) {
  const end = performance.now() + LONGEST_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error("the App does not judge");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

let files = null;
function harbour() {
  files ??= Object.fromEntries(
    readdirSync(HARBOUR, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(HARBOUR, path), readFileSync(path, "utf8")]),
  );
  return files;
}

async function serve(throttled) {
  const { startApp } = await import("../dist/app/app.js");
  const { readConfig } = await import("../dist/app/config.js");
  const { createLog } = await import("../dist/app/log.js");
  const app = await startApp({ config: readConfig(), log: createLog("silent"), throttled, reconcileMs: null });
  const busy = () => app.queue.stats().jobs.some(({ state }) => ["queued", "running", "failed", "stalled"].includes(state));
  const evaluations = async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${String(app.port)}/metrics`)).text();
    return Number(/^writ_evaluation_seconds_count (\d+)$/m.exec(metrics)?.[1]);
  };
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  process.on("message", async (what) => {
    while (what === "idle" && busy()) await new Promise((resolve) => setTimeout(resolve, 5));
    const loop = { p99: delay.percentile(99) / 1e6, longest: delay.max / 1e6 };
    delay.reset();
    process.send({ loop, evaluations: await evaluations(), megabytes: process.memoryUsage().rss / 1024 / 1024 });
  });
  process.once("disconnect", () => process.exit(0));
  process.send(app.port);
}
