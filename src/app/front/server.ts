/** The App's HTTP server: deliveries in, health and figures out. */
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Log } from "../log.ts";
import type { Metrics } from "../metrics.ts";
import type { Answer } from "./webhooks.ts";

export const WEBHOOK_PATH = "/api/github/webhooks";

export interface FrontOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly webhooks: (request: IncomingMessage) => Promise<Answer>;
  /** What must hold for work to be done, by name: null when it does, else why not. */
  readonly ready: Readonly<Record<string, () => string | null>>;
}

export interface Front {
  readonly port: number;
  /** Takes no new connection, ends idle ones, and waits for answers under way; those that last longer are cut off. */
  close(graceMs: number): Promise<void>;
}

/** Rejects when the address cannot be had. */
export async function openFront({ host, port, ...options }: FrontOptions): Promise<Front> {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 65_000 });
  server.maxConnections = 2_000;
  server.on("request", (request, response) => void serve(request, response, options));
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: (graceMs) => close(server, graceMs) };
}

type Served = Pick<FrontOptions, "log" | "metrics" | "webhooks" | "ready">;

async function serve(request: IncomingMessage, response: ServerResponse, options: Served): Promise<void> {
  // Asked for now: a request that was answered may know its line no more, whatever its type says.
  const { socket } = request;
  try {
    send(request, response, socket, await answer(request, options));
  } catch (error) {
    options.log.error({ err: error }, "a request could not be answered");
    if (!response.headersSent) send(request, response, socket, { status: 500, text: "Writ failed" });
    else response.destroy();
  }
}

async function answer(request: IncomingMessage, { webhooks, metrics, ready }: Served): Promise<Answer> {
  const path = (request.url ?? "").split("?", 1)[0];
  if (path === WEBHOOK_PATH) return request.method === "POST" ? webhooks(request) : wrongMethod("POST");
  const page = path === "/livez" || path === "/readyz" || path === "/metrics";
  if (!page) return { status: 404, text: "not found" };
  if (request.method !== "GET" && request.method !== "HEAD") return wrongMethod("GET, HEAD");
  switch (path) {
    case "/livez":
      // That it answers is all it says: a process that only waits for GitHub must not be restarted.
      return { status: 200, text: "alive" };
    case "/readyz":
      return readiness(ready);
    default: {
      const headers = { "content-type": metrics.registry.contentType };
      return { status: 200, text: await metrics.registry.metrics(), headers };
    }
  }
}

function readiness(ready: Served["ready"]): Answer {
  const checks = Object.entries(ready).map(([name, check]) => [name, check()] as const);
  const lines = checks.map(([name, problem]) => `${name}: ${problem ?? "ok"}`);
  return { status: checks.every(([, problem]) => problem === null) ? 200 : 503, text: `${lines.join("\n")}\n` };
}

function wrongMethod(allow: string): Answer {
  return { status: 405, text: `use ${allow}`, headers: { allow } };
}

function send(request: IncomingMessage, response: ServerResponse, socket: Socket, { status, text, headers = {} }: Answer): void {
  const unread = request.method === "POST" && !request.complete;
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    // A body that was not read to its end would be taken for the next request.
    ...(unread ? { connection: "close" } : {}),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : text);
  // What still comes is thrown away for a moment, so that the sender reads the answer before the line is cut.
  if (unread) {
    request.resume();
    setTimeout(() => socket.destroy(), 1_000).unref();
  }
}

async function close(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
