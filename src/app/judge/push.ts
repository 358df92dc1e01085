/**
 * Judges what a branch stands at, with the drift of all evidence, against the commit of it that was judged before.
 *
 * Where the policy has changed since, open pull requests into the branch are judged again. That is found here and not in
 * the event, because the event of a push may be lost, and the next one does not tell of it.
 */
import { POLICY_PATHS } from "../../project/policy-source.ts";
import { PACKETS_CHECK } from "../check-run.ts";
import { subjectOf } from "../external-id.ts";
import { publish } from "../publish.ts";
import { mayHaveRun } from "./desk.ts";
import type { Desk } from "./desk.ts";
import { planOf } from "./report.ts";
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
  const judgement = await desk.judge({ head, into: null, before: () => comparedWith(desk, head, ref), drift: true });
  if ((await source.tips([ref])).get(ref) !== head) {
    // The push that moved it asks for another run; what was judged is still true of this commit.
    desk.log.info({ ref }, "the branch moved while it was judged");
  }
  const place = { name: PACKETS_CHECK, head, subject: { push: ref }, trace: run.job.trace };
  await publish(hub, planOf(place, judgement, []), { again: mayHaveRun(run), signal: run.signal });
}

/** The commit that was judged before, with all that follows from what has changed since. */
async function comparedWith(desk: Desk, head: string, ref: string): Promise<string | null> {
  const before = await judgedBefore(desk, head, ref);
  if (before !== null && (await policyOf(desk, before)) !== (await policyOf(desk, head))) {
    await desk.ask([{ kind: "open-pulls", repository: desk.hub.repository, base: ref.replace(/^refs\/heads\//, "") }]);
  }
  return before;
}

/** Which files a policy is read from, by content. */
async function policyOf({ source }: Desk, commit: string): Promise<string> {
  const tree = await (await source.commit(commit)).tree();
  return POLICY_PATHS.map((path) => tree.get(path)?.oid ?? "none").join(" ");
}

/**
 * The nearest commit before, following first parents, that carries our finished check of this branch; where none does,
 * the farthest that was looked at, so that a push of several commits is judged as a whole. Null for a first commit.
 */
async function judgedBefore({ source, hub }: Desk, head: string, ref: string): Promise<string | null> {
  const line = await firstParents(source, head);
  for (const oid of line) {
    const runs = await hub.checkRuns(oid, PACKETS_CHECK);
    const isOurs = runs.some(({ status, external_id }) => {
      const subject = subjectOf(external_id);
      return status === "completed" && subject !== null && "push" in subject && subject.push === ref;
    });
    if (isOurs) return oid;
  }
  return line.at(-1) ?? null;
}

/** The commits before `head` on its own line, the nearest first. */
async function firstParents(source: Desk["source"], head: string): Promise<readonly string[]> {
  const recent = await source.commits(null, head, 20 * LOOK_BACK);
  const parentOf = new Map(recent.map(({ oid, parents }) => [oid, parents[0]]));
  const line: string[] = [];
  for (let oid = parentOf.get(head); oid !== undefined && line.length < LOOK_BACK; oid = parentOf.get(oid)) line.push(oid);
  return line;
}
