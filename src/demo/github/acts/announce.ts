/** Telling the Apps what happened: who gets which event. */
import type { Hub } from "../world/hub.ts";
import type { Account, Installation } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { accountView, installationView, organizationView, selection } from "../views/account.ts";
import { minimalRepositoryView, repositoryView } from "../views/repository.ts";

/** What an App must be allowed to read before it is told of an event. */
const NEEDED: Readonly<Record<string, string>> = {
  push: "contents", create: "contents", delete: "contents", fork: "contents",
  pull_request: "pull_requests", pull_request_review: "pull_requests",
  issue_comment: "issues", check_run: "checks", check_suite: "checks", status: "statuses",
  merge_group: "merge_queues",
};

/** Sent to every App that may write checks, asked for or not. */
const CHECK_EVENTS = new Set(["check_run", "check_suite"]);

export interface News {
  readonly event: string;
  readonly action: string | null;
  readonly sender: Account;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The part of the payload that takes a moment to find out; only called when somebody is told. */
  readonly later?: () => Promise<Readonly<Record<string, unknown>>>;
  /** Only to this App; to all that want it without. */
  readonly only?: number;
}

/** Sends an event about a repository to every App that is installed there and wants it. */
export function announce(hub: Hub, repository: Repository, news: News): void {
  for (const installation of hub.installationsOf(repository)) {
    if (news.only !== undefined && news.only !== installation.app.id) continue;
    if (!wants(installation, news)) continue;
    const { owner } = repository;
    hub.webhooks.emit({
      app: installation.app,
      installation,
      event: news.event,
      action: news.action,
      repositoryId: repository.id,
      ...(news.later === undefined ? {} : { later: news.later() }),
      payload: {
        ...(news.action === null ? {} : { action: news.action }),
        ...news.payload,
        repository: repositoryView(hub, repository),
        ...(owner.type === "Organization" ? { organization: organizationView(hub, owner) } : {}),
        sender: accountView(hub, news.sender),
      },
    });
  }
}

type InstallationAction = "created" | "deleted" | "suspend" | "unsuspend" | "new_permissions_accepted";

/** Tells an App about its own installation; that needs no subscription. */
export function announceInstallation(hub: Hub, installation: Installation, action: InstallationAction): void {
  const reached = [...hub.repositories.values()].filter((repository) => hub.covers(installation, repository));
  tellInstallation(hub, installation, "installation", action, { repositories: reached.map((one) => briefly(hub, one)) });
}

/** Tells an App that its installation reaches more, or less. */
export function announceChoice(
  hub: Hub, installation: Installation, action: "added" | "removed", added: readonly Repository[],
  removed: readonly Repository[],
): void {
  tellInstallation(hub, installation, "installation_repositories", action, {
    repository_selection: selection(installation), requester: null,
    repositories_added: added.map((one) => briefly(hub, one)),
    repositories_removed: removed.map((one) => briefly(hub, one)),
  });
}

function briefly(hub: Hub, repository: Repository) {
  const { id, node_id, name, full_name, private: hidden } = minimalRepositoryView(hub, repository);
  return { id, node_id, name, full_name, private: hidden };
}

function tellInstallation(
  hub: Hub, installation: Installation, event: string, action: string, more: Readonly<Record<string, unknown>>,
): void {
  const payload = {
    action, installation: installationView(hub, installation), ...more, sender: accountView(hub, installation.account),
  };
  // The payload has the whole installation; nothing is added to it.
  hub.webhooks.emit({ app: installation.app, installation: null, event, action, repositoryId: null, payload });
}

function wants(installation: Installation, { event, action }: News): boolean {
  if (installation.suspendedAt !== null) return false;
  const permission = NEEDED[event];
  const given = permission === undefined ? "read" : installation.permissions[permission];
  if (given === undefined) return false;
  if (CHECK_EVENTS.has(event) && action !== "created" && action !== "completed") return given !== "read";
  return installation.app.events.includes(event);
}
