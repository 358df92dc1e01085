/** Commit statuses, the older kin of check runs. */
import type { Hub } from "../world/hub.ts";
import type { Account, App, CommitStatus } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { readCommit } from "../git/commit.ts";
import { repositoryApi, time } from "../views/address.ts";
import { commitView } from "../views/commit.ts";
import { announce } from "./announce.ts";
import { isProtected } from "./gate.ts";
import { settleQueue } from "./queue.ts";

export type NewStatus = Pick<CommitStatus, "sha" | "state" | "context" | "description" | "targetUrl">;

/** Adds a status to a commit; the newest of a context counts. */
export async function addStatus(
  hub: Hub, repository: Repository, creator: Account, app: App | null, wanted: NewStatus,
): Promise<CommitStatus> {
  const status = { ...wanted, id: hub.id(), creator, app, at: hub.now() };
  repository.statuses.push(status);
  const { id, sha, state, context, description, targetUrl: target_url } = status;
  const at = { created_at: time(status.at), updated_at: time(status.at) };
  const payload = {
    id, sha, name: repository.fullName, state, context, description, target_url, ...at, branches: branchesAt(hub, repository, sha),
  };
  const commit = await readCommit(repository.objects, sha);
  const shown = commit === null ? {} : { commit: commitView(hub, repository, commit) };
  announce(hub, repository, { event: "status", action: null, sender: creator, payload: { ...payload, ...shown } });
  await settleQueue(hub, repository);
  return status;
}

/** Branches whose head a commit is. */
function branchesAt(hub: Hub, repository: Repository, sha: string): object[] {
  const found = repository.refs.list("refs/heads/").filter(({ oid }) => oid === sha);
  return found.map(({ name }) => {
    const branch = name.slice("refs/heads/".length);
    const commit = { sha, url: `${repositoryApi(hub, repository)}/commits/${sha}` };
    return { name: branch, commit, protected: isProtected(repository, branch) };
  });
}
