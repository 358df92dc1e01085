/** Apps come to be: registered by hand or from a manifest, and installed. */
import { createPublicKey } from "node:crypto";
import { newAppKeys } from "../credentials.ts";
import type { AppKeys } from "../credentials.ts";
import type { Hub } from "../world/hub.ts";
import type { App, Installation, Permissions } from "../world/model.ts";
import { announceChoice, announceInstallation } from "./announce.ts";

export interface NewApp {
  readonly name: string;
  readonly owner: string;
  readonly webhookUrl?: string | null;
  readonly webhookSecret?: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
  /** A key made before; making one takes a moment. */
  readonly keys?: AppKeys;
}

/** An App and its private key. */
export interface RegisteredApp {
  readonly app: App;
  readonly privateKey: string;
}

/** The name of an App as addresses have it. */
export function slugOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** Registers an App. */
export function registerApp(hub: Hub, wanted: NewApp): RegisteredApp {
  const { privateKey, publicKey } = wanted.keys ?? newAppKeys();
  const slug = slugOf(wanted.name);
  const id = hub.id();
  const app: App = {
    id, slug, name: wanted.name, owner: hub.join(wanted.owner, "User"), bot: hub.join(`${slug}[bot]`, "Bot"),
    publicKey: createPublicKey(publicKey), clientId: `Iv23standin${id}`, webhookUrl: wanted.webhookUrl ?? null,
    webhookSecret: wanted.webhookSecret ?? "", permissions: wanted.permissions, events: wanted.events,
    createdAt: hub.now(),
  };
  hub.apps.set(id, app);
  return { app, privateKey };
}

/** Installs an App on an account, for all repositories or for those named. Throws 404 for what is not there. */
export function install(hub: Hub, app: App, login: string, repositories: readonly string[] | null): Installation {
  const now = hub.now();
  const chosen = repositories?.map((name) => hub.repository(`${login}/${name}`));
  const installation: Installation = {
    id: hub.id(), app, account: hub.account(login), permissions: app.permissions,
    repositories: chosen === undefined ? null : new Set(chosen), suspendedAt: null, createdAt: now, updatedAt: now,
  };
  hub.installations.set(installation.id, installation);
  announceInstallation(hub, installation, "created");
  return installation;
}

/** Chooses what an installation reaches from now on (null: all of the account's), and tells the App what that changed. */
export function choose(hub: Hub, installation: Installation, repositories: readonly string[] | null): void {
  const all = [...hub.repositories.values()];
  const before = all.filter((one) => hub.covers(installation, one));
  const named = repositories?.map((name) => hub.repository(`${installation.account.login}/${name}`));
  installation.repositories = named === undefined ? null : new Set(named);
  const after = all.filter((one) => hub.covers(installation, one));
  const added = after.filter((one) => !before.includes(one));
  const removed = before.filter((one) => !after.includes(one));
  if (added.length > 0) announceChoice(hub, installation, "added", added, []);
  if (removed.length > 0) announceChoice(hub, installation, "removed", [], removed);
}
