/** All of the stand-in's state, and the questions everybody asks of it. */
import { randomBytes } from "node:crypto";
import type { Account, App, Installation, InstallationToken, Level, NewSecrets, Role, Team, Token } from "./model.ts";
import { notFound } from "./refusal.ts";
import type { Repository } from "./repository.ts";
import type { Webhooks } from "../hooks/webhooks.ts";

const RANK: Readonly<Record<Level, number>> = { read: 1, write: 2, admin: 3 };
const ROLE_RANK: Readonly<Record<Role, number>> = { read: 1, triage: 1, write: 2, maintain: 2, admin: 3 };

/** Whose commits GitHub's own are. */
export const MACHINE_MAIL = "noreply@github.localhost";

/** Who asks: an App about itself, an installation of one, a person, or nobody known. */
export type Actor =
  | { readonly kind: "app"; readonly app: App }
  | InstallationToken
  | { readonly kind: "user"; readonly user: Account }
  | { readonly kind: "anonymous" };

export class Hub {
  /** Folder of the bare repositories. */
  readonly folder: string;
  readonly now: () => Date;
  /** Where the server answers, without a slash at the end; known once it listens. */
  origin = "http://localhost";
  readonly accounts = new Map<string, Account>();
  readonly teams = new Map<string, Map<string, Team>>();
  readonly apps = new Map<number, App>();
  readonly installations = new Map<number, Installation>();
  readonly tokens = new Map<string, Token>();
  readonly repositories = new Map<string, Repository>();
  readonly webhooks: Webhooks;
  /** Codes for the secrets of Apps that were registered from a manifest. */
  readonly manifestCodes = new Map<string, { readonly secrets: NewSecrets; readonly until: Date }>();
  /** Who has the browser in hand. */
  visitor = "visitor";
  #lastId = 1000;

  constructor(folder: string, now: () => Date, webhooks: Webhooks) {
    this.folder = folder;
    this.now = now;
    this.webhooks = webhooks;
  }

  /** A number that was never given before. */
  id(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** The account of a login, which is made if it is not there. */
  join(login: string, type: Account["type"]): Account {
    const old = this.accounts.get(login.toLowerCase());
    if (old !== undefined) return old;
    const account = { id: this.id(), login, type };
    this.accounts.set(login.toLowerCase(), account);
    return account;
  }

  /** The account of a login, whatever its case; throws 404. */
  account(login: string): Account {
    const found = this.accounts.get(login.toLowerCase());
    if (found === undefined) throw notFound();
    return found;
  }

  /** The repository `owner/name`, whatever its case; throws 404. */
  repository(fullName: string): Repository {
    const found = this.repositories.get(fullName.toLowerCase());
    if (found === undefined) throw notFound();
    return found;
  }

  /** Whether an installation reaches a repository. */
  covers(installation: Installation, repository: Repository): boolean {
    if (installation.account.id !== repository.owner.id) return false;
    return installation.repositories?.has(repository) ?? true;
  }

  /** Installations that reach a repository, the suspended ones too. */
  installationsOf(repository: Repository): Installation[] {
    return [...this.installations.values()].filter((installation) => this.covers(installation, repository));
  }

  /** The role a person has in a repository, or null. Public repositories give everybody `read`. */
  role(user: Account, repository: Repository): Role | null {
    if (user.id === repository.owner.id) return "admin";
    return repository.collaborators.get(user.login.toLowerCase()) ?? (repository.private ? null : "read");
  }

  /** Whether an actor may do what needs one of these permissions (`contents:write`) in a repository. */
  may(actor: Actor, repository: Repository, needs: readonly string[]): boolean {
    return needs.some((need) => {
      const [permission, level] = need.split(":") as [string, Level];
      if (actor.kind === "installation") {
        const given = permission === "metadata" ? "read" : actor.permissions[permission];
        return given !== undefined && RANK[given] >= RANK[level];
      }
      if (actor.kind === "user") {
        const role = this.role(actor.user, repository);
        const wanted = permission === "administration" ? "admin" : level;
        return role !== null && ROLE_RANK[role] >= RANK[wanted];
      }
      return actor.kind === "anonymous" && level === "read" && !repository.private;
    });
  }

  /** As `may`, for what can be seen at all: what is public an installation of somebody else may read as anybody may. */
  allows(actor: Actor, repository: Repository, needs: readonly string[]): boolean {
    const elsewhere = actor.kind === "installation" && !this.covers(actor.installation, repository);
    if (elsewhere) return needs.every((need) => need.endsWith(":read")) && !repository.private;
    return this.may(actor, repository, needs);
  }

  /** Whether an actor may know that a repository exists. */
  sees(actor: Actor, repository: Repository): boolean {
    if (actor.kind === "installation" && this.covers(actor.installation, repository)) {
      return actor.repositories?.has(repository) ?? true;
    }
    if (actor.kind === "user" && this.role(actor.user, repository) !== null) return true;
    return !repository.private;
  }

  /** A new secret token of the kind that the prefix tells. */
  secret(prefix: string): string {
    return `${prefix}_${randomBytes(18).toString("base64url").replace(/[-_]/g, "x")}${"0".repeat(12)}`;
  }
}

/** The account in whose name an actor acts; throws 404 for those who have none. */
export function accountOf(actor: Actor): Account {
  if (actor.kind === "installation") return actor.installation.app.bot;
  if (actor.kind === "user") return actor.user;
  throw notFound();
}

/** The App that acts, or null when it is a person. */
export function appOf(actor: Actor): App | null {
  return actor.kind === "installation" ? actor.installation.app : null;
}
