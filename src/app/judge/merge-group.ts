/** Judges the commit that a merge queue has made: two changes that are right by themselves may be wrong together. */
import { factsOf } from "../gate/facts.ts";
import { gateOf } from "../gate/gate.ts";
import type { GateFinding } from "../gate/gate.ts";
import { gateCheck } from "../gate/gate-check.ts";
import { queuePull } from "../merge-queue.ts";
import { publish } from "../publish.ts";
import type { JobTarget } from "../queue/job.ts";
import { dayOf, mayHaveRun } from "./desk.ts";
import type { Desk, Judgement } from "./desk.ts";
import { packetsCheck } from "./report.ts";

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
  const place = { head, subject: { group: headRef, base }, trace: run.job.trace };
  for (const plan of [packetsCheck(place, judgement, []), gateCheck(place, await gateFinding(desk, headRef, judgement), [])]) {
    await publish(hub, plan, { again: mayHaveRun(run), signal: run.signal });
  }
}

/** Verdicts are about a pull request; a queue's branch says which. What it does not say in a known way is not let through. */
async function gateFinding(desk: Desk, headRef: string, judgement: Judgement): Promise<GateFinding> {
  const number = queuePull(headRef);
  if (number === null) {
    return { kind: "unjudgeable", sentence: `Nothing says which pull request ${JSON.stringify(headRef)} merges.` };
  }
  return gateOf(judgement, factsOf(desk, await desk.hub.pull(number)), dayOf(desk.now()));
}

/** What the group adds to: the groups before it in the queue are in its parent. The policy is that of the branch all the same. */
async function before({ source }: Desk, head: string, tip: string): Promise<string> {
  const [commit] = await source.commits(null, head, 1);
  return commit?.parents[0] ?? tip;
}
