/**
 * Derives a past decision again: from what was recorded of GitHub, and from the commits that it names, by the engine's
 * own functions. Nothing is asked of GitHub.
 */
import { UserError } from "../errors.ts";
import { loadPolicy } from "../project/policy-source.ts";
import { rules } from "../rules/catalogue.ts";
import type { Repository } from "../snapshot/snapshot.ts";
import { judgeCommit, policyBlobOf } from "../verdict/judge-commit.ts";
import { idOf as reportIdOf } from "../verdict/report-text.ts";
import { rightFrom } from "../verdict/rights.ts";
import { grantWaiver, withdrawWaiver } from "../verdict/waive.ts";
import { Memory } from "../evaluate/memory.ts";
import { loadWorld } from "../evaluate/world.ts";
import type { Decision, DecisionOf } from "./decision.ts";
import { compared, notHere, type Derived } from "./derived.ts";
import { deriveGate } from "./derive-gate.ts";
import { deriveVerdict } from "./derive-verdict.ts";
import { isEntitled, isOwn } from "./entitled.ts";
import { idOf } from "./identity.ts";

/**
 * @param repository a clone; where it lacks a commit, that is said
 * @param version of the Writ that runs
 */
export async function derive(repository: Repository, decision: Decision, version: string): Promise<Derived> {
  const id = idOf(decision);
  if (id !== decision.id) return { state: "differs", differences: [{ field: "id", recorded: decision.id, derived: id }] };
  if (decision.writ !== version) {
    return notHere(`Writ ${decision.writ} decided it, and this is Writ ${version}; run that version of Writ`);
  }
  const named = commitsOf(decision);
  const known = await repository.known(named);
  const absent = named.find((oid) => !known.has(oid));
  if (absent !== undefined) {
    const cure = `git fetch origin refs/pull/${decision.pull}/head`;
    return notHere(`the commit ${absent.slice(0, 10)} is not in this clone; fetch it, with \`${cure}\` where it is one of the pull request's`);
  }
  try {
    return await derivedOf(repository, decision);
  } catch (error) {
    if (error instanceof UserError) return notHere(error.message);
    throw error;
  }
}

function commitsOf(decision: Decision): readonly string[] {
  const { kind, head, base, inputs } = decision;
  const own = [head, base];
  if (kind === "gate") own.push(inputs.governs);
  if (kind === "refusal" && inputs.compared !== null) own.push(inputs.compared.then, inputs.compared.now);
  if (kind === "acknowledgement") own.push(...inputs.reports.flatMap((one) => [one.commit, one.base]));
  return [...new Set(own.filter((oid) => oid !== null))];
}

function derivedOf(repository: Repository, decision: Decision): Promise<Derived> {
  switch (decision.kind) {
    case "gate":
      return deriveGate(repository, decision);
    case "verdict":
      return deriveVerdict(repository, decision);
    case "waiver":
      return deriveWaiver(repository, decision);
    case "acknowledgement":
      return deriveAcknowledgement(repository, decision);
    case "refusal":
      return deriveRefusal(repository, decision);
  }
}

async function deriveWaiver(repository: Repository, decision: DecisionOf<"waiver">): Promise<Derived> {
  const { head, inputs, outcome } = decision;
  const { said, packet: id, command, what, until, right } = inputs;
  const ground = await policyAt(repository, decision);
  if (ground === null || head === null) return notHere("no commit is named");
  const { policy } = ground;
  const world = await loadWorld(await repository.commit(head), policy.layout, policy, new Memory(), false);
  const packet = world.packetById.get(id);
  if (packet === undefined) return compared({ packet: id }, { packet: null });
  const [today, approver] = [said.at.slice(0, 10), right.account];
  const done = command === "waive"
    // The reason is no part of its id.
    ? grantWaiver(packet, { rule: what, date: today, until: until ?? "", reason: "-", approver, source: said.url }, rules)
    : withdrawWaiver(packet, what, today, approver);
  return compared(
    { policy: decision.policy, allowed: true, outcome },
    {
      policy: ground.blob,
      allowed: isEntitled(ground.gate, inputs, "waiver"),
      outcome: done.state === "refused" ? { conclusion: `refused: ${done.why}` } : { conclusion: command === "waive" ? "granted" : "withdrawn", waiver: done.id },
    },
  );
}

async function deriveAcknowledgement(repository: Repository, decision: DecisionOf<"acknowledgement">): Promise<Derived> {
  const { inputs, outcome } = decision;
  const ground = await policyAt(repository, decision);
  if (ground === null) return notHere("no commit is named");
  const reports: { report: string; subject: string }[] = [];
  for (const { packet, verdict, source, commit, base } of inputs.reports) {
    const digest = (await judgeCommit(repository, commit, base, [packet])).subjects.get(packet)?.digest ?? "";
    reports.push({ report: reportIdOf({ packet, verdict, source }, digest), subject: digest });
  }
  return compared(
    { policy: decision.policy, allowed: true, reports: outcome.reports },
    { policy: ground.blob, allowed: isEntitled(ground.gate, inputs, "acknowledge"), reports },
  );
}

async function deriveRefusal(repository: Repository, decision: DecisionOf<"refusal">): Promise<Derived> {
  const { base, inputs, outcome } = decision;
  const { right, compared: pair } = inputs;
  if (outcome.cause === "stale" && pair !== null) {
    const digestAt = async (commit: string): Promise<string | null> => {
      return (await judgeCommit(repository, commit, base, [pair.packet])).subjects.get(pair.packet)?.digest ?? null;
    };
    const subjects = { then: await digestAt(pair.then), now: await digestAt(pair.now) };
    return compared({ differ: true, subjects: outcome.subjects }, { differ: subjects.then !== subjects.now, subjects });
  }
  const ground = outcome.cause === "not entitled" ? await policyAt(repository, decision) : null;
  if (right === null || ground === null) {
    return notHere("why it was refused follows from the comment's words or from what GitHub answered, and neither is in Git; read the comment");
  }
  const answer = isOwn({ said: inputs.said, right }) ? rightFrom(ground.gate, right) : null;
  const [rule, why] = answer === null || answer.allowed ? [null, null] : [answer.rule, answer.why];
  return compared(
    { policy: decision.policy, rule: outcome.rule, why: outcome.why },
    { policy: ground.blob, rule, why },
  );
}

/** The policy of the base, as it held for the head. */
async function policyAt(repository: Repository, { head, base }: Pick<Decision, "head" | "base">) {
  if (head === null || base === null) return null;
  const tip = await repository.commit(base);
  const policy = await loadPolicy(null, "", tip, (await (await repository.commit(head)).tree()).keys());
  return { policy, gate: policy.gate, blob: await policyBlobOf(policy, tip) };
}
