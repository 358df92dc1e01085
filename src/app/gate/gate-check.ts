/** The gate as a check run: whether this may be merged, and if not, what is missing and who can give it. */
import { code, prose, cell } from "../../render/markdown-text.ts";
import { GATE_RULES } from "../../verdict/gate-rules.ts";
import type { GateJudgement, Missing } from "../../verdict/gate.ts";
import { sequenceWords } from "../../verdict/sequence.ts";
import type { StandingVerdict } from "../../verdict/standing.ts";
import type { PendingReport } from "../commands/pending.ts";
import { explainedCheck } from "../check-run.ts";
import type { CheckPlace, CheckRunPlan, Conclusion } from "../check-run.ts";
import type { GateFinding } from "./gate.ts";

/** May this be merged? */
export const GATE_CHECK = "writ/gate";

const MOST_SHOWN = 40;
const MOST_BLOCKS = 5;
const STATES: Readonly<Record<StandingVerdict["state"], string>> = {
  counts: "counts",
  stale: "is about something else than what is there now",
  unauthorised: "does not count: its giver is none of those whom the policy names",
  "not-independent": "does not count: its giver had a part in the work",
  replaced: "was replaced by a later one",
};

/** `notes` are sentences for the reader beside the result. */
export function gateCheck(place: Omit<CheckPlace, "name">, finding: GateFinding, notes: readonly string[]): CheckRunPlan {
  const own = { ...place, name: GATE_CHECK };
  if (finding.kind === "nothing") {
    const sentences = ["There is no task packet here, and no policy that asks for one.", ...notes];
    return explainedCheck({ ...own, conclusion: "success", title: "May be merged: there is no task packet here", sentences });
  }
  if (finding.kind === "unjudgeable") {
    return explainedCheck({ ...own, conclusion: "failure", title: "Shut: it could not be judged", sentences: [finding.sentence, ...notes] });
  }
  const { gate } = finding;
  return explainedCheck({ ...own, conclusion: gate.conclusion, title: titleOf(gate), sentences: notes, body: bodyOf(finding) });
}

/** The graver of two, for a commit that has to satisfy both. */
export function graver(a: GateFinding, b: GateFinding): GateFinding {
  return weight(b) > weight(a) ? b : a;
}

function weight(finding: GateFinding): number {
  if (finding.kind !== "judged") return finding.kind === "unjudgeable" ? 4 : 0;
  const weights: Readonly<Record<Conclusion, number>> = { success: 1, action_required: 2, failure: 3 };
  return weights[finding.gate.conclusion];
}

function titleOf({ conclusion, missing, mode, packets }: GateJudgement): string {
  const [first, ...more] = missing;
  if (first === undefined) {
    const judged = packets.length === 1 ? "the packet has its verdicts" : `${packets.length} packets have their verdicts`;
    return `May be merged: ${packets.length === 0 ? "nothing is missing" : judged}`;
  }
  const rest = more.length === 0 ? "" : ` And ${more.length} more.`;
  const start = mode === "observe" ? "Only watched" : conclusion === "failure" ? "Shut" : "Waits";
  return `${start}: ${first.what}${rest}`;
}

function bodyOf({ gate: { missing, packets, waivers, mode }, pending, sequences }: Extract<GateFinding, { readonly kind: "judged" }>): string {
  const parts: string[] = [];
  if (mode === "observe" && missing.length > 0) parts.push("The policy says `mode: observe`: this holds nobody up.");
  if (mode === "packets") parts.push("The policy asks for no verdicts (`mode: packets`): only what `writ/packets` finds counts.");
  if (missing.length > 0) parts.push(`### What is missing\n\n${bounded(missing.map(missingLine))}`);
  const verdicts = packets.flatMap(({ packet, standing }) => (standing?.verdicts ?? []).map((verdict) => verdictLine(packet, verdict)));
  if (verdicts.length > 0) parts.push(`### Verdicts\n\n${bounded(verdicts)}`);
  if (sequences.length > 0) {
    const lines = sequences.map(({ packet, sequence }) => `- ${code(packet)}: ${sequenceWords(sequence)}`);
    parts.push(`### Gate sequence\n\n${bounded(lines)}`);
  }
  if (waivers.length > 0) {
    const lines = waivers.map(({ packet, id, rules, expiry }) => `- ${code(id)} on ${code(packet)}: ${rules.map(code).join(", ")}, until ${expiry}`);
    parts.push(`### Waivers in force\n\n${bounded(lines)}`);
  }
  parts.push(...pending.slice(0, MOST_BLOCKS).map(pendingBlock));
  return parts.join("\n\n");
}

/** A report that waits, as it is going to be recorded: anybody can append it by hand. */
function pendingBlock({ packet, text, why }: PendingReport): string {
  if (text === null) return `A report on ${code(packet)} cannot be recorded: ${prose(why ?? "nobody knows why")}.`;
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `### Waits to be recorded in ${code(packet)}\n\n${fence}text\n${text}\n${fence}`;
}

function missingLine({ rule, what, who }: Missing): string {
  return `- ${prose(what)} Who can give it: ${prose(who)}. (${code(rule)})\n  ${prose(GATE_RULES[rule].how)}`;
}

function verdictLine(packet: string, { record, state, stale }: StandingVerdict): string {
  const files = stale.slice(0, 10).map(({ path }) => code(path)).join(", ");
  const link = /^https?:\/\/[^\s<>()[\]]+$/.test(record.source) ? ` ([comment](${record.source}))` : "";
  return `- ${code(packet)}: ${record.verdict} by ${code(record.validator.login)}, ${cell(record.at)}${link}, ${STATES[state]}${files === "" ? "" : `: ${files}`}`;
}

function bounded(lines: readonly string[]): string {
  const rest = lines.length - MOST_SHOWN;
  return [...lines.slice(0, MOST_SHOWN), ...(rest > 0 ? [`- and ${rest} more`] : [])].join("\n");
}
