/** What the gate says about one judged commit: the facts gathered, and the judgement that follows from them. */
import type { Gate } from "../../policy/policy.ts";
import { changedPaths } from "../../snapshot/snapshot.ts";
import type { Brought } from "../../verdict/brought.ts";
import { judgeGate, neededIn } from "../../verdict/gate.ts";
import type { GateInput, GateJudgement } from "../../verdict/gate.ts";
import type { Authorisation } from "../../verdict/people.ts";
import type { VerdictRecord } from "../../verdict/standing.ts";
import type { Judged, Judgement } from "../judge/desk.ts";

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
  return {
    policy, problem: null, evaluation, changed, packets, superseded, today,
    subjects: needed.length === 0 ? new Map() : await judged.subjects(asked),
    records: await recordsOf(brought.filter((report) => judged.vouched.has(report)), policy.gate, facts),
    recorded,
    pending: needed.length === 0 ? new Set() : await facts.pending(),
    refuted: policy.gate.mode === "packets" ? [] : judged.brought.filter((report) => !judged.vouched.has(report)).map(refuted),
    // A report that has to be acknowledged is recorded only then.
    acknowledged: recorded,
  };
}

async function recordsOf(brought: readonly Brought[], gate: Gate, facts: VerdictFacts): Promise<readonly VerdictRecord[]> {
  const records: VerdictRecord[] = [];
  for (const { packet, reportId, digest, words } of brought) {
    if (words?.validator.id === null || words === null) continue;
    const { login, id } = words.validator;
    records.push({
      packet: packet.id, verdict: words.verdict, validator: { login, id }, digest, subject: null, reportId,
      authorisation: await facts.authorise(gate, { login, id }), at: words.at, source: words.source,
    });
  }
  return records;
}

function refuted({ packet, reportId }: Brought): GateInput["refuted"][number] {
  return { packet: packet.id, reportId, why: "no verdict of anybody entitled stands behind it" };
}
