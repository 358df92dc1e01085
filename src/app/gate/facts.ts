/** What GitHub tells about the verdicts of one pull request, asked for when it is first wanted. */
import { UserError } from "../../errors.ts";
import { Authority } from "../commands/authority.ts";
import { pendingReports } from "../commands/pending.ts";
import { isFork } from "../commands/scene.ts";
import type { PullAnswer } from "../github/hub-answers.ts";
import type { Desk } from "../judge/desk.ts";
import type { VerdictFacts } from "./gate.ts";

export function factsOf(desk: Desk, pull: PullAnswer): VerdictFacts {
  const authority = new Authority(desk.hub, pull);
  return {
    // Machines are not heard at all, so who is on record is a person.
    authorise: (gate, person) => authority.may("verdict", gate, { ...person, type: "User" }),
    // The App cannot write to a fork, and waits where a report has to be acknowledged; else nothing is ever pending.
    pending: async (gate) => {
      if (!isFork(pull) && !gate.acknowledge) return [];
      try {
        return await pendingReports(desk, pull);
      } catch (error) {
        // What cannot be judged is told by the judgement itself.
        if (error instanceof UserError) return [];
        throw error;
      }
    },
  };
}
