/** Whether a person may, from what was looked up: the same answer now and whenever it is derived again. */
import type { Gate } from "../policy/policy.ts";
import { authorise, entitled } from "./people.ts";
import type { Authorisation, Named, RightFacts } from "./people.ts";

/** The answer carries the facts that it follows from. */
export function rightFrom(gate: Gate, seen: RightFacts): Authorisation {
  const { right, account, person, contributors } = seen;
  const who = entitled(right, gate);
  if (typeof person === "string") return { allowed: false, rule: "gate/validator-unauthorised", why: person, who, seen };
  const teams = new Map(seen.teams.map(({ team, member }) => [team, member === null ? null : new Set(member ? [account.id] : [])]));
  const named: Named = { users: new Map([[account.login.toLowerCase(), account.id]]), teams };
  const judged = (parts: Exclude<typeof contributors, string | null>): Authorisation => {
    return { ...authorise(right, gate, { ...account, ...person }, named, parts), seen };
  };
  const alone = judged([]);
  // Who may not anyway need not be told apart from the authors.
  if (!alone.allowed || right !== "verdict" || !gate.independence) return alone;
  if (contributors !== null && typeof contributors !== "string") return judged(contributors);
  const why = contributors ?? "nobody asked who had a part in the work";
  return { allowed: false, rule: "gate/validator-not-independent", why, who, seen };
}
