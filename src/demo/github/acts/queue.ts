/**
 * The merge queue. Each pull request gets a branch with the merge on top of what is before it in the queue; when the
 * required checks succeed there, and it is the first, its base moves to that branch.
 */
import { mergeInto } from "../git/merge.ts";
import { readCommit } from "../git/commit.ts";
import type { Hub } from "../world/hub.ts";
import type { Account, MergeGroup, PullRequest } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import type { Repository } from "../world/repository.ts";
import { simpleCommitView } from "../views/commit.ts";
import { announce } from "./announce.ts";
import { checksBan, checksFail } from "./gate.ts";
import { finishMerge, machine, personOf } from "./pulls.ts";
import { moveRef } from "./push.ts";

/** Puts a pull request at the end of the queue of its base. What its own head lacks, the queue does not make up for. */
export async function enqueue(hub: Hub, pull: PullRequest, by: Account): Promise<MergeGroup> {
  const why = checksBan(pull.repository, pull.baseRef, pull.headSha);
  if (why !== null) throw new Refusal(422, `Pull request cannot be added to the merge queue: ${why}`);
  return append(hub, pull, by);
}

async function append(hub: Hub, pull: PullRequest, by: Account): Promise<MergeGroup> {
  const { repository, baseRef, number } = pull;
  const last = repository.queue.findLast((group) => group.baseRef === baseRef);
  const baseSha = last?.headSha ?? pull.baseSha;
  const words = { message: `Merge pull request #${number}`, author: personOf(hub, by), committer: machine(hub) };
  const headSha = await mergeInto(repository.objects, baseSha, pull.headSha, "merge", words);
  if (headSha === null) throw new Refusal(422, "Pull request cannot be added to the merge queue: it conflicts");
  const ref = `refs/heads/gh-readonly-queue/${baseRef}/pr-${number}-${baseSha}`;
  const group = { pull, ref, headSha, baseSha, baseRef, by };
  repository.queue.push(group);
  await moveRef(hub, repository, ref, repository.refs.get(ref), headSha, by);
  await tellGroup(hub, group, "checks_requested");
  return group;
}

/** Merges and throws out what can be decided by now. */
export async function settleQueue(hub: Hub, repository: Repository): Promise<void> {
  for (;;) {
    const bad = repository.queue.find((group) => checksFail(repository, group.baseRef, group.headSha));
    if (bad !== undefined) {
      await dequeue(hub, bad, "dequeued");
      continue;
    }
    const first = repository.queue.find((group) => {
      const before = repository.queue.find(({ baseRef }) => baseRef === group.baseRef);
      return before === group && checksBan(repository, group.baseRef, group.headSha) === null;
    });
    if (first === undefined) return;
    repository.queue.splice(repository.queue.indexOf(first), 1);
    if (repository.branch(first.baseRef) === first.baseSha) {
      await finishMerge(hub, first.pull, first.headSha, "merge", first.by);
      await gone(hub, first, "merged");
    } else await gone(hub, first, "invalidated");
  }
}

/** Takes a group out of the queue; those behind it are built anew. */
export async function dequeue(hub: Hub, group: MergeGroup, reason: "dequeued" | "invalidated"): Promise<void> {
  const { queue } = group.pull.repository;
  const behind = queue.slice(queue.indexOf(group) + 1).filter(({ baseRef }) => baseRef === group.baseRef);
  for (const one of [group, ...behind]) queue.splice(queue.indexOf(one), 1);
  await gone(hub, group, reason);
  for (const one of behind) await gone(hub, one, "invalidated");
  for (const one of behind) await append(hub, one.pull, one.by);
}

/** Takes a pull request out of the queue if it is there: what was queued is not what its branch is now. */
export async function leaveQueue(hub: Hub, pull: PullRequest): Promise<void> {
  const group = pull.repository.queue.find((one) => one.pull === pull);
  if (group !== undefined) await dequeue(hub, group, "dequeued");
}

async function gone(hub: Hub, group: MergeGroup, reason: "merged" | "dequeued" | "invalidated"): Promise<void> {
  await moveRef(hub, group.pull.repository, group.ref, group.headSha, null, group.by);
  await tellGroup(hub, group, "destroyed", { reason });
}

async function tellGroup(
  hub: Hub, group: MergeGroup, action: string, more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { repository } = group.pull;
  const commit = await readCommit(repository.objects, group.headSha);
  const payload = {
    merge_group: {
      head_sha: group.headSha, head_ref: group.ref, base_sha: group.baseSha, base_ref: `refs/heads/${group.baseRef}`,
      head_commit: commit === null ? null : simpleCommitView(commit),
    },
    ...more,
  };
  announce(hub, repository, { event: "merge_group", action, sender: group.by, payload });
}
