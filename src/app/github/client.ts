/**
 * Octokit as the App uses it. Probot makes the clients, so that each installation has a throttle of its own; what
 * Probot would do about limits and faults is switched off: it sleeps where the queue should wait, tries again what lost
 * a race (409) or may have been done (502 to a POST), and counts tries across requests.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { Probot, ProbotOctokit } from "probot";
import { z } from "zod";
import type { AppConfig } from "../config.ts";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import { TryLater } from "../queue/port.ts";
import { Secret } from "../secret.ts";
import { GitHubFault, hasType, translated } from "./faults.ts";
import { wire } from "./wire.ts";
import type { Fetch, WireOptions } from "./wire.ts";

/** Speaks for one installation, or for the App. A request may carry `request: { signal }`. */
export type GitHubClient = ProbotOctokit;

export interface GitHubOptions {
  readonly config: Pick<AppConfig, "appId" | "privateKey" | "github">;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "asked">;
  /** Longest time one request may take. */
  readonly timeoutMs?: number;
  readonly fetch?: Fetch;
  readonly now?: () => number;
  /** False where nobody limits anything: writes of an installation else go out a second apart, as GitHub asks. */
  readonly throttled?: boolean;
}

const TIMEOUT_MS = 30_000;
/** Clients and tokens that are kept; a client is a few closures. */
const MOST_KEPT = 5_000;
/** Tokens are changed this long before they end. */
const SPARE_MS = 5 * 60_000;
/** A fault that passes is waited for once, this long; whoever waits longer does so in the queue. */
const AGAIN_MS = 1_000;
const IDEMPOTENT = new Set(["GET", "HEAD"]);

const tokenSchema = z.object({ token: z.string().min(1), expires_at: z.iso.datetime({ offset: true }) });

export class GitHubClients {
  readonly #probot: Probot;
  readonly #reading: Probot;
  readonly #now: () => number;
  readonly #clients = new Map<number, Promise<GitHubClient>>();
  readonly #readers = new Map<number, Promise<GitHubClient>>();
  readonly #tokens = new Map<string, { readonly token: Secret; readonly until: number }>();

  constructor({ config, log, metrics, ...rest }: GitHubOptions) {
    const { timeoutMs = TIMEOUT_MS, fetch = globalThis.fetch, now = Date.now, throttled = true } = rest;
    const line: WireOptions = { metrics, timeoutMs, fetch };
    this.#now = now;
    const probot = (Octokit: typeof ProbotOctokit): Probot => new Probot({
      appId: config.appId,
      privateKey: config.privateKey.reveal(),
      // Deliveries come through the App's own door; without this Probot's would take a secret that everybody knows.
      secret: randomBytes(32).toString("hex"),
      // Below warnings it tells of every request, with all that is sent.
      log: log.child({}, { level: log.isLevelEnabled("warn") ? "warn" : log.level }),
      baseUrl: config.github.api,
      request: { fetch: wire(line, null) },
      Octokit,
    });
    this.#probot = probot(clientClass(line, now, throttled));
    this.#reading = probot(clientClass(line, now, false));
  }

  /** Speaks for the App itself. */
  app(): Promise<GitHubClient> {
    return this.#probot.auth();
  }

  /** Speaks for an installation. */
  clientFor(installation: number): Promise<GitHubClient> {
    return made(this.#clients, installation, this.#probot);
  }

  /** For what only reads: a query to GraphQL is a POST, and would else wait its second as if it wrote something. */
  readerFor(installation: number): Promise<GitHubClient> {
    return made(this.#readers, installation, this.#reading);
  }

  /** A token with which Git may read one repository, and nothing else. Throws as every request does. */
  async gitToken(installation: number, repository: number, signal?: AbortSignal): Promise<Secret> {
    const key = `${installation}/${repository}`;
    const known = this.#tokens.get(key);
    if (known !== undefined && known.until > this.#now()) return known.token;
    const app = await this.app();
    const { data } = await app.request("POST /app/installations/{installation_id}/access_tokens", {
      installation_id: installation,
      repository_ids: [repository],
      permissions: { contents: "read" },
      ...(signal === undefined ? {} : { request: { signal } }),
    });
    const { success, data: answer } = tokenSchema.safeParse(data);
    if (!success) throw new GitHubFault("GitHub's answer to a request for a token is not one");
    const token = new Secret(answer.token);
    remember(this.#tokens, key, { token, until: Date.parse(answer.expires_at) - SPARE_MS });
    return token;
  }

  /** Forgets what was given for an installation: it was changed or taken away. */
  forget(installation: number): void {
    this.#clients.delete(installation);
    this.#readers.delete(installation);
    for (const key of this.#tokens.keys()) if (key.startsWith(`${installation}/`)) this.#tokens.delete(key);
  }
}

function made(clients: Map<number, Promise<GitHubClient>>, installation: number, probot: Probot): Promise<GitHubClient> {
  const known = clients.get(installation);
  if (known !== undefined) return known;
  const client = probot.auth(installation);
  remember(clients, installation, client);
  client.catch(() => clients.delete(installation));
  return client;
}

/** The first that was remembered goes when there are too many. */
function remember<K, V>(kept: Map<K, V>, key: K, value: V): void {
  kept.delete(key);
  kept.set(key, value);
  const [first] = kept.keys();
  if (kept.size > MOST_KEPT && first !== undefined) kept.delete(first);
}

type ClientOptions = ConstructorParameters<typeof ProbotOctokit>[0];

function clientClass(line: WireOptions, now: () => number, throttled: boolean): typeof ProbotOctokit {
  return class extends ProbotOctokit {
    constructor(options: ClientOptions = {}) {
      const given = options["throttle"] as Readonly<Record<string, unknown>> | undefined;
      const throttle = { ...given, enabled: throttled, onRateLimit: () => false, onSecondaryRateLimit: () => false };
      const auth = options.auth as { readonly installationId?: unknown; readonly cache?: TokenCache } | undefined;
      const { installationId, cache } = auth ?? {};
      super({ ...options, auth: cache === undefined ? auth : { ...auth, cache: shelfOf(cache) }, retry: { enabled: false }, throttle });
      const own = typeof installationId === "number" ? { fetch: wire(line, installationId) } : {};
      // What wraps last is the outermost: it sees what all others have made of an error.
      this.hook.wrap("request", async (request, asked) => {
        // A new object in the old one: what lies further inside holds the old one, and all requests share what is in it.
        asked.request = { ...asked.request, ...own };
        const { signal, idempotent = IDEMPOTENT.has(asked.method) } = asked.request as AskedRequest;
        const once = async (): Promise<OctokitAnswer> => {
          try {
            const answer = await request(asked);
            // Octokit takes an answer that is cut off for an empty one.
            signal?.throwIfAborted();
            if (!hasType(answer.data, "RATE_LIMITED")) return answer;
            // GraphQL says so with 200.
            throw Object.assign(new Error("rate limit"), { status: answer.status, response: answer, request: asked });
          } catch (error) {
            if (signal?.aborted === true) throw signal.reason;
            throw translated(error, now());
          }
        };
        return once().catch(async (error: unknown) => {
          if (!idempotent || !(error instanceof TryLater) || error.wholeInstallation) throw error;
          await pause(AGAIN_MS, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
          return once();
        });
      });
    }
  };
}

interface TokenCache {
  readonly get: (key: string) => unknown;
  readonly set: (key: string, token: string) => unknown;
}

let shelves = 0;

/**
 * Probot keeps the tokens of all clients in one place, and takes old ones out. Each client has a shelf of its own there,
 * so that a client that is forgotten takes its tokens with it: they hold what the installation allowed before.
 */
function shelfOf(cache: TokenCache): TokenCache {
  shelves += 1;
  const shelf = shelves;
  return { get: (key) => cache.get(`${shelf}/${key}`), set: (key, token) => cache.set(`${shelf}/${key}`, token) };
}

type OctokitAnswer = Awaited<ReturnType<GitHubClient["request"]>>;

/** What a request may say of itself under `request`. */
interface AskedRequest {
  readonly signal?: AbortSignal;
  /** True where it does no harm to ask twice, although the method does not tell. */
  readonly idempotent?: boolean;
}
