/** A repository on GitHub, opened for judging. */
import type { AppConfig } from "../config.ts";
import type { RepositoryName } from "../queue/job.ts";
import type { Mirrors } from "../mirror/mirrors.ts";
import type { ObjectStore } from "../objects/store.ts";
import { RemoteObjects } from "../../snapshot/remote-objects.ts";
import type { GitHubClients } from "./client.ts";
import { GitHubObjects } from "./objects.ts";
import { RemoteRepository } from "./remote-repository.ts";

export interface RemoteOptions {
  readonly clients: GitHubClients;
  readonly store: ObjectStore;
  readonly mirrors: Mirrors;
  readonly github: AppConfig["github"];
}

/**
 * Opens a repository for an installation that covers it. Nothing is asked yet. Whoever opens it must `dispose` it.
 * What is asked later may throw UserError, TryLater, GitHubRefusal, GitHubFault, MirrorFault or SourceFault, and what
 * the signal was aborted with.
 */
export async function openRemote(
  { clients, store, mirrors, github }: RemoteOptions,
  installation: number,
  { id, owner, name }: RepositoryName,
  signal?: AbortSignal,
): Promise<RemoteRepository> {
  const client = await clients.readerFor(installation);
  const source = new GitHubObjects({ client, graphql: github.graphql, place: { owner, name }, signal });
  const url = `${github.web}/${encodeURIComponent(owner)}/${encodeURIComponent(name)}.git`;
  const token = () => clients.gitToken(installation, id, signal);
  return new RemoteRepository(new RemoteObjects(source, store.of(id)), mirrors.lease({ repository: id, url, token, signal }));
}
