import { ProbotOctokit } from "probot";
import type { Requester } from "./requests.ts";

const TIMEOUT_MS = 30_000;

/** GitHub as nobody in particular: to give the code of a new App for its key. */
export function anonymous(api: string): Requester {
  const octokit = new ProbotOctokit({ baseUrl: api, retry: { enabled: false }, throttle: { enabled: false } });
  return {
    request: (route, parameters = {}) => octokit.request(route, { ...parameters, request: { signal: AbortSignal.timeout(TIMEOUT_MS) } }),
  };
}
