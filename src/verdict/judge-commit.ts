/** A commit judged for a verdict: from the commit and the base alone, so that anybody comes to the same at any time. */
import { COMMIT_LIMIT } from "../evaluate/change.ts";
import { evaluate, type Evaluated } from "../evaluate/evaluate.ts";
import { Memory } from "../evaluate/memory.ts";
import { subjectsOf, type Subject } from "../evaluate/subject.ts";
import { loadWorld } from "../evaluate/world.ts";
import { UserError } from "../errors.ts";
import { layoutThen } from "../policy/layout.ts";
import type { Policy } from "../policy/policy.ts";
import { loadPolicy, POLICY_PATHS } from "../project/policy-source.ts";
import { ruleIds, rules } from "../rules/catalogue.ts";
import { changedPaths, type ChangedPath, type Repository, type Snapshot } from "../snapshot/snapshot.ts";

export interface JudgedCommit extends Evaluated {
  readonly commit: string;
  /** Tip of the base; null without one. */
  readonly base: string | null;
  readonly policy: Policy;
  /** Blob id of the policy file at the base; null for the defaults. */
  readonly policyBlob: string | null;
  /** What the commit changes since it left its base; nothing without one. */
  readonly changed: readonly ChangedPath[];
  /** By packet id. */
  readonly subjects: ReadonlyMap<string, Subject>;
}

/**
 * @param commit full id of the commit
 * @param base full id of the tip of the base, where the policy is read; without one, the commit's own policy holds
 * @param ids the packets whose subjects are wanted, or how to tell them from what was judged
 * @throws UserError when a commit is not there, the policy is invalid, or the histories do not meet
 */
export async function judgeCommit(
  repository: Repository,
  commit: string,
  base: string | null,
  ids: readonly string[] | ((judged: Omit<JudgedCommit, "subjects">) => readonly string[]),
): Promise<JudgedCommit> {
  const head = await repository.commit(commit);
  const paths = [...(await head.tree()).keys()];
  const tip = base === null ? null : await repository.commit(base);
  const policy = await loadPolicy(null, "", tip ?? head, paths);
  const fork = base === null ? null : await repository.mergeBase(base, commit);
  if (base !== null && fork === null) throw new UserError(`${commit} and its base ${base} have no commit in common`);
  const before = fork === null ? null : await repository.commit(fork);
  const memory = new Memory();
  const evaluated = await evaluate({
    head,
    base: before,
    commits: fork === null ? [] : await repository.commits(fork, commit, COMMIT_LIMIT),
    repository,
    policy,
    rules,
    knownRules: ruleIds,
    // A commit speaks for its own day.
    today: "",
    only: [],
    // What became of cited lines depends on the way that led to the commit, and a rebase changes that.
    drift: [],
    memory,
  });
  const world = before === null ? null : await worldAt(before, policy, memory);
  const changed = before === null ? [] : await changedPaths(before, head);
  const judged = { ...evaluated, commit, base, policy, policyBlob: await policyBlobOf(policy, tip ?? head), changed };
  const subjects = await subjectsOf(
    {
      head,
      world: evaluated.world,
      base: before === null || world === null ? null : { snapshot: before, world },
      layout: policy.layout,
    },
    typeof ids === "function" ? ids(judged) : ids,
  );
  return { ...judged, subjects };
}

async function worldAt(snapshot: Snapshot, policy: Policy, memory: Memory): ReturnType<typeof loadWorld> {
  const layout = layoutThen(policy.layout, (await snapshot.tree()).keys());
  return loadWorld(snapshot, layout, policy, memory, false);
}

/** Blob id of the policy file where the policy was read; null for the defaults. */
export async function policyBlobOf(policy: Policy, from: Snapshot): Promise<string | null> {
  const path = POLICY_PATHS.find((known) => known === policy.source);
  return path === undefined ? null : ((await from.tree()).get(path)?.oid ?? null);
}
