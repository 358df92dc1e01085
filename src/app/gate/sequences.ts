/** Where the reports on the packets of a change are on their way, for those who show it. */
import type { GateJudgement } from "../../verdict/gate.ts";
import { sequenceOf, type Acknowledgement, type Sequence } from "../../verdict/sequence.ts";
import type { PendingReport } from "../commands/pending.ts";

export interface PacketSequence {
  readonly packet: string;
  readonly sequence: Sequence;
}

interface Known {
  /** Whether the policy asks for acknowledgements. */
  readonly needed: boolean;
  /** Ids of the reports that stand in the packets of the commit. */
  readonly recorded: ReadonlySet<string>;
  readonly pending: readonly PendingReport[];
}

/** Of the latest verdict that counts; a packet without one has not begun. */
export function sequencesOf(packets: GateJudgement["packets"], known: Known): readonly PacketSequence[] {
  return packets.map(({ packet, standing }) => {
    const record = standing?.verdicts.findLast(({ state }) => state === "counts")?.record;
    if (record === undefined) return { packet, sequence: sequenceOf({ given: null, acknowledged: null, appended: false, committed: false }) };
    const { at, verdict, reportId, validator } = record;
    const stands = known.recorded.has(reportId);
    const acknowledged = acknowledgementOf(reportId, stands, known);
    return { packet, sequence: sequenceOf({ given: { at, verdict, reportId, by: validator }, acknowledged, appended: stands, committed: stands }) };
  });
}

/** What has to be acknowledged is recorded only then, and by whom it was stands in the conversation. */
function acknowledgementOf(reportId: string, stands: boolean, { needed, pending }: Known): Acknowledgement {
  if (!needed) return "unneeded";
  return pending.find((report) => report.reportId === reportId)?.acknowledged ?? (stands ? "untold" : null);
}
