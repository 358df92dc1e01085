/** Forks: a repository of its own that shares the objects of its parent. */
import type { Hub } from "../world/hub.ts";
import type { Account } from "../world/model.ts";
import { Repository } from "../world/repository.ts";
import { announce } from "./announce.ts";
import { fullRepositoryView } from "../views/repository.ts";

/** Forks a repository to an account; one that is there already is given back. */
export async function fork(hub: Hub, parent: Repository, owner: Account, name = parent.name): Promise<Repository> {
  const key = `${owner.login}/${name}`.toLowerCase();
  const old = hub.repositories.get(key);
  if (old !== undefined) return old;
  const { defaultBranch, private: hidden } = parent;
  const made = await Repository.create(hub.folder, {
    id: hub.id(), owner, name, private: hidden, defaultBranch, parent, createdAt: hub.now(),
  });
  hub.repositories.set(key, made);
  for (const { name: ref, oid } of parent.refs.list("refs/heads/")) await made.refs.move(ref, null, oid);
  const payload = { forkee: fullRepositoryView(hub, made) };
  announce(hub, parent, { event: "fork", action: null, sender: owner, payload });
  return made;
}
