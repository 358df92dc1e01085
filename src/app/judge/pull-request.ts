/**
 * Makes the checks of one pull request right.
 *
 * A check belongs to a commit, and several pull requests may have the same commit as their head: the checks then tell
 * the worst of them, and name the others.
 */
import type { Draft } from "../../decision/decision.ts";
import { gateDecision } from "../decisions/gate.ts";
import { factsOf } from "../gate/facts.ts";
import { gateOf } from "../gate/gate.ts";
import type { GateFinding } from "../gate/gate.ts";
import { gateCheck, graver } from "../gate/gate-check.ts";
import type { PullAnswer } from "../github/hub-answers.ts";
import { publish } from "../publish.ts";
import { TryLater } from "../queue/port.ts";
import { dayOf, mayHaveRun } from "./desk.ts";
import type { Desk, Judgement } from "./desk.ts";
import { isRed, packetsCheck } from "./report.ts";
import { MOST_TWINS, PULL_REFS, pullsAt } from "./twins.ts";

/** A head that moves while it is judged is judged again, at once, so often. */
const ROUNDS = 3;
const TOO_FAST_MS = 5_000;

export async function judgePullRequest(desk: Desk, number: number): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    desk.run.signal.throwIfAborted();
    const pull = await desk.hub.pull(number);
    if (pull.state === "closed") return;
    if (await judgeHead(desk, pull)) return;
    desk.log.info({ pull: number }, "the pull request moved while it was judged");
  }
  const until = desk.now() + TOO_FAST_MS;
  throw new TryLater(`pull request ${number} moves faster than it can be judged`, until, { wholeInstallation: false });
}

/** False when what was judged is not there any more; then nothing was said. */
async function judgeHead(desk: Desk, pull: PullAnswer): Promise<boolean> {
  const { source, run, hub } = desk;
  const head = pull.head.sha;
  const before = await source.tips(refsOf(pull));
  if (before.get(pullRef(pull.number)) !== head) return false;
  const twins = await pullsAt(desk, head, before, pull.number);
  const { judgement, gate, decisions } = await judgeAll(desk, [pull, ...twins], before);
  const after = await source.tips(refsOf(pull));
  if (![pullRef(pull.number), branchRef(pull.base.ref)].every((ref) => after.get(ref) === before.get(ref))) return false;
  const place = { head, subject: { pull: pull.number, base: pull.base.ref }, trace: run.job.trace };
  const notes = notesOf(twins);
  for (const decision of decisions) await desk.decide(decision);
  for (const plan of [packetsCheck(place, judgement, notes), gateCheck(place, gate, notes)]) {
    await publish(hub, plan, { again: mayHaveRun(run), signal: run.signal });
  }
  return true;
}

interface Worst {
  readonly judgement: Judgement;
  readonly gate: GateFinding;
}

interface All extends Worst {
  /** What the gate decided, of each. */
  readonly decisions: readonly Draft[];
}

async function judgeAll(desk: Desk, pulls: readonly PullAnswer[], tips: ReadonlyMap<string, string>): Promise<All> {
  let worst: Worst | null = null;
  const decisions: Draft[] = [];
  const day = dayOf(desk.now());
  for (const pull of pulls) {
    const { judgement, into } = await judgeOne(desk, pull, tips);
    const gate = await gateOf(judgement, factsOf(desk, pull), day);
    decisions.push(await gateDecision(desk, { pull: pull.number, head: pull.head.sha, into, day }, judgement, gate));
    if (worst === null) worst = { judgement, gate };
    else worst = { judgement: weight(judgement) > weight(worst.judgement) ? judgement : worst.judgement, gate: graver(worst.gate, gate) };
  }
  if (worst === null) throw new Error("no pull request to judge");
  return { ...worst, decisions };
}

async function judgeOne(desk: Desk, pull: PullAnswer, tips: ReadonlyMap<string, string>): Promise<{ readonly judgement: Judgement; readonly into: string | null }> {
  const base = branchRef(pull.base.ref);
  const into = tips.get(base) ?? (await desk.source.tips([base])).get(base);
  if (into === undefined) {
    const sentence = `The branch ${JSON.stringify(pull.base.ref)} that it is to go into does not exist; choose another base.`;
    return { judgement: { kind: "unjudgeable", sentence }, into: null };
  }
  return { judgement: await desk.judge({ head: pull.head.sha, into, drift: false }), into };
}

function notesOf(twins: readonly PullAnswer[]): readonly string[] {
  if (twins.length === 0) return [];
  const names = twins.map(({ number, base }) => `#${number} into \`${base.ref}\``).join(", ");
  const more = twins.length === MOST_TWINS ? " There may be more." : "";
  return [`The same commit is the head of ${names}. A check belongs to a commit, so this is the worst of their results.${more}`];
}

function weight(judgement: Judgement): number {
  if (judgement.kind !== "judged") return judgement.kind === "unjudgeable" ? Infinity : -1;
  return isRed(judgement) ? judgement.evaluated.evaluation.summary.failing : 0;
}

function refsOf(pull: PullAnswer): readonly string[] {
  return [PULL_REFS, branchRef(pull.base.ref)];
}

function pullRef(number: number): string {
  return `refs/pull/${number}/head`;
}

function branchRef(branch: string): string {
  return `refs/heads/${branch}`;
}
