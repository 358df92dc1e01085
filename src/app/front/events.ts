/**
 * Which jobs an event asks for. Pure: the same event always asks for the same. A job says what is to be made right, so
 * an event that says too little asks for more work rather than for less.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { mayHoldCommands } from "../../verdict/command/read.ts";
import { POLICY_PATHS } from "../../project/policy-source.ts";
import { subjectOf } from "../external-id.ts";
import { queueBase } from "../merge-queue.ts";
import type { JobRequest, JobTarget, RepositoryName } from "../queue/job.ts";
import * as payload from "./payload.ts";

export type Mapped =
  | { readonly kind: "jobs"; readonly requests: readonly JobRequest[] }
  /** Nothing is to be done, for this reason. */
  | { readonly kind: "ignored"; readonly reason: string }
  /** It is not what GitHub sends under this name. */
  | { readonly kind: "malformed"; readonly problem: string };

export interface EventContext {
  /** Our own number: only for check runs of our own are we asked to run them again. */
  readonly appId: number;
  /** Names what follows from the delivery. */
  readonly trace: string;
}

/** The button under a check run that asks for it to be judged again. At most 20 characters. */
export const RECHECK_ACTION = "recheck";
/** The button that asks for the mechanical fixes to be committed. */
export const FIX_ACTION = "fix";

/** GitHub lists no more commits than this in a push. */
const MOST_COMMITS = 2048;
const MOST_PULLS = 100;
const BRANCH = "refs/heads/";

/** The events the App acts on. Others are taken and ignored. */
export const EVENTS = [
  "pull_request", "push", "merge_group", "check_run", "check_suite", "installation", "installation_repositories",
  "issue_comment", "pull_request_review",
] as const;
export type EventName = (typeof EVENTS)[number];

export function isActedOn(event: string): event is EventName {
  return (EVENTS as readonly string[]).includes(event);
}

export function jobsOf(event: string, body: unknown, context: EventContext): Mapped {
  if (!isActedOn(event)) return ignored("Writ does not act on this event");
  const sender = payload.anyEvent.safeParse(body).data;
  if (sender !== undefined && sender.installation === undefined) return ignored("it does not come from an installation");
  switch (event) {
    case "pull_request":
      return read(payload.pullRequestEvent, body, context, pullRequest);
    case "push":
      return read(payload.pushEvent, body, context, push);
    case "merge_group":
      return read(payload.mergeGroupEvent, body, context, mergeGroup);
    case "check_run":
      return read(payload.checkRunEvent, body, context, checkRun);
    case "check_suite":
      return read(payload.checkSuiteEvent, body, context, checkSuite);
    case "installation":
      return read(payload.installationEvent, body, context, installation);
    case "installation_repositories":
      return read(payload.installationEvent, body, context, ({ action }) =>
        action === "added" ? [{ kind: "installation" }] : "repositories that are gone need nothing",
      );
    case "issue_comment":
      return read(payload.issueCommentEvent, body, context, issueComment);
    case "pull_request_review":
      return read(payload.reviewEvent, body, context, review);
  }
}

/** Targets, or why there are none. */
type Found = readonly JobTarget[] | string;

function read<T extends { readonly installation: { readonly id: number } }>(
  schema: z.ZodType<T>,
  body: unknown,
  context: EventContext,
  find: (event: T, context: EventContext) => Found,
): Mapped {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const place = issue?.path.join(".") ?? "";
    return { kind: "malformed", problem: `${place === "" ? "the payload" : place}: ${issue?.message ?? "not as expected"}` };
  }
  const { data } = parsed;
  const found = find(data, context);
  if (typeof found === "string") return ignored(found);
  const { trace } = context;
  return { kind: "jobs", requests: found.map((target) => ({ installation: data.installation.id, target, trace })) };
}

function ignored(reason: string): Mapped {
  return { kind: "ignored", reason };
}

function pullRequest({ action, number, repository: { repository }, pull_request, changes }: z.infer<typeof payload.pullRequestEvent>): Found {
  switch (action) {
    case "opened":
    case "reopened":
    case "synchronize":
    case "ready_for_review":
      return [{ kind: "pull-request", repository, number }];
    case "edited":
      if (changes?.base === undefined && changes?.head === undefined) return "neither base nor head has changed";
      return [{ kind: "pull-request", repository, number }];
    case "closed":
      // A check belongs to a commit: another pull request with the same head was held to the worse of the two.
      return [{ kind: "commit", repository, head: pull_request.head.sha }, ...recordable(repository, number, pull_request)];
    default:
      return `nothing is judged when a pull request is ${action}`;
  }
}

/** Where the head was not ours to write to, what was said of it is recorded once it is merged. */
function recordable(repository: RepositoryName, number: number, pull: z.infer<typeof payload.pullRequestEvent>["pull_request"]): readonly JobTarget[] {
  const isOwn = pull.head.repo?.id === repository.id;
  return pull.merged === true && !isOwn ? [{ kind: "merged", repository, number }] : [];
}

function push({ ref, created, deleted, forced, commits, repository }: z.infer<typeof payload.pushEvent>): Found {
  if (!ref.startsWith(BRANCH)) return "only branches are judged";
  if (deleted) return "the branch is gone";
  const branch = ref.slice(BRANCH.length);
  const targets: JobTarget[] = [];
  if (branch === repository.defaultBranch) targets.push({ kind: "push", repository: repository.repository, ref });
  // What a forced push took away is in no list, and a full list may be cut off.
  const unclear = forced || commits.length >= MOST_COMMITS;
  // Of the default branch, judging it finds out whether the policy has changed.
  if (!created && (unclear || (targets.length === 0 && commits.some(touchesPolicy)))) {
    targets.push({ kind: "open-pulls", repository: repository.repository, base: branch });
  }
  return targets.length > 0 ? targets : "not the default branch, and the policy stays as it is";
}

function touchesPolicy({ added, removed, modified }: z.infer<typeof payload.pushEvent>["commits"][number]): boolean {
  return [added, removed, modified].some((paths) => POLICY_PATHS.some((path) => paths?.includes(path) === true));
}

function mergeGroup({ action, merge_group, repository: { repository } }: z.infer<typeof payload.mergeGroupEvent>): Found {
  if (action !== "checks_requested") return "the merge group is gone";
  const { head_sha: head, head_ref: headRef, base_ref } = merge_group;
  return [{ kind: "merge-group", repository, head, headRef, base: branchOf(base_ref) }];
}

function checkRun(event: z.infer<typeof payload.checkRunEvent>, { appId }: EventContext): Found {
  const { action, check_run, requested_action, repository } = event;
  if (action === "requested_action" && requested_action?.identifier === FIX_ACTION) return fix(event, appId);
  if (action === "requested_action") {
    if (requested_action?.identifier !== RECHECK_ACTION) return "no button of ours has this name";
  } else if (action !== "rerequested") return "nothing is asked for";
  if (check_run.app?.id !== appId) return "it is another App's check run";
  const { head_sha: head, pull_requests, external_id, check_suite } = check_run;
  const subject = subjectOf(external_id);
  const name = repository.repository;
  if (subject === null) return anew(repository, head, pull_requests, check_suite?.head_branch ?? null);
  if ("pull" in subject) return [{ kind: "pull-request", repository: name, number: subject.pull }];
  if ("push" in subject) return [{ kind: "push", repository: name, ref: subject.push }];
  return [{ kind: "merge-group", repository: name, head, headRef: subject.group, base: subject.base }];
}

function fix({ check_run, sender, repository: { repository } }: z.infer<typeof payload.checkRunEvent>, appId: number): Found {
  if (check_run.app?.id !== appId) return "it is another App's check run";
  const subject = subjectOf(check_run.external_id);
  if (subject === null || !("pull" in subject)) return "only pull requests are mended";
  if (sender?.type !== "User") return "no person pressed it";
  return [{ kind: "fix", repository, number: subject.pull, by: sender }];
}

function checkSuite({ action, check_suite, repository }: z.infer<typeof payload.checkSuiteEvent>, { appId }: EventContext): Found {
  // A suite is requested for every push; the push and the pull request say so themselves, and more.
  if (action !== "rerequested") return "nothing is asked for";
  if (check_suite.app?.id !== appId) return "it is another App's check suite";
  return anew(repository, check_suite.head_sha, check_suite.pull_requests, check_suite.head_branch ?? null);
}

/** Everything that may have to do with a commit. For forks GitHub names neither pull requests nor branch. */
function anew(
  { repository, defaultBranch }: { readonly repository: RepositoryName; readonly defaultBranch: string | null },
  head: string,
  pulls: readonly { readonly number: number; readonly base: { readonly repo: { readonly id: number } } }[],
  branch: string | null,
): Found {
  const own = pulls.filter(({ base }) => base.repo.id === repository.id).slice(0, MOST_PULLS);
  const targets = own.map(({ number }): JobTarget => ({ kind: "pull-request", repository, number }));
  if (branch !== null && branch === defaultBranch) targets.push({ kind: "push", repository, ref: BRANCH + branch });
  const base = branch === null ? null : queueBase(branch);
  if (base !== null) targets.push({ kind: "merge-group", repository, head, headRef: `${BRANCH}${branch ?? ""}`, base });
  return targets.length > 0 ? targets : [{ kind: "commit", repository, head }];
}

function installation({ action }: z.infer<typeof payload.installationEvent>): Found {
  if (action === "deleted" || action === "suspend") return "the installation may not be served any more";
  return [{ kind: "installation" }];
}

function issueComment({ action, issue, comment, changes, repository }: z.infer<typeof payload.issueCommentEvent>): Found {
  if (issue.pull_request === undefined || issue.pull_request === null) return "it is no comment on a pull request";
  return said(action, "created", { ...comment, source: "comment", was: changes?.body?.from ?? "" }, repository.repository, issue.number);
}

function review({ action, review, changes, pull_request, repository }: z.infer<typeof payload.reviewEvent>): Found {
  return said(action, "submitted", { ...review, source: "review", was: changes?.body?.from ?? "" }, repository.repository, pull_request.number);
}

interface Said {
  readonly id: number;
  readonly body: string;
  /** What it said before it was edited. */
  readonly was: string;
  readonly user: { readonly type: string } | null;
  readonly source: "comment" | "review";
}

/** Only people give orders, and only at the moment in which they speak. */
function said(action: string, first: string, words: Said, repository: RepositoryName, number: number): Found {
  const { id, body, was, user, source } = words;
  if (user?.type !== "User") return "no person said it";
  if (![body, was].some(mayHoldCommands)) return "no line of it looks like a command";
  const target = { repository, number, comment: id, source } as const;
  if (action === first) return [{ kind: "comment", ...target, digest: createHash("sha256").update(body).digest("hex") }];
  if (action === "edited" || action === "deleted") return [{ kind: "comment-changed", ...target }];
  return `nothing is asked for when it is ${action}`;
}

function branchOf(ref: string): string {
  return ref.startsWith(BRANCH) ? ref.slice(BRANCH.length) : ref;
}
