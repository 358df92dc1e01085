/** Derives what the gate said again: from the commits, and from what was recorded of GitHub. */
import { UserError } from "../errors.ts";
import { Memory } from "../evaluate/memory.ts";
import { holdNothing } from "../project/nothing.ts";
import { projectOf } from "../project/project.ts";
import type { Repository } from "../snapshot/snapshot.ts";
import { gateInputOf, type GateFacts, type WaitingVerdict } from "../verdict/gate-input.ts";
import { judgeGate } from "../verdict/gate.ts";
import { judgeChange } from "../verdict/judge-change.ts";
import { policyBlobOf } from "../verdict/judge-commit.ts";
import { rightFrom } from "../verdict/rights.ts";
import { short, type DecisionOf } from "./decision.ts";
import { gateParts, gateWithout, named, type GateParts } from "./gate-decision.ts";
import { compared, notHere, type Derived } from "./derived.ts";

type GateDecision = DecisionOf<"gate">;

/** The commits that it names must be there. */
export async function deriveGate(repository: Repository, decision: GateDecision): Promise<Derived> {
  const { head, base, inputs, outcome } = decision;
  if (head === null || base === null) return notHere(`what stood in the way was not in Git: ${outcome.sentence ?? "no commit is named"}`);
  const recorded = { policy: decision.policy, inputs, outcome };
  if (outcome.finding === "nothing") {
    const trees = await Promise.all([head, base].map(async (oid) => (await repository.commit(oid)).tree()));
    if (holdNothing(trees)) return compared(recorded, { policy: null, ...gateWithout(null, inputs) });
  }
  try {
    const again = await judgedAgain(repository, decision, head, base);
    if (outcome.finding !== "unjudgeable") return compared(recorded, again);
    return notHere(`it could not be judged then, and here it can, so what stood in the way was not in Git: ${outcome.sentence ?? ""}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const sentence = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`;
    return compared(recorded, { policy: null, ...gateWithout(sentence, inputs) });
  }
}

async function judgedAgain(
  repository: Repository,
  { inputs, at }: GateDecision,
  head: string,
  base: string,
): Promise<GateParts & { readonly policy: string | null }> {
  const snapshot = await repository.commit(head);
  const options = { base, governs: inputs.governs, policy: null, cwd: "/", strict: false };
  const project = await projectOf(repository, { head: snapshot, name: head.slice(0, 12) }, options);
  const { gate: policy } = project.policy;
  const vouched = new Set(inputs.reports.filter((report) => report.vouched).map(keyOf));
  const judged = await judgeChange(project, {
    memory: new Memory(), now: new Date(at), drift: false,
    vouch: (brought) => Promise.resolve(new Set(brought.filter((report) => vouched.has(keyOf(named(report)))))),
  });
  const waiting = inputs.waiting.map((one): WaitingVerdict => ({
    text: one.recordable ? "" : null,
    acknowledged: one.acknowledged ? {} : null,
    record: {
      packet: one.packet, verdict: one.verdict, validator: one.right.account, authorisation: rightFrom(policy, one.right),
      digest: one.subject, subject: null, at: one.at, source: one.source, reportId: one.report,
    },
  }));
  const input = await gateInputOf(judged, factsOf(inputs), waiting, inputs.day);
  const tip = await repository.commit(inputs.governs ?? base);
  const parts = gateParts({ judged, input, gate: judgeGate(input), waiting }, inputs);
  return { ...parts, policy: await policyBlobOf(project.policy, tip) };
}

/** What GitHub said then, from the record. */
function factsOf({ verdicts }: GateDecision["inputs"]): GateFacts {
  const rights = new Map(verdicts.map(({ right }) => [right.account.id, right]));
  const remembered = new Set(verdicts.filter((one) => one.remembered).map(({ report }) => report));
  return {
    authorise: (gate, { id }) => {
      const right = rights.get(id);
      if (right === undefined) throw new UserError(`nothing is recorded of the right of the account ${id}`);
      return Promise.resolve(rightFrom(gate, right));
    },
    remembers: (reportId) => remembered.has(short(reportId)),
  };
}

function keyOf({ packet, report, block }: ReturnType<typeof named>): string {
  return JSON.stringify([packet, report, block]);
}
