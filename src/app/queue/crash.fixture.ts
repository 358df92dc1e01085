/**
 * One life of a process with a queue, as a program of its own. Its diary is a file that outlives it: every line is
 * written before the next thing happens. Argument: a LifePlan as JSON.
 */
import { appendFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { EmbeddedQueue } from "./embedded.ts";
import type { JobRequest } from "./job.ts";
import type { FaultPoint } from "./store.ts";

export interface LifePlan {
  readonly folder: string;
  readonly diary: string;
  /** Where to die: the nth time this point is passed. */
  readonly kill: { readonly point: FaultPoint; readonly nth: number } | null;
  /** In the order in which GitHub sends them; those of one array at once. */
  readonly deliveries: readonly (readonly { readonly guid: string; readonly numbers: readonly number[] }[])[];
  readonly attempts: number;
  /** How far its clock is ahead. */
  readonly aheadMs: number;
}

/** Pull requests whose first try fails. */
const CLUMSY = 3;

const plan = JSON.parse(process.argv[2] ?? "") as LifePlan;
const passed = new Map<FaultPoint, number>();
const write = (line: string): void => appendFileSync(plan.diary, `${line}\n`);

function fault(point: FaultPoint): void {
  const nth = (passed.get(point) ?? 0) + 1;
  passed.set(point, nth);
  if (plan.kill?.point !== point || plan.kill.nth !== nth) return;
  write(`killed ${point}`);
  process.kill(process.pid, "SIGKILL");
  for (;;); // Nothing more happens in this life.
}

write("born");
const queue = await EmbeddedQueue.open({
  folder: plan.folder,
  limits: { concurrency: 2, perInstallation: 1, quietMs: 0, longestQuietMs: 0, firstMs: 2, longestMs: 4, attempts: plan.attempts },
  fault,
  now: () => Date.now() + plan.aheadMs,
  observer: { ended: (job, _now, { kind }) => write(`${kind} ${job.key} ${job.trace}`) },
});
const tried = new Set<string>();
queue.work(async ({ job }) => {
  write(`begin ${job.key} ${job.trace}`);
  await pause(1);
  if (job.key.endsWith(`/${CLUMSY}`) && !tried.has(job.key)) {
    tried.add(job.key);
    throw new Error("clumsy");
  }
  write(`end ${job.key} ${job.trace}`);
});
for (const wave of plan.deliveries) {
  await Promise.all(
    wave.map(async ({ guid, numbers }) => {
      const requests = numbers.map((number): JobRequest => {
        const repository = { id: 7, owner: "harbour", name: "berths" };
        return { installation: (number % 2) + 1, target: { kind: "pull-request", repository, number }, trace: guid };
      });
      write(`asked ${guid}`);
      const answer = await queue.accept({ guid, event: "pull_request" }, requests);
      write(`${answer} ${guid}`);
    }),
  );
}
while (queue.stats().jobs.some(({ state }) => state !== "done" && state !== "poisoned")) await pause(1);
await queue.close(1_000);
process.stdout.write(JSON.stringify([...passed]));
