/** The repository that is worked on: what is judged, what it is compared with, and by which policy. */
import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import { quoted } from "../policy/quoted.ts";
import type { Policy } from "../policy/policy.ts";
import { openRepository, type GitRepository } from "../snapshot/git.ts";
import type { Repository, Snapshot } from "../snapshot/snapshot.ts";
import { loadPolicy } from "./policy-source.ts";

export interface Project<R extends Repository = GitRepository> {
  readonly repository: R;
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

export interface ProjectOptions {
  /** What relative paths count from. */
  readonly cwd: string;
  /** A folder in the repository; `cwd` when null. */
  readonly repo: string | null;
  /** The commit to judge; the working tree when null. */
  readonly rev: string | null;
  readonly base: string | null;
  /** A policy file to use instead of the repository's own. */
  readonly policy: string | null;
  readonly strict: boolean;
}

export interface StateOptions extends Pick<ProjectOptions, "base" | "policy" | "cwd" | "strict"> {
  /** The commit whose policy holds, where that is not the base's. */
  readonly governs?: string | null;
}

/** Opens a repository. Throws UserError when there is none. */
export function repositoryAt({ cwd, repo }: Pick<ProjectOptions, "cwd" | "repo">): Promise<GitRepository> {
  return openRepository(resolve(cwd, repo ?? "."));
}

/** Throws UserError for what does not exist and for an invalid policy. */
export async function openProject(options: ProjectOptions): Promise<Project> {
  const repository = await repositoryAt(options);
  try {
    return await settle(options, repository);
  } catch (error) {
    await repository.dispose();
    throw error;
  }
}

async function settle(options: ProjectOptions, repository: GitRepository): Promise<Project> {
  const { rev, base } = options;
  // While Git looks for the one it can look for the other.
  const tip = base === null ? undefined : repository.resolve(base);
  tip?.catch(() => undefined);
  return projectOf(repository, await openHead(rev, repository), options, tip);
}

/**
 * The project of a state of a repository that is open already; the policy is that of the base, where there is one.
 * `tip` is the commit of the base, where somebody has asked for it already.
 * Throws UserError for a base that does not exist and for an invalid policy.
 */
export async function projectOf<R extends Repository>(
  repository: R,
  { head, name }: { readonly head: Snapshot; readonly name: string },
  { base, policy: file, cwd, strict, governs = null }: StateOptions,
  tip?: Promise<string>,
): Promise<Project<R>> {
  const [tree, compared, governor] = await Promise.all([
    head.tree(),
    base === null ? null : compare(repository, head, base, tip),
    governs === null ? null : repository.commit(governs),
  ]);
  const policy = await loadPolicy(file, cwd, governor ?? compared?.tip ?? head, tree.keys());
  return {
    repository,
    head,
    name,
    paths: new Set(tree.keys()),
    comparison: compared?.comparison ?? null,
    policy: strict ? { ...policy, strict: true } : policy,
  };
}

/** What is judged: a commit, or the working tree when `rev` is null. `name` is what to call it. */
export async function openHead(
  rev: string | null,
  repository: GitRepository,
): Promise<{ head: Snapshot; name: string }> {
  if (rev === null) return { head: await repository.worktree(), name: "the working tree" };
  return { head: await repository.commit(await repository.resolve(rev)), name: quoted(rev) };
}

/** Against where the head left `base`, as a pull request is: what the base gained since is none of its doing. */
export async function compare(
  repository: Repository,
  head: Snapshot,
  base: string,
  resolved = repository.resolve(base),
): Promise<{ comparison: Comparison; tip: Snapshot }> {
  const { revision } = head;
  const own = revision.kind === "commit" ? revision.oid : revision.head;
  const tip = await resolved;
  if (own === null) throw new UserError("there is no commit to compare yet; commit something, or leave out --base");
  const fork = await repository.mergeBase(tip, own);
  if (fork === null) {
    throw new UserError(`${quoted(base)} has no commit in common with what is judged; name a base that it grew from`);
  }
  const snapshot = await repository.commit(fork);
  return { comparison: { base: fork, snapshot, head: own }, tip: tip === fork ? snapshot : await repository.commit(tip) };
}
