/**
 * Makes the check of one pull request right.
 *
 * A check belongs to a commit, and several pull requests may have the same commit as their head: the check then tells
 * the worst of them, and names the others.
 */
import { PACKETS_CHECK } from "../check-run.ts";
import { publish } from "../publish.ts";
import { TryLater } from "../queue/port.ts";
import type { PullAnswer } from "../github/hub-answers.ts";
import { mayHaveRun } from "./desk.ts";
import type { Desk, Judgement } from "./desk.ts";
import { isRed, planOf } from "./report.ts";
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
  const { source, run } = desk;
  const head = pull.head.sha;
  const before = await source.tips(refsOf(pull));
  if (before.get(pullRef(pull.number)) !== head) return false;
  const twins = await pullsAt(desk, head, before, pull.number);
  const judgements = await judgeInto(desk, head, [pull, ...twins], before);
  const [worst = gone(pull)] = [...judgements.values()].sort((a, b) => weight(b) - weight(a));
  const after = await source.tips(refsOf(pull));
  if (![pullRef(pull.number), branchRef(pull.base.ref)].every((ref) => after.get(ref) === before.get(ref))) return false;
  const place = {
    name: PACKETS_CHECK, head, subject: { pull: pull.number, base: pull.base.ref }, trace: run.job.trace,
  };
  await publish(desk.hub, planOf(place, worst, notesOf(twins)), { again: mayHaveRun(run), signal: run.signal });
  return true;
}

/** One judgement for each branch that the head is to go into. */
async function judgeInto(
  desk: Desk,
  head: string,
  pulls: readonly PullAnswer[],
  tips: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Judgement>> {
  const judgements = new Map<string, Judgement>();
  for (const pull of pulls) {
    const { ref } = pull.base;
    if (judgements.has(ref)) continue;
    const base = tips.get(branchRef(ref)) ?? (await desk.source.tips([branchRef(ref)])).get(branchRef(ref));
    judgements.set(ref, base === undefined ? gone(pull) : await desk.judge({ head, into: base, drift: false }));
  }
  return judgements;
}

function notesOf(twins: readonly PullAnswer[]): readonly string[] {
  if (twins.length === 0) return [];
  const names = twins.map(({ number, base }) => `#${number} into \`${base.ref}\``).join(", ");
  const more = twins.length === MOST_TWINS ? " There may be more." : "";
  return [`The same commit is the head of ${names}. A check belongs to a commit, so this is the worst of their results.${more}`];
}

function gone({ base }: PullAnswer): Judgement {
  return { kind: "unjudgeable", sentence: `The branch ${JSON.stringify(base.ref)} that it is to go into does not exist; choose another base.` };
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
