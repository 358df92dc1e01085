/** Judges the commit that a merge queue has made: two changes that are right by themselves may be wrong together. */
import { gateDecision } from "../decisions/gate.ts";
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
  const branch = `refs/heads/${base}`;
  const tips = await source.tips([headRef, branch]);
  // A group that is gone waits for nothing any more.
  if (tips.get(headRef) !== head) return;
  const tip = tips.get(branch);
  const into = tip === undefined ? null : await before(desk, head, tip);
  const judgement: Judgement =
    tip === undefined || into === null
      ? { kind: "unjudgeable", sentence: `The branch ${JSON.stringify(base)} that the queue merges into does not exist.` }
      : await desk.judge({ head, into, governs: tip, drift: false });
  const place = { head, subject: { group: headRef, base }, trace: run.job.trace };
  const day = dayOf(desk.now());
  const finding = await gateFinding(desk, headRef, judgement, day);
  const pull = queuePull(headRef);
  const when = { head, into, day, ...(tip === undefined ? {} : { governs: tip }) };
  if (pull !== null) await desk.decide(await gateDecision(desk, { pull, ...when }, judgement, finding));
  for (const plan of [packetsCheck(place, judgement, []), gateCheck(place, finding, [])]) {
    await publish(hub, plan, { again: mayHaveRun(run), signal: run.signal });
  }
}

/** Verdicts are about a pull request; a queue's branch says which. What it does not say in a known way is not let through. */
async function gateFinding(desk: Desk, headRef: string, judgement: Judgement, day: string): Promise<GateFinding> {
  const number = queuePull(headRef);
  if (number === null) {
    return { kind: "unjudgeable", sentence: `Nothing says which pull request ${JSON.stringify(headRef)} merges.` };
  }
  return gateOf(judgement, factsOf(desk, await desk.hub.pull(number)), day);
}

/** What the group adds to: the groups before it in the queue are in its parent. The policy is that of the branch all the same. */
async function before({ source }: Desk, head: string, tip: string): Promise<string> {
  const [commit] = await source.commits(null, head, 1);
  return commit?.parents[0] ?? tip;
}
