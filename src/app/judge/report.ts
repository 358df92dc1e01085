/** From a judgement to the check runs that tell it. */
import { ruleTexts } from "../../project/judge.ts";
import { explainedCheck, judgedCheck, PACKETS_CHECK } from "../check-run.ts";
import type { CheckPlace, CheckRunPlan } from "../check-run.ts";
import { GATE_CHECK } from "../gate/gate-check.ts";
import type { Judgement } from "./desk.ts";

/** Where a check is reported, whichever it is. */
export type Place = Omit<CheckPlace, "name">;

const CANNOT_JUDGE = "Failed: it could not be judged";

const NOTHING = "Passed: there is no task packet here";
const NOTHING_MORE = "Neither this commit nor the branch that it goes into holds a task packet, a stub or a policy, so there is nothing to judge.";

/** `notes` are sentences for the reader beside the result. */
export function packetsCheck(place: Place, judgement: Judgement, notes: readonly string[]): CheckRunPlan {
  const own = { ...place, name: PACKETS_CHECK };
  if (judgement.kind === "unjudgeable") {
    return explainedCheck({ ...own, conclusion: "failure", title: CANNOT_JUDGE, sentences: [judgement.sentence, ...notes] });
  }
  if (judgement.kind === "nothing") {
    return explainedCheck({ ...own, conclusion: "success", title: NOTHING, sentences: [NOTHING_MORE, ...notes] });
  }
  const { evaluated, observe } = judgement;
  return judgedCheck({ ...own, evaluation: evaluated.evaluation, rules: ruleTexts, notes, observe });
}

/** For when Writ itself fails: both checks are shut, and say why and what helps. */
export function shut(place: Place, sentences: readonly string[]): readonly CheckRunPlan[] {
  return [PACKETS_CHECK, GATE_CHECK].map((name) =>
    explainedCheck({ ...place, name, conclusion: "failure", title: CANNOT_JUDGE, sentences }),
  );
}

/** True where the check has to fail. */
export function isRed(judgement: Judgement): boolean {
  if (judgement.kind !== "judged") return judgement.kind === "unjudgeable";
  return !judgement.observe && judgement.evaluated.evaluation.summary.failing > 0;
}
