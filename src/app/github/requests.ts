/** Asking GitHub, with answers that are looked at before anybody believes them. */
import type { z } from "zod";
import { GitHubFault } from "./faults.ts";

/** What an Octokit can do, as far as it is used here. */
export interface Requester {
  request(route: string, parameters?: Record<string, unknown>): Promise<{ readonly data: unknown; readonly headers: object }>;
}

/** The same, with every request ended by a signal. */
export function until(github: Requester, signal: AbortSignal): Requester {
  return {
    request: (route, parameters = {}) => {
      const own = typeof parameters["request"] === "object" ? parameters["request"] : {};
      return github.request(route, { ...parameters, request: { ...own, signal } });
    },
  };
}

/** How many a page holds at most. */
export const PAGE = 100;

export async function ask<T>(
  github: Requester,
  route: string,
  parameters: Record<string, unknown>,
  schema: z.ZodType<T>,
): Promise<T> {
  const { data } = await github.request(route, parameters);
  return understood(route, data, schema);
}

/**
 * The pages of a list, one after the other, until one is not full: at most `pages`. Whoever needs more must say that
 * there was more.
 */
export async function* pagesOf<T>(
  github: Requester,
  route: string,
  parameters: Record<string, unknown>,
  read: (data: unknown) => readonly T[],
  pages: number,
): AsyncGenerator<readonly T[]> {
  for (let page = 1; page <= pages; page++) {
    const { data } = await github.request(route, { ...parameters, per_page: PAGE, page });
    const list = read(data);
    yield list;
    if (list.length < PAGE) return;
  }
}

/** Throws GitHubFault: a proxy in between does such things, so the question is asked again some time later. */
export function understood<T>(route: string, data: unknown, schema: z.ZodType<T>): T {
  const { success, data: value, error } = schema.safeParse(data);
  if (success) return value;
  const [issue] = error.issues;
  throw new GitHubFault(`GitHub's answer to ${route} makes no sense: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
}
