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
import type { Judged, Judgement } from "../judge/desk.ts";

/** Of so many stale verdicts the files are told that made them stale: each commit has to be judged again. */
const MOST_STALE = 3;

/** What only GitHub can tell about the verdicts of a pull request. Asked for only where there is a verdict. */
export interface VerdictFacts {
  /** Whether somebody may give a verdict that counts on this pull request, as of now. */
  authorise(gate: Gate, person: { readonly id: number; readonly login: string }): Promise<Authorisation>;
  /** Ids of reports that are to be recorded elsewhere, once this is merged. */
  pending(): Promise<ReadonlySet<string>>;
}

/** Nothing of a packet or policy is there, it cannot be judged, or the gate has its say. */
export type GateFinding =
  | { readonly kind: "nothing" }
  | { readonly kind: "unjudgeable"; readonly sentence: string }
  | { readonly kind: "judged"; readonly gate: GateJudgement };

export async function gateOf(judgement: Judgement, facts: VerdictFacts, today: string): Promise<GateFinding> {
  if (judgement.kind !== "judged") return judgement;
  return { kind: "judged", gate: judgeGate(await inputOf(judgement, facts, today)) };
}

async function inputOf(judged: Judged, facts: VerdictFacts, today: string): Promise<GateInput> {
  const { evaluated, project } = judged;
  const { evaluation, world } = evaluated;
  const { policy, head, comparison } = project;
  const changed = comparison === null ? [] : await changedPaths(comparison.snapshot, head);
  const { packets, superseded } = world;
  const needed = policy.gate.mode === "packets" ? [] : neededIn({ changed, packets, superseded }, policy);
  const asked = new Set(needed.map(({ id }) => id));
  const brought = judged.brought.filter(({ packet }) => asked.has(packet.id));
  const recorded = new Set([...judged.vouched].map(({ reportId }) => reportId));
  const subjects = needed.length === 0 ? new Map<string, Subject>() : await judged.subjects(asked);
  const vouched = brought.filter((report) => judged.vouched.has(report));
  return {
    policy, problem: null, evaluation, changed, packets, superseded, today, subjects, recorded,
    records: await recordsOf(vouched, policy.gate, facts, await subjectsThen(vouched, subjects, project.repository)),
    pending: needed.length === 0 ? new Set() : await facts.pending(),
    refuted: policy.gate.mode === "packets" ? [] : judged.brought.filter((report) => !judged.vouched.has(report)).map(refuted),
    // A report that has to be acknowledged is recorded only then.
    acknowledged: recorded,
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
