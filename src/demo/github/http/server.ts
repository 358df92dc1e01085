/** The stand-in's HTTP server: one request from its first byte to its answer. */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Actor, Hub } from "../world/hub.ts";
import { notFound, Refusal } from "../world/refusal.ts";
import { isAppPage, serveAppPage } from "./app-pages.ts";
import { authenticate } from "./authenticate.ts";
import { parseBody, readBytes } from "./body.ts";
import { Call } from "./call.ts";
import type { Answer, Body } from "./call.ts";
import { broken, exhausted, refusalAnswer } from "./broken.ts";
import { ApiFaults } from "./faults.ts";
import type { ApiFault } from "./faults.ts";
import { gitRoute, openGitDoor } from "./git-door.ts";
import { RateLimit } from "./limits.ts";
import type { Resource } from "./limits.ts";
import { Router } from "./route.ts";
import type { Match, Route } from "./route.ts";

export interface Exchange {
  readonly method: string;
  /** The route's path as the table has it; the raw path when there is no such route. */
  readonly route: string;
  readonly url: string;
  readonly actor: Actor["kind"];
  readonly request: unknown;
  readonly status: number;
  readonly answer: unknown;
}

interface Noted extends Pick<Exchange, "method" | "route" | "request"> {
  readonly url: URL;
  readonly actor: Actor;
}

/** One request to the API, read and matched. */
interface Question {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly match: Match | null;
  readonly bytes: Buffer | "too large";
  readonly fault: ApiFault | null;
}

/** A commit of more than this in base64 never gets through to GraphQL. */
const LARGEST_QUERY = 40 * 1024 * 1024;
const PREFIX = "/api/v3";
/** Where GraphQL is beside the former. */
const GRAPHQL = "/api/graphql";
const INSTALLATION_ONLY =
  "You must authenticate with an installation access token in order to list repositories for an installation.";

/** Answers what the API does not know; true when it did. */
export type Page = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;

export class ApiServer {
  readonly faults = new ApiFaults();
  readonly limits: RateLimit;
  /** Every request that was answered, in order, while `recording`. */
  readonly exchanges: Exchange[] = [];
  /** Off for a server that runs for long: what was asked and answered is not kept. */
  recording = true;
  /** How many requests were answered. */
  answered = 0;
  /** Requests that have not been answered. */
  pending = 0;
  /** What else is served beside the API. */
  page: Page = () => false;
  readonly #hub: Hub;
  readonly #router: Router;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(hub: Hub, routes: readonly Route[]) {
    this.#hub = hub;
    this.#router = new Router(routes);
    this.limits = new RateLimit(hub);
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  /** Starts to listen on this machine; port 0 takes a free one. Gives back the address. */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.pending += 1;
    try {
      await this.#open(request, response);
    } catch (error) {
      // Nothing that a request holds may end the process; a fault of our own is told to the one who asked.
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: `The stand-in failed: ${message}` }));
    } finally {
      this.pending -= 1;
    }
  }

  /** Finds out what is asked, and lets the faults befall it. */
  async #open(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", this.#hub.origin);
    const path = routePath(url.pathname);
    const git = gitRoute(url.pathname);
    const match = git === null ? this.#router.find(method, path) : null;
    if (isAppPage(url.pathname)) return serveAppPage(this.#hub, request, response, url);
    if (git === null && match === null && this.page(request, response, url)) return;
    const bytes = git === null ? await readBytes(request) : null;
    const body = bytes === "too large" ? null : bytes;
    const fault = await this.faults.befalling({ method, route: git ?? match?.route.path ?? path, body });
    if (fault?.kind === "hang") return;
    if (fault?.kind === "slow") await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    if (fault?.kind === "cut" && fault.applied !== true) return void request.socket.destroy();
    if (bytes !== null) return this.#answer({ request, response, url, match, bytes, fault });
    // No request of the API: GitHub does not count it, and no budget is touched.
    const { actor, status } = await openGitDoor(this.#hub, request, response, url, fault);
    this.#note({ method, route: git ?? path, url, actor, request: {} }, { status, body: null });
  }

  async #answer({ request, response, url, match, bytes, fault }: Question): Promise<void> {
    const method = request.method ?? "GET";
    const resource = match?.route.resource ?? "core";
    let actor: Actor = { kind: "anonymous" };
    let body: Body = {};
    let answer: Answer;
    try {
      const query = resource === "graphql";
      if (bytes === "too large" || (query && bytes.length > LARGEST_QUERY)) throw new Refusal(413, "Payload too large");
      body = parseBody(bytes);
      actor = authenticate(this.#hub, request.headers.authorization);
      const applied = (fault?.kind === "status" || fault?.kind === "cut") && fault.applied === true;
      const instead = broken(fault, this.#hub.now(), resource);
      if (instead !== null && !applied) answer = instead;
      else {
        answer = await this.#ask(actor, match, url, request.headers.accept ?? "", body);
        if (applied) answer = instead ?? answer;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer = refusalAnswer(error);
    }
    const route = match?.route.path ?? url.pathname;
    this.#note({ method, route, url, actor, request: body }, answer);
    if (fault?.kind === "cut") request.socket.destroy();
    else this.#send(request, response, answer, actor, resource);
  }

  #note(asked: Noted, { status, body }: Answer): void {
    const { method, route, url, actor, request } = asked;
    this.answered += 1;
    if (!this.recording) return;
    const noted = { method, route, url: url.pathname + url.search, actor: actor.kind, request };
    this.exchanges.push({ ...noted, status, answer: body });
  }

  #ask(actor: Actor, match: Match | null, url: URL, accept: string, body: Body): Answer | Promise<Answer> {
    const resource = match?.route.resource ?? "core";
    if (match?.route.path === "/rate_limit") {
      const core = this.limits.view(actor);
      const graphql = this.limits.view(actor, "graphql");
      return { status: 200, body: { rate: core, resources: { core, graphql, search: core } } };
    }
    if (!this.limits.spend(actor, resource)) return exhausted(resource);
    if (match === null) throw notFound();
    const call = new Call(this.#hub, this.limits, actor, match.params, url, accept, body);
    admit(call, match.route);
    return match.route.handle(call);
  }

  #send(request: IncomingMessage, response: ServerResponse, answer: Answer, actor: Actor, resource: Resource): void {
    const headers: Record<string, string> = {
      "x-github-media-type": "github.v3; format=json",
      "x-github-request-id": createHash("sha1").update(String(this.answered)).digest("hex").slice(0, 20),
      ...this.limits.headers(actor, resource),
      ...answer.headers,
    };
    if (answer.body === null) {
      response.writeHead(answer.status, headers).end();
      return;
    }
    const bytes = Buffer.isBuffer(answer.body) ? answer.body
      : Buffer.from(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    headers["content-type"] ??= "application/json; charset=utf-8";
    if (request.method === "GET" && answer.status === 200) {
      headers["etag"] = `"${createHash("sha256").update(bytes).digest("hex")}"`;
      const known = (request.headers["if-none-match"] ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
      if (known.includes(headers["etag"])) {
        this.limits.refund(actor, resource);
        response.writeHead(304, { ...headers, ...this.limits.headers(actor, resource) }).end();
        return;
      }
    }
    headers["content-length"] = String(bytes.length);
    response.writeHead(answer.status, headers).end(bytes);
  }
}

/** The path as the table has it, wherever the API was asked. */
function routePath(path: string): string {
  if (path === GRAPHQL) return "/graphql";
  const bare = path.startsWith(`${PREFIX}/`) ? path.slice(PREFIX.length) : path;
  return bare.length > 1 ? bare.replace(/\/$/, "") : bare;
}

/** Throws what GitHub answers to those who may not. */
function admit(call: Call, route: Route): void {
  const { actor, hub } = call;
  if (route.needs === "any") return;
  if (route.needs === "app" || route.needs === "installation") {
    if (actor.kind === route.needs) return;
    const wanted = route.needs === "app" ? "A JSON web token could not be decoded" : INSTALLATION_ONLY;
    throw new Refusal(actor.kind === "anonymous" || route.needs === "app" ? 401 : 403, wanted);
  }
  const repository = call.repository;
  if (hub.allows(actor, repository, route.needs)) return;
  if (actor.kind === "anonymous") throw new Refusal(401, "Requires authentication");
  if (actor.kind === "app") throw new Refusal(401, "Bad credentials");
  const accepted = { "x-accepted-github-permissions": route.needs.map((need) => need.replace(":", "=")).join("; ") };
  if (actor.kind === "installation") throw new Refusal(403, "Resource not accessible by integration", null, accepted);
  if (hub.role(actor.user, repository) === null) throw notFound();
  throw new Refusal(403, "Must have write access to this repository.");
}
