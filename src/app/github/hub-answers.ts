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
  base: z.object({ ref, sha: objectId.optional(), repo: z.object({ id }) }),
  /** When it was merged; null or absent when it was not. */
  merged_at: z.iso.datetime({ offset: true }).nullish(),
  /** Moves with everything that is said on it. */
  updated_at: z.iso.datetime({ offset: true }).nullish(),
});
export type PullAnswer = z.infer<typeof pullAnswer>;

/** A pull request that a commit came from. */
export const mergedPullsAnswer = z.array(
  z.object({ number: id, merged_at: z.string().nullable(), merge_commit_sha: objectId.nullable(), head: z.object({ sha: objectId, repo: z.object({ id }).nullish() }), base: z.object({ ref, repo: z.object({ id }) }) }),
);
export type MergedPull = z.infer<typeof mergedPullsAnswer>[number];
export const pullsAnswer = z.array(pullAnswer);

/** What somebody said in a conversation. `user` is null when the account is gone. */
export const commentAnswer = z.object({
  id,
  body: z.string().nullish().transform((body) => body ?? ""),
  user: accountAnswer.nullable(),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
  html_url: z.string().min(1).max(2000),
  issue_url: z.string().max(2000).nullish(),
  performed_via_github_app: z.object({ id }).nullish(),
});
export type CommentAnswer = z.infer<typeof commentAnswer>;
export const commentsAnswer = z.array(commentAnswer);

/** A review. It is not submitted while its author still writes it. */
export const reviewAnswer = z.object({
  id,
  body: z.string().nullish().transform((body) => body ?? ""),
  user: accountAnswer.nullable(),
  submitted_at: z.iso.datetime({ offset: true }).nullish(),
  html_url: z.string().min(1).max(2000),
});
export type ReviewAnswer = z.infer<typeof reviewAnswer>;
export const reviewsAnswer = z.array(reviewAnswer);

/** What somebody may do in a repository. `permission` knows four words; `role_name` may be of the owner's own making. */
export const permissionAnswer = z.object({
  permission: z.string(),
  role_name: z.string().nullish(),
  user: z.object({ id }).nullish(),
});
export const membershipAnswer = z.object({ state: z.string() });

/** GitHub gives `{}` or null for a mail address that belongs to no account. */
const knownAccount = z.union([accountAnswer, z.unknown().transform(() => null)]);
const signature = z.object({ email: z.string().nullish().transform((mail) => mail ?? ""), name: z.string().nullish() }).nullable();
export const pullCommitAnswer = z.object({
  sha: objectId,
  commit: z.object({ author: signature, committer: signature, message: z.string() }),
  author: knownAccount,
  committer: knownAccount,
});
export type PullCommitAnswer = z.infer<typeof pullCommitAnswer>;
export const pullCommitsAnswer = z.array(pullCommitAnswer);

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
