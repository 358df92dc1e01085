/** What the gate says about one judged commit: the facts gathered, and the judgement that follows from them. */
import type { Gate } from "../../policy/policy.ts";
import type { Subject } from "../../evaluate/subject.ts";
import { changedPaths, type Repository } from "../../snapshot/snapshot.ts";
import type { Brought } from "../../verdict/brought.ts";
import { judgeGate, neededIn } from "../../verdict/gate.ts";
import type { GateInput, GateJudgement } from "../../verdict/gate.ts";
import { judgeCommit } from "../../verdict/judge-commit.ts";
import type { Authorisation } from "../../verdict/people.ts";
import type { VerdictRecord } from "../../verdict/standing.ts";
import type { PendingReport } from "../commands/pending.ts";
import type { Judged, Judgement } from "../judge/desk.ts";
import { sequencesOf, type PacketSequence } from "./sequences.ts";

/** Of so many stale verdicts the files are told that made them stale: each commit has to be judged again. */
const MOST_STALE = 3;

/** What only GitHub can tell about the verdicts of a pull request. Asked for only where there is a verdict. */
export interface VerdictFacts {
  /** Whether somebody may give a verdict that counts on this pull request, as of now. */
  authorise(gate: Gate, person: { readonly id: number; readonly login: string }): Promise<Authorisation>;
  /** Verdicts that were given and stand in no packet yet; none where they are recorded as soon as they are given. */
  pending(gate: Gate): Promise<readonly PendingReport[]>;
}

/** Nothing of a packet or policy is there, it cannot be judged, or the gate has its say. */
export type GateFinding =
  | { readonly kind: "nothing" }
  | { readonly kind: "unjudgeable"; readonly sentence: string }
  | {
      readonly kind: "judged";
      readonly gate: GateJudgement;
      readonly pending: readonly PendingReport[];
      /** Of each packet that needs a verdict, where the latest report on it that counts is on its way. */
      readonly sequences: readonly PacketSequence[];
    };

export async function gateOf(judgement: Judgement, facts: VerdictFacts, today: string): Promise<GateFinding> {
  if (judgement.kind !== "judged") return judgement;
  const { policy } = judgement.project;
  const pending = policy.gate.mode === "packets" ? [] : await facts.pending(policy.gate);
  const input = await inputOf(judgement, facts, pending, today);
  const gate = judgeGate(input);
  const sequences = sequencesOf(gate.packets, { needed: policy.gate.acknowledge, recorded: input.recorded, pending });
  return { kind: "judged", gate, pending, sequences };
}

async function inputOf(
  judged: Judged,
  facts: VerdictFacts,
  pending: readonly PendingReport[],
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
      ...(await recordsOf(vouched, policy.gate, facts, await subjectsThen(vouched, subjects, project.repository))),
      ...pending.map(({ record }) => record),
    ],
    // What cannot be recorded does not count as if it were.
    pending: new Set(pending.filter(({ text }) => text !== null).map(({ reportId }) => reportId)),
    refuted: policy.gate.mode === "packets" ? [] : judged.brought.filter((report) => !judged.vouched.has(report)).map(refuted),
    // A report that has to be acknowledged is recorded only then.
    acknowledged: new Set([...recorded, ...pending.filter(({ acknowledged }) => acknowledged !== null).map(({ reportId }) => reportId)]),
  };
}

/** What the latest of the stale verdicts spoke about, by report id, as far as their commits are still known. */
async function subjectsThen(
  vouched: readonly Brought[],
  now: ReadonlyMap<string, Subject>,
  repository: Repository,
): Promise<ReadonlyMap<string, Subject>> {
  const then = new Map<string, Subject>();
  for (const { packet, reportId, words, digest } of vouched.filter((report) => now.get(report.packet.id)?.digest !== report.digest).slice(-MOST_STALE)) {
    if (words === null) continue;
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
  facts: VerdictFacts,
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
