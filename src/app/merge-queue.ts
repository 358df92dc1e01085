/** How GitHub names the branches of its merge queues: `gh-readonly-queue/{base}/pr-{number}-{commit}`. */

export const QUEUE_PLACE = "gh-readonly-queue/";

const QUEUE_BRANCH = /^(?:refs\/heads\/)?gh-readonly-queue\/(.+)\/pr-(\d{1,12})-[0-9a-f]{40,64}$/;

/** The branch that a queue's branch, or full ref, goes into; null for any other branch. */
export function queueBase(branch: string): string | null {
  return QUEUE_BRANCH.exec(branch)?.[1] ?? null;
}

/** The pull request that a queue's branch, or full ref, merges; null for any other branch. */
export function queuePull(branch: string): number | null {
  const number = Number(QUEUE_BRANCH.exec(branch)?.[2]);
  return number > 0 ? number : null;
}
