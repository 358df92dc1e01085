/** Comments, reactions and commit statuses. */
import { addComment, deleteComment, editComment, react } from "../acts/comments.ts";
import { addStatus } from "../acts/statuses.ts";
import { repositoryApi } from "../views/address.ts";
import { statusView } from "../views/check.ts";
import { commentView, issueView, reactionView } from "../views/pull.ts";
import { minimalRepositoryView } from "../views/repository.ts";
import { readCommit } from "../git/commit.ts";
import type { Answer, Call } from "../http/call.ts";
import { created, DONE, ok } from "../http/call.ts";
import type { Route } from "../http/route.ts";
import { appOf } from "../world/hub.ts";
import type { Comment, CommitStatus, Reaction } from "../world/model.ts";
import { invalid, notFound, Refusal } from "../world/refusal.ts";

const ROOT = "/repos/:owner/:repo";
const READ = ["issues:read", "pull_requests:read"];
const WRITE = ["issues:write", "pull_requests:write"];
/** Everybody who can see a repository may speak; Apps need leave. */
const LARGEST_COMMENT = 65_536;
const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];
const STATES: readonly string[] = ["error", "failure", "pending", "success"];

export const TALK_ROUTES: readonly Route[] = [
  { method: "GET", path: `${ROOT}/issues/:number`, needs: READ, handle: (call) => ok(issueView(call.hub, call.pull)) },
  { method: "GET", path: `${ROOT}/issues/:number/comments`, needs: READ, handle: listComments },
  { method: "POST", path: `${ROOT}/issues/:number/comments`, needs: "any", handle: createComment },
  {
    method: "GET", path: `${ROOT}/issues/comments/:comment`, needs: READ,
    handle: (call) => ok(commentView(call.hub, call.repository, commentOf(call))),
  },
  {
    method: "PATCH", path: `${ROOT}/issues/comments/:comment`, needs: "any",
    handle: (call) => {
      const comment = commentOf(call);
      own(call, comment);
      editComment(call.hub, call.repository, comment, call.text("body"), call.by);
      return ok(commentView(call.hub, call.repository, comment));
    },
  },
  {
    method: "DELETE", path: `${ROOT}/issues/comments/:comment`, needs: "any",
    handle: (call) => {
      own(call, commentOf(call));
      deleteComment(call.hub, call.repository, commentOf(call), call.by);
      return DONE;
    },
  },
  ...reactionRoutes(`${ROOT}/issues/comments/:comment`, (call) => commentOf(call).reactions),
  ...reactionRoutes(`${ROOT}/issues/:number`, (call) => {
    const { reactions } = call.repository;
    const found = reactions.get(call.pull.number) ?? [];
    reactions.set(call.pull.number, found);
    return found;
  }),
  { method: "POST", path: `${ROOT}/statuses/:sha`, needs: ["statuses:write"], handle: createStatus },
  { method: "GET", path: `${ROOT}/commits/*ref/statuses`, needs: ["statuses:read"], handle: listStatuses },
  { method: "GET", path: `${ROOT}/commits/*ref/status`, needs: ["statuses:read"], handle: combinedStatus },
];

/** Throws unless the actor may speak in a repository. */
function speaks(call: Call): void {
  const { actor, repository, hub } = call;
  const own = actor.kind === "installation" && hub.covers(actor.installation, repository);
  if (actor.kind === "installation" && !(own && hub.may(actor, repository, WRITE))) {
    throw new Refusal(403, "Resource not accessible by integration");
  }
  if (actor.kind !== "installation" && actor.kind !== "user") throw new Refusal(401, "Requires authentication");
}

/** Throws unless a comment is the actor's, or the actor may write to the repository. */
function own(call: Call, comment: Comment): void {
  speaks(call);
  if (comment.author === call.by || hubMayWrite(call)) return;
  throw new Refusal(403, "Must have admin rights to Repository.");
}

function hubMayWrite({ actor, hub, repository }: Call): boolean {
  return hub.may(actor, repository, WRITE);
}

function commentOf(call: Call): Comment {
  const comment = call.repository.comments.get(Number(call.param("comment")));
  if (comment === undefined) throw notFound();
  return comment;
}

function listComments(call: Call): Promise<Answer> {
  const { number } = call.pull;
  const found = [...call.repository.comments.values()].filter(({ issue }) => issue === number);
  return call.pageOf(found, (comment) => commentView(call.hub, call.repository, comment));
}

function createComment(call: Call): Answer {
  speaks(call);
  const body = call.text("body");
  if (body.trim() === "") throw invalid("IssueComment", "body", "body is too short (minimum is 1 character)");
  if (body.length > LARGEST_COMMENT) {
    throw invalid("IssueComment", "body", `body is too long (maximum is ${LARGEST_COMMENT} characters)`);
  }
  const comment = addComment(call.hub, call.pull, call.by, appOf(call.actor), body);
  return created(commentView(call.hub, call.repository, comment));
}

function reactionRoutes(path: string, reactionsOf: (call: Call) => Reaction[]): Route[] {
  return [
    {
      method: "GET", path: `${path}/reactions`, needs: READ,
      handle: (call) => call.pageOf(reactionsOf(call), (one) => reactionView(call.hub, one)),
    },
    {
      method: "POST", path: `${path}/reactions`, needs: "any",
      handle: (call) => {
        speaks(call);
        const content = call.text("content");
        if (!REACTIONS.includes(content)) throw invalid("Reaction", "content");
        const { reaction, fresh } = react(call.hub, reactionsOf(call), call.by, content);
        return { status: fresh ? 201 : 200, body: reactionView(call.hub, reaction) };
      },
    },
    {
      method: "DELETE", path: `${path}/reactions/:reaction`, needs: "any",
      handle: (call) => {
        speaks(call);
        const all = reactionsOf(call);
        const at = all.findIndex(({ id, author }) => id === Number(call.param("reaction")) && author === call.by);
        if (at < 0) throw notFound();
        all.splice(at, 1);
        return DONE;
      },
    },
  ];
}

async function createStatus(call: Call): Promise<Answer> {
  const { hub, repository } = call;
  const sha = call.param("sha");
  if ((await readCommit(repository.objects, sha)) === null) throw new Refusal(422, `No commit found for SHA: ${sha}`);
  const state = call.text("state");
  if (!STATES.includes(state)) throw invalid("Status", "state");
  const status = await addStatus(hub, repository, call.by, appOf(call.actor), {
    sha, state: state as CommitStatus["state"], context: call.optionalText("context") ?? "default",
    description: call.optionalText("description", 140) ?? null, targetUrl: call.optionalText("target_url") ?? null,
  });
  return created(statusView(hub, repository, status));
}

async function statusesOf(call: Call): Promise<{ readonly sha: string; readonly all: CommitStatus[] }> {
  const sha = await call.repository.resolve(call.param("ref"));
  if (sha === null) throw notFound();
  return { sha, all: call.repository.statuses.filter((one) => one.sha === sha).reverse() };
}

async function listStatuses(call: Call): Promise<Answer> {
  const { all } = await statusesOf(call);
  return call.pageOf(all, (one) => statusView(call.hub, call.repository, one));
}

async function combinedStatus(call: Call): Promise<Answer> {
  const { hub, repository } = call;
  const { sha, all } = await statusesOf(call);
  const newest = [...new Map([...all].reverse().map((one) => [one.context, one])).values()];
  const has = (state: string): boolean => newest.some((one) => one.state === state);
  const open = newest.length === 0 || has("pending") ? "pending" : "success";
  const state = has("error") || has("failure") ? "failure" : open;
  const { items, headers } = call.page(newest);
  const url = `${repositoryApi(hub, repository)}/commits/${sha}`;
  const body = {
    state, sha, total_count: newest.length, statuses: items.map((one) => statusView(hub, repository, one)),
    repository: minimalRepositoryView(hub, repository), commit_url: url, url: `${url}/status`,
  };
  return { status: 200, body, headers };
}
