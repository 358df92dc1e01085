/** Pages that only this machine can reach, and that no page a person happens to visit can use in their name. */
import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { codeOf, UserError } from "../../errors.ts";

export interface Page {
  readonly status: number;
  readonly html: string;
  /** Where to go instead, a path of this server. */
  readonly location?: string;
}

/** Loopback only, whatever HOST says. On a free port where the wanted one is taken. Throws UserError for one that this process may not have. */
export async function listenHere(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    const code = codeOf(error);
    if (code === "EADDRINUSE" && port !== 0) return listenHere(server, 0);
    if (code !== "EACCES") throw error;
    throw new UserError(`cannot listen at localhost:${port} (${code}); set PORT to something free`);
  }
}

/** A name that somebody else points to this machine is not ours. */
export function isForHere(request: IncomingMessage, port: number): boolean {
  return [`localhost:${port}`, `127.0.0.1:${port}`].includes(request.headers.host ?? "");
}

/** In constant time. */
export function isSame(given: string, word: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(word)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function sendPage(response: ServerResponse, { status, html, location }: Page): void {
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    ...(location === undefined ? {} : { location }),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(html);
}

export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}
