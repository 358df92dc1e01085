/**
 * Sends a check run to GitHub, so that a run that was begun and cut off by a death is carried on and not made again.
 * Whether that may have happened, the caller knows: only then is GitHub asked first.
 *
 * A run that was cut off and said something else than what is to be said now cannot be carried on: its annotations stay.
 * It is ended, so that nothing is left in progress.
 */
import { CUT_OFF } from "./check-run.ts";
import type { CheckRunPlan } from "./check-run.ts";
import { isSameThing, subjectOf } from "./external-id.ts";
import type { CheckRunAnswer } from "./github/hub-answers.ts";
import type { RepositoryHub } from "./github/hub.ts";

export interface PublishOptions {
  /** True when a try before this one may have sent some of it. */
  readonly again: boolean;
  readonly signal: AbortSignal;
}

export async function publish(hub: RepositoryHub, plan: CheckRunPlan, { again, signal }: PublishOptions): Promise<void> {
  const earlier = again ? await earlierRuns(hub, plan) : [];
  const begun = earlier.find(({ external_id }) => external_id === plan.create.external_id) ?? null;
  for (const run of earlier) {
    if (run === begun || run.status === "completed") continue;
    signal.throwIfAborted();
    await hub.updateCheck(run.id, CUT_OFF);
  }
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

/** Runs about the same thing at the same commit; what a run says is in its id. */
async function earlierRuns(hub: RepositoryHub, { create }: CheckRunPlan): Promise<readonly CheckRunAnswer[]> {
  const subject = subjectOf(create.external_id);
  const runs = await hub.checkRuns(create.head_sha, create.name);
  return runs.filter(({ external_id }) => {
    const other = subjectOf(external_id);
    return subject !== null && other !== null && isSameThing(subject, other);
  });
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
