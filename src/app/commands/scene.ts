/** A pull request as a command finds it: fresh from GitHub, with the policy of its base. */
import { UserError } from "../../errors.ts";
import type { Policy } from "../../policy/policy.ts";
import { policyOf } from "../../project/policy-source.ts";
import type { CheckRunAnswer, PullAnswer } from "../github/hub-answers.ts";
import type { Desk } from "../judge/desk.ts";
import { Authority } from "./authority.ts";

export type SceneDesk = Pick<Desk, "hub" | "source">;

export interface Scene {
  readonly desk: SceneDesk;
  readonly pull: PullAnswer;
  readonly head: string;
  /** Tip of the branch that it is to go into. */
  readonly base: string;
  /** The base's; where documents live is seen at the head. */
  readonly policy: Policy;
  readonly authority: Authority;
  /** Check runs at a commit, whoever made them; asked for once. */
  readonly runsAt: (commit: string) => Promise<readonly CheckRunAnswer[]>;
}

/**
 * Throws UserError when the base is gone, its policy is invalid, or a commit is not there.
 *
 * @param at the tip of the base, where that of a past time is meant
 */
export async function sceneOf(desk: SceneDesk, pull: PullAnswer, at?: string): Promise<Scene> {
  const { source, hub } = desk;
  const head = pull.head.sha;
  const branch = `refs/heads/${pull.base.ref}`;
  const base = at ?? (await source.tips([branch])).get(branch);
  if (base === undefined) throw new UserError(`the branch ${JSON.stringify(pull.base.ref)} that it is to go into does not exist`);
  // With its history at hand, all the rest is read from there.
  await source.mergeBase(base, head);
  const tree = await (await source.commit(head)).tree();
  const policy = (await policyOf(null, "", await source.commit(base)))(tree.keys());
  const runs = new Map<string, Promise<readonly CheckRunAnswer[]>>();
  const runsAt = (commit: string): Promise<readonly CheckRunAnswer[]> => {
    const known = runs.get(commit) ?? hub.runsAt(commit);
    runs.set(commit, known);
    return known;
  };
  return { desk, pull, head, base, policy, authority: new Authority(hub, pull), runsAt };
}

/** True when the App cannot write where the pull request comes from. */
export function isFork({ head, base }: PullAnswer): boolean {
  return head.repo?.id !== base.repo.id;
}
