/** Rulesets as the API shows them: each rule by itself, with where it comes from. */
import type { Ruleset } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";

/** The rules of a ruleset, as a branch is asked for them. */
export function rulesView(repository: Repository, { id, organization, rules }: Ruleset): object[] {
  const source = {
    ruleset_source_type: organization ? "Organization" : "Repository",
    ruleset_source: organization ? repository.owner.login : repository.fullName,
    ruleset_id: id,
  };
  const shown: object[] = [];
  const add = (type: string, parameters?: object): void => {
    shown.push({ type, ...(parameters === undefined ? {} : { parameters }), ...source });
  };
  if (!rules.deletions) add("deletion");
  if (!rules.forcePushes) add("non_fast_forward");
  if (rules.pullRequests) add("pull_request", PULL_REQUEST);
  if (rules.mergeQueue) add("merge_queue", MERGE_QUEUE);
  if (rules.checks.length > 0) {
    add("required_status_checks", {
      strict_required_status_checks_policy: rules.strict,
      do_not_enforce_on_create: false,
      required_status_checks: rules.checks.map(({ context, appId }) => ({
        context, ...(appId === null ? {} : { integration_id: appId }),
      })),
    });
  }
  return shown;
}

/** What the stand-in asks of a pull request besides its checks: nothing. */
const PULL_REQUEST = {
  required_approving_review_count: 0, dismiss_stale_reviews_on_push: false, require_code_owner_review: false,
  require_last_push_approval: false, required_review_thread_resolution: false,
  allowed_merge_methods: ["merge", "squash", "rebase"],
};

/** How the queue of the stand-in works: each pull request by itself, on top of those before it. */
const MERGE_QUEUE = {
  check_response_timeout_minutes: 60, grouping_strategy: "ALLGREEN", max_entries_to_build: 5, max_entries_to_merge: 1,
  merge_method: "MERGE", min_entries_to_merge: 1, min_entries_to_merge_wait_minutes: 0,
};
