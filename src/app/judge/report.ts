/** From a judgement to the check run that tells it. */
import { ruleTexts } from "../../project/judge.ts";
import { explainedCheck, judgedCheck } from "../check-run.ts";
import type { CheckPlace, CheckRunPlan } from "../check-run.ts";
import type { Judgement } from "./desk.ts";

const CANNOT_JUDGE = "Failed: it could not be judged";

const NOTHING = "Passed: there is no task packet here";
const NOTHING_MORE = "Neither this commit nor the branch that it goes into holds a task packet, a stub or a policy, so there is nothing to judge.";

/** `notes` are sentences for the reader beside the result. */
export function planOf(place: CheckPlace, judgement: Judgement, notes: readonly string[]): CheckRunPlan {
  if (judgement.kind === "unjudgeable") return unjudged(place, [judgement.sentence, ...notes]);
  if (judgement.kind === "nothing") {
    return explainedCheck({ ...place, conclusion: "success", title: NOTHING, sentences: [NOTHING_MORE, ...notes] });
  }
  const { evaluated, observe } = judgement;
  return judgedCheck({ ...place, evaluation: evaluated.evaluation, rules: ruleTexts, notes, observe });
}

/** For when there is no judgement: the check fails, and says why and what helps. */
export function unjudged(place: CheckPlace, sentences: readonly string[]): CheckRunPlan {
  return explainedCheck({ ...place, conclusion: "failure", title: CANNOT_JUDGE, sentences });
}

/** True where the check has to fail. */
export function isRed(judgement: Judgement): boolean {
  if (judgement.kind !== "judged") return judgement.kind === "unjudgeable";
  return !judgement.observe && judgement.evaluated.evaluation.summary.failing > 0;
}
