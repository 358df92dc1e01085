/**
 * What the App can be asked to make right, and what becomes of such a request.
 *
 * A job carries identity only: whoever runs it reads the present state from GitHub. So a job that is lost, doubled or
 * late does no harm, and of several requests for one thing the latest is enough.
 */
import { z } from "zod";

export const JOB_KINDS = ["pull-request", "push", "merge-group", "commit", "open-pulls", "installation", "comment", "comment-changed", "merged", "fix"] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/**
 * `queued` waits for its turn. `running` has begun. `done` ended well. `failed` ended badly and waits for its next try.
 * `stalled` did not end: its process died, or it took too long; it waits for its next try too. `poisoned` was tried as
 * often as is allowed and runs again only when something new is asked for it.
 */
export const JOB_STATES = ["queued", "running", "done", "failed", "stalled", "poisoned"] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What may follow what. A request that comes in while the job runs is kept beside it and makes it `queued` again. */
export const NEXT_STATES = {
  queued: ["running"],
  running: ["done", "failed", "stalled", "poisoned", "queued"],
  done: ["queued"],
  failed: ["running"],
  stalled: ["running"],
  poisoned: ["queued"],
} as const satisfies Record<JobState, readonly JobState[]>;

const id = z.number().int().positive();
const objectId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const ref = z.string().min(1).max(1024);
/** A comment in the conversation of a pull request, or the text of a review. */
const said = { number: id, comment: id, source: z.enum(["comment", "review"]) };

/** The id is the identity; owner and name are where the API finds it, and change when it is renamed. */
export const repositorySchema = z.object({ id, owner: z.string().min(1).max(100), name: z.string().min(1).max(200) });
export type RepositoryName = z.infer<typeof repositorySchema>;

export const targetSchema = z.discriminatedUnion("kind", [
  /** Make this pull request's checks right. */
  z.object({ kind: z.literal("pull-request"), repository: repositorySchema, number: id }),
  /** Judge what a branch points to now. */
  z.object({ kind: z.literal("push"), repository: repositorySchema, ref }),
  /** Judge the commit a merge queue has made. */
  z.object({ kind: z.literal("merge-group"), repository: repositorySchema, head: objectId, headRef: ref, base: ref }),
  /** Make right whatever has this commit as its head: GitHub does not name pull requests of forks. */
  z.object({ kind: z.literal("commit"), repository: repositorySchema, head: objectId }),
  /** Judge every open pull request into a branch again: what they are judged by has changed. */
  z.object({ kind: z.literal("open-pulls"), repository: repositorySchema, base: ref }),
  /**
   * Do what somebody asked for in a comment. That is an event and no state, so it is run to its end, at least once, and
   * everything it does is idempotent. `digest` is SHA-256 of the text as it came, 64 hex digits.
   */
  z.object({ kind: z.literal("comment"), repository: repositorySchema, ...said, digest: z.string().regex(/^[0-9a-f]{64}$/) }),
  /** Notice that a comment was changed or taken away. */
  z.object({ kind: z.literal("comment-changed"), repository: repositorySchema, ...said }),
  /** Record on its base what was said of a pull request that came from a fork, now that it is merged. */
  z.object({ kind: z.literal("merged"), repository: repositorySchema, number: id }),
  /** Commit the mechanical fixes to a pull request, because this account asked for it. */
  z.object({ kind: z.literal("fix"), repository: repositorySchema, number: id, by: z.object({ id, login: z.string().min(1).max(100), type: z.string().max(50) }) }),
  /** Look through all repositories of an installation. */
  z.object({ kind: z.literal("installation") }),
]);
export type JobTarget = z.infer<typeof targetSchema>;

/** Something asked for: by a delivery, by the reconciler, or by another job. */
export interface JobRequest {
  readonly installation: number;
  readonly target: JobTarget;
  /** Goes through log, job and check run. For a webhook it is the id of the delivery. */
  readonly trace: string;
}

const historySchema = z.object({
  at: z.number(),
  state: z.enum(JOB_STATES),
  trace: z.string().optional(),
  note: z.string().optional(),
});
/** One step of a job's life. `trace` is there when a request brought it about, `note` when something went wrong. */
export type HistoryEntry = z.infer<typeof historySchema>;

export const jobSchema = z.object({
  key: z.string(),
  installation: z.number().int(),
  target: targetSchema,
  trace: z.string(),
  state: z.enum(JOB_STATES),
  /** Tries that failed or stalled since the job was last well. */
  attempts: z.number().int(),
  /** Not to be run before. Milliseconds since 1970, as all times here. */
  dueAt: z.number(),
  /** When the oldest request came in that no finished run has answered. */
  since: z.number(),
  /** What was asked for while it ran. */
  next: z.object({ target: targetSchema, trace: z.string(), at: z.number() }).nullable(),
  /** The latest steps, oldest first. */
  history: z.array(historySchema),
});
export type Job = z.infer<typeof jobSchema>;

/** One key for each thing that can be made right. Two requests with one key are one job, and never run side by side. */
export function keyOf(installation: number, target: JobTarget): string {
  if (target.kind === "installation") return `${installation}/installation`;
  const start = `${installation}/${target.repository.id}/${target.kind}`;
  switch (target.kind) {
    case "pull-request":
    case "merged":
    case "fix":
      return `${start}/${target.number}`;
    case "push":
      return `${start}/${target.ref}`;
    case "merge-group":
    case "commit":
      return `${start}/${target.head}`;
    case "open-pulls":
      return `${start}/${target.base}`;
    case "comment":
    case "comment-changed":
      return `${start}/${target.source}/${target.comment}`;
  }
}
