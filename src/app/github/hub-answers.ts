/** What Writ reads in GitHub's answers, and nothing else of them: whatever else they hold may change. */
import { z } from "zod";

const id = z.number().int().positive();
export const objectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const ref = z.string().min(1).max(1024);
const login = z.string().min(1).max(100);

export const accountAnswer = z.object({ id, login, type: z.string() });
export type AccountAnswer = z.infer<typeof accountAnswer>;

export const appAnswer = z.object({ id, slug: login });

export const pullAnswer = z.object({
  number: id,
  state: z.enum(["open", "closed"]),
  draft: z.boolean().default(false),
  user: accountAnswer.nullable(),
  /** The repository is null when the fork is gone. */
  head: z.object({ sha: objectId, ref, repo: z.object({ id }).nullable() }),
  base: z.object({ ref, repo: z.object({ id }) }),
});
export type PullAnswer = z.infer<typeof pullAnswer>;

/** A pull request that a commit came from. */
export const mergedPullsAnswer = z.array(
  z.object({ number: id, merged_at: z.string().nullable(), merge_commit_sha: objectId.nullable(), head: z.object({ sha: objectId }), base: z.object({ ref }) }),
);
export type MergedPull = z.infer<typeof mergedPullsAnswer>[number];
export const pullsAnswer = z.array(pullAnswer);

export const checkRunAnswer = z.object({
  id,
  name: z.string(),
  head_sha: objectId,
  status: z.string(),
  conclusion: z.string().nullable(),
  external_id: z.string().nullish(),
  started_at: z.iso.datetime({ offset: true }).nullish(),
  output: z.object({ annotations_count: z.number().int().nonnegative() }),
  app: z.object({ id }).nullish(),
});
export type CheckRunAnswer = z.infer<typeof checkRunAnswer>;
export const checkRunsAnswer = z.object({ check_runs: z.array(checkRunAnswer) });
/** A commit as GitHub sees it. Accounts are null where it knows none behind the mail address. */
export const commitAnswer = z.object({
  sha: objectId,
  author: z.object({ id }).nullish(),
  committer: z.object({ login: z.string() }).nullish(),
  commit: z.object({ verification: z.object({ verified: z.boolean() }).nullish() }),
});

export const createdAnswer = z.object({ id });

export const repositoryAnswer = z.object({
  id,
  name: z.string().min(1).max(200),
  owner: z.object({ login }),
  default_branch: ref,
  archived: z.boolean().default(false),
  disabled: z.boolean().default(false),
  /** When something was last pushed to any of its branches; null for an empty repository. */
  pushed_at: z.string().nullable(),
});
export type RepositoryAnswer = z.infer<typeof repositoryAnswer>;
export const repositoriesAnswer = z.object({ repositories: z.array(repositoryAnswer) });

export const refsAnswer = z.array(z.object({ ref, object: z.object({ sha: objectId }) }));

export const installationsAnswer = z.array(z.object({ id, suspended_at: z.string().nullish() }));

export const deliveriesAnswer = z.array(
  z.object({
    id: z.number().int(),
    guid: z.string().max(100),
    delivered_at: z.iso.datetime({ offset: true }),
    redelivery: z.boolean(),
    status: z.string(),
    status_code: z.number().int(),
    event: z.string(),
  }),
);
export type DeliveryAnswer = z.infer<typeof deliveriesAnswer>[number];
