/** What a query may begin with. */
import { nodeId } from "../views/address.ts";
import { createCommitOnBranch } from "./commit-on-branch.ts";
import type { CommitInput } from "./commit-on-branch.ts";
import { objectNode, refNode } from "./objects.ts";
import { GraphqlRefusal, notAccessible } from "./refusal.ts";
import { accountNode, pullNode, rateLimitNode, repositoryNode } from "./repository.ts";
import type { Scope } from "./scope.ts";

export function rootOf(scope: Scope) {
  return {
    repository: ({ owner, name }: { owner: string; name: string }) => {
      return repositoryNode(scope, scope.repository(`${owner}/${name}`));
    },
    node: ({ id }: { id: string }) => nodeOf(scope, id),
    nodes: ({ ids }: { ids: readonly string[] }) => ids.map((id) => nodeOf(scope, id)),
    rateLimit: () => rateLimitNode(scope),
    viewer: () => {
      if (scope.actor.kind === "user") return accountNode(scope.actor.user);
      // A bot is no `User`, says GitHub's schema; GitHub answers with it all the same, under its whole name.
      if (scope.actor.kind === "installation") return { ...scope.actor.installation.app.bot, __typename: "User" };
      throw notAccessible();
    },
    createCommitOnBranch: ({ input }: { input: CommitInput }) => createCommitOnBranch(scope, input),
  };
}

/** The repository, ref, pull request or object of a global id. */
async function nodeOf(scope: Scope, id: string) {
  const [, kind = "", rest = ""] = /^(\w+):(.*)$/s.exec(Buffer.from(id, "base64").toString()) ?? [];
  for (const repository of scope.visible()) {
    if (kind === "Repository" && nodeId(kind, repository.id) === id) return repositoryNode(scope, repository);
    if (kind === "PullRequest") {
      const pull = [...repository.pulls.values()].find((one) => String(one.id) === rest);
      if (pull === undefined) continue;
      scope.demand(repository, "pull_requests:read", "PullRequest");
      return pullNode(scope, pull);
    }
    const ref = kind === "Ref" && rest.startsWith(`${repository.id}:`) ? rest.slice(rest.indexOf(":") + 1) : null;
    const object = ["Blob", "Tree", "Commit"].includes(kind) ? await objectNode(repository, rest) : null;
    const found = ref === null ? object : refNode(repository, ref);
    if (found === null || found.__typename !== kind) continue;
    scope.demand(repository, "contents:read", kind);
    return found;
  }
  throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'.`);
}
