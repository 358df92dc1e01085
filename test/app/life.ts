/**
 * One life of the App as a process of its own, that may be made to end with SIGKILL before or after any one write: to
 * its disk, or to GitHub. Argument: a LifePlan as JSON. Tells its parent the port when it takes deliveries, and writes
 * the points it passes to a file that outlives it. A number from its parent says at which point from then on it has to
 * die, counted from 1; at none when 0.
 */
import { appendFileSync } from "node:fs";
import { startApp } from "../../src/app/app.ts";
import { readConfig } from "../../src/app/config.ts";
import { createLog } from "../../src/app/log.ts";

export interface LifePlan {
  readonly environment: Readonly<Record<string, string>>;
  /** A line for each point passed. */
  readonly diary: string;
  readonly reconcileMs: number | null;
}

const plan = JSON.parse(process.argv[2] ?? "") as LifePlan;
let left = 0;

function pass(point: string): void {
  appendFileSync(plan.diary, `${point}\n`);
  left -= 1;
  if (left !== 0) return;
  appendFileSync(plan.diary, "killed\n");
  process.kill(process.pid, "SIGKILL");
  for (;;); // Nothing more happens in this life.
}

const app = await startApp({
  config: readConfig(plan.environment),
  log: createLog("silent"),
  reconcileMs: plan.reconcileMs,
  throttled: false,
  limits: { firstMs: 20, longestMs: 100, quietMs: 10, longestQuietMs: 50 },
  fault: (point) => pass(`disk ${point}`),
  fetch: async (input, init) => {
    const name = `${init?.method ?? "GET"} ${new URL(input instanceof Request ? input.url : input).pathname}`;
    const writes = !name.startsWith("GET ") && !name.endsWith("/access_tokens");
    if (writes) pass(`before ${name}`);
    const answer = await fetch(input, init);
    if (writes) pass(`after ${name}`);
    return answer;
  },
});
process.on("message", (kill: number) => {
  left = kill;
  process.send?.("heard");
});
// Whoever looks after it has gone.
process.once("disconnect", () => process.exit(0));
process.send?.(app.port);
