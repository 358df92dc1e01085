/** What an App asked of GitHub, counted as its budgets are. */
import type { Exchange } from "../../src/demo/github/http/server.ts";

export interface Requests {
  readonly reads: number;
  readonly writes: number;
  /** New tokens of installations; no budget speaks of them. */
  readonly tokens: number;
  /** Requests of Git, which GitHub counts nowhere. */
  readonly git: number;
  /** `GET /repos/:owner/:repo` → how often. */
  readonly routes: Readonly<Record<string, number>>;
}

const TOKENS = "/app/installations/:installation/access_tokens";

/** Whether a request changes something. A GraphQL query is a read, a mutation a write. */
export function isWrite(method: string, route: string, query: unknown): boolean {
  if (method === "GET" || method === "HEAD" || route === TOKENS || route.startsWith("/:owner/:repo.git/")) return false;
  return route !== "/graphql" || (typeof query === "string" && /^\s*mutation\b/.test(query));
}

/** Counts what Apps asked; what people asked is left out. */
export function countRequests(exchanges: readonly Exchange[]): Requests {
  const routes: Record<string, number> = {};
  const counted = { reads: 0, writes: 0, tokens: 0, git: 0, routes };
  for (const { method, route, actor, request } of exchanges) {
    const fromGit = route.startsWith("/:owner/:repo.git/");
    if (!fromGit && actor !== "app" && actor !== "installation") continue;
    const key = `${method} ${route}`;
    routes[key] = (routes[key] ?? 0) + 1;
    if (fromGit) counted.git += 1;
    else if (route === TOKENS) counted.tokens += 1;
    else if (isWrite(method, route, (request as { query?: unknown }).query)) counted.writes += 1;
    else counted.reads += 1;
  }
  return counted;
}
