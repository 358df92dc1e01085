/**
 * Judges what a branch stands at, with the drift of all evidence, against the commit of it that was judged before.
 *
 * Where the policy has changed since, open pull requests into the branch are judged again. That is found here and not in
 * the event, because the event of a push may be lost, and the next one does not tell of it.
 */
import { POLICY_PATHS } from "../../project/policy-source.ts";
import { PACKETS_CHECK } from "../check-run.ts";
import { subjectOf } from "../external-id.ts";
import { GATE_CHECK } from "../gate/gate-check.ts";
import { publish } from "../publish.ts";
import { mayHaveRun } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { packetsCheck } from "./report.ts";
import { PULL_REFS, pullsAt } from "./twins.ts";

/** How many commits back the last judged one is looked for; each costs a request. */
const LOOK_BACK = 8;

export async function judgePush(desk: Desk, ref: string): Promise<void> {
  const { source, hub, run } = desk;
  const tips = await source.tips([ref, PULL_REFS]);
  const head = tips.get(ref);
  if (head === undefined) return;
  const pulls = await pullsAt(desk, head, tips, null);
  if (pulls.length > 0) {
    // Their check stands at this commit and is what a gate waits for: nothing of the branch may cover it.
    await desk.ask(pulls.map(({ number }) => ({ kind: "pull-request", repository: hub.repository, number })));
    await comparedWith(desk, head, ref);
    return;
  }
  // Where there is nothing to judge, nobody asks what came before.
  let line: readonly string[] = [];
  const before = async (): Promise<string | null> => {
    line = await comparedWith(desk, head, ref);
    return line.at(-1) ?? null;
  };
  const judgement = await desk.judge({ head, into: null, before, drift: true });
  const notes = judgement.kind === "judged" ? await afterMerges(desk, [head, ...line.slice(0, -1)]) : [];
  const place = { head, subject: { push: ref }, trace: run.job.trace };
  await publish(hub, packetsCheck(place, judgement, notes), { again: mayHaveRun(run), signal: run.signal });
}

/** The commits since the one that was judged before, as `sinceJudged` finds them, with all that follows from what changed. */
async function comparedWith(desk: Desk, head: string, ref: string): Promise<readonly string[]> {
  const line = await sinceJudged(desk, head, ref);
  const before = line.at(-1);
  if (before !== undefined && (await policyOf(desk, before)) !== (await policyOf(desk, head))) {
    await desk.ask([{ kind: "open-pulls", repository: desk.hub.repository, base: ref.replace(/^refs\/heads\//, "") }]);
  }
  return line;
}

/** Which files a policy is read from, by content. */
async function policyOf({ source }: Desk, commit: string): Promise<string> {
  const tree = await (await source.commit(commit)).tree();
  return POLICY_PATHS.map((path) => tree.get(path)?.oid ?? "none").join(" ");
}

/**
 * The commits before, following first parents, the nearest first, up to the first one that carries our finished check of
 * this branch; where none does, up to the farthest that was looked at, so that a push of several commits is judged as a
 * whole.
 */
async function sinceJudged({ source, hub }: Desk, head: string, ref: string): Promise<readonly string[]> {
  const line = await firstParents(source, head);
  for (const [index, oid] of line.entries()) {
    const runs = await hub.checkRuns(oid, PACKETS_CHECK);
    const isOurs = runs.some(({ status, external_id }) => {
      const subject = subjectOf(external_id);
      return status === "completed" && subject !== null && "push" in subject && subject.push === ref;
    });
    if (isOurs) return line.slice(0, index + 1);
  }
  return line;
}

/** The commits before `head` on its own line, the nearest first. */
async function firstParents(source: Desk["source"], head: string): Promise<readonly string[]> {
  const recent = await source.commits(null, head, 20 * LOOK_BACK);
  const parentOf = new Map(recent.map(({ oid, parents }) => [oid, parents[0]]));
  const line: string[] = [];
  for (let oid = parentOf.get(head); oid !== undefined && line.length < LOOK_BACK; oid = parentOf.get(oid)) line.push(oid);
  return line;
}

/**
 * What is to be done once pull requests have been merged: what was said of one from a fork is recorded now. Whoever may
 * overrule a gate is not stopped, but it is written down: one sentence for each merge.
 */
async function afterMerges(desk: Desk, commits: readonly string[]): Promise<readonly string[]> {
  const { hub, log, ask } = desk;
  const sentences: string[] = [];
  for (const oid of commits) {
    for (const { number, head, base } of await hub.mergedAs(oid)) {
      // A job of its own, which the webhook of the merge may have asked for already: two at a time would write twice.
      if (head.repo?.id !== base.repo.id) await ask([{ kind: "merged", repository: hub.repository, number }]);
      const runs = await hub.checkRuns(head.sha, GATE_CHECK);
      const [last] = runs.filter(({ external_id }) => {
        const subject = subjectOf(external_id);
        return subject !== null && "pull" in subject && subject.pull === number;
      });
      if (last?.conclusion === "success") continue;
      const said = last === undefined ? "had not been reported" : `said \`${last.conclusion ?? last.status}\``;
      sentences.push(`Pull request #${number} was merged into \`${base.ref}\` as ${oid.slice(0, 10)} although \`${GATE_CHECK}\` ${said}.`);
      log.warn({ pull: number, commit: oid, gate: last?.conclusion ?? null }, "a pull request was merged past the gate");
    }
  }
  return sentences;
}
