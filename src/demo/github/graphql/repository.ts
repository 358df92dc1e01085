/** Repositories, pull requests and accounts as GraphQL shows them. */
import { testMerge } from "../acts/pulls.ts";
import { findEntry } from "../git/tree.ts";
import { readCommit } from "../git/commit.ts";
import { isObjectId } from "../git/objects.ts";
import { nodeId, time, timeOrNull } from "../views/address.ts";
import type { Account, PullRequest } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { objectNode, refNode } from "./objects.ts";
import { GraphqlRefusal } from "./refusal.ts";
import type { Scope } from "./scope.ts";

export function accountNode({ id, login, type }: Account) {
  // GraphQL knows an App's account by its bare name.
  const shown = type === "Bot" ? login.replace(/\[bot\]$/, "") : login;
  return { __typename: type, id: nodeId(type, id), databaseId: id, login: shown };
}

export function repositoryNode(scope: Scope, repository: Repository) {
  const code = (): void => scope.demand(repository, "contents:read", "Repository");
  return {
    __typename: "Repository", id: nodeId("Repository", repository.id), databaseId: repository.id,
    name: repository.name, nameWithOwner: repository.fullName, isFork: repository.parent !== null,
    isPrivate: repository.private, owner: accountNode(repository.owner),
    defaultBranchRef: () => {
      code();
      return refNode(repository, `refs/heads/${repository.defaultBranch}`);
    },
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      code();
      const found = [qualifiedName, `refs/heads/${qualifiedName}`, `refs/tags/${qualifiedName}`, `refs/${qualifiedName}`]
        .find((name) => name.startsWith("refs/") && repository.refs.get(name) !== null);
      return found === undefined ? null : refNode(repository, found);
    },
    object: async (asked: { oid?: string | null; expression?: string | null }) => {
      code();
      const oid = asked.oid ?? (await meaning(repository, asked.expression ?? ""));
      return oid === null ? null : objectNode(repository, oid);
    },
    pullRequest: ({ number }: { number: number }) => {
      scope.demand(repository, "pull_requests:read", "PullRequest");
      const pull = repository.pulls.get(number);
      if (pull !== undefined) return pullNode(scope, pull);
      throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${number}.`);
    },
  };
}

/** The object that `REV`, `REV:path` or `REV^{tree}` means; null when there is none. */
async function meaning(repository: Repository, expression: string): Promise<string | null> {
  const colon = expression.indexOf(":");
  const [name, path] = colon < 0 ? [expression, null] : [expression.slice(0, colon), expression.slice(colon + 1)];
  const asTree = /^(.*)\^\{tree\}$/.exec(name)?.[1];
  const rev = asTree ?? name;
  const commit = await readCommit(repository.objects, (await repository.resolve(rev)) ?? "");
  const tree = commit?.tree ?? (isObjectId(rev) && (await repository.objects.read(rev))?.type === "tree" ? rev : null);
  if (path !== null) return tree === null ? null : ((await findEntry(repository.objects, tree, path))?.oid ?? null);
  if (asTree !== undefined) return tree;
  return commit?.oid ?? (isObjectId(rev) ? rev : null);
}

export function pullNode(scope: Scope, pull: PullRequest) {
  const { repository, headRepository } = pull;
  return {
    __typename: "PullRequest", id: nodeId("PullRequest", pull.id), fullDatabaseId: String(pull.id),
    number: pull.number, title: pull.title, body: pull.body ?? "", isDraft: pull.draft,
    author: accountNode(pull.author),
    state: pull.merged !== null ? "MERGED" : pull.state === "open" ? "OPEN" : "CLOSED",
    closed: pull.state === "closed", merged: pull.merged !== null, mergedAt: timeOrNull(pull.merged?.at ?? null),
    baseRefName: pull.baseRef, baseRefOid: pull.baseSha, headRefName: pull.headRef, headRefOid: pull.headSha,
    isCrossRepository: headRepository !== repository,
    headRepository: () => (headRepository === null ? null : repositoryNode(scope, headRepository)),
    repository: () => repositoryNode(scope, repository),
    mergeable: async () => {
      if (pull.state === "closed") return "UNKNOWN";
      return (await testMerge(scope.hub, pull)) === null ? "CONFLICTING" : "MERGEABLE";
    },
  };
}

/** The points of the hour that are left. */
export function rateLimitNode(scope: Scope) {
  const { limit, remaining, reset, used } = scope.points();
  return { cost: 1, limit, remaining, used, resetAt: time(new Date(reset * 1000)) };
}
