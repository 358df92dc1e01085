/**
 * Sends a check run to GitHub, so that a run that was begun and cut off by a death is carried on and not made again.
 * Whether that may have happened, the caller knows: only then is GitHub asked first.
 */
import type { CheckRunPlan } from "./check-run.ts";
import type { CheckRunAnswer } from "./github/hub-answers.ts";
import type { RepositoryHub } from "./github/hub.ts";

export interface PublishOptions {
  /** True when a try before this one may have sent some of it. */
  readonly again: boolean;
  readonly signal: AbortSignal;
}

export async function publish(hub: RepositoryHub, plan: CheckRunPlan, { again, signal }: PublishOptions): Promise<void> {
  const begun = again ? await begunRun(hub, plan) : null;
  if (begun?.status === "completed") return;
  signal.throwIfAborted();
  const run = begun?.id ?? (await hub.createCheck(plan.create));
  // Annotations add up, so how many there are says which requests have arrived.
  const arrived = begun === null ? 0 : arrivedUpdates(plan, begun.output.annotations_count);
  for (const update of plan.updates.slice(arrived)) {
    signal.throwIfAborted();
    await hub.updateCheck(run, update);
  }
}

/** What an earlier try made of this plan: what a run says is in its id. */
async function begunRun(hub: RepositoryHub, { create }: CheckRunPlan): Promise<CheckRunAnswer | null> {
  const runs = await hub.checkRuns(create.head_sha, create.name);
  return runs.find(({ external_id }) => external_id === create.external_id) ?? null;
}

function arrivedUpdates({ create, updates }: CheckRunPlan, annotations: number): number {
  let sum = create.output.annotations.length;
  let arrived = 0;
  for (const { output } of updates) {
    sum += output.annotations.length;
    if (sum > annotations) break;
    arrived += 1;
  }
  // The last one completes the run, and this one is not complete.
  return Math.min(arrived, Math.max(0, updates.length - 1));
}
