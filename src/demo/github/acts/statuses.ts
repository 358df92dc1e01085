/** Commit statuses, the older kin of check runs. */
import type { Hub } from "../world/hub.ts";
import type { Account, App, CommitStatus } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { announce } from "./announce.ts";
import { settleQueue } from "./queue.ts";

export type NewStatus = Pick<CommitStatus, "sha" | "state" | "context" | "description" | "targetUrl">;

/** Adds a status to a commit; the newest of a context counts. */
export async function addStatus(
  hub: Hub, repository: Repository, creator: Account, app: App | null, wanted: NewStatus,
): Promise<CommitStatus> {
  const status = { ...wanted, id: hub.id(), creator, app, at: hub.now() };
  repository.statuses.push(status);
  const { id, sha, state, context, description, targetUrl: target_url } = status;
  const payload = { id, sha, name: repository.fullName, state, context, description, target_url };
  announce(hub, repository, { event: "status", action: null, sender: creator, payload });
  await settleQueue(hub, repository);
  return status;
}
