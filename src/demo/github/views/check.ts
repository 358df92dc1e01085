/** Check runs, suites and statuses as the API shows them. */
import type { Hub } from "../world/hub.ts";
import type { CheckRun, CheckSuite, CommitStatus, PullRequest } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { accountView, appView } from "./account.ts";
import { nodeId, page, repositoryApi, time, timeOrNull } from "./address.ts";
import { pullLinkView } from "./pull.ts";

export function runView(hub: Hub, repository: Repository, run: CheckRun) {
  const url = `${repositoryApi(hub, repository)}/check-runs/${run.id}`;
  const html = `${page(hub, repository)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CheckRun", run.id),
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    details_url: run.detailsUrl ?? html,
    status: run.status,
    conclusion: run.conclusion,
    started_at: time(run.startedAt),
    completed_at: timeOrNull(run.completedAt),
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: run.suite.id },
    app: appView(hub, run.app),
    pull_requests: pullsOf(repository, run.headSha).map((pull) => pullLinkView(hub, pull)),
  };
}

export function suiteView(hub: Hub, repository: Repository, suite: CheckSuite) {
  const url = `${repositoryApi(hub, repository)}/check-suites/${suite.id}`;
  const { status, conclusion } = suiteState(suite);
  return {
    id: suite.id,
    node_id: nodeId("CheckSuite", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status,
    conclusion,
    url,
    before: suite.before,
    after: suite.headSha,
    pull_requests: pullsOf(repository, suite.headSha).map((pull) => pullLinkView(hub, pull)),
    app: appView(hub, suite.app),
    created_at: time(suite.createdAt),
    updated_at: time(suite.updatedAt),
    latest_check_runs_count: suite.runs.length,
    check_runs_url: `${url}/check-runs`,
  };
}

export function statusView(hub: Hub, repository: Repository, status: CommitStatus) {
  return {
    url: `${repositoryApi(hub, repository)}/statuses/${status.sha}`,
    avatar_url: `${hub.origin}/avatars/${status.creator.id}`,
    id: status.id,
    node_id: nodeId("StatusContext", status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: time(status.at),
    updated_at: time(status.at),
    creator: accountView(hub, status.creator),
  };
}

/** Of several runs with one name the newest counts. */
export function latest(runs: Iterable<CheckRun>): CheckRun[] {
  const newest = new Map<string, CheckRun>();
  for (const run of runs) newest.set(`${run.app.id} ${run.name}`, run);
  return [...newest.values()];
}

/** Open pull requests whose head this is; those from forks are left out, as GitHub leaves them out. */
function pullsOf(repository: Repository, sha: string): PullRequest[] {
  return [...repository.pulls.values()].filter(
    (pull) => pull.state === "open" && pull.headSha === sha && pull.headRepository === repository,
  );
}

function suiteState(suite: CheckSuite): { readonly status: string; readonly conclusion: string | null } {
  const runs = latest(suite.runs);
  if (runs.length === 0) return { status: "queued", conclusion: null };
  if (runs.some(({ status }) => status !== "completed")) return { status: "in_progress", conclusion: null };
  const worst = ["action_required", "timed_out", "cancelled", "failure", "success", "neutral", "skipped"];
  return { status: "completed", conclusion: worst.find((one) => runs.some((run) => run.conclusion === one)) ?? null };
}
