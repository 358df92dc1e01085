/** One fetch into a mirror: bounded in time and size, and every way in which it fails told apart. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { GitHubRefusal } from "../github/faults.ts";
import type { RefusalReason } from "../github/faults.ts";
import { TryLater } from "../queue/port.ts";
import type { Secret } from "../secret.ts";
import { MirrorFault } from "./faults.ts";
import { runGit } from "./run.ts";
import type { GitEnd } from "./run.ts";

export interface FetchOrder {
  readonly directory: string;
  /** Of the repository on the server, http or https, without credentials. */
  readonly url: string;
  readonly token: Secret;
  /** Full ids, brought besides all branches and tags. */
  readonly commits: readonly string[];
  readonly milliseconds: number;
  /** The largest that the folder may become. */
  readonly bytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Branches that went take their refs with them: one of another name might not fit beside them. */
const FETCH = [
  "fetch", "--quiet", "--force", "--prune", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance",
  "--no-recurse-submodules",
] as const;
const REFS = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"] as const;
const WATCH_MS = 250;
const AWAY_MS = 30_000;

/** Resolves when everything is there. Throws MirrorFault, GitHubRefusal, TryLater, or what the signal was aborted with. */
export async function fetchInto(order: FetchOrder): Promise<void> {
  const { directory, url, token, commits, milliseconds, bytes, signal } = order;
  const bounds = new AbortController();
  const time = setTimeout(() => {
    bounds.abort(new MirrorFault("too-slow", `fetching the history took more than ${milliseconds / 1000} s`));
  }, milliseconds);
  const ended = new AbortController();
  const watching = watch(directory, bytes, bounds, ended.signal);
  try {
    signal?.throwIfAborted();
    const stop = signal === undefined ? bounds.signal : AbortSignal.any([signal, bounds.signal]);
    const end = await runGit({ directory, args: [...FETCH, url, ...REFS, ...commits], remote: { url, token }, signal: stop });
    signal?.throwIfAborted();
    bounds.signal.throwIfAborted();
    if (end.code !== 0) throw failure(end, "git fetch");
    if ((await folderBytes(directory)) > bytes) throw tooLarge(bytes);
  } finally {
    clearTimeout(time);
    ended.abort();
    await watching;
  }
}

/** Bytes of all files in a folder; what goes while it is looked at counts as nothing. */
export async function folderBytes(folder: string): Promise<number> {
  let total = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) total += await folderBytes(path);
    else total += (await stat(path).catch(() => null))?.size ?? 0;
  }
  return total;
}

async function watch(folder: string, bytes: number, bounds: AbortController, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    await pause(WATCH_MS, undefined, { signal: ended }).catch(() => undefined);
    if (!ended.aborted && (await folderBytes(folder)) > bytes) bounds.abort(tooLarge(bytes));
  }
}

function tooLarge(bytes: number): MirrorFault {
  return new MirrorFault("too-large", `the repository's history is larger than ${Math.floor(bytes / 2 ** 20)} MiB`);
}

/** Why Git could not reach GitHub, or was not given what it asked for. `what` it was doing, for the message. */
export function failure({ stderr }: GitEnd, what: string): Error {
  if (/not our ref|couldn't find remote ref|no such remote ref/i.test(stderr)) {
    return new MirrorFault("missing", "GitHub does not give a commit that is asked for");
  }
  const status = Number(/requested URL returned error: (\d{3})/.exec(stderr)?.[1] ?? NaN);
  const reason = reasonOf(status, stderr);
  if (reason !== null) return new GitHubRefusal(...reason, what);
  if (status >= 500 || status === 429 || /unable to access|RPC failed|unexpected disconnect|early EOF|hung up/i.test(stderr)) {
    const wholeInstallation = status === 429;
    return new TryLater(`GitHub cannot be reached for ${what}`, Date.now() + AWAY_MS, { wholeInstallation });
  }
  const said = stderr.split("\n").find((line) => /^(?:fatal|error):/.test(line)) ?? "it said nothing";
  return new MirrorFault("broken", `${what} failed: ${said.replace(/\p{Cc}/gu, "?").slice(0, 200)}`);
}

function reasonOf(status: number, stderr: string): readonly [number, RefusalReason] | null {
  if (status === 404 || /repository '.*' not found/.test(stderr)) return [404, "gone"];
  // The token was given for this installation a moment ago, or went with it.
  if (status === 401 || /could not read Username|Authentication failed/.test(stderr)) return [401, "not-installed"];
  if (status === 403) return [403, /suspended/i.test(stderr) ? "suspended" : "no-permission"];
  return status === 410 ? [410, "gone"] : status === 451 ? [451, "blocked"] : null;
}
