/** Pull requests and reviews. */
import { readCommit } from "../git/commit.ts";
import { isAncestor } from "../git/history.ts";
import type { MergeMethod } from "../git/merge.ts";
import { bindingRules } from "../acts/gate.ts";
import { editPull, mergePull, mergeRefusal, openPull, pullCommits, pullCounts, pullFiles, testMerge } from "../acts/pulls.ts";
import { addReview } from "../acts/review.ts";
import { latest } from "../views/check.ts";
import { commitView, fileView } from "../views/commit.ts";
import { outcomeView, pullView, reviewView } from "../views/pull.ts";
import type { Answer, Call } from "../http/call.ts";
import { created, DONE, ok } from "../http/call.ts";
import type { Route } from "../http/route.ts";
import type { PullRequest } from "../world/model.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";
import type { Repository } from "../world/repository.ts";

const ROOT = "/repos/:owner/:repo/pulls";
const READ = ["pull_requests:read"];
const WRITE = ["pull_requests:write"];
/** Everybody who can see a repository may open a pull request or speak. */
const SPEAK = ["pull_requests:write", "metadata:read"];
const MOST_FILES = 3_000;
const MOST_COMMITS = 250;
const METHODS: readonly string[] = ["merge", "squash", "rebase"];

export const PULL_ROUTES: readonly Route[] = [
  { method: "GET", path: ROOT, needs: READ, handle: listPulls },
  { method: "POST", path: ROOT, needs: SPEAK, handle: createPull },
  { method: "GET", path: `${ROOT}/:number`, needs: READ, handle: async (call) => ok(await wholePull(call)) },
  { method: "PATCH", path: `${ROOT}/:number`, needs: WRITE, handle: patchPull },
  { method: "GET", path: `${ROOT}/:number/files`, needs: READ, handle: listFiles },
  { method: "GET", path: `${ROOT}/:number/commits`, needs: READ, handle: listCommits },
  {
    method: "GET", path: `${ROOT}/:number/merge`, needs: ["contents:read"],
    handle: ({ pull }) => {
      if (pull.merged === null) throw notFound();
      return DONE;
    },
  },
  { method: "PUT", path: `${ROOT}/:number/merge`, needs: ["contents:write"], handle: merge },
  {
    method: "GET", path: `${ROOT}/:number/reviews`, needs: READ,
    handle: (call) => call.pageOf(call.pull.reviews, (review) => reviewView(call.hub, call.pull, review)),
  },
  { method: "POST", path: `${ROOT}/:number/reviews`, needs: SPEAK, handle: createReview },
  {
    method: "GET", path: "/repos/:owner/:repo/commits/:sha/pulls", needs: READ,
    handle: (call) => call.pageOf(
      [...call.repository.pulls.values()].filter(({ headSha, merged }) => {
        return headSha === call.param("sha") || merged?.sha === call.param("sha");
      }),
      (pull) => pullView(call.hub, pull),
    ),
  },
];

function listPulls(call: Call): Promise<Answer> {
  const state = call.query("state") ?? "open";
  const base = call.query("base");
  const head = call.query("head");
  const found = [...call.repository.pulls.values()].filter((pull) => {
    const label = `${pull.headRepository?.owner.login ?? ""}:${pull.headRef}`;
    if (state !== "all" && pull.state !== state) return false;
    return (base === null || pull.baseRef === base) && (head === null || label === head);
  });
  const key = call.query("sort") === "updated" ? "updatedAt" : "createdAt";
  found.sort((a, b) => b[key].getTime() - a[key].getTime() || b.number - a.number);
  if (call.query("direction") === "asc") found.reverse();
  return call.pageOf(found, (pull) => pullView(call.hub, pull));
}

async function createPull(call: Call): Promise<Answer> {
  const { hub, repository } = call;
  const head = call.text("head");
  const [owner, branch] = head.includes(":") ? (head.split(":", 2) as [string, string]) : [null, head];
  const headRepository = owner === null ? repository : inNetwork(call, owner);
  const pull = await openPull(hub, repository, {
    title: call.text("title"), body: call.optionalText("body") ?? null, headRepository, headRef: branch,
    baseRef: call.text("base"), draft: call.flag("draft"),
  }, call.by);
  return created(await wholePull(call, pull));
}

function inNetwork({ hub, repository }: Call, owner: string): Repository {
  const found = [...hub.repositories.values()].find((one) => {
    return one.objects === repository.objects && one.owner.login.toLowerCase() === owner.toLowerCase();
  });
  if (found === undefined) throw invalid("PullRequest", "head");
  return found;
}

async function patchPull(call: Call): Promise<Answer> {
  const state = call.optionalText("state");
  if (state !== undefined && state !== "open" && state !== "closed") throw invalid("PullRequest", "state");
  const [title, body, base] = ["title", "body", "base"].map((name) => call.optionalText(name));
  editPull(call.hub, call.pull, {
    ...(title === undefined ? {} : { title }), ...(body === undefined ? {} : { body }),
    ...(base === undefined ? {} : { base }), ...(state === undefined ? {} : { state }),
  }, call.by);
  return ok(await wholePull(call));
}

async function wholePull(call: Call, pull: PullRequest = call.pull) {
  const { hub } = call;
  const { objects } = pull.repository;
  const sha = pull.merged === null ? await testMerge(hub, pull) : null;
  const strict = bindingRules(hub, pull.repository, pull.baseRef, call.actor).some(({ rules }) => rules.strict);
  const behind = strict && !(await isAncestor(objects, pull.baseSha, pull.headSha));
  const why = pull.state === "open" ? await mergeRefusal(hub, pull, call.actor) : null;
  const bad = latest([...pull.repository.runs.values()].filter(({ headSha }) => headSha === pull.headSha))
    .some(({ conclusion }) => !["success", "neutral", "skipped"].includes(conclusion ?? ""));
  const state = pull.state === "closed" ? "unknown" : sha === null ? "dirty" : pull.draft ? "draft" : behind ? "behind"
    : why !== null ? "blocked" : bad ? "unstable" : "clean";
  return {
    ...pullView(hub, pull),
    ...outcomeView(hub, pull),
    mergeable: pull.state === "closed" ? null : sha !== null,
    rebaseable: pull.state === "closed" ? null : sha !== null,
    mergeable_state: state,
    ...(await pullCounts(pull)),
  };
}

async function listFiles(call: Call): Promise<Answer> {
  const { hub, pull } = call;
  const files = (await pullFiles(pull)).slice(0, MOST_FILES);
  return call.pageOf(files, (file) => fileView(hub, pull.repository, file, pull.headSha));
}

async function listCommits(call: Call): Promise<Answer> {
  const { hub, pull } = call;
  return call.pageOf((await pullCommits(pull)).slice(0, MOST_COMMITS), async (oid) => {
    const commit = await readCommit(pull.repository.objects, oid);
    if (commit === null) throw notFound();
    return commitView(hub, pull.repository, commit);
  });
}

async function merge(call: Call): Promise<Answer> {
  const method = call.optionalText("merge_method") ?? "merge";
  if (!METHODS.includes(method)) {
    throw new Refusal(422, "Invalid request.\n\nmerge_method must be merge, squash or rebase.");
  }
  const [sha, title, message] = ["sha", "commit_title", "commit_message"].map((name) => call.optionalText(name));
  const merged = await mergePull(call.hub, call.pull, call.actor, {
    method: method as MergeMethod,
    ...(sha === undefined ? {} : { sha }), ...(title === undefined ? {} : { title }),
    ...(message === undefined ? {} : { message }),
  });
  return ok({ sha: merged, merged: true, message: "Pull Request successfully merged" });
}

function createReview(call: Call): Answer {
  const events = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;
  const event = call.optionalText("event") ?? "COMMENT";
  const state = events[event as keyof typeof events];
  if (state === undefined) throw invalid("PullRequestReview", "event");
  const body = call.optionalText("body") ?? "";
  const review = addReview(call.hub, call.pull, call.by, state, body, call.optionalText("commit_id"));
  return ok(reviewView(call.hub, call.pull, review));
}
