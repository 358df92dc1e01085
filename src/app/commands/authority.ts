/**
 * Looks up who may do what on one pull request, and lets `authorise` judge it. Whatever GitHub does not tell counts
 * against whoever asks; what it cannot tell at the moment is asked again later.
 *
 * People are asked for by the login that their account bears now, and the answer counts only when it speaks of the same
 * account: between two requests a login may have gone to somebody else.
 */
import type { Gate } from "../../policy/policy.ts";
import { accountOfMail, entitled, listed } from "../../verdict/people.ts";
import type { Authorisation, Contributor, Person, Right, RightFacts, Role } from "../../verdict/people.ts";
import { rightFrom } from "../../verdict/rights.ts";
import { GitHubRefusal } from "../github/faults.ts";
import { MOST_PULL_COMMITS } from "../github/hub.ts";
import type { RepositoryHub } from "../github/hub.ts";
import type { AccountAnswer, PullAnswer, PullCommitAnswer } from "../github/hub-answers.ts";

/** GitHub's own committer of what is made on its pages. */
const WEB_FLOW = "web-flow";
const MOST_TEAMS = 10;
const CO_AUTHOR = /^co-authored-by:[^<\n]{0,200}<([^<>\n]{1,200})>[ \t]*$/gim;

/** Answers about one pull request; what was asked once is kept. */
export class Authority {
  readonly #hub: RepositoryHub;
  readonly #pull: Pick<PullAnswer, "number" | "user">;
  #commits: Promise<readonly PullCommitAnswer[]> | null = null;
  readonly #people = new Map<number, Promise<Person | string>>();
  readonly #members = new Map<string, Promise<boolean | null>>();

  constructor(hub: RepositoryHub, pull: Pick<PullAnswer, "number" | "user">) {
    this.#hub = hub;
    this.#pull = pull;
  }

  /** Whether somebody may, by this gate of the base's policy, as things stand on GitHub now; with what it follows from. */
  async may(right: Right, gate: Gate, account: AccountAnswer): Promise<Authorisation> {
    const found = await this.person(account);
    const facts = { right, account: { id: account.id, login: account.login } };
    if (typeof found === "string") return rightFrom(gate, { ...facts, person: found, teams: [], contributors: null });
    const person = { role: found.role, isBot: found.isBot };
    const alone = rightFrom(gate, { ...facts, person, teams: [], contributors: [] });
    const teams = alone.allowed ? [] : await this.#teamsOf(entitled(right, gate), found);
    const entitledNow = rightFrom(gate, { ...facts, person, teams, contributors: [] });
    const asksWho = entitledNow.allowed && right === "verdict" && gate.independence;
    return rightFrom(gate, { ...facts, person, teams, contributors: asksWho ? await this.#partsOf(account.id) : null });
  }

  async #partsOf(id: number): Promise<RightFacts["contributors"]> {
    const contributors = await this.contributors();
    if (contributors === null) {
      return `this pull request has ${MOST_PULL_COMMITS} commits or more, and GitHub names the authors of the first ${MOST_PULL_COMMITS} only: who is independent cannot be told; split it`;
    }
    return contributors.filter((one) => one.id === id || one.id === null);
  }

  /** True for those who may write to the repository now. */
  async mayWrite(account: AccountAnswer): Promise<boolean> {
    const person = await this.person(account);
    return typeof person !== "string" && !person.isBot && ["write", "maintain", "admin"].includes(person.role);
  }

  /** The commits of the pull request, as GitHub lists them. */
  commits(): Promise<readonly PullCommitAnswer[]> {
    return (this.#commits ??= this.#hub.pullCommits(this.#pull.number));
  }

  /** Everybody who had a part in it; null when GitHub does not list them all. */
  async contributors(): Promise<readonly Contributor[] | null> {
    const commits = await this.commits();
    return commits.length >= MOST_PULL_COMMITS ? null : contributorsOf(this.#pull, commits);
  }

  /** Somebody with their present role; or why it is not known. */
  person(account: AccountAnswer): Promise<Person | string> {
    const known = this.#people.get(account.id) ?? this.#look(account);
    this.#people.set(account.id, known);
    return known;
  }

  async #look({ id, login, type }: AccountAnswer): Promise<Person | string> {
    const person = { id, login, isBot: type !== "User" };
    if (person.isBot) return { ...person, role: "none" };
    try {
      const found = await this.#hub.talk.permission(login);
      if (found === null) return { ...person, role: "none" };
      if (found.user !== id) return `the login "${login}" belongs to another account now`;
      return { ...person, role: roleOf(found.role, found.permission) };
    } catch (error) {
      if (error instanceof GitHubRefusal) return `GitHub does not tell which role "${login}" has here (${error.status})`;
      throw error;
    }
  }

  async #teamsOf(entries: readonly string[], person: Person): Promise<RightFacts["teams"]> {
    const names = new Set(entries.filter((one) => one.startsWith("@")).slice(0, MOST_TEAMS).map((one) => one.toLowerCase()));
    const teams: { team: string; member: boolean | null }[] = [];
    for (const team of names) teams.push({ team, member: await this.#isMember(team, person) });
    return teams;
  }

  #isMember(entry: string, { id, login }: Person): Promise<boolean | null> {
    const key = `${entry} ${id}`;
    const [, organization = "", team = ""] = /^@([^/]+)\/([^/]+)$/.exec(entry) ?? [];
    const ask = async (): Promise<boolean | null> => {
      if (organization === "" || organization !== this.#hub.repository.owner.toLowerCase()) return null;
      try {
        return await this.#hub.talk.isMember(organization, team, login);
      } catch (error) {
        if (error instanceof GitHubRefusal) return null;
        throw error;
      }
    };
    const known = this.#members.get(key) ?? ask();
    this.#members.set(key, known);
    return known;
  }
}

/**
 * Whether one person may do one thing on one pull request, by the gate of the base's policy. Whoever asks more than
 * once makes an `Authority`, which remembers.
 */
export function authorisationOf(
  hub: RepositoryHub,
  pull: Pick<PullAnswer, "number" | "user">,
  gate: Gate,
  right: Right,
  account: AccountAnswer,
): Promise<Authorisation> {
  return new Authority(hub, pull).may(right, gate, account);
}

/** Who can give what is missing, in words. */
export function whoMay(right: Right, gate: Gate): string {
  return listed(entitled(right, gate));
}

/** Roles of an organisation's own making stand for the permission that they are built on. */
function roleOf(name: string, permission: string): Role {
  const known: readonly string[] = ["none", "read", "triage", "write", "maintain", "admin"];
  const role = known.includes(name) ? name : permission;
  return known.includes(role) ? (role as Role) : "none";
}

/** The author of the pull request, and authors, committers and co-authors of its commits. Machines are left out. */
export function contributorsOf({ user }: Pick<PullAnswer, "user">, commits: readonly PullCommitAnswer[]): readonly Contributor[] {
  const found: Contributor[] = [];
  if (user !== null) found.push({ id: user.id, name: user.login, part: "opened the pull request" });
  const accounts = new Map<string, number>();
  for (const { author, committer, commit } of commits) {
    if (author !== null && commit.author !== null) accounts.set(commit.author.email.toLowerCase(), author.id);
    if (committer !== null && commit.committer !== null) accounts.set(commit.committer.email.toLowerCase(), committer.id);
  }
  const idOf = (mail: string): number | null => accountOfMail(mail) ?? accounts.get(mail.toLowerCase()) ?? null;
  for (const { author, committer, commit } of commits) {
    add(author, commit.author, "wrote a commit");
    const isWeb = committer?.login === WEB_FLOW || (committer === null && commit.committer?.name === "GitHub");
    if (!isWeb) add(committer, commit.committer, "committed a commit");
    for (const [, mail = ""] of commit.message.matchAll(CO_AUTHOR)) {
      found.push({ id: idOf(mail), name: mail, part: "wrote a commit" });
    }
  }
  return found;

  function add(account: AccountAnswer | null, signed: PullCommitAnswer["commit"]["author"], part: Contributor["part"]): void {
    if (account !== null && account.type !== "User") return;
    const mail = signed?.email ?? "";
    found.push({ id: account?.id ?? idOf(mail), name: account?.login ?? (mail === "" ? "somebody unnamed" : mail), part });
  }
}
