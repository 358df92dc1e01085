/** The App as one running thing: the door for deliveries, the queue behind it, the judges, and what looks for the lost. */
import { join } from "node:path";
import { codeOf, UserError } from "../errors.ts";
import type { AppConfig } from "./config.ts";
import { openFront } from "./front/server.ts";
import { webhooks } from "./front/webhooks.ts";
import { GitHubClients } from "./github/client.ts";
import { GitHubRefusal } from "./github/faults.ts";
import { accountAnswer, appAnswer } from "./github/hub-answers.ts";
import type { Self } from "./github/hub.ts";
import { ask, until } from "./github/requests.ts";
import type { Requester } from "./github/requests.ts";
import type { Fetch } from "./github/wire.ts";
import { GitHubDesks } from "./judge/desks.ts";
import { jobHandler } from "./judge/handler.ts";
import type { Log } from "./log.ts";
import { createMetrics } from "./metrics.ts";
import type { MirrorsOptions } from "./mirror/mirrors.ts";
import { EmbeddedQueue } from "./queue/embedded.ts";
import type { EmbeddedLimits } from "./queue/embedded.ts";
import type { JobRun } from "./queue/port.ts";
import type { Fault } from "./queue/store.ts";
import { Reconciler } from "./reconcile/reconciler.ts";

export interface AppOptions {
  readonly config: AppConfig;
  readonly log: Log;
  readonly now?: () => number;
  readonly limits?: Partial<EmbeddedLimits>;
  /** How often what was lost is looked for; never when null. */
  readonly reconcileMs?: number | null;
  /** How GitHub is reached. */
  readonly fetch?: Fetch;
  /** False where GitHub limits nothing, as a stand-in does. */
  readonly throttled?: boolean;
  /** Bounds of the mirrors of repositories. */
  readonly mirrors?: Partial<Pick<MirrorsOptions, "largest" | "fetchMs">>;
  /** Called at every write to disk, by the tests that end the process there. */
  readonly fault?: Fault;
  /** Nothing can be written to disk any more: the process should end. */
  readonly broken?: () => void;
}

export interface App {
  readonly port: number;
  readonly queue: EmbeddedQueue;
  readonly reconciler: Reconciler;
  /** Takes no more deliveries, lets running jobs end or puts them back, and closes everything. */
  close(graceMs: number): Promise<void>;
}

const CLOSE_FRONT_MS = 5_000;

/** Throws UserError for what its operator can mend: the port, the folder, the credentials. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log, now = Date.now, reconcileMs, fetch, throttled = true, mirrors = {} } = options;
  const metrics = createMetrics();
  const clients = new GitHubClients({ config, log, metrics, now, throttled, ...(fetch === undefined ? {} : { fetch }) });
  await proveCredentials(clients, config, log);
  const self = { appId: config.appId, bot: botOf(clients), graphql: config.github.graphql };
  const queue = await openQueue(options, metrics.observer);
  metrics.watch(queue, now);
  const desks = await GitHubDesks.open({ config, clients, self, metrics, log, now, queue, mirrors });
  const reconciler = new Reconciler({
    self,
    app: async (signal) => until(await clients.app(), signal),
    installation: async (installation, signal) => until(await clients.clientFor(installation), signal),
    queue, log, now,
    ...(typeof reconcileMs === "number" ? { everyMs: reconcileMs } : {}),
  });
  const secrets = config.webhookSecrets.reveal();
  const door = webhooks({ queue, log, metrics, appId: config.appId, secrets });
  const ready = { queue: () => queue.trouble() };
  const front = await openFront({ host: config.host, port: config.port, log, metrics, webhooks: door, ready }).catch(
    async (error: unknown) => {
      await Promise.all([queue.close(0), desks.close()]);
      throw unopened(error, config);
    },
  );
  const look = (installation: number, { signal }: JobRun): Promise<void> => {
    // Something about it has changed: tokens that were given before may hold too little.
    clients.forget(installation);
    return reconciler.look(installation, signal);
  };
  queue.work(jobHandler({ desks, look, log }));
  if (reconcileMs !== null) reconciler.start();
  log.info({ port: front.port }, "Writ takes deliveries");
  return {
    port: front.port,
    queue,
    reconciler,
    close: async (graceMs) => {
      await Promise.all([front.close(CLOSE_FRONT_MS), reconciler.stop(), queue.close(graceMs)]);
      await desks.close();
    },
  };
}

function openQueue({ config, log, now, limits, fault, broken }: AppOptions, observer: object): Promise<EmbeddedQueue> {
  return EmbeddedQueue.open({
    folder: join(config.dataDir, "queue"),
    observer: {
      ...observer,
      unreadable: (key) => log.error({ key }, "a record of the queue cannot be read and is left where it is"),
      broken: (error) => {
        log.fatal({ err: error }, "the queue cannot be written to disk any more");
        broken?.();
      },
    },
    ...(now === undefined ? {} : { now }),
    ...(limits === undefined ? {} : { limits }),
    ...(fault === undefined ? {} : { fault }),
  });
}

/** Wrong credentials are found at the start, and not at the first delivery. When GitHub is away, Writ starts all the same. */
async function proveCredentials(clients: GitHubClients, { appId, github }: AppConfig, log: Log): Promise<void> {
  try {
    await (await clients.app()).request("GET /app");
  } catch (error) {
    if (error instanceof GitHubRefusal) {
      throw new UserError(`${github.web} does not know the App ${appId} by this key; check APP_ID, PRIVATE_KEY, GHE_HOST and the clock`);
    }
    log.warn({ err: error }, "GitHub cannot be asked about the App now; deliveries are taken all the same");
  }
}

/** Looks for the account of our App when somebody first wants it, and then knows it. */
function botOf(clients: GitHubClients): Self["bot"] {
  let known: Promise<number> | null = null;
  const look = async (github: Requester): Promise<number> => {
    const { slug } = await ask(await clients.app(), "GET /app", {}, appAnswer);
    return (await ask(github, "GET /users/{username}", { username: `${slug}[bot]` }, accountAnswer)).id;
  };
  return (github) => (known ??= look(github).catch((error: unknown) => {
    known = null;
    throw error;
  }));
}

function unopened(error: unknown, { host, port }: AppConfig): unknown {
  const code = codeOf(error);
  if (!["EADDRINUSE", "EACCES", "EADDRNOTAVAIL", "ENOTFOUND"].includes(code)) return error;
  return new UserError(`cannot listen at ${host}:${port} (${code}); set PORT or HOST to something free`);
}
