/** Judges a project by every rule there is. */
import { COMMIT_LIMIT } from "../evaluate/change.ts";
import { evaluate, type Evaluated, type EvaluateInput } from "../evaluate/evaluate.ts";
import { ruleIds, rules } from "../rules/catalogue.ts";
import type { RuleMeta } from "../rules/rule.ts";
import type { Repository } from "../snapshot/snapshot.ts";
import type { Project } from "./project.ts";

export interface JudgeOptions extends Pick<EvaluateInput, "only" | "drift" | "progress" | "memory" | "verdicts"> {
  /** The time a working tree is judged at; a commit speaks for its own. */
  readonly now: Date;
}

export async function judgeProject(project: Project<Repository>, { now, ...options }: JudgeOptions): Promise<Evaluated> {
  const { repository, head, comparison, policy } = project;
  const commits = comparison === null ? [] : repository.commits(comparison.base, comparison.head, COMMIT_LIMIT);
  return evaluate({
    ...options,
    head,
    base: comparison?.snapshot ?? null,
    commits,
    repository,
    policy,
    rules,
    knownRules: ruleIds,
    today: now.toISOString().slice(0, 10),
  });
}

/** What the rules say of themselves, by their ids. */
export const ruleTexts: ReadonlyMap<string, RuleMeta> = new Map(rules.map((rule) => [rule.id, rule]));
