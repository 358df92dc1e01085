/**
 * A GitHub of one's own: a server with real Git repositories behind it, for tests and for a first look without an
 * account. What people would do through GitHub's pages is done with the methods here; what the App does comes in
 * through the API.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { announceInstallation } from "./acts/announce.ts";
import { pressButton, rerequestRun, rerequestSuite } from "./acts/checks.ts";
import { choose, install, registerApp } from "./acts/register.ts";
import type { NewApp, RegisteredApp } from "./acts/register.ts";
import { Webhooks } from "./hooks/webhooks.ts";
import { ApiServer } from "./http/server.ts";
import { RepositoryDesk } from "./repository-desk.ts";
import { OTHER_ROUTES, ROUTES } from "./routes/table.ts";
import { Hub } from "./world/hub.ts";
import type { Account, App, CheckRun, Installation, Membership, Permissions, Team } from "./world/model.ts";
import { Repository } from "./world/repository.ts";
import type { Files } from "./acts/commit.ts";

export interface StandInSettings {
  /** Folder for the repositories; a scratch folder, taken away at the end, without it. */
  readonly folder?: string;
  readonly port?: number;
  /** Whether requests and answers are kept for tests to look at; true without it. */
  readonly recording?: boolean;
  /** The clock of GitHub. */
  readonly now?: () => Date;
}

export type { NewApp, RegisteredApp };

/** How long nothing must have happened before all is taken to be quiet. */
const QUIET = 40;

export class StandIn {
  readonly hub: Hub;
  readonly server: ApiServer;
  /** Root of the server; the API answers there and under `/api/v3`. */
  readonly url: string;
  readonly #scratch: string | null;

  private constructor(hub: Hub, server: ApiServer, url: string, scratch: string | null) {
    this.hub = hub;
    this.server = server;
    this.url = url;
    this.#scratch = scratch;
  }

  /** Starts a stand-in. Whoever starts it must `stop` it. */
  static async start(settings: StandInSettings = {}): Promise<StandIn> {
    const now = settings.now ?? (() => new Date());
    const scratch = settings.folder === undefined ? realpathSync(mkdtempSync(join(tmpdir(), "writ-github-"))) : null;
    const folder = settings.folder ?? scratch ?? "";
    mkdirSync(folder, { recursive: true });
    const hub = new Hub(folder, now, new Webhooks(now));
    const server = new ApiServer(hub, [...ROUTES, ...OTHER_ROUTES]);
    server.recording = settings.recording ?? true;
    hub.origin = await server.listen(settings.port ?? 0);
    return new StandIn(hub, server, hub.origin, scratch);
  }

  /** Ends the server, the deliveries and the Git processes, and takes the scratch folder away. */
  async stop(): Promise<void> {
    this.hub.webhooks.close();
    await this.server.close();
    for (const { objects } of this.hub.repositories.values()) objects.close();
    if (this.#scratch !== null) rmSync(this.#scratch, { recursive: true, force: true });
  }

  get webhooks(): Webhooks {
    return this.hub.webhooks;
  }

  /** A person. Asking again gives the same one. */
  user(login: string): Account {
    return this.hub.join(login, "User");
  }

  organization(login: string): Account {
    return this.hub.join(login, "Organization");
  }

  /** A token with which a person uses the API. */
  userToken(login: string): string {
    const token = this.hub.secret("ghp");
    this.hub.tokens.set(token, { kind: "user", user: this.user(login) });
    return token;
  }

  /** Puts people into a team of an organisation, which is made if need be. */
  team(organization: string, slug: string, members: readonly string[], state: "active" | "pending" = "active"): void {
    const owner = this.organization(organization).login.toLowerCase();
    const teams = this.hub.teams.get(owner) ?? new Map<string, Team>();
    this.hub.teams.set(owner, teams);
    const team = teams.get(slug) ?? { id: this.hub.id(), slug, members: new Map<string, Membership>() };
    teams.set(slug, team);
    for (const login of members) team.members.set(this.user(login).login.toLowerCase(), { state, role: "member" });
  }

  /** Registers an App. */
  registerApp(wanted: NewApp): RegisteredApp {
    return registerApp(this.hub, wanted);
  }

  /** Installs an App on an account, for all repositories or for those named. */
  install(app: App, login: string, repositories: readonly string[] | null = null): Installation {
    return install(this.hub, app, login, repositories);
  }

  /** Chooses what an installation reaches: repositories of its account by name, or null for all. */
  choose(installation: Installation, repositories: readonly string[] | null): void {
    choose(this.hub, installation, repositories);
  }

  suspend(installation: Installation): void {
    installation.suspendedAt = this.hub.now();
    announceInstallation(this.hub, installation, "suspend");
  }

  unsuspend(installation: Installation): void {
    installation.suspendedAt = null;
    announceInstallation(this.hub, installation, "unsuspend");
  }

  uninstall(installation: Installation): void {
    this.hub.installations.delete(installation.id);
    announceInstallation(this.hub, installation, "deleted");
  }

  /** What an installation allows from now on; tokens that were given before keep what they had. */
  allow(installation: Installation, permissions: Permissions): void {
    installation.permissions = permissions;
    announceInstallation(this.hub, installation, "new_permissions_accepted");
  }

  /** A repository `owner/name` with one commit of these files on its default branch. The owner is made if need be. */
  async createRepository(
    fullName: string, files: Files, settings: { readonly private?: boolean; readonly branch?: string } = {},
  ): Promise<RepositoryDesk> {
    const [login = "", name = ""] = fullName.split("/");
    const owner = this.hub.accounts.get(login.toLowerCase()) ?? this.user(login);
    const repository = await Repository.create(this.hub.folder, {
      id: this.hub.id(), owner, name, private: settings.private ?? false, defaultBranch: settings.branch ?? "main",
      parent: null, createdAt: this.hub.now(),
    });
    this.hub.repositories.set(repository.fullName.toLowerCase(), repository);
    const desk = new RepositoryDesk(this.hub, repository);
    await desk.push(repository.defaultBranch, files, { message: "Begin", by: owner.login });
    return desk;
  }

  repository(fullName: string): RepositoryDesk {
    return new RepositoryDesk(this.hub, this.hub.repository(fullName));
  }

  /** Takes a repository away. */
  deleteRepository(fullName: string): void {
    this.hub.repositories.delete(this.hub.repository(fullName).fullName.toLowerCase());
  }

  /** Somebody asks for a check run, or its whole suite, again. */
  rerequest(desk: RepositoryDesk, run: CheckRun, by: string, whole = false): void {
    if (whole) rerequestSuite(this.hub, desk.repository, run.suite, this.user(by));
    else rerequestRun(this.hub, desk.repository, run, this.user(by));
  }

  /** Somebody presses a button of a check run. */
  press(desk: RepositoryDesk, run: CheckRun, identifier: string, by: string): void {
    pressButton(this.hub, desk.repository, run, identifier, this.user(by));
  }

  /** How many requests each route answered since `since` requests, as `GET /repos/:owner/:repo` → 2. */
  requests(since = 0): Map<string, number> {
    const counted = new Map<string, number>();
    for (const { method, route } of this.server.exchanges.slice(since)) {
      const key = `${method} ${route}`;
      counted.set(key, (counted.get(key) ?? 0) + 1);
    }
    return counted;
  }

  /** Waits until nothing was asked and no delivery was on its way for a moment. Throws when that takes too long. */
  async idle(milliseconds = 10_000, quiet = QUIET): Promise<void> {
    const end = performance.now() + milliseconds;
    let seen = this.server.answered;
    let since = performance.now();
    for (;;) {
      const busy = this.webhooks.pending > 0 || this.server.pending > 0 || this.server.answered !== seen;
      const now = performance.now();
      if (busy) {
        since = now;
        seen = this.server.answered;
      } else if (now - since >= quiet) return;
      if (now > end) {
        throw new Error(`the stand-in is not idle after ${milliseconds} ms: ${this.webhooks.pending} deliveries wait`);
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
