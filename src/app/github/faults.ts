/** What goes wrong between the App and GitHub, as few types that say what to do about it. */
import { TryLater } from "../queue/port.ts";

export type RefusalReason =
  | "unauthorized" | "suspended" | "not-installed" | "no-permission" | "gone" | "blocked";

/** GitHub says no, and will say so again until a person changes something. The message tells what. */
export class GitHubRefusal extends Error {
  override readonly name = "GitHubRefusal";
  readonly status: number;
  readonly reason: RefusalReason;

  constructor(status: number, reason: RefusalReason, what: string) {
    super(`GitHub answered ${status} to ${what}: ${CURES[reason]}`);
    this.status = status;
    this.reason = reason;
  }
}

/** An answer that is none: not JSON, or of another shape than GitHub describes. */
export class GitHubFault extends Error {
  override readonly name = "GitHubFault";
}

const CURES: Readonly<Record<RefusalReason, string>> = {
  unauthorized: "the App's credentials are not taken; check APP_ID, the private key and this machine's clock",
  suspended: "the installation is suspended; the owner can unsuspend it in the settings of the installed App",
  "not-installed": "the App is not installed there any more; install it again to have pull requests judged",
  "no-permission": "the App lacks a permission or the repository; the owner can grant it in the App's installation",
  gone: "it is not there, or the App may not see it; check that the repository exists and is selected in the installation",
  blocked: "access to the repository is blocked by GitHub; its owner has been told why",
};

/** How long to wait when GitHub does not say. It asks for a minute at least. */
const LIMITED_MS = 60_000;
const AWAY_MS = 30_000;
/** Nobody waits longer for a limit than the hour it is counted in. */
const LONGEST_MS = 3_660_000;
const REFUSED = new Set([401, 403, 404, 410, 451]);
/** Answers with which GitHub says that it gave up on a question. */
const AWAY = new Set([408, 425]);

/** What an error of Octokit's holds, as far as it can be told from outside. */
interface Told {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  /** Method and path, without a query. */
  readonly what: string;
  readonly url: string;
  /** With a token of an installation, and not in the App's own name. */
  readonly asInstallation: boolean;
}

/**
 * The error to throw in place of one that a request ended with: TryLater for limits, faults of the server and of the
 * line; GitHubRefusal for what only a person can change; the same error for everything else.
 */
export function translated(error: unknown, now: number): unknown {
  const told = toldBy(error);
  if (told === null) return error;
  const later = (milliseconds: number, wholeInstallation: boolean, why: string): TryLater =>
    new TryLater(`${why} (${told.what})`, now + Math.min(milliseconds, LONGEST_MS), { wholeInstallation });
  const limit = limitMs(told, now);
  if (limit !== null) return later(limit, true, "GitHub's rate limit is used up");
  const noToken = told.status === 422 && isForToken(told);
  if (REFUSED.has(told.status) || noToken) return new GitHubRefusal(told.status, reasonOf(told), told.what);
  if (told.status < 500 && !AWAY.has(told.status)) return error;
  return later(seconds(told.headers["retry-after"]) ?? AWAY_MS, false, `GitHub cannot be reached or fails with ${told.status}`);
}

/** How long a limit holds; null when the answer speaks of none. */
function limitMs({ status, message, headers, data }: Told, now: number): number | null {
  const named = status === 403 || status === 429;
  const inGraphql = hasType(data, "RATE_LIMITED");
  if (!named && !inGraphql) return null;
  const after = seconds(headers["retry-after"]);
  if (after !== null) return after;
  const reset = Number(headers["x-ratelimit-reset"]) * 1000;
  if (headers["x-ratelimit-remaining"] === "0" && Number.isFinite(reset)) return Math.max(0, reset - now) + 1000;
  return status === 429 || inGraphql || /\b(?:secondary )?rate limit/i.test(message) ? LIMITED_MS : null;
}

/** True when a GraphQL answer holds an error of this type. */
export function hasType(data: unknown, type: string): boolean {
  const errors: unknown = typeof data === "object" && data !== null && "errors" in data ? data.errors : null;
  return Array.isArray(errors) && errors.some((one: unknown) => {
    return typeof one === "object" && one !== null && "type" in one && one.type === type;
  });
}

function isForToken({ url }: Told): boolean {
  return url.endsWith("/access_tokens");
}

function reasonOf(told: Told): RefusalReason {
  const { status, message } = told;
  // A token that was given and is not taken any more went with the installation.
  if (status === 401) return told.asInstallation ? "not-installed" : "unauthorized";
  // The token may not have what is asked for: a permission, or the repository.
  if (status === 422) return /permission/i.test(message) ? "no-permission" : "gone";
  if (status === 451 || /access blocked/i.test(message)) return "blocked";
  if (status === 403) return /suspended/i.test(message) ? "suspended" : "no-permission";
  // Only the request for a token does not say what it was.
  return isForToken(told) || told.url === "" ? "not-installed" : "gone";
}

function seconds(value: unknown): number | null {
  return typeof value === "string" && /^\d{1,9}$/.test(value) ? Number(value) * 1000 : null;
}

function toldBy(error: unknown): Told | null {
  if (!(error instanceof Error)) return null;
  const { status, request, response } = error as { status?: unknown; request?: unknown; response?: unknown };
  const answer = record(response);
  const asked = record(request);
  const code = typeof status === "number" ? status : answer["status"];
  if (typeof code !== "number") return null;
  const url = typeof asked["url"] === "string" ? asked["url"].split("?", 1)[0] ?? "" : "";
  const method = typeof asked["method"] === "string" ? asked["method"] : "a request";
  const what = `${method} ${url.replace(/^https?:\/\/[^/]*/, "")}`.trim().slice(0, 200);
  const asInstallation = /^token /i.test(String(record(asked["headers"])["authorization"]));
  return { status: code, message: error.message, headers: record(answer["headers"]), data: answer["data"], what, url, asInstallation };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
