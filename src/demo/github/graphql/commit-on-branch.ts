/** `createCommitOnBranch`: one signed commit of whole files on top of a branch that must be where it is expected. */
import { pushRefusal } from "../acts/gate.ts";
import { machine, personOf } from "../acts/pulls.ts";
import { moveRef } from "../acts/push.ts";
import { readCommit, writeCommit } from "../git/commit.ts";
import { editTree, findEntry, goodPath } from "../git/tree.ts";
import type { TreeFile } from "../git/tree.ts";
import { accountOf } from "../world/hub.ts";
import type { Repository } from "../world/repository.ts";
import { commitNode, refNode } from "./objects.ts";
import { GraphqlRefusal } from "./refusal.ts";
import type { Scope } from "./scope.ts";

export interface CommitInput {
  readonly branch: {
    readonly id?: string | null;
    readonly repositoryNameWithOwner?: string | null;
    readonly branchName?: string | null;
  };
  readonly expectedHeadOid: string;
  readonly message: { readonly headline: string; readonly body?: string | null };
  readonly fileChanges?: FileChanges | null;
  readonly clientMutationId?: string | null;
}

interface FileChanges {
  /** The contents as bytes, once the scalar was read. */
  readonly additions?: readonly { readonly path: string; readonly contents: Buffer }[] | null;
  readonly deletions?: readonly { readonly path: string }[] | null;
}

export async function createCommitOnBranch(scope: Scope, input: CommitInput) {
  const { hub, actor } = scope;
  const { repository, branch } = target(scope, input.branch);
  scope.demand(repository, "contents:write", "CreateCommitOnBranch");
  const { objects } = repository;
  const head = repository.branch(branch);
  const parent = head === null ? null : await readCommit(objects, head);
  if (head === null || parent === null) {
    throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a Branch with the name '${branch}'.`);
  }
  if (head !== input.expectedHeadOid) throw stale(input.expectedHeadOid);
  const tree = await editTree(objects, parent.tree, await changesOf(repository, parent.tree, input.fileChanges ?? {}));
  const by = accountOf(actor);
  const { headline, body } = input.message;
  const message = body === undefined || body === null || body === "" ? headline : `${headline}\n\n${body}`;
  const made = writeCommit(objects, { tree, parents: [head], author: personOf(hub, by), committer: machine(hub), message });
  const why = await pushRefusal(hub, repository, branch, actor, head, made);
  if (why !== null) throw new GraphqlRefusal("BRANCH_PROTECTION_RULE_VIOLATION", why);
  repository.verified.add(made);
  if (!(await moveRef(hub, repository, `refs/heads/${branch}`, head, made, by))) throw stale(input.expectedHeadOid);
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: () => commitNode(repository, made),
    ref: () => refNode(repository, `refs/heads/${branch}`),
  };
}

function stale(expected: string): GraphqlRefusal {
  return new GraphqlRefusal(
    "STALE_DATA", `Expected branch to point to "${expected}" but it did not.  Pull and try again.`,
  );
}

/** The branch that is meant, by its global id or by its name; `refs/heads/` in front of it may be left out. */
function target(scope: Scope, { id, repositoryNameWithOwner, branchName }: CommitInput["branch"]) {
  const [, number, named] = /^Ref:(\d+):(.*)$/s.exec(Buffer.from(id ?? "", "base64").toString()) ?? [];
  const repository = number === undefined
    ? scope.repository(repositoryNameWithOwner ?? "") : scope.visible().find((one) => String(one.id) === number);
  const name = number === undefined ? branchName : named;
  if (repository === undefined || name === undefined || name === null) {
    throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a node with the global id of '${id ?? ""}'.`);
  }
  return { repository, branch: name.replace(/^refs\/heads\//, "") };
}

async function changesOf(repository: Repository, tree: string, { additions, deletions }: FileChanges) {
  const changes = new Map<string, TreeFile | null>();
  const add = (path: string, file: TreeFile | null): void => {
    if (!goodPath(path)) throw unprocessable(`A path was requested that is malformed: ${path}`);
    if (changes.has(path)) throw unprocessable(`A path was requested for more than one change: ${path}`);
    changes.set(path, file);
  };
  for (const { path, contents } of additions ?? []) {
    // Whatever mode the file had, it is a plain one now.
    add(path, { mode: "100644", oid: repository.objects.write("blob", contents) });
  }
  for (const { path } of deletions ?? []) {
    add(path, null);
    if ((await findEntry(repository.objects, tree, path))?.type !== "blob") {
      throw unprocessable(`A path was requested for deletion which does not exist as of commit oid: ${path}`);
    }
  }
  return changes;
}

function unprocessable(message: string): GraphqlRefusal {
  return new GraphqlRefusal("UNPROCESSABLE", message);
}
