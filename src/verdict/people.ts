/**
 * Who may do what: a judgement over facts that somebody else has looked up. People are their numeric ids; a login is
 * only what they are called today. Permission is the live one of this repository, never what a comment says of its
 * author.
 */
import type { Gate } from "../policy/policy.ts";

export type Role = "none" | "read" | "triage" | "write" | "maintain" | "admin";

const RANK: Readonly<Record<Role, number>> = { none: 0, read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

export interface Person {
  readonly id: number;
  readonly login: string;
  readonly role: Role;
  /** True for an App or a machine account: they give no orders. */
  readonly isBot: boolean;
}

/** What the names in the policy stand for now. A name that is not in here, or null, stands for nobody. */
export interface Named {
  /** User ids by login, in lower case. */
  readonly users: ReadonlyMap<string, number | null>;
  /** Ids of the members by team, `@owner/team` in lower case. */
  readonly teams: ReadonlyMap<string, ReadonlySet<number> | null>;
}

/** Somebody who had a part in the work. `id` is null where GitHub knows no account behind a commit. */
export interface Contributor {
  readonly id: number | null;
  /** What to call them. */
  readonly name: string;
  readonly part: "opened the pull request" | "wrote a commit" | "committed a commit" | "wrote the evidence";
}

/** `verdict`: give one that counts. `waiver`: grant and withdraw. `acknowledge`: a report that was shown. */
export type Right = "verdict" | "waiver" | "acknowledge";

/** What somebody looked up to answer whether a person may: enough to come to the same answer again. */
export interface RightFacts {
  readonly right: Right;
  readonly account: Pick<Person, "id" | "login">;
  /** The live role; or a sentence why it is not known. */
  readonly person: Pick<Person, "role" | "isBot"> | string;
  /** The teams that were asked about, `@owner/team` in lower case: whether they are in it, null when nobody could tell. */
  readonly teams: readonly { readonly team: string; readonly member: boolean | null }[];
  /**
   * Of those who had a part in the work, this person and those whose account nobody knows; a sentence why they cannot
   * be told; null where nobody asked.
   */
  readonly contributors: readonly Contributor[] | string | null;
}

export type Authorisation = { /** What it follows from, where it was looked up. */ readonly seen?: RightFacts } & (
  | {
      readonly allowed: true;
      /** The entry of the policy that gives the right. */
      readonly by: string;
      /** Contributors whose account nobody knows, so that independence of them is not proved. */
      readonly unproved: readonly string[];
    }
  | {
      readonly allowed: false;
      readonly rule: "gate/validator-unauthorised" | "gate/validator-not-independent";
      /** One sentence: why not. */
      readonly why: string;
      /** Entries of the policy that could. Empty when nobody can. */
      readonly who: readonly string[];
    }
);

/**
 * Whether a person may, by the policy of the base. `contributors` are all who had a part in the pull request, its
 * commits and its evidence; they matter for a verdict when the policy asks for independence.
 */
export function authorise(
  right: Right,
  gate: Gate,
  person: Person,
  named: Named,
  contributors: readonly Contributor[],
): Authorisation {
  const who = entitled(right, gate);
  const login = `\`${person.login.replaceAll("`", "'")}\``;
  const refuse = (why: string): Authorisation => ({ allowed: false, rule: "gate/validator-unauthorised", why, who });
  if (person.isBot) return refuse(`${login} is a machine account, and machines give no orders`);
  const by = who.find((entry) => covers(entry, person, named));
  if (by === undefined) {
    const nobody = "the policy lets nobody do this";
    return refuse(who.length === 0 ? nobody : `${login} has the role ${person.role} and is not among ${listed(who)}`);
  }
  if (right === "waiver" || !gate.independence) return { allowed: true, by, unproved: [] };
  const own = contributors.find(({ id }) => id === person.id);
  if (own !== undefined && right === "verdict") {
    const why = `${login} ${own.part}, and nobody judges their own work`;
    return { allowed: false, rule: "gate/validator-not-independent", why, who };
  }
  const unproved = [...new Set(contributors.filter(({ id }) => id === null).map(({ name }) => name))];
  return { allowed: true, by, unproved };
}

/** The entries of the policy that give a right. Reports are acknowledged by approvers, where there are some. */
export function entitled(right: Right, gate: Gate): readonly string[] {
  if (right === "verdict") return gate.validators;
  return right === "acknowledge" && gate.approvers.length === 0 ? gate.validators : gate.approvers;
}

function covers(entry: string, person: Person, { users, teams }: Named): boolean {
  const name = entry.toLowerCase();
  if (name.startsWith("role:")) return isRole(name.slice(5)) && RANK[person.role] >= RANK[name.slice(5) as Role];
  if (name.startsWith("@")) return teams.get(name)?.has(person.id) === true;
  return users.get(name) === person.id;
}

function isRole(name: string): name is Role {
  return Object.hasOwn(RANK, name) && name !== "none";
}

/** `a`, `b or c`: entries of the policy in words. */
export function listed(entries: readonly string[]): string {
  const words = entries.map((entry) => (entry.startsWith("role:") ? `whoever has the role ${entry.slice(5)} or above` : entry));
  if (words.length === 0) return "nobody";
  return words.length === 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

/** The account behind GitHub's private mail addresses, `ID+login@users.noreply…`; null for any other. */
export function accountOfMail(mail: string): number | null {
  const id = /^(\d{1,15})\+[A-Za-z0-9[\]_-]{1,100}@users\.noreply\.[a-z0-9.-]{1,100}$/i.exec(mail)?.[1];
  return id === undefined ? null : Number(id);
}
