/** Where refs stand now, as Git is told: it costs nothing of the API's limits, and holds heads of pull requests too. */
import { tmpdir } from "node:os";
import type { Secret } from "../secret.ts";
import { MirrorFault } from "./faults.ts";
import { failure } from "./fetch.ts";
import { runGit } from "./run.ts";

export interface TipsOrder {
  /** Of the repository on the server, http or https, without credentials. */
  readonly url: string;
  readonly token: Secret;
  /** Full names, or beginnings of names that end with `/*`. */
  readonly refs: readonly string[];
  readonly signal: AbortSignal | undefined;
}

const LONGEST_MS = 60_000;
/** A million refs, about. */
const MOST_BYTES = 128 * 2 ** 20;
const LINE = /^([0-9a-f]{40,64})\t(refs\/\S+)$/;

/** The object ids of the refs that there are, by full name. Throws as a fetch does. */
export async function tipsOf({ url, token, refs, signal }: TipsOrder): Promise<ReadonlyMap<string, string>> {
  const time = AbortSignal.timeout(LONGEST_MS);
  const stop = signal === undefined ? time : AbortSignal.any([signal, time]);
  // Git takes what it is told for patterns: what comes back is looked at again.
  const args = ["ls-remote", "--quiet", "--refs", "--", url, ...refs.map(escaped)];
  const end = await runGit({ directory: tmpdir(), args, remote: { url, token }, signal: stop, stdoutBytes: MOST_BYTES });
  signal?.throwIfAborted();
  if (time.aborted) throw new MirrorFault("too-slow", `listing the branches took more than ${LONGEST_MS / 1000} s`);
  if (end.code !== 0) throw failure(end, "git ls-remote");
  const wanted = (name: string): boolean =>
    refs.some((ref) => (ref.endsWith("/*") ? name.startsWith(ref.slice(0, -1)) : name === ref));
  const tips = new Map<string, string>();
  for (const line of end.stdout.split("\n")) {
    const [, oid, name] = LINE.exec(line) ?? [];
    if (oid !== undefined && name !== undefined && wanted(name)) tips.set(name, oid);
  }
  return tips;
}

/** The end of a name may be a pattern of ours; nothing else is one. */
function escaped(ref: string): string {
  const end = ref.endsWith("/*") ? "/*" : "";
  return ref.slice(0, ref.length - end.length).replace(/[*?[\]\\]/g, "\\$&") + end;
}
