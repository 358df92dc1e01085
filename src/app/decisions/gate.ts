/** The gate's decision about one pull request. It costs no request: what it names was read when it was judged. */
import type { DraftOf } from "../../decision/decision.ts";
import { gateParts, gateWithout } from "../../decision/gate-decision.ts";
import { policyBlobOf } from "../../verdict/judge-commit.ts";
import type { GateFinding } from "../gate/gate.ts";
import type { Desk, Judgement } from "../judge/desk.ts";

export interface GatePlace {
  readonly pull: number;
  readonly head: string;
  /** What it was compared with, and the commit whose policy holds where that is another one. */
  readonly into: string | null;
  readonly governs?: string;
  readonly day: string;
}

export async function gateDecision(
  { source }: Pick<Desk, "source">,
  { pull, head, into, governs, day }: GatePlace,
  judgement: Judgement,
  finding: GateFinding,
): Promise<DraftOf<"gate">> {
  const own = { kind: "gate", pull, head, base: into } as const;
  const time = { day, governs: governs ?? null };
  if (finding.kind === "judged" && judgement.kind === "judged") {
    const { input, gate, pending } = finding;
    const { policy } = judgement.project;
    const tip = governs ?? into;
    const blob = tip === null ? null : await policyBlobOf(policy, await source.commit(tip));
    return { ...own, policy: blob, ...gateParts({ judged: judgement, input, gate, waiting: pending }, time) };
  }
  return { ...own, policy: null, ...gateWithout(finding.kind === "unjudgeable" ? finding.sentence : null, time) };
}
