/** People, organisations, Apps and installations as the API shows them. */
import type { Hub } from "../world/hub.ts";
import type { Account, App, Installation, Permissions } from "../world/model.ts";
import { api, nodeId, time, timeOrNull } from "./address.ts";

export function accountView(hub: Hub, account: Account) {
  const url = `${api(hub)}/users/${encodeURIComponent(account.login)}`;
  const own = account.type === "Bot" ? `apps/${account.login.replace("[bot]", "")}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${hub.origin}/avatars/${account.id}`,
    gravatar_id: "",
    url,
    html_url: `${hub.origin}/${own}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

/** An organisation as events name it. */
export function organizationView(hub: Hub, { id, login }: Account) {
  const url = `${api(hub)}/orgs/${login}`;
  return {
    login, id, node_id: nodeId("Organization", id), url, avatar_url: `${hub.origin}/avatars/${id}`, description: null,
    repos_url: `${url}/repos`, events_url: `${url}/events`, hooks_url: `${url}/hooks`, issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`, public_members_url: `${url}/public_members{/member}`,
  };
}

export function appView(hub: Hub, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId("App", app.id),
    client_id: app.clientId,
    owner: accountView(hub, app.owner),
    name: app.name,
    description: "",
    external_url: hub.origin,
    html_url: `${hub.origin}/apps/${app.slug}`,
    created_at: time(app.createdAt),
    updated_at: time(app.createdAt),
    permissions: app.permissions,
    events: app.events,
  };
}

export function installationView(hub: Hub, installation: Installation) {
  const { app, account, id } = installation;
  const url = `${api(hub)}/app/installations/${id}`;
  return {
    id,
    app_id: app.id,
    app_slug: app.slug,
    client_id: app.clientId,
    account: accountView(hub, account),
    target_id: account.id,
    target_type: account.type,
    repository_selection: selection(installation),
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: `${api(hub)}/installation/repositories`,
    html_url: `${hub.origin}/settings/installations/${id}`,
    permissions: installation.permissions,
    events: app.events,
    single_file_name: null,
    created_at: time(installation.createdAt),
    updated_at: time(installation.updatedAt),
    suspended_at: timeOrNull(installation.suspendedAt),
    suspended_by: installation.suspendedAt === null ? null : accountView(hub, account),
  };
}

export function selection(installation: Installation): "all" | "selected" {
  return installation.repositories === null ? "all" : "selected";
}

export function tokenView(token: string, expires: Date, permissions: Permissions, chosen: "all" | "selected") {
  return { token, expires_at: time(expires), permissions, repository_selection: chosen };
}
