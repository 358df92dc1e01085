/** A stand-in, and what the App reads it with. */
import { join } from "node:path";
import { harbour } from "../../demo/github/client.fixture.ts";
import type { RepositoryDesk } from "../../demo/github/repository-desk.ts";
import { fastImport, importCommits, scratch } from "../../snapshot/git.fixture.ts";
import type { MemoryCommit } from "../../snapshot/memory.ts";
import { createLog } from "../log.ts";
import { createMetrics } from "../metrics.ts";
import { Mirrors } from "../mirror/mirrors.ts";
import type { MirrorsOptions } from "../mirror/mirrors.ts";
import { ObjectStore } from "../objects/store.ts";
import { Secret } from "../secret.ts";
import { GitHubClients } from "./client.ts";
import type { GitHubOptions } from "./client.ts";
import { openRemote } from "./open-remote.ts";
import type { RemoteRepository } from "./remote-repository.ts";

export interface Remote {
  readonly scene: Awaited<ReturnType<typeof harbour>>;
  readonly clients: GitHubClients;
  readonly store: ObjectStore;
  readonly mirrors: Mirrors;
  readonly folder: string;
  readonly config: GitHubOptions["config"];
  /** Requests as metrics were told of them: method, status and installation. */
  readonly asked: (readonly [method: string, status: number, installation: number | null])[];
  /** A private repository of these commits, the last of them its HEAD. */
  repository(commits: readonly MemoryCommit[]): Promise<RepositoryDesk>;
  /** Opened as the App does it; disposed of at the end. */
  open(desk: RepositoryDesk, signal?: AbortSignal): Promise<RemoteRepository>;
  /** Requests that the stand-in answered since the last time, by route. */
  counted(): Record<string, number>;
  close(): Promise<void>;
}

type Settings = Partial<Pick<GitHubOptions, "timeoutMs" | "fetch">> & { readonly mirrors?: Partial<MirrorsOptions> };

export async function remote(settings: Settings = {}): Promise<Remote> {
  const scene = await harbour();
  const { standIn, registered, installation } = scene;
  const place = scratch();
  const asked: [string, number, number | null][] = [];
  const metrics = createMetrics();
  const config = {
    appId: registered.app.id,
    privateKey: new Secret(registered.privateKey),
    github: { api: `${standIn.url}/api/v3`, graphql: `${standIn.url}/api/graphql`, web: standIn.url },
  };
  const clients = new GitHubClients({
    config,
    log: createLog("silent"),
    metrics: {
      asked: (method, status, whose, remaining) => {
        asked.push([method, status, whose]);
        metrics.asked(method, status, whose, remaining);
      },
    },
    ...settings,
  });
  const store = await ObjectStore.open({ folder: join(place.folder, "objects") });
  const mirrors = await Mirrors.open({ folder: join(place.folder, "mirrors"), ...settings.mirrors });
  const opened: RemoteRepository[] = [];
  let repositories = 0;
  let seen = standIn.server.exchanges.length;
  return {
    scene, clients, store, mirrors, folder: place.folder, config, asked,
    repository: async (commits) => {
      repositories += 1;
      const branch = commits.at(-1)?.name ?? "main";
      const desk = await standIn.createRepository(`harbour/r${repositories}`, { begin: "" }, { branch, private: true });
      const { directory, refs } = desk.repository;
      importCommits(directory, commits);
      await refs.load();
      return desk;
    },
    open: async (desk, signal) => {
      const { id, owner, name } = desk.repository;
      const where = { id, owner: owner.login, name };
      const repository = await openRemote({ clients, store, mirrors, github: config.github }, installation.id, where, signal);
      opened.push(repository);
      return repository;
    },
    counted: () => {
      const counts = Object.fromEntries(standIn.requests(seen));
      seen = standIn.server.exchanges.length;
      return counts;
    },
    close: async () => {
      await Promise.all(opened.map((repository) => repository.dispose()));
      await store.close();
      await standIn.stop();
      place.remove();
    },
  };
}

/** Replaces all that a repository holds by a stream for `git fast-import`. */
export async function imported(desk: RepositoryDesk, stream: string | Uint8Array): Promise<void> {
  fastImport(desk.repository.directory, stream);
  await desk.repository.refs.load();
}
