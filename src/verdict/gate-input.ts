/** What the gate is judged by, gathered from a judged change and from what only GitHub can tell about its verdicts. */
import type { Subject } from "../evaluate/subject.ts";
import type { Gate } from "../policy/policy.ts";
import { changedPaths, type Repository } from "../snapshot/snapshot.ts";
import type { Brought } from "./brought.ts";
import { neededIn, type GateInput } from "./gate.ts";
import type { JudgedChange } from "./judge-change.ts";
import { judgeCommit } from "./judge-commit.ts";
import type { Authorisation } from "./people.ts";
import type { VerdictRecord } from "./standing.ts";

/** Of so many stale verdicts the files are told that made them stale: each commit has to be judged again. */
const MOST_STALE = 3;

/** What only GitHub can tell about the verdicts that a change brings. */
export interface GateFacts {
  /** Whether somebody may give a verdict that counts on this pull request, as of now. */
  authorise(gate: Gate, person: { readonly id: number; readonly login: string }): Promise<Authorisation>;
  /** Where it is derived again: whether the commit of this report was known the first time. */
  remembers?(reportId: string): boolean;
}

/** A verdict that was given and stands in no packet yet. */
export interface WaitingVerdict {
  readonly record: VerdictRecord;
  /** The report as it would be recorded now; null where it cannot be. */
  readonly text: string | null;
  /** What is known of it being acknowledged; null when nobody has. */
  readonly acknowledged: object | null;
}

export async function gateInputOf(
  judged: JudgedChange,
  facts: GateFacts,
  pending: readonly WaitingVerdict[],
  today: string,
): Promise<GateInput> {
  const { evaluated, project, onlyRecorded } = judged;
  const { evaluation, world } = evaluated;
  const { policy, head, comparison } = project;
  const changed = comparison === null ? [] : await changedPaths(comparison.snapshot, head);
  const { packets, superseded } = world;
  const needed = policy.gate.mode === "packets" ? [] : neededIn({ changed, packets, superseded, onlyRecorded }, policy);
  const asked = new Set(needed.map(({ id }) => id));
  const brought = judged.brought.filter(({ packet }) => asked.has(packet.id));
  const recorded = new Set([...judged.vouched].map(({ reportId }) => reportId));
  const subjects = needed.length === 0 ? new Map<string, Subject>() : await judged.subjects(asked);
  const vouched = brought.filter((report) => judged.vouched.has(report));
  return {
    policy, problem: null, evaluation, changed, onlyRecorded, packets, superseded, today, subjects, recorded,
    records: [
      ...(await recordsOf(vouched, policy.gate, facts, await subjectsThen(vouched, subjects, project.repository, facts))),
      ...pending.map(({ record }) => record),
    ],
    // What cannot be recorded does not count as if it were.
    pending: new Set(pending.filter(({ text }) => text !== null).map(({ record }) => record.reportId)),
    refuted: policy.gate.mode === "packets" ? [] : judged.brought.filter((report) => !judged.vouched.has(report)).map(refuted),
    // A report that has to be acknowledged is recorded only then.
    acknowledged: new Set([...recorded, ...pending.filter(({ acknowledged }) => acknowledged !== null).map(({ record }) => record.reportId)]),
  };
}

/** What the latest of the stale verdicts spoke about, by report id, as far as their commits are still known. */
async function subjectsThen(
  vouched: readonly Brought[],
  now: ReadonlyMap<string, Subject>,
  repository: Repository,
  { remembers = () => true }: GateFacts,
): Promise<ReadonlyMap<string, Subject>> {
  const then = new Map<string, Subject>();
  for (const { packet, reportId, words, digest } of vouched.filter((report) => now.get(report.packet.id)?.digest !== report.digest).slice(-MOST_STALE)) {
    if (words === null || !remembers(reportId)) continue;
    const named = [words.commit, ...(words.base === null ? [] : [words.base])];
    if ((await repository.known(named)).size < named.length) continue;
    const { subjects } = await judgeCommit(repository, words.commit, words.base, [packet.id]);
    const subject = subjects.get(packet.id);
    if (subject?.digest === digest) then.set(reportId, subject);
  }
  return then;
}

async function recordsOf(
  brought: readonly Brought[],
  gate: Gate,
  facts: GateFacts,
  then: ReadonlyMap<string, Subject>,
): Promise<readonly VerdictRecord[]> {
  const records: VerdictRecord[] = [];
  for (const { packet, reportId, digest, words } of brought) {
    if (words?.validator.id === null || words === null) continue;
    const { login, id } = words.validator;
    records.push({
      packet: packet.id, verdict: words.verdict, validator: { login, id }, digest, subject: then.get(reportId) ?? null, reportId,
      authorisation: await facts.authorise(gate, { login, id }), at: words.at, source: words.source,
    });
  }
  return records;
}

function refuted({ packet, reportId }: Brought): GateInput["refuted"][number] {
  return { packet: packet.id, reportId, why: "no verdict of anybody entitled stands behind it" };
}
