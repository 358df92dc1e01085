/** Runs jobs: makes right what a job names, by reading the present state from GitHub. */
import { answerComment } from "../commands/answer-comment.ts";
import { fixPull } from "../commands/fix-pull.ts";
import { recordAfterMerge } from "../commands/merged.ts";
import { noticeChange } from "../commands/notice-change.ts";
import { GitHubRefusal } from "../github/faults.ts";
import type { RepositoryName } from "../queue/job.ts";
import type { JobHandler, JobRun } from "../queue/port.ts";
import { TryLater } from "../queue/port.ts";
import type { Log } from "../log.ts";
import type { Desk, Desks } from "./desk.ts";
import { judgeMergeGroup } from "./merge-group.ts";
import { judgePullRequest } from "./pull-request.ts";
import { judgePush } from "./push.ts";
import { spreadCommit, spreadOpenPulls } from "./spread.ts";
import { ASK_AGAIN, tellFault, WRIT_FAILED } from "./tell-fault.ts";

export interface HandlerOptions {
  readonly desks: Desks;
  /** Looks through everything that an installation may see. */
  readonly look: (installation: number, run: JobRun) => Promise<void>;
  readonly log: Log;
}

/** A fault may pass: only from this try on is it told on GitHub. */
const TOLD_FROM_ATTEMPT = 2;

export function jobHandler({ desks, look, log }: HandlerOptions): JobHandler {
  return async (run) => {
    const { target, trace, key } = run.job;
    const jobLog = log.child({ trace, job: key });
    try {
      if (target.kind === "installation") await look(run.job.installation, run);
      else await withDesk(desks, run, target.repository, jobLog, (desk) => makeRight(desk, target));
    } catch (error) {
      if (run.signal.aborted) throw error;
      if (error instanceof TryLater) {
        jobLog.warn({ until: new Date(error.until).toISOString() }, error.message);
        throw error;
      }
      if (!(error instanceof GitHubRefusal)) {
        jobLog.error({ err: error, attempt: run.job.attempts + 1 }, "a job failed");
        throw error;
      }
      // Asking again would change nothing: somebody has to act, and what they do brings a new event.
      jobLog.warn({ status: error.status }, error.message);
      const isGone = error.reason === "gone" || error.reason === "not-installed";
      if (isGone) await desks.forget(run.job.installation, target.kind === "installation" ? null : target.repository);
    }
  };
}

async function withDesk(
  desks: Desks,
  run: JobRun,
  repository: RepositoryName,
  log: Log,
  work: (desk: Desk) => Promise<void>,
): Promise<void> {
  const desk = await desks.open(run, repository);
  try {
    await work(desk);
  } catch (error) {
    const sentences = run.signal.aborted ? null : toldOn(error, run);
    // What is refused may well be all that could be said there.
    if (sentences !== null) {
      await tellFault(desk, sentences).catch((second: unknown) => {
        log.warn({ reason: second instanceof Error ? second.message : String(second) }, "the fault could not be told on GitHub");
      });
    }
    throw error;
  } finally {
    await desk.close();
  }
}

/** What those who wait for the check are to know of it; null when it may pass by itself. */
function toldOn(error: unknown, { job }: JobRun): readonly string[] | null {
  if (error instanceof TryLater) return null;
  if (error instanceof GitHubRefusal) return [`${error.message}.`, ASK_AGAIN];
  return job.attempts + 1 >= TOLD_FROM_ATTEMPT ? WRIT_FAILED : null;
}

type RepositoryTarget = Exclude<JobRun["job"]["target"], { readonly kind: "installation" }>;

function makeRight(desk: Desk, target: RepositoryTarget): Promise<void> {
  switch (target.kind) {
    case "pull-request":
      return judgePullRequest(desk, target.number);
    case "push":
      return judgePush(desk, target.ref);
    case "merge-group":
      return judgeMergeGroup(desk, target);
    case "commit":
      return spreadCommit(desk, target.head);
    case "open-pulls":
      return spreadOpenPulls(desk, target.base);
    case "merged":
      return recordAfterMerge(desk, target.number);
    case "fix":
      return fixPull(desk, target);
    case "comment":
      return answerComment(desk, target);
    case "comment-changed":
      return noticeChange(desk, target);
  }
}
