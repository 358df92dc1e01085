/** Repositories, forks, branches and their protection, and who may what. */
import { readCommit } from "../git/commit.ts";
import { api, page, repositoryApi } from "../views/address.ts";
import { accountView } from "../views/account.ts";
import { commitView } from "../views/commit.ts";
import { fullRepositoryView, minimalRepositoryView } from "../views/repository.ts";
import { rulesView } from "../views/rules.ts";
import { fork } from "../acts/fork.ts";
import { isProtected } from "../acts/gate.ts";
import type { Answer, Call } from "../http/call.ts";
import { DONE, ok } from "../http/call.ts";
import type { Route } from "../http/route.ts";
import type { Protection, Role } from "../world/model.ts";
import { notFound, Refusal } from "../world/refusal.ts";

const ROOT = "/repos/:owner/:repo";
const PROTECTION = `${ROOT}/branches/:branch/protection`;
const READ = ["metadata:read"];
const CODE = ["contents:read"];
const ADMIN = ["administration:write"];

export const REPOSITORY_ROUTES: readonly Route[] = [
  { method: "GET", path: ROOT, needs: READ, handle: (call) => ok(fullRepositoryView(call.hub, call.repository)) },
  {
    method: "GET", path: `${ROOT}/forks`, needs: READ,
    handle: (call) => call.pageOf(
      [...call.hub.repositories.values()].filter(({ parent }) => parent === call.repository),
      (one) => minimalRepositoryView(call.hub, one),
    ),
  },
  {
    method: "POST", path: `${ROOT}/forks`, needs: READ,
    handle: async (call) => {
      const made = await fork(call.hub, call.repository, call.by, call.optionalText("name"));
      return { status: 202, body: fullRepositoryView(call.hub, made) };
    },
  },
  { method: "GET", path: `${ROOT}/branches`, needs: CODE, handle: listBranches },
  { method: "GET", path: PROTECTION, needs: ["administration:read"], handle: showProtection },
  { method: "PUT", path: PROTECTION, needs: ADMIN, handle: putProtection },
  {
    method: "DELETE", path: PROTECTION, needs: ADMIN,
    handle: (call) => {
      if (!call.repository.protections.delete(call.param("branch"))) throw new Refusal(404, "Branch not protected");
      return DONE;
    },
  },
  { method: "GET", path: `${ROOT}/branches/*branch`, needs: CODE, handle: showBranch },
  { method: "GET", path: `${ROOT}/rules/branches/*branch`, needs: READ, handle: (call) => call.pageOf(branchRules(call), (rule) => rule) },
  { method: "GET", path: `${ROOT}/collaborators/:login/permission`, needs: READ, handle: permission },
  {
    method: "GET", path: `${ROOT}/collaborators/:login`, needs: READ,
    handle: ({ hub, repository, params }) => {
      const user = hub.account(params["login"] ?? "");
      const own = user.id === repository.owner.id || repository.collaborators.has(user.login.toLowerCase());
      if (!own) throw notFound();
      return DONE;
    },
  },
  { method: "GET", path: "/orgs/:org/teams/:team/memberships/:login", needs: "any", handle: membership },
];

const OLD_NAMES: Readonly<Record<Role, string>> = {
  admin: "admin", maintain: "write", write: "write", triage: "read", read: "read",
};

function permission({ hub, repository, params }: Call): Answer {
  const user = hub.account(params["login"] ?? "");
  const role = hub.role(user, repository);
  const at = (...roles: Role[]): boolean => role !== null && roles.includes(role);
  const permissions = {
    admin: at("admin"), maintain: at("admin", "maintain"), push: at("admin", "maintain", "write"),
    triage: at("admin", "maintain", "write", "triage"), pull: role !== null,
  };
  const name = role ?? "none";
  return ok({
    permission: role === null ? "none" : OLD_NAMES[role],
    role_name: name,
    user: { ...accountView(hub, user), permissions, role_name: name },
  });
}

/** Needs the organisation's permission `members`, which is not one on a repository. */
function membership({ hub, actor, params }: Call): Answer {
  const organization = hub.account(params["org"] ?? "");
  if (actor.kind === "installation") {
    const own = actor.installation.account.id === organization.id;
    if (!own || actor.permissions["members"] === undefined) {
      throw new Refusal(403, "Resource not accessible by integration");
    }
  } else if (actor.kind !== "user") throw new Refusal(401, "Requires authentication");
  const team = hub.teams.get(organization.login.toLowerCase())?.get(params["team"] ?? "");
  const login = (params["login"] ?? "").toLowerCase();
  const found = team?.members.get(login);
  if (team === undefined || found === undefined) throw notFound();
  return ok({ ...found, url: `${api(hub)}/organizations/${organization.id}/team/${team.id}/memberships/${login}` });
}

function listBranches(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const wanted = call.query("protected");
  const all = repository.refs.list("refs/heads/").map(({ name, oid }) => ({ name: name.slice(11), oid }));
  const some = all.filter(({ name }) => wanted === null || isProtected(repository, name) === (wanted === "true"));
  return call.pageOf(some, ({ name, oid }) => ({
    name,
    commit: { sha: oid, url: `${repositoryApi(hub, repository)}/commits/${oid}` },
    protected: isProtected(repository, name),
  }));
}

async function showBranch(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const name = call.param("branch");
  const oid = repository.branch(name);
  const commit = oid === null ? null : await readCommit(repository.objects, oid);
  if (commit === null) throw new Refusal(404, "Branch not found");
  const rules = repository.protections.get(name);
  const self = `${repositoryApi(hub, repository)}/branches/${name}`;
  const contexts = rules?.checks.map(({ context }) => context) ?? [];
  const checks = rules?.checks.map(({ context, appId }) => ({ context, app_id: appId })) ?? [];
  const level = rules === undefined ? "off" : rules.admins ? "everyone" : "non_admins";
  return ok({
    name,
    commit: commitView(hub, repository, commit),
    _links: { self, html: `${page(hub, repository)}/tree/${name}` },
    protected: isProtected(repository, name),
    protection: {
      enabled: rules !== undefined,
      required_status_checks: { enforcement_level: level, contexts, checks },
    },
    protection_url: `${self}/protection`,
  });
}

function branchRules({ repository, params }: Call): object[] {
  const holding = repository.rulesets.filter(({ branches }) => branches.includes(params["branch"] ?? ""));
  return holding.flatMap((ruleset) => rulesView(repository, ruleset));
}

function showProtection(call: Call): Answer {
  const rules = call.repository.protections.get(call.param("branch"));
  if (rules === undefined) throw new Refusal(404, "Branch not protected");
  return ok(protectionView(call, rules));
}

function protectionView(call: Call, rules: Protection) {
  const url = `${repositoryApi(call.hub, call.repository)}/branches/${call.param("branch")}/protection`;
  const required = {
    url: `${url}/required_status_checks`,
    contexts_url: `${url}/required_status_checks/contexts`,
    strict: rules.strict,
    contexts: rules.checks.map(({ context }) => context),
    checks: rules.checks.map(({ context, appId }) => ({ context, app_id: appId })),
  };
  return {
    url,
    ...(rules.checks.length === 0 ? {} : { required_status_checks: required }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: rules.admins },
    allow_force_pushes: { enabled: rules.forcePushes },
    allow_deletions: { enabled: rules.deletions },
    ...(rules.pullRequests ? { required_pull_request_reviews: reviewsView(url) } : {}),
  };
}

function reviewsView(url: string) {
  return {
    url: `${url}/required_pull_request_reviews`,
    dismiss_stale_reviews: false,
    require_code_owner_reviews: false,
    required_approving_review_count: 0,
  };
}

function putProtection(call: Call): Answer {
  const branch = call.param("branch");
  if (call.repository.branch(branch) === null) throw new Refusal(404, "Branch not found");
  const required = call.body["required_status_checks"] as
    | { strict?: boolean; contexts?: string[]; checks?: { context: string; app_id?: number }[] } | null | undefined;
  const known = [...call.repository.runs.values()];
  const checks = (required?.checks ?? []).map(({ context, app_id: asked }) => {
    // Left out it means the App that gave the check last; -1 means any.
    const last = known.findLast(({ name }) => name === context)?.app.id ?? null;
    return { context, appId: asked === -1 ? null : (asked ?? last) };
  });
  const unpinned = (required?.contexts ?? []).map((context) => ({ context, appId: null }));
  const named = new Set(checks.map(({ context }) => context));
  const rules = {
    checks: [...checks, ...unpinned.filter(({ context }) => !named.has(context))],
    strict: required?.strict === true,
    admins: call.flag("enforce_admins"),
    pullRequests: (call.body["required_pull_request_reviews"] ?? null) !== null,
    forcePushes: call.flag("allow_force_pushes"),
    deletions: call.flag("allow_deletions"),
    mergeQueue: false,
  };
  call.repository.protections.set(branch, rules);
  return ok(protectionView(call, rules));
}
