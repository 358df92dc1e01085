/** The repository a command works on: what is judged, what it is compared with, and by which policy. */
import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import { quoted } from "../policy/quoted.ts";
import type { Policy } from "../policy/policy.ts";
import { openRepository, type GitRepository } from "../snapshot/git.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Call } from "./call.ts";
import { loadPolicy } from "./policy-source.ts";

export interface Project {
  readonly repository: GitRepository;
  readonly head: Snapshot;
  /** Every path of the head. */
  readonly paths: ReadonlySet<string>;
  /** The head in words, for messages. */
  readonly name: string;
  readonly comparison: Comparison | null;
  readonly policy: Policy;
}

export interface Comparison {
  /** The commit where the head left the base: what is compared with. */
  readonly base: string;
  readonly snapshot: Snapshot;
  /** The commit of the head, or the one its working tree stands on. */
  readonly head: string;
}

/** Opens the repository that a call is about. Throws UserError when there is none. */
export function repositoryOf(call: Call): Promise<GitRepository> {
  return openRepository(resolve(call.terminal.cwd, call.value("repo") ?? "."));
}

/**
 * Opens what a call names with `--repo`, `--rev`, `--base`, `--policy` and `--strict`.
 * Throws UserError for what does not exist and for an invalid policy.
 */
export async function openProject(call: Call): Promise<Project> {
  const repository = await repositoryOf(call);
  try {
    return await settle(call, repository);
  } catch (error) {
    await repository.dispose();
    throw error;
  }
}

async function settle(call: Call, repository: GitRepository): Promise<Project> {
  const { head, name } = await openHead(call, repository);
  const base = call.value("base");
  const [tree, compared] = await Promise.all([head.tree(), base === null ? null : compare(repository, head, base)]);
  const policy = await loadPolicy(call.value("policy"), call.terminal.cwd, compared?.tip ?? head, tree.keys());
  return {
    repository,
    head,
    name,
    paths: new Set(tree.keys()),
    comparison: compared?.comparison ?? null,
    policy: call.flag("strict") ? { ...policy, strict: true } : policy,
  };
}

/** The state that a call is about: the commit of `--rev`, or the working tree. */
export async function openHead(call: Call, repository: GitRepository): Promise<{ head: Snapshot; name: string }> {
  const rev = call.value("rev");
  if (rev === null) return { head: await repository.worktree(), name: "the working tree" };
  return { head: await repository.commit(await repository.resolve(rev)), name: quoted(rev) };
}

/** Against where the head left `base`, as a pull request is: what the base gained since is none of its doing. */
export async function compare(
  repository: GitRepository,
  head: Snapshot,
  base: string,
): Promise<{ comparison: Comparison; tip: Snapshot }> {
  const { revision } = head;
  const own = revision.kind === "commit" ? revision.oid : revision.head;
  const tip = await repository.resolve(base);
  if (own === null) throw new UserError("there is no commit to compare yet; commit something, or leave out --base");
  const fork = await repository.mergeBase(tip, own);
  if (fork === null) {
    throw new UserError(`${quoted(base)} has no commit in common with what is judged; name a base that it grew from`);
  }
  const [snapshot, tipSnapshot] = await Promise.all([repository.commit(fork), repository.commit(tip)]);
  return { comparison: { base: fork, snapshot, head: own }, tip: tipSnapshot };
}
