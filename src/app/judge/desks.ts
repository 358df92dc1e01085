/** Desks for repositories on GitHub, and what they share: clients, objects, mirrors, and what was judged before. */
import { join } from "node:path";
import type { AppConfig } from "../config.ts";
import { DecisionLog } from "../decisions/decision-log.ts";
import type { GitHubClients } from "../github/client.ts";
import { RepositoryHub } from "../github/hub.ts";
import type { Self } from "../github/hub.ts";
import { openRemote } from "../github/open-remote.ts";
import { until } from "../github/requests.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { Mirrors } from "../mirror/mirrors.ts";
import type { MirrorsOptions } from "../mirror/mirrors.ts";
import { ObjectStore } from "../objects/store.ts";
import type { RepositoryName } from "../queue/job.ts";
import type { JobQueue, JobRun } from "../queue/port.ts";
import type { Desk, Desks } from "./desk.ts";
import { Judge } from "./judge.ts";

export interface DesksOptions {
  readonly config: AppConfig;
  readonly clients: GitHubClients;
  readonly self: Self;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly now: () => number;
  readonly queue: JobQueue;
  readonly mirrors: Partial<MirrorsOptions>;
}

export class GitHubDesks implements Desks {
  readonly #options: DesksOptions;
  readonly #store: ObjectStore;
  readonly #mirrors: Mirrors;
  readonly #judge: Judge;
  readonly #decisions: DecisionLog;

  private constructor(options: DesksOptions, store: ObjectStore, mirrors: Mirrors) {
    this.#options = options;
    this.#store = store;
    this.#mirrors = mirrors;
    this.#judge = new Judge(options.metrics, options.now);
    this.#decisions = new DecisionLog({ dataDir: options.config.dataDir, now: options.now });
  }

  /** Throws UserError when the data folder cannot be used. */
  static async open(options: DesksOptions): Promise<GitHubDesks> {
    const { config, log, mirrors } = options;
    const failed = (error: unknown): void => log.warn({ err: error }, "an object of a repository cannot be kept on disk");
    const store = await ObjectStore.open({ folder: join(config.dataDir, "objects"), failed });
    return new GitHubDesks(options, store, await Mirrors.open({ ...mirrors, folder: join(config.dataDir, "mirrors") }));
  }

  async open(run: JobRun, repository: RepositoryName): Promise<Desk & { close(): Promise<void> }> {
    const { clients, config, self, log, now, queue } = this.#options;
    const { installation, trace } = run.job;
    const { signal } = run;
    const remote = { clients, store: this.#store, mirrors: this.#mirrors, github: config.github };
    const [client, source] = await Promise.all([
      clients.clientFor(installation),
      openRemote(remote, installation, repository, signal),
    ]);
    const hub = new RepositoryHub(until(client, signal), repository, self);
    const deskLog = log.child({ trace });
    return {
      hub,
      source,
      run,
      log: deskLog,
      now,
      decide: this.#decisions.for(repository, trace, deskLog),
      judge: (question) => this.#judge.judge(hub, source, question),
      ask: (targets) => queue.add(targets.map((target) => ({ installation, target, trace }))),
      close: () => source.dispose(),
    };
  }

  async forget(installation: number, repository: RepositoryName | null): Promise<void> {
    this.#options.clients.forget(installation);
    if (repository === null) return;
    this.#store.forget(repository.id);
    await this.#mirrors.forget(repository.id);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
