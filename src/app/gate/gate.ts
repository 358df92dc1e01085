/** What the gate says about one judged commit: the facts gathered, and the judgement that follows from them. */
import type { Gate } from "../../policy/policy.ts";
import { judgeGate } from "../../verdict/gate.ts";
import type { GateInput, GateJudgement } from "../../verdict/gate.ts";
import { gateInputOf, type GateFacts } from "../../verdict/gate-input.ts";
import type { PendingReport } from "../commands/pending.ts";
import type { Judgement } from "../judge/desk.ts";
import { sequencesOf, type PacketSequence } from "./sequences.ts";

/** What only GitHub can tell about the verdicts of a pull request. Asked for only where there is a verdict. */
export interface VerdictFacts extends GateFacts {
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
      /** What it was judged by. */
      readonly input: GateInput;
      readonly pending: readonly PendingReport[];
      /** Of each packet that needs a verdict, where the latest report on it that counts is on its way. */
      readonly sequences: readonly PacketSequence[];
    };

export async function gateOf(judgement: Judgement, facts: VerdictFacts, today: string): Promise<GateFinding> {
  if (judgement.kind !== "judged") return judgement;
  const { policy } = judgement.project;
  const pending = policy.gate.mode === "packets" ? [] : await facts.pending(policy.gate);
  const input = await gateInputOf(judgement, facts, pending, today);
  const gate = judgeGate(input);
  const sequences = sequencesOf(gate.packets, { needed: policy.gate.acknowledge, recorded: input.recorded, pending });
  return { kind: "judged", gate, input, pending, sequences };
}
