/** `writ replay`. */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { UserError } from "../errors.ts";
import { replay, type ReplayedCommit } from "../evaluate/replay.ts";
import type { Policy } from "../policy/policy.ts";
import { wantsColor } from "../render/colour.ts";
import { json } from "../render/harmless.ts";
import { isStopped, replayLine, replaySummary, type ReplayOptions } from "../render/replay.ts";
import { ruleIds, rules } from "../rules/catalogue.ts";
import type { CommitRecord } from "../snapshot/snapshot.ts";
import type { GitRepository } from "../snapshot/git.ts";
import type { Call, ExitCode } from "./call.ts";
import { policyOf } from "./policy-source.ts";
import { Progress } from "./progress.ts";
import { repositoryOf } from "./project.ts";
import { commitsOf, sinceOf } from "./replay-range.ts";
import { REPLAY_SCHEMA, ReplayRecord } from "./replay-record.ts";
import { version } from "./version.ts";

export async function run(call: Call): Promise<ExitCode> {
  const repository = await repositoryOf(call);
  try {
    const [range = null, surplus] = call.arguments;
    if (surplus !== undefined) throw new UserError("`writ replay` takes one range; write it as A..B");
    const named = call.value("since");
    const since = named === null ? null : sinceOf(named, call.terminal.now());
    const commits = await commitsOf(repository, range, since);
    const policy = await policyFor(call, repository, commits);
    return await judge(call, repository, commits, policy);
  } finally {
    await repository.dispose();
  }
}

interface ReplayPolicy {
  readonly at: (paths: Iterable<string>) => Policy;
  /** Changes when what the policy says does. */
  readonly digest: string;
}

/** The policy of the newest commit judges all: it answers what would have been, had it held all along. */
async function policyFor(
  call: Call,
  repository: GitRepository,
  commits: readonly CommitRecord[],
): Promise<ReplayPolicy> {
  const last = await repository.commit(commits.at(-1)?.oid ?? "");
  const source = await policyOf(call.value("policy"), call.terminal.cwd, last);
  const at = (paths: Iterable<string>): Policy => ({ ...source(paths), strict: false });
  return { at, digest: createHash("sha256").update(JSON.stringify(source([]))).digest("hex") };
}

async function judge(
  call: Call,
  repository: GitRepository,
  commits: readonly CommitRecord[],
  policy: ReplayPolicy,
): Promise<ExitCode> {
  const { out, err, env, cwd } = call.terminal;
  const started = performance.now();
  const file = call.value("resume");
  const header = { schema: REPLAY_SCHEMA, version: version(), policy: policy.digest } as const;
  const record = file === null ? null : ReplayRecord.open(resolve(cwd, file), file, header);
  const asJson = call.value("format") === "json";
  const look: ReplayOptions = {
    color: wantsColor(env, out.isTerminal),
    ...(out.columns === undefined ? {} : { width: out.columns }),
  };
  const open = commits.filter(({ oid }) => record?.done.has(oid) !== true);
  const progress = new Progress(err, "commits");
  const entries = new Map<string, ReplayedCommit>(record?.done);
  let done = commits.length - open.length;
  try {
    for await (const entry of replay({ repository, commits: open, policy: policy.at, rules, knownRules: ruleIds })) {
      record?.add(entry);
      entries.set(entry.commit, entry);
      progress.end();
      if (!asJson) out.write(replayLine(entry, look));
      progress.show(++done, commits.length);
    }
  } finally {
    progress.end();
  }
  const all = commits.flatMap(({ oid }) => entries.get(oid) ?? []);
  const milliseconds = performance.now() - started;
  if (asJson) out.write(json({ ...header, commits: all, milliseconds: Math.round(milliseconds) }));
  else out.write(`\n${replaySummary(all, { ...look, rules: new Map(rules.map((rule) => [rule.id, rule])), milliseconds, judged: open.length })}`);
  return all.some(isStopped) ? 1 : 0;
}
