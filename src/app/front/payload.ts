/**
 * The few fields of GitHub's payloads that decide what is to be done. Picked tolerantly: payloads grow fields, drop
 * others and differ between hosts, and GitHub's own examples do not all agree with its schema.
 */
import { z } from "zod";

const id = z.number().int().positive();
const objectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const ref = z.string().min(1).max(1024);

/** In a push the owner is a user of Git's, with `name` beside `login`. */
const repository = z
  .object({
    id,
    name: z.string().min(1).max(200),
    owner: z.object({ login: z.string().min(1).max(100) }),
    default_branch: z.string().max(1024).optional(),
  })
  .transform(({ id, name, owner, default_branch }) => ({
    repository: { id, name, owner: owner.login },
    defaultBranch: default_branch ?? null,
  }));

const envelope = { installation: z.object({ id }), repository };

export const pullRequestEvent = z.object({
  ...envelope,
  action: z.string(),
  number: id,
  pull_request: z.object({
    head: z.object({ sha: objectId, repo: z.object({ id }).nullish() }),
    base: z.object({ repo: z.object({ id }) }).nullish(),
    merged: z.boolean().nullish(),
  }),
  changes: z.object({ base: z.unknown().optional(), head: z.unknown().optional() }).optional(),
});

const paths = z.array(z.string()).nullish();
export const pushEvent = z.object({
  ...envelope,
  ref,
  created: z.boolean().default(false),
  deleted: z.boolean().default(false),
  forced: z.boolean().default(false),
  commits: z.array(z.object({ added: paths, removed: paths, modified: paths })).default([]),
});

export const mergeGroupEvent = z.object({
  ...envelope,
  action: z.string(),
  merge_group: z.object({ head_sha: objectId, head_ref: ref, base_ref: ref }),
});

const pulls = z
  .array(z.object({ number: id, base: z.object({ repo: z.object({ id }) }) }))
  .nullish()
  .transform((found) => found ?? []);
const app = z.object({ id }).nullish();

export const checkRunEvent = z.object({
  ...envelope,
  action: z.string(),
  check_run: z.object({
    head_sha: objectId,
    external_id: z.string().nullish(),
    app,
    pull_requests: pulls,
    check_suite: z.object({ head_branch: z.string().nullish() }).nullish(),
  }),
  requested_action: z.object({ identifier: z.string() }).nullish(),
  sender: z.object({ id, login: z.string().min(1).max(100), type: z.string().max(50) }).nullish(),
});

export const checkSuiteEvent = z.object({
  ...envelope,
  action: z.string(),
  check_suite: z.object({ head_sha: objectId, head_branch: z.string().nullish(), app, pull_requests: pulls }),
});

const speaker = z.object({ id, type: z.string() }).nullable();
const body = z.string().nullish().transform((text) => text ?? "");
const changes = z.object({ body: z.object({ from: body }).nullish() }).nullish();
/** `issue` is a pull request when it says so. */
export const issueCommentEvent = z.object({
  ...envelope,
  action: z.string(),
  issue: z.object({ number: id, pull_request: z.unknown().optional() }),
  comment: z.object({ id, body, user: speaker }),
  changes,
});

export const reviewEvent = z.object({
  ...envelope,
  action: z.string(),
  pull_request: z.object({ number: id }),
  review: z.object({ id, body, user: speaker }),
  changes,
});

export const installationEvent = z.object({ installation: z.object({ id }), action: z.string() });

/** What every delivery to an App carries; those of a repository's own webhook do not. */
export const anyEvent = z.object({ installation: z.object({ id }).nullish() });
