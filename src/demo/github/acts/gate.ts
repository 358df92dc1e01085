/** Branch protection: what keeps a commit off a branch. */
import { isAncestor } from "../git/history.ts";
import type { Actor, Hub } from "../world/hub.ts";
import type { Protection, RequiredCheck } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { latest } from "../views/check.ts";

/** Conclusions that satisfy a required check: `neutral` and `skipped` do. */
const GOOD = new Set(["success", "neutral", "skipped"]);

/** Rules that hold for a branch, and how a refusal by them is worded. */
interface Binding {
  readonly rules: Protection;
  readonly ruleset: boolean;
}

/** What binds an actor on a branch: its classic protection and its rulesets. Null stands for everybody. */
export function bindingRules(hub: Hub, repository: Repository, branch: string, actor: Actor | null): Binding[] {
  const admin = actor?.kind === "user" && hub.role(actor.user, repository) === "admin";
  return allRules(repository, branch).filter(({ rules }) => !admin || rules.admins);
}

function allRules(repository: Repository, branch: string): Binding[] {
  const classic = repository.protections.get(branch);
  const rulesets = repository.rulesets.filter(({ branches }) => branches.includes(branch));
  return [
    ...(classic === undefined ? [] : [{ rules: classic, ruleset: false }]),
    ...rulesets.map(({ rules }) => ({ rules, ruleset: true })),
  ];
}

/** Whether anything keeps anybody off a branch. */
export function isProtected(repository: Repository, branch: string): boolean {
  return allRules(repository, branch).length > 0;
}

/** Why a commit may not stand on a branch by its checks, in GitHub's words; null when it may. */
function missingChecks(repository: Repository, rules: Protection, sha: string): string | null {
  const missing = rules.checks.filter((check) => stateOf(repository, check, sha) !== "good");
  const [first] = missing;
  if (first === undefined) return null;
  if (missing.length > 1) {
    return `${missing.length} of ${rules.checks.length} required status checks have not succeeded.`;
  }
  const state = stateOf(repository, first, sha);
  const verb = state === "missing" ? "expected" : state === "pending" ? "pending" : "failing";
  return `Required status check "${first.context}" is ${verb}.`;
}

/** Why a branch may not be moved directly, in GitHub's words; null when it may. */
export async function pushRefusal(
  hub: Hub, repository: Repository, branch: string, actor: Actor, from: string | null, to: string | null,
): Promise<string | null> {
  if (branch.startsWith("gh-readonly-queue/")) return "Cannot update this protected ref.";
  const bindings = bindingRules(hub, repository, branch, actor);
  const forced = from !== null && to !== null && bindings.length > 0 && !(await isAncestor(repository.objects, from, to));
  return firstOf(bindings, (rules) => {
    if (to === null) return rules.deletions ? null : "Cannot delete this protected branch";
    if (forced && !rules.forcePushes) return "Cannot force-push to this protected branch";
    if (rules.mergeQueue) return "Changes must be made through the merge queue";
    return rules.pullRequests ? "Changes must be made through a pull request." : missingChecks(repository, rules, to);
  });
}

/** Why a head may not be merged into a branch at `base`, in GitHub's words; null when it may. */
export async function mergeBan(
  hub: Hub, repository: Repository, branch: string, actor: Actor, base: string, head: string,
): Promise<string | null> {
  const bindings = bindingRules(hub, repository, branch, actor);
  const strict = bindings.some(({ rules }) => rules.strict);
  const behind = strict && !(await isAncestor(repository.objects, base, head));
  return firstOf(bindings, (rules) => {
    if (rules.mergeQueue) return "Changes must be made through the merge queue";
    return rules.strict && behind ? "Head branch is out of date" : missingChecks(repository, rules, head);
  });
}

function firstOf(bindings: readonly Binding[], refusal: (rules: Protection) => string | null): string | null {
  for (const { rules, ruleset } of bindings) {
    const why = refusal(rules);
    if (why !== null) return ruleset ? `Repository rule violations found\n\n${why}\n\n` : why;
  }
  return null;
}

/** What required checks of a branch lack on a commit, in GitHub's words; null when all have succeeded. */
export function checksBan(repository: Repository, branch: string, sha: string): string | null {
  return firstOf(allRules(repository, branch), (rules) => missingChecks(repository, rules, sha));
}

/** Whether a required check of a branch has failed on a commit for good. */
export function checksFail(repository: Repository, branch: string, sha: string): boolean {
  const bad = (check: RequiredCheck): boolean => stateOf(repository, check, sha) === "bad";
  return allRules(repository, branch).some(({ rules }) => rules.checks.some(bad));
}

/** A check run and a commit status of one name are both required. */
function stateOf(repository: Repository, check: RequiredCheck, sha: string): "missing" | "pending" | "bad" | "good" {
  const counts = (appId: number | null): boolean => check.appId === null || check.appId === appId;
  const runs = latest([...repository.runs.values()].filter((run) => {
    return run.headSha === sha && run.name === check.context && counts(run.app.id);
  }));
  const status = repository.statuses.findLast((one) => {
    return one.sha === sha && one.context === check.context && counts(one.app?.id ?? null);
  });
  const states = runs.map(({ status: now, conclusion }) =>
    now !== "completed" ? "pending" : GOOD.has(conclusion ?? "") ? "good" : "bad",
  );
  if (status !== undefined) {
    states.push(status.state === "success" ? "good" : status.state === "pending" ? "pending" : "bad");
  }
  if (states.length === 0) return "missing";
  return states.includes("bad") ? "bad" : states.includes("pending") ? "pending" : "good";
}
