/** What GitHub tells about the verdicts of one pull request, asked for when it is first wanted. */
import { Authority } from "../commands/authority.ts";
import type { PullAnswer } from "../github/hub-answers.ts";
import type { Desk } from "../judge/desk.ts";
import type { VerdictFacts } from "./gate.ts";

export function factsOf({ hub }: Pick<Desk, "hub">, pull: PullAnswer): VerdictFacts {
  const authority = new Authority(hub, pull);
  return {
    // Machines are not heard at all, so who is on record is a person.
    authorise: (gate, person) => authority.may("verdict", gate, { ...person, type: "User" }),
    pending: () => Promise.resolve(new Set()),
  };
}
