/** Branch protection: what keeps a commit off a branch. */
import { isAncestor } from "../git/history.ts";
import type { Actor, Hub } from "../world/hub.ts";
import type { Protection, RequiredCheck } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { latest } from "../views/check.ts";

/** Conclusions that satisfy a required check: `neutral` and `skipped` do. */
const GOOD = new Set(["success", "neutral", "skipped"]);

/** The rules of a branch that bind this actor, or null. */
export function bindingRules(hub: Hub, repository: Repository, branch: string, actor: Actor): Protection | null {
  const rules = repository.protections.get(branch);
  if (rules === undefined) return null;
  const admin = actor.kind === "user" && hub.role(actor.user, repository) === "admin";
  return admin && !rules.admins ? null : rules;
}

/** Why a commit may not stand on a branch by its checks, in GitHub's words; null when it may. */
export function missingChecks(repository: Repository, rules: Protection, sha: string): string | null {
  const missing = rules.checks.filter((check) => !satisfied(repository, check, sha));
  const [first] = missing;
  if (first === undefined) return null;
  if (missing.length > 1) {
    return `${missing.length} of ${rules.checks.length} required status checks have not succeeded.`;
  }
  const state = stateOf(repository, first, sha);
  const verb = state === "missing" ? "expected" : state === "pending" ? "pending" : "failing";
  return verb === "expected"
    ? `Required status check "${first.context}" is expected.`
    : `Required status check "${first.context}" is ${verb}.`;
}

/** Why a branch may not be moved directly, in GitHub's words; null when it may. */
export async function pushRefusal(
  hub: Hub, repository: Repository, branch: string, actor: Actor, from: string | null, to: string | null,
): Promise<string | null> {
  if (branch.startsWith("gh-readonly-queue/")) return "Cannot update this protected ref.";
  const rules = bindingRules(hub, repository, branch, actor);
  if (rules === null) return null;
  if (to === null) return rules.deletions ? null : "Cannot delete this protected branch";
  if (from !== null && !rules.forcePushes && !(await isAncestor(repository.objects, from, to))) {
    return "Cannot force-push to this protected branch";
  }
  if (rules.pullRequests) return "Changes must be made through a pull request.";
  return missingChecks(repository, rules, to);
}

/** Whether every required check of a branch has succeeded on a commit. */
export function checksPass(repository: Repository, branch: string, sha: string): boolean {
  const rules = repository.protections.get(branch);
  return rules === undefined || missingChecks(repository, rules, sha) === null;
}

/** Whether a required check of a branch has come to a bad end on a commit. */
export function checksFail(repository: Repository, branch: string, sha: string): boolean {
  const rules = repository.protections.get(branch);
  return rules?.checks.some((check) => stateOf(repository, check, sha) === "bad") ?? false;
}

function satisfied(repository: Repository, check: RequiredCheck, sha: string): boolean {
  return stateOf(repository, check, sha) === "good";
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
