/**
 * May this be merged? One pure judgement over what was found, what the policy asks, and what validators said.
 *
 * Which packets need a verdict: those that the change touches and whose work has begun (active, blocked or done); those
 * it touches at all when it brings files of the product with them; and in mode `full` the active packets that claim
 * governed files of the change. A draft or a packet that only waits needs none. Nothing that is not known opens the
 * gate: without an evaluation, a subject or a policy it stays shut and says so.
 */
import type { Evaluation } from "../evaluate/evaluation.ts";
import type { StaleFile, Subject } from "../evaluate/subject.ts";
import type { Packet, Waiver } from "../packet/model.ts";
import { compileGlob } from "../policy/glob.ts";
import { isGateState } from "../policy/layout.ts";
import type { Gate, Policy } from "../policy/policy.ts";
import { claimedBy } from "../rules/process/claimed-paths.ts";
import { productIn } from "../rules/process/product.ts";
import type { GateRuleId } from "./gate-rules.ts";
import { entitled, listed } from "./people.ts";
import { standingOf, type Standing, type StandingVerdict, type VerdictRecord } from "./standing.ts";

export interface GateInput {
  /** Null when the policy of the base cannot be used; `problem` says why. */
  readonly policy: Policy | null;
  readonly problem: string | null;
  readonly evaluation: Pick<Evaluation, "summary">;
  /** Paths that the change adds, modifies or deletes; those that are deleted count too. */
  readonly changed: readonly { readonly path: string; readonly status: "added" | "modified" | "deleted" }[];
  /** Packets of the change to which it only adds what was recorded, by path: see `subjectHash`. None when nobody knows. */
  readonly onlyRecorded?: ReadonlySet<string>;
  /** Official packets of the head, and the ids that the board or the registry calls superseded. */
  readonly packets: readonly Packet[];
  readonly superseded: ReadonlySet<string>;
  /** The subjects of all packets that `neededIn` names, by id. */
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly records: readonly VerdictRecord[];
  /** Ids of the reports that stand in the packets of the head, and of those that wait to be recorded elsewhere. */
  readonly recorded: ReadonlySet<string>;
  readonly pending: ReadonlySet<string>;
  /** Reports of Writ in the packets of the change that do not say what follows from Git: see `Prover`. */
  readonly refuted: readonly { readonly packet: string; readonly reportId: string; readonly why: string }[];
  /** Ids of reports that somebody entitled has acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  /** `YYYY-MM-DD`: waivers that ended before are not in force. */
  readonly today: string;
}

export interface Missing {
  readonly rule: GateRuleId;
  readonly packet: string | null;
  /** One sentence. Names of files and packets in it are the repository's own words: escape before showing. */
  readonly what: string;
  /** Who can give it, in words. */
  readonly who: string;
}

export interface GateJudgement {
  /**
   * What the check concludes. `failure`: something is wrong and must be mended. `action_required`: somebody must act.
   * In mode `observe` always `success`; what would have been missing is listed all the same.
   */
  readonly conclusion: "success" | "failure" | "action_required";
  readonly mode: Gate["mode"] | null;
  readonly missing: readonly Missing[];
  /** Packets that need a verdict, with what theirs come to. */
  readonly packets: readonly { readonly packet: string; readonly standing: Standing | null }[];
  readonly waivers: readonly WaiverInForce[];
}

export interface WaiverInForce extends Pick<Waiver, "id" | "rules" | "approver"> {
  readonly packet: string;
  readonly expiry: string;
}

export function judgeGate(input: GateInput): GateJudgement {
  const { policy } = input;
  if (policy === null) {
    const what = `The policy of the base cannot be used: ${input.problem ?? "it cannot be read"}.`;
    const missing = [{ rule: "gate/policy-invalid", packet: null, what, who: "whoever may push to the base" } as const];
    return { conclusion: "failure", mode: null, missing, packets: [], waivers: [] };
  }
  const { mode } = policy.gate;
  const missing: Missing[] = [...mechanical(input)];
  const needed = mode === "packets" ? [] : neededIn(input, policy);
  if (mode !== "packets") missing.push(...uncovered(input, policy));
  const packets = needed.map((packet) => {
    const subject = input.subjects.get(packet.id);
    const standing = subject === undefined ? null : standingOf(policy.gate, subject, input.records);
    missing.push(...missingFor(packet, standing, input, policy.gate));
    return { packet: packet.id, standing };
  });
  const conclusion = mode === "observe" || missing.length === 0 ? "success" : concludes(missing);
  return { conclusion, mode, missing, packets, waivers: waiversInForce(input) };
}

/** What must be mended by the author comes before what somebody else must give. */
function concludes(missing: readonly Missing[]): "failure" | "action_required" {
  const wrong: readonly GateRuleId[] = ["gate/packets-failing", "gate/verdict-fail", "gate/packet-missing", "gate/policy-invalid", "gate/report-refuted"];
  return missing.some(({ rule }) => wrong.includes(rule)) ? "failure" : "action_required";
}

function* mechanical({ evaluation, refuted }: GateInput): Generator<Missing> {
  for (const { packet, reportId, why } of refuted) {
    const what = `The report ${reportId} in ${packet} is not what Writ recorded: ${why}.`;
    yield { rule: "gate/report-refuted", packet, what, who: "the author, by restoring it" };
  }
  const { failing } = evaluation.summary;
  if (failing === 0) return;
  const what = `${failing} ${failing === 1 ? "finding" : "findings"} at error must be mended first.`;
  yield { rule: "gate/packets-failing", packet: null, what, who: "the author" };
}

/** The packets that need a verdict before this may be merged, in the order of their paths. */
export function neededIn(
  { changed, packets, superseded, onlyRecorded }: Pick<GateInput, "changed" | "packets" | "superseded" | "onlyRecorded">,
  policy: Policy,
): readonly Packet[] {
  const touched = new Set(changed.map(({ path }) => path));
  const isProduct = productIn(policy.layout);
  const product = changed.filter(({ path }) => isProduct(path) && path !== policy.source);
  const governed = governedOf(changed, policy);
  // A change that brings nothing but records of verdicts needs none: there is nothing in it to judge.
  const records = product.length === 0 && governed.length === 0 ? onlyRecorded : undefined;
  return packets.filter((packet) => {
    if (packet.stateClass === "history" || superseded.has(packet.id) || records?.has(packet.path) === true) return false;
    const hasBegun = packet.stateClass === "active" || packet.stateClass === "blocked" || packet.stateClass === "done";
    if (touched.has(packet.path)) return hasBegun || product.length > 0;
    const claims = packet.stateClass === "active" ? claimedBy(packet) : null;
    return claims !== null && governed.some(({ path }) => claims(path));
  });
}

function governedOf(changed: GateInput["changed"], policy: Policy): GateInput["changed"] {
  const globs = policy.gate.governed.flatMap((pattern) => compileGlob(pattern) ?? []);
  return changed.filter(({ path }) => !isGateState(policy.layout, path) && globs.some((glob) => glob.matches(path)));
}

/** Governed files that no active packet claims. Work that this very change finishes counts as active. */
function* uncovered({ changed, packets, superseded }: GateInput, policy: Policy): Generator<Missing> {
  const touched = new Set(changed.map(({ path }) => path));
  const claims = packets.flatMap((packet) => {
    const isActive = packet.stateClass === "active" || (packet.stateClass === "done" && touched.has(packet.path));
    return isActive && !superseded.has(packet.id) ? (claimedBy(packet) ?? []) : [];
  });
  const alone = governedOf(changed, policy).filter(({ path }) => !claims.some((claim) => claim(path)));
  if (alone.length === 0) return;
  const named = alone.slice(0, 5).map(({ path }) => path).join(", ");
  const rest = alone.length > 5 ? ` and ${alone.length - 5} more` : "";
  const what = `No active packet claims ${named}${rest}.`;
  yield { rule: "gate/packet-missing", packet: null, what, who: "the author" };
}

function* missingFor({ id }: Packet, standing: Standing | null, input: GateInput, gate: Gate): Generator<Missing> {
  const who = listed(entitled("verdict", gate));
  if (standing === null) {
    yield { rule: "gate/verdict-missing", packet: id, what: `What a verdict on ${id} speaks about is not known.`, who };
    return;
  }
  for (const { record } of standing.against) {
    const what = `${record.validator.login} said ${record.verdict} on ${id}, and it has not changed since.`;
    yield { rule: "gate/verdict-fail", packet: id, what, who: "the author, with new work" };
  }
  if (standing.passes < standing.wanted) yield* unsaid(id, standing, who);
  for (const verdict of standing.verdicts) {
    if (verdict.state === "counts") yield* unrecorded(id, verdict, input, gate);
  }
}

function* unsaid(id: string, standing: Standing, who: string): Generator<Missing> {
  const { verdicts, passes, wanted } = standing;
  const lacking = `${id} has ${passes} of ${wanted} ${wanted === 1 ? "verdict" : "verdicts"} that say PASS`;
  const barred = verdicts.filter(({ state }) => state === "unauthorised" || state === "not-independent");
  for (const { record } of barred) {
    if (record.authorisation.allowed) continue;
    const { rule, why } = record.authorisation;
    yield { rule, packet: id, what: `A verdict on ${id} does not count: ${why}.`, who };
  }
  const stale = verdicts.filter(({ state }) => state === "stale");
  for (const verdict of stale) {
    const { login } = verdict.record.validator;
    const what = `The verdict of ${login} on ${id} is about something else than what is there now${filesOf(verdict.stale)}.`;
    yield { rule: "gate/verdict-stale", packet: id, what, who: login };
  }
  yield { rule: "gate/verdict-missing", packet: id, what: `${lacking}.`, who };
}

function filesOf(files: readonly StaleFile[]): string {
  if (files.length === 0) return "";
  const rest = files.length > 5 ? ` and ${files.length - 5} more` : "";
  return `: ${files.slice(0, 5).map(({ path }) => path).join(", ")}${rest}`;
}

/** A verdict that counts has to be acknowledged where that is asked for, and to stand in its packet. */
function* unrecorded(id: string, { record }: StandingVerdict, input: GateInput, gate: Gate): Generator<Missing> {
  const { reportId, validator } = record;
  if (gate.acknowledge && !input.acknowledged.has(reportId)) {
    const what = `The report of ${validator.login} on ${id} is not acknowledged.`;
    yield { rule: "gate/not-acknowledged", packet: id, what, who: listed(entitled("acknowledge", gate)) };
  } else if (!input.recorded.has(reportId) && !input.pending.has(reportId)) {
    const what = `The report of ${validator.login} does not stand in ${id} yet.`;
    yield { rule: "gate/report-unrecorded", packet: id, what, who: "Writ" };
  }
}

function waiversInForce({ packets, changed, today }: GateInput): readonly WaiverInForce[] {
  const touched = new Set(changed.map(({ path }) => path));
  return packets
    .filter(({ path }) => touched.has(path))
    .flatMap((packet) =>
      packet.waivers.flatMap(({ id, rules, approver, expiry }) => {
        const isInForce = id !== "" && approver !== null && expiry !== null && expiry.slice(0, 10) >= today;
        return isInForce ? [{ packet: packet.id, id, rules, approver, expiry: expiry.slice(0, 10) }] : [];
      }),
    );
}
