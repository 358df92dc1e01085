/** Judges the commit that a merge queue has made: two changes that are right by themselves may be wrong together. */
import { PACKETS_CHECK } from "../check-run.ts";
import { publish } from "../publish.ts";
import type { JobTarget } from "../queue/job.ts";
import { mayHaveRun } from "./desk.ts";
import type { Desk, Judgement } from "./desk.ts";
import { planOf } from "./report.ts";

export type MergeGroup = Extract<JobTarget, { readonly kind: "merge-group" }>;

export async function judgeMergeGroup(desk: Desk, { head, headRef, base }: MergeGroup): Promise<void> {
  const { source, hub, run } = desk;
  const into = `refs/heads/${base}`;
  const tips = await source.tips([headRef, into]);
  // A group that is gone waits for nothing any more.
  if (tips.get(headRef) !== head) return;
  const tip = tips.get(into);
  const judgement: Judgement =
    tip === undefined
      ? { kind: "unjudgeable", sentence: `The branch ${JSON.stringify(base)} that the queue merges into does not exist.` }
      : await desk.judge({ head, into: await before(desk, head, tip), governs: tip, drift: false });
  const place = { name: PACKETS_CHECK, head, subject: { group: headRef, base }, trace: run.job.trace };
  await publish(hub, planOf(place, judgement, []), { again: mayHaveRun(run), signal: run.signal });
}

/** What the group adds to: the groups before it in the queue are in its parent. The policy is that of the branch all the same. */
async function before({ source }: Desk, head: string, tip: string): Promise<string> {
  const [commit] = await source.commits(null, head, 1);
  return commit?.parents[0] ?? tip;
}
