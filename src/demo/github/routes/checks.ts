/** Check runs and suites, with the limits that GitHub enforces. */
import { createRun, rerequestRun, rerequestSuite, updateRun } from "../acts/checks.ts";
import type { RunChange, RunOutput } from "../acts/checks.ts";
import { repositoryApi } from "../views/address.ts";
import { latest, runView, suiteView } from "../views/check.ts";
import { simpleCommitView } from "../views/commit.ts";
import { minimalRepositoryView } from "../views/repository.ts";
import { readCommit } from "../git/commit.ts";
import type { Answer, Call } from "../http/call.ts";
import { created, ok } from "../http/call.ts";
import type { Route } from "../http/route.ts";
import { appOf } from "../world/hub.ts";
import type { Annotation, App, CheckRun, CheckStatus, CheckSuite } from "../world/model.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";

const ROOT = "/repos/:owner/:repo";
const READ = ["checks:read"];
const WRITE = ["checks:write"];
/** In bytes, whatever GitHub's documentation says. */
const OUTPUT_BYTES = 65_535;
const TITLE_CHARACTERS = 255;
const ANNOTATION_BYTES = 64 * 1024;
const ANNOTATIONS = 50;
const CONCLUSIONS = ["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"];
const STATES = ["queued", "in_progress", "completed"];
const LEVELS = ["notice", "warning", "failure"];

export const CHECK_ROUTES: readonly Route[] = [
  { method: "POST", path: `${ROOT}/check-runs`, needs: WRITE, handle: create },
  {
    method: "GET", path: `${ROOT}/check-runs/:run`, needs: READ,
    handle: (call) => ok(runView(call.hub, call.repository, runOf(call))),
  },
  { method: "PATCH", path: `${ROOT}/check-runs/:run`, needs: WRITE, handle: update },
  { method: "GET", path: `${ROOT}/check-runs/:run/annotations`, needs: READ, handle: annotations },
  {
    method: "POST", path: `${ROOT}/check-runs/:run/rerequest`, needs: WRITE,
    handle: (call) => {
      rerequestRun(call.hub, call.repository, runOf(call), call.by);
      return created({});
    },
  },
  { method: "GET", path: `${ROOT}/commits/*ref/check-runs`, needs: READ, handle: runsOfCommit },
  { method: "GET", path: `${ROOT}/commits/*ref/check-suites`, needs: READ, handle: suitesOfCommit },
  {
    method: "GET", path: `${ROOT}/check-suites/:suite`, needs: READ,
    handle: async (call) => ok(await wholeSuite(call, suiteOf(call))),
  },
  {
    method: "GET", path: `${ROOT}/check-suites/:suite/check-runs`, needs: READ,
    handle: (call) => listRuns(call, suiteOf(call).runs),
  },
  {
    method: "POST", path: `${ROOT}/check-suites/:suite/rerequest`, needs: WRITE,
    handle: (call) => {
      rerequestSuite(call.hub, call.repository, suiteOf(call), call.by);
      return created({});
    },
  },
];

async function create(call: Call): Promise<Answer> {
  const app = writingApp(call);
  const name = call.text("name");
  const sha = call.text("head_sha");
  if ((await readCommit(call.repository.objects, sha)) === null) {
    throw new Refusal(422, `No commit found for SHA: ${sha}`);
  }
  const run = await createRun(call.hub, call.repository, app, sha, name, changeOf(call));
  return created(runView(call.hub, call.repository, run));
}

async function update(call: Call): Promise<Answer> {
  const app = writingApp(call);
  const run = runOf(call);
  if (run.app !== app) {
    throw new Refusal(
      403, `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  }
  await updateRun(call.hub, call.repository, run, changeOf(call));
  return ok(runView(call.hub, call.repository, run));
}

function writingApp(call: Call): App {
  const app = appOf(call.actor);
  if (app === null) throw new Refusal(403, "You must authenticate via a GitHub App.");
  return app;
}

function runOf(call: Call): CheckRun {
  const run = call.repository.runs.get(Number(call.param("run")));
  if (run === undefined) throw notFound();
  return run;
}

function suiteOf(call: Call): CheckSuite {
  const suite = call.repository.suites.find(({ id }) => id === Number(call.param("suite")));
  if (suite === undefined) throw notFound();
  return suite;
}

function changeOf(call: Call): RunChange {
  const status = oneOf(call, "status", STATES) as CheckStatus | undefined;
  const conclusion = oneOf(call, "conclusion", CONCLUSIONS);
  if (status === "completed" && conclusion === undefined) {
    throw new Refusal(422, `Invalid request.\n\n"conclusion" wasn't supplied.`);
  }
  return {
    name: call.optionalText("name"), status, conclusion,
    details_url: call.optionalText("details_url"), external_id: call.optionalText("external_id"),
    started_at: timeOf(call, "started_at"), completed_at: timeOf(call, "completed_at"),
    output: outputOf(call), actions: actionsOf(call),
  };
}

function timeOf(call: Call, name: string): string | undefined {
  const value = call.optionalText(name);
  if (value !== undefined && Number.isNaN(Date.parse(value))) throw invalid("CheckRun", name);
  return value;
}

function oneOf(call: Call, name: string, allowed: readonly string[]): string | undefined {
  const value = call.optionalText(name);
  if (value !== undefined && !allowed.includes(value)) throw invalid("CheckRun", name);
  return value;
}

function outputOf(call: Call): RunOutput | undefined {
  const { body } = call;
  if (body["output"] === undefined) return undefined;
  const output = body["output"] as Record<string, unknown>;
  const { title, summary, text, annotations: given = [] } = output;
  if (typeof summary !== "string") throw new Refusal(422, `Invalid request.\n\n"summary" wasn't supplied.`);
  if (typeof title !== "string") throw new Refusal(422, `Invalid request.\n\n"title" wasn't supplied.`);
  for (const [name, value] of [["summary", summary], ["text", text]] as const) {
    if (typeof value === "string" && Buffer.byteLength(value) > OUTPUT_BYTES) {
      throw invalid("CheckRun", name, `${name} exceeds a maximum bytesize of ${OUTPUT_BYTES}`);
    }
  }
  if (!Array.isArray(given) || given.length > ANNOTATIONS) {
    throw new Refusal(
      422,
      `Invalid request.\n\nNo more than ${ANNOTATIONS} items are allowed; more were supplied.`,
    );
  }
  return { title, summary, text: typeof text === "string" ? text : undefined, annotations: given.map(annotationOf) };
}

function annotationOf(value: unknown): Annotation {
  const one = value as Partial<Annotation>;
  const bad = (field: string, message?: string): Refusal => invalid("CheckAnnotation", field, message);
  if (typeof one.path !== "string" || one.path === "") throw bad("path");
  if (!isLine(one.start_line)) throw bad("start_line");
  if (!isLine(one.end_line) || one.end_line < one.start_line) throw bad("end_line");
  if (!LEVELS.includes(one.annotation_level ?? "")) throw bad("annotation_level");
  if (typeof one.message !== "string" || one.message === "") throw bad("message");
  if (Buffer.byteLength(one.message) > ANNOTATION_BYTES) throw bad("message", "message is too long (maximum is 64 KB)");
  if (Buffer.byteLength(one.raw_details ?? "") > ANNOTATION_BYTES) {
    throw bad("raw_details", "raw_details is too long (maximum is 64 KB)");
  }
  if ((one.title ?? "").length > TITLE_CHARACTERS) {
    throw bad("title", `title is too long (maximum is ${TITLE_CHARACTERS} characters)`);
  }
  const columns = one.start_column !== undefined || one.end_column !== undefined;
  if (columns && one.start_line !== one.end_line) {
    throw bad("start_column", "columns only go with annotations of one line");
  }
  return {
    path: one.path, start_line: one.start_line, end_line: one.end_line,
    start_column: one.start_column ?? null, end_column: one.end_column ?? null,
    annotation_level: one.annotation_level ?? "notice", title: one.title ?? null, message: one.message,
    raw_details: one.raw_details ?? null,
  };
}

function isLine(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1;
}

function actionsOf(call: Call): CheckRun["actions"] | undefined {
  if (call.body["actions"] === undefined) return undefined;
  const actions = call.list("actions") as { label: string; description: string; identifier: string }[];
  if (actions.length > 3) throw new Refusal(422, "Invalid request.\n\nNo more than 3 items are allowed.");
  for (const { label, description, identifier } of actions) {
    if (label.length > 20) throw invalid("CheckRun", "actions.label");
    if (description.length > 40) throw invalid("CheckRun", "actions.description");
    if (identifier.length > 20) throw invalid("CheckRun", "actions.identifier");
  }
  return actions;
}

function annotations(call: Call): Promise<Answer> {
  const run = runOf(call);
  const blobs = `${repositoryApi(call.hub, call.repository)}/contents`;
  return call.pageOf(run.annotations, (one) => {
    return { ...one, blob_href: `${blobs}/${encodeURI(one.path)}?ref=${run.headSha}` };
  });
}

async function runsOfCommit(call: Call): Promise<Answer> {
  const sha = await commitOf(call);
  const app = call.query("app_id");
  const own = [...call.repository.runs.values()].filter((run) => {
    return run.headSha === sha && (app === null || run.app.id === Number(app));
  });
  return listRuns(call, own);
}

function listRuns(call: Call, runs: readonly CheckRun[]): Promise<Answer> {
  const name = call.query("check_name");
  const status = call.query("status");
  const counted = call.query("filter") === "all" ? [...runs] : latest(runs);
  const named = counted.filter((run) => name === null || run.name === name);
  const found = named.filter((run) => status === null || run.status === status);
  return call.countedPageOf("check_runs", found.reverse(), (run) => runView(call.hub, call.repository, run));
}

async function suitesOfCommit(call: Call): Promise<Answer> {
  const sha = await commitOf(call);
  const app = call.query("app_id");
  const found = call.repository.suites.filter((suite) => {
    return suite.headSha === sha && (app === null || suite.app.id === Number(app));
  });
  return call.countedPageOf("check_suites", found, (suite) => wholeSuite(call, suite));
}

async function commitOf(call: Call): Promise<string> {
  const sha = await call.repository.resolve(call.param("ref"));
  if (sha === null) throw new Refusal(422, `No commit found for SHA: ${call.param("ref")}`);
  return sha;
}

async function wholeSuite(call: Call, suite: CheckSuite) {
  const { hub, repository } = call;
  const commit = await readCommit(repository.objects, suite.headSha);
  return {
    ...suiteView(hub, repository, suite),
    head_commit: commit === null ? null : simpleCommitView(commit),
    repository: minimalRepositoryView(hub, repository),
  };
}
