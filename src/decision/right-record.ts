/** What was looked up of somebody's right, as a record of it, and back. */
import type { Authorisation, RightFacts } from "../verdict/people.ts";
import { short, type RightRecord } from "./decision.ts";

/** Accounts that nobody knows and that had a part in the work: so many are named. */
const MOST_UNKNOWN = 20;

/** Throws for an answer that nobody looked up. */
export function rightRecord({ seen }: Authorisation): RightRecord {
  if (seen === undefined) throw new Error("it is not known what the right follows from");
  const { right, account, person, teams, contributors } = seen;
  return {
    right,
    account: { id: account.id, login: short(account.login) },
    person: typeof person === "string" ? short(person) : { role: person.role, isBot: person.isBot },
    teams: teams.map(({ team, member }) => ({ team: short(team), member })),
    contributors: Array.isArray(contributors) ? partsOf(contributors, account.id) : contributors as string | null,
  };
}

/** Of this person's parts the first decides; of the others only that they are not known matters. */
function partsOf(contributors: Exclude<RightFacts["contributors"], string | null>, id: number): Exclude<RightRecord["contributors"], string | null> {
  const unknown = new Map(contributors.filter((one) => one.id === null).map((one) => [one.name, one]));
  const own = contributors.filter((one) => one.id === id).slice(0, 1);
  return [...own, ...[...unknown.values()].slice(0, MOST_UNKNOWN)].map(({ id: account, name, part }) => ({ id: account, name: short(name), part }));
}
