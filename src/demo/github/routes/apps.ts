/** Apps about themselves: installations, tokens and the log of deliveries. */
import { accountView, appView, installationView, selection, tokenView } from "../views/account.ts";
import { api, time } from "../views/address.ts";
import { repositoryView } from "../views/repository.ts";
import type { Call } from "../http/call.ts";
import { created, DONE, ok } from "../http/call.ts";
import type { Route } from "../http/route.ts";
import type { Delivery } from "../hooks/webhooks.ts";
import type { App, Installation, Level, Permissions } from "../world/model.ts";
import { notFound, Refusal } from "../world/refusal.ts";
import type { Repository } from "../world/repository.ts";
import { announceInstallation } from "../acts/announce.ts";
import { redeem } from "../acts/manifest.ts";

const HOUR = 3_600_000;
/** GitHub shows deliveries of three days. */
const LOG_DAYS = 3 * 24 * HOUR;
const RANK: Readonly<Record<Level, number>> = { read: 1, write: 2, admin: 3 };

export const APP_ROUTES: readonly Route[] = [
  { method: "GET", path: "/app", needs: "app", handle: (call) => ok(ownView(call)) },
  {
    method: "GET", path: "/app/installations", needs: "app",
    handle: (call) => call.pageOf(installationsOf(call), (one) => installationView(call.hub, one)),
  },
  {
    method: "GET", path: "/app/installations/:installation", needs: "app",
    handle: (call) => ok(installationView(call.hub, installationOf(call))),
  },
  {
    method: "DELETE", path: "/app/installations/:installation", needs: "app",
    handle: (call) => {
      const installation = installationOf(call);
      call.hub.installations.delete(installation.id);
      announceInstallation(call.hub, installation, "deleted");
      return DONE;
    },
  },
  { method: "POST", path: "/app/installations/:installation/access_tokens", needs: "app", handle: newToken },
  {
    method: "GET", path: "/repos/:owner/:repo/installation", needs: "app",
    handle: (call) => {
      const repository = call.hub.repository(`${call.param("owner")}/${call.param("repo")}`);
      const found = installationsOf(call).find((one) => call.hub.covers(one, repository));
      if (found === undefined) throw notFound();
      return ok(installationView(call.hub, found));
    },
  },
  { method: "GET", path: "/installation/repositories", needs: "installation", handle: reachable },
  {
    method: "DELETE", path: "/installation/token", needs: "installation",
    handle: ({ hub, actor }) => {
      for (const [secret, token] of hub.tokens) if (token === actor) hub.tokens.delete(secret);
      return DONE;
    },
  },
  { method: "POST", path: "/app-manifests/:code/conversions", needs: "any", handle: converted },
  { method: "GET", path: "/app/hook/deliveries", needs: "app", handle: deliveries },
  {
    method: "GET", path: "/app/hook/deliveries/:delivery", needs: "app",
    handle: (call) => {
      const delivery = log(call).find(({ id }) => id === Number(call.param("delivery")));
      if (delivery === undefined) throw notFound();
      return ok(wholeDelivery(call, delivery));
    },
  },
  {
    method: "POST", path: "/app/hook/deliveries/:delivery/attempts", needs: "app",
    handle: (call) => {
      const id = Number(call.param("delivery"));
      const known = log(call).some((one) => one.id === id);
      if (!known || !call.hub.webhooks.redeliver(appOf(call), id)) throw notFound();
      return { status: 202, body: {} };
    },
  },
];

function appOf(call: Call): App {
  if (call.actor.kind !== "app") throw notFound();
  return call.actor.app;
}

function ownView(call: Call) {
  return { ...appView(call.hub, appOf(call)), installations_count: installationsOf(call).length };
}

function installationsOf(call: Call): Installation[] {
  const app = appOf(call);
  return [...call.hub.installations.values()].filter((one) => one.app === app);
}

function installationOf(call: Call): Installation {
  const found = installationsOf(call).find(({ id }) => id === Number(call.param("installation")));
  if (found === undefined) throw notFound();
  return found;
}

function newToken(call: Call) {
  const { hub } = call;
  const installation = installationOf(call);
  if (installation.suspendedAt !== null) throw new Refusal(403, "This installation has been suspended");
  const permissions = asked(call, installation.permissions);
  const repositories = chosen(call, installation);
  const secret = hub.secret("ghs");
  // To the second, as GitHub tells it: a token must not live longer than its owner was told.
  const expiresAt = new Date(Math.floor((hub.now().getTime() + HOUR) / 1000) * 1000);
  hub.tokens.set(secret, { kind: "installation", installation, permissions, repositories, expiresAt });
  const reach = repositories === null ? selection(installation) : "selected";
  const view = tokenView(secret, expiresAt, permissions, reach);
  const named = repositories === null ? {} : { repositories: [...repositories].map((one) => repositoryView(hub, one)) };
  return created({ ...view, ...named });
}

function asked(call: Call, given: Permissions): Permissions {
  const wanted = call.body["permissions"];
  if (typeof wanted !== "object" || wanted === null) return given;
  for (const [name, level] of Object.entries(wanted as Record<string, Level>)) {
    const most = given[name];
    if (most === undefined || RANK[level] > RANK[most]) {
      throw new Refusal(422, "The permissions requested are not granted to this installation.");
    }
  }
  return wanted as Permissions;
}

function chosen(call: Call, installation: Installation): Set<Repository> | null {
  const names = call.list("repositories");
  const ids = call.list("repository_ids");
  if (names.length === 0 && ids.length === 0) return null;
  const covered = [...call.hub.repositories.values()].filter((one) => call.hub.covers(installation, one));
  const found = covered.filter((one) => names.includes(one.name) || ids.includes(one.id));
  if (found.length < names.length + ids.length) {
    throw new Refusal(
      422, "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  return new Set(found);
}

function reachable(call: Call) {
  const { hub, actor } = call;
  if (actor.kind !== "installation") throw notFound();
  const all = [...hub.repositories.values()].filter((one) => hub.covers(actor.installation, one));
  const within = all.filter((one) => actor.repositories?.has(one) ?? true);
  return call.countedPageOf("repositories", within, (one) => repositoryView(hub, one));
}

/** Newest first. */
function log(call: Call): Delivery[] {
  const app = appOf(call);
  const oldest = call.hub.now().getTime() - LOG_DAYS;
  const own = call.hub.webhooks.log.filter((one) => one.app === app && one.outcome !== null);
  return own.filter(({ deliveredAt }) => deliveredAt.getTime() >= oldest).reverse();
}

/** The log has cursors instead of pages: each is the id of the delivery to begin with. */
function deliveries(call: Call) {
  const size = Math.min(100, Math.max(1, Number(call.query("per_page")) || 30));
  const cursor = call.query("cursor");
  const status = call.query("status");
  const all = log(call).filter(({ outcome }) => {
    return status === null || (status === "success") === ((outcome?.status ?? 0) < 400);
  });
  const start = cursor === null ? 0 : all.findIndex(({ id }) => id <= Number(cursor));
  const rest = start < 0 ? [] : all.slice(start);
  const next = rest[size];
  const headers: Record<string, string> = {};
  if (next !== undefined) {
    const url = new URL(call.url);
    url.searchParams.set("cursor", String(next.id));
    headers["link"] = `<${url.href}>; rel="next"`;
  }
  return { status: 200, body: rest.slice(0, size).map(briefDelivery), headers };
}

function briefDelivery(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: time(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: (delivery.outcome?.milliseconds ?? 0) / 1000,
    status: delivery.outcome?.text ?? "pending",
    status_code: delivery.outcome?.status ?? 0,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
}

function wholeDelivery(call: Call, delivery: Delivery) {
  return {
    ...briefDelivery(delivery),
    url: `${api(call.hub)}/app/hook/deliveries/${delivery.id}`,
    request: { headers: delivery.headers, payload: JSON.parse(delivery.body) as unknown },
    response: { headers: delivery.outcome?.headers ?? {}, payload: delivery.outcome?.body ?? "" },
  };
}

function converted(call: Call) {
  const { app, privateKey, webhookSecret, clientSecret } = redeem(call.hub, call.param("code"));
  const secrets = { client_id: app.clientId, client_secret: clientSecret, webhook_secret: webhookSecret, pem: privateKey };
  return created({ ...appView(call.hub, app), ...secrets });
}

/** People: who a token is, and who somebody is. */
export const ACCOUNT_ROUTES: readonly Route[] = [
  {
    method: "GET", path: "/apps/:slug", needs: "any",
    handle: ({ hub, params }) => {
      const app = [...hub.apps.values()].find(({ slug }) => slug === params["slug"]);
      if (app === undefined) throw notFound();
      return ok(appView(hub, app));
    },
  },
  {
    method: "GET", path: "/users/:login", needs: "any",
    handle: ({ hub, params }) => {
      const account = hub.account(params["login"] ?? "");
      const unknown = { name: null, company: null, blog: "", location: null, email: null, hireable: null, bio: null };
      const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
      const since = time(new Date(0));
      return ok({ ...accountView(hub, account), ...unknown, ...counts, created_at: since, updated_at: since });
    },
  },
  { method: "GET", path: "/rate_limit", needs: "any", handle: () => ok({}) },
];
