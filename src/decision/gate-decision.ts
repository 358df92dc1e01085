/** What the gate said as a decision: when it is made, and again when it is derived. */
import { blockDigest } from "../ledger/chain.ts";
import type { Brought } from "../verdict/brought.ts";
import type { WaitingVerdict } from "../verdict/gate-input.ts";
import type { GateInput, GateJudgement } from "../verdict/gate.ts";
import type { JudgedChange } from "../verdict/judge-change.ts";
import { MOST_LISTED, short, type DraftOf } from "./decision.ts";
import { canonical, digestOf } from "./identity.ts";
import { rightRecord } from "./right-record.ts";

type Inputs = DraftOf<"gate">["inputs"];
type Outcome = DraftOf<"gate">["outcome"];
export type GateParts = Pick<DraftOf<"gate">, "inputs" | "outcome">;

/** By which day waivers hold, and whose policy, where that is not the base's. */
export type GateTime = Pick<Inputs, "day" | "governs">;

export interface GateMade {
  readonly judged: Pick<JudgedChange, "brought" | "vouched">;
  readonly input: Pick<GateInput, "records">;
  readonly gate: GateJudgement;
  readonly waiting: readonly WaitingVerdict[];
}

export function gateParts({ judged, input, gate, waiting }: GateMade, { day, governs }: GateTime): GateParts {
  const waits = new Set(waiting.map(({ record }) => record));
  const inputs: Inputs = {
    day,
    governs,
    reports: judged.brought.map((report) => ({ ...named(report), vouched: judged.vouched.has(report) })),
    verdicts: input.records.filter((record) => !waits.has(record)).map(({ reportId, subject, authorisation }) => {
      return { report: short(reportId), remembered: subject !== null, right: rightRecord(authorisation) };
    }),
    waiting: waiting.map(({ record, text, acknowledged }) => ({
      packet: short(record.packet), report: short(record.reportId), verdict: record.verdict, subject: record.digest,
      at: record.at, source: short(record.source), right: rightRecord(record.authorisation),
      recordable: text !== null, acknowledged: acknowledged !== null,
    })),
  };
  return { inputs, outcome: judgedOutcome(gate) };
}

/** There was nothing to be judged; or it could not be, which a sentence says. */
export function gateWithout(sentence: string | null, { day, governs }: GateTime): GateParts {
  const parts = {
    finding: sentence === null ? "nothing" : "unjudgeable",
    conclusion: sentence === null ? "success" : "failure",
    mode: null, sentence: sentence === null ? null : short(sentence), missing: [], packets: [], waivers: [],
  } as const;
  return {
    inputs: { day, governs, reports: [], verdicts: [], waiting: [] },
    outcome: { ...parts, missing: [], packets: [], waivers: [], digest: digestOf(canonical(parts)) },
  };
}

/** A report as it is told apart from one that only bears its id. */
export function named({ packet, reportId, block }: Brought): Omit<Inputs["reports"][number], "vouched"> {
  return { packet: short(packet.id), report: short(reportId), block: blockDigest(block) };
}

function judgedOutcome({ conclusion, mode, missing, packets, waivers }: GateJudgement): Outcome {
  const whole = {
    finding: "judged" as const,
    conclusion, mode, sentence: null,
    missing: missing.map(({ rule, packet, what, who }) => ({ rule, packet, what, who })),
    packets: packets.map(({ packet, standing }) => ({
      packet, wanted: standing?.wanted ?? null, passes: standing?.passes ?? null,
      verdicts: (standing?.verdicts ?? []).map(({ record, state }) => ({ report: record.reportId, state })),
    })),
    waivers: waivers.map(({ packet, id, rules, expiry }) => ({ packet, waiver: id, rules: [...rules], until: expiry })),
  };
  return {
    ...whole,
    missing: whole.missing.slice(0, MOST_LISTED).map(({ rule, packet, what, who }) => {
      return { rule, packet: packet === null ? null : short(packet), what: short(what), who: short(who) };
    }),
    packets: whole.packets.slice(0, MOST_LISTED).map(({ packet, verdicts, ...counts }) => {
      return { ...counts, packet: short(packet), verdicts: verdicts.slice(0, MOST_LISTED).map(({ report, state }) => ({ report: short(report), state })) };
    }),
    waivers: whole.waivers.slice(0, MOST_LISTED).map(({ packet, waiver, rules, until }) => {
      return { packet: short(packet), waiver: short(waiver), rules: rules.slice(0, MOST_LISTED).map(short), until };
    }),
    digest: digestOf(canonical(whole)),
  };
}
