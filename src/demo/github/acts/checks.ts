/** Check suites and check runs: made, moved on and asked for again. */
import type { Hub } from "../world/hub.ts";
import type { Account, Annotation, App, CheckRun, CheckStatus, CheckSuite } from "../world/model.ts";
import { Refusal } from "../world/refusal.ts";
import type { Repository } from "../world/repository.ts";
import { runView, suiteView } from "../views/check.ts";
import { readCommit } from "../git/commit.ts";
import { simpleCommitView } from "../views/commit.ts";
import { announce } from "./announce.ts";
import { settleQueue } from "./queue.ts";

export interface RunOutput {
  readonly title?: string | undefined;
  readonly summary: string;
  readonly text?: string | undefined;
  readonly annotations?: readonly Annotation[] | undefined;
}

export interface RunChange {
  readonly name?: string | undefined;
  readonly status?: CheckStatus | undefined;
  readonly conclusion?: string | undefined;
  readonly details_url?: string | undefined;
  readonly external_id?: string | undefined;
  readonly started_at?: string | undefined;
  readonly completed_at?: string | undefined;
  readonly output?: RunOutput | undefined;
  readonly actions?: CheckRun["actions"] | undefined;
}

/** The suites that a push opens: one for each App that may write checks. */
export function openSuites(
  hub: Hub, repository: Repository, sha: string, branch: string, before: string | null, by: Account,
): void {
  for (const { app, permissions, suspendedAt } of hub.installationsOf(repository)) {
    if (permissions["checks"] !== "write" || suspendedAt !== null) continue;
    if (repository.suites.some((suite) => suite.app === app && suite.headSha === sha)) continue;
    const suite = newSuite(hub, repository, app, sha, branch, before);
    tellSuite(hub, repository, suite, "requested", by);
  }
}

/** A new check run of an App on a commit. */
export async function createRun(
  hub: Hub, repository: Repository, app: App, sha: string, name: string, change: RunChange,
): Promise<CheckRun> {
  const suite =
    repository.suites.find((one) => one.app === app && one.headSha === sha) ??
    newSuite(hub, repository, app, sha, branchAt(repository, sha), null);
  const run: CheckRun = {
    id: hub.id(), app, suite, name, headSha: sha, status: "queued", conclusion: null, detailsUrl: null,
    externalId: "", startedAt: hub.now(), completedAt: null, output: { title: null, summary: null, text: null },
    annotations: [], actions: [],
  };
  repository.runs.set(run.id, run);
  suite.runs.push(run);
  apply(hub, run, change);
  tellRun(hub, repository, run, "created", app.bot);
  await concluded(hub, repository, run, false);
  return run;
}

/** Changes a check run. Annotations are added to those it has; a completed run stays completed. */
export async function updateRun(hub: Hub, repository: Repository, run: CheckRun, change: RunChange): Promise<void> {
  const before = run.status === "completed";
  const back = change.conclusion === undefined && change.status !== undefined && change.status !== "completed";
  if (before && back) {
    throw new Refusal(422, "Invalid request.\n\nA completed check run cannot go back to another status.");
  }
  apply(hub, run, change);
  await concluded(hub, repository, run, before);
}

/** Somebody asks for a run again: the App is told, and the run stays what it is. */
export function rerequestRun(hub: Hub, repository: Repository, run: CheckRun, by: Account): void {
  tellRun(hub, repository, run, "rerequested", by);
}

/** Somebody asks for all runs of a suite again. */
export function rerequestSuite(hub: Hub, repository: Repository, suite: CheckSuite, by: Account): void {
  tellSuite(hub, repository, suite, "rerequested", by);
}

/** Somebody presses a button of a run. */
export function pressButton(hub: Hub, repository: Repository, run: CheckRun, identifier: string, by: Account): void {
  if (!run.actions.some((action) => action.identifier === identifier)) {
    throw new Error(`the check run ${run.name} has no button ${JSON.stringify(identifier)}`);
  }
  tellRun(hub, repository, run, "requested_action", by, { requested_action: { identifier } });
}

function apply(hub: Hub, run: CheckRun, change: RunChange): void {
  run.name = change.name ?? run.name;
  run.detailsUrl = change.details_url ?? run.detailsUrl;
  run.externalId = change.external_id ?? run.externalId;
  run.startedAt = change.started_at === undefined ? run.startedAt : new Date(change.started_at);
  run.actions = change.actions ?? run.actions;
  if (change.output !== undefined) {
    const { title, summary, text, annotations } = change.output;
    run.output = { title: title ?? run.output.title, summary, text: text ?? run.output.text };
    run.annotations.push(...(annotations ?? []));
  }
  run.status = change.conclusion === undefined ? (change.status ?? run.status) : "completed";
  run.conclusion = change.conclusion ?? run.conclusion;
  if (run.status === "completed") {
    const told = change.completed_at;
    run.completedAt = told === undefined ? (run.completedAt ?? hub.now()) : new Date(told);
  }
  run.suite.updatedAt = hub.now();
}

async function concluded(hub: Hub, repository: Repository, run: CheckRun, before: boolean): Promise<void> {
  if (run.status !== "completed" || before) return;
  tellRun(hub, repository, run, "completed", run.app.bot);
  await settleQueue(hub, repository);
}

function newSuite(
  hub: Hub, repository: Repository, app: App, headSha: string, headBranch: string | null, before: string | null,
): CheckSuite {
  const now = hub.now();
  const suite = { id: hub.id(), app, headSha, headBranch, before, createdAt: now, updatedAt: now, runs: [] };
  repository.suites.push(suite);
  return suite;
}

function branchAt(repository: Repository, sha: string): string | null {
  const found = repository.refs.list("refs/heads/").find(({ oid }) => oid === sha);
  return found?.name.slice("refs/heads/".length) ?? null;
}

function tellRun(
  hub: Hub, repository: Repository, run: CheckRun, action: string, by: Account, more: Record<string, unknown> = {},
): void {
  const suite = suiteView(hub, repository, run.suite);
  const payload = { check_run: { ...runView(hub, repository, run), check_suite: suite }, ...more };
  const own = action === "rerequested" || action === "requested_action";
  announce(hub, repository, { event: "check_run", action, sender: by, payload, ...(own ? { only: run.app.id } : {}) });
}

function tellSuite(hub: Hub, repository: Repository, suite: CheckSuite, action: string, by: Account): void {
  const view = suiteView(hub, repository, suite);
  const later = async () => {
    const commit = await readCommit(repository.objects, suite.headSha);
    return { check_suite: { ...view, head_commit: commit === null ? null : simpleCommitView(commit) } };
  };
  announce(hub, repository, { event: "check_suite", action, sender: by, payload: {}, later, only: suite.app.id });
}
