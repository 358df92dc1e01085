/** Moving branches, and everything that follows from it. */
import { readCommit } from "../git/commit.ts";
import { changedFiles } from "../git/diff.ts";
import { commitsBetween, isAncestor, mergeBase } from "../git/history.ts";
import type { Hub } from "../world/hub.ts";
import type { Account } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { page } from "../views/address.ts";
import { eventCommitView } from "../views/commit.ts";
import { announce } from "./announce.ts";
import { openSuites } from "./checks.ts";
import { headMoved } from "./pulls.ts";

const NOTHING = "0".repeat(40);
/** An event lists no more commits than this. */
const EVENT_COMMITS = 2_048;

/**
 * Moves a ref from one commit to another (null: not there) and tells everybody. False when the ref is somewhere else
 * by now. Rules of the branch are not asked; see gate.ts.
 */
export async function moveRef(
  hub: Hub, repository: Repository, name: string, from: string | null, to: string | null, by: Account,
): Promise<boolean> {
  if (!(await repository.refs.move(name, from, to))) return false;
  if (from === to) return true;
  repository.pushedAt = hub.now();
  const branch = name.startsWith("refs/heads/") ? name.slice("refs/heads/".length) : null;
  const tag = name.startsWith("refs/tags/") ? name.slice("refs/tags/".length) : null;
  if (branch === null && tag === null) return true;
  const type = { ref: branch ?? tag, ref_type: branch === null ? "tag" : "branch", pusher_type: "user" };
  if (from === null) {
    const payload = { ...type, master_branch: repository.defaultBranch, description: null };
    announce(hub, repository, { event: "create", action: null, sender: by, payload });
  } else if (to === null) announce(hub, repository, { event: "delete", action: null, sender: by, payload: type });
  await announcePush(hub, repository, name, from, to, by);
  if (branch !== null && to !== null) openSuites(hub, repository, to, branch, from, by);
  if (branch !== null) await headMoved(hub, repository, branch, from, to, by);
  return true;
}

async function announcePush(
  hub: Hub, repository: Repository, ref: string, from: string | null, to: string | null, by: Account,
): Promise<void> {
  const { objects } = repository;
  const main = repository.branch(repository.defaultBranch);
  const since = from ?? (to === null || main === null || main === to ? null : await mergeBase(objects, main, to));
  const oids = to === null ? [] : await commitsBetween(objects, since, to);
  const commits = [];
  for (const oid of oids.slice(-EVENT_COMMITS)) {
    const commit = await readCommit(objects, oid);
    if (commit === null) continue;
    const parent = await readCommit(objects, commit.parents[0] ?? "");
    const files = await changedFiles(objects, parent?.tree ?? null, commit.tree);
    commits.push(eventCommitView(hub, repository, commit, files));
  }
  const forced = from !== null && to !== null && !(await isAncestor(objects, from, to));
  const payload = {
    ref, before: from ?? NOTHING, after: to ?? NOTHING, created: from === null, deleted: to === null, forced,
    base_ref: null, compare: `${page(hub, repository)}/compare/${from ?? NOTHING}...${to ?? NOTHING}`,
    commits, head_commit: commits.at(-1) ?? null,
    pusher: { name: by.login, email: `${by.login}@users.noreply.localhost` },
  };
  announce(hub, repository, { event: "push", action: null, sender: by, payload });
}
