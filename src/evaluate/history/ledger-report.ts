/** What `writ ledger verify` has to say, as data: its JSON is this and nothing else. */
import { blockDigest, chainOf } from "../../ledger/chain.ts";
import { isRefuted, type ReportProof } from "./ledger-proof.ts";
import type { PacketVersion } from "./packet-versions.ts";
import type { LedgerEvent } from "./ledger-event.ts";
import type { LedgerWalk } from "./ledger-history.ts";
import type { RecordedText } from "./recorded-text.ts";

export const LEDGER_SCHEMA = "writ.ledger/1";

export interface LedgerReport {
  readonly schema: typeof LEDGER_SCHEMA;
  /** Commit id of the end of the history. */
  readonly revision: string;
  /** Every packet that has, or ever had, a report; sorted by id. */
  readonly packets: readonly LedgerPacket[];
  /** What commits did to recorded text, in the order of the history. */
  readonly events: readonly LedgerEvent[];
  /** Every report at the end of the history that Writ wrote, and whether what it says follows from Git. */
  readonly proofs: readonly ReportProof[];
  /** Commits at which the history is cut off: what was before them is not known. */
  readonly cuts: readonly string[];
  readonly unreadable: readonly { readonly path: string; readonly blob: string; readonly reason: string }[];
  readonly summary: LedgerSummary;
}

export interface LedgerPacket {
  readonly id: string;
  /** Null for a packet that is gone. */
  readonly path: string | null;
  readonly reports: readonly LedgerEntry[];
  readonly chain: ChainState;
}

/** A report as it stands at the end of the history. */
export interface LedgerEntry {
  readonly title: string;
  readonly verdict: string | null;
  readonly date: string | null;
  readonly line: number;
  readonly endLine: number;
  /** What a report behind it would have to name. */
  readonly digest: string;
}

export interface ChainState {
  /** `none`: no report names the one before it. */
  readonly state: "none" | "whole" | "broken";
  /** Reports that name the one before them. */
  readonly links: number;
  readonly broken: readonly { readonly line: number; readonly named: string; readonly expected: string }[];
}

export interface LedgerSummary {
  readonly commits: number;
  readonly packets: number;
  readonly reports: number;
  /** Events that changed what was recorded. */
  readonly changed: number;
  readonly reencoded: number;
  readonly brokenChains: number;
  /** Reports of Writ that follow from Git; that do not; and that name what this clone does not hold. */
  readonly proved: number;
  readonly refuted: number;
  readonly unproved: number;
  /** `unknown`: nothing was seen to change, but not everything could be seen. */
  readonly state: "intact" | "changed" | "unknown";
}

export function ledgerReport(revision: string, walk: LedgerWalk, proofs: readonly ReportProof[] = []): LedgerReport {
  const { events, cuts } = walk;
  const eventful = new Set(events.map((event) => event.packet));
  const packets = [...walk.packets]
    .map(([id, version]) => packetOf(id, version, version === null ? null : (walk.texts.get(version.oid) ?? null)))
    .filter((packet) => packet.reports.length > 0 || eventful.has(packet.id));
  const changed = events.filter((event) => event.kind !== "reencoded").length;
  const brokenChains = packets.filter((packet) => packet.chain.state === "broken").length;
  const isBlind = cuts.length > 0 || walk.unreadable.length > 0;
  return {
    schema: LEDGER_SCHEMA,
    revision,
    packets,
    events,
    proofs,
    cuts,
    unreadable: walk.unreadable.map(({ version, reason }) => ({ path: version.path, blob: version.oid, reason })),
    summary: {
      commits: walk.commits,
      packets: packets.length,
      reports: packets.reduce((sum, packet) => sum + packet.reports.length, 0),
      changed,
      reencoded: events.length - changed,
      brokenChains,
      proved: proofs.filter(({ state }) => state === "proved").length,
      refuted: proofs.filter(isRefuted).length,
      unproved: proofs.filter(({ state }) => state === "unproved").length,
      state: changed + brokenChains + proofs.filter(isRefuted).length > 0 ? "changed" : isBlind ? "unknown" : "intact",
    },
  };
}

function packetOf(id: string, version: PacketVersion | null, text: RecordedText | null): LedgerPacket {
  const blocks = text?.blocks ?? [];
  const line = (offset: number): number => text?.source.lineAt(offset) ?? 1;
  const links = chainOf(blocks);
  const broken = links.filter((link) => link.state !== "whole");
  return {
    id,
    path: version?.path ?? null,
    reports: blocks.flatMap((block) => {
      const { report, span } = block;
      if (report === null) return [];
      const { title, verdict, date } = report;
      const place = { line: line(span.start), endLine: line(span.end) };
      return [{ title, verdict: verdict?.raw ?? null, date, ...place, digest: blockDigest(block) }];
    }),
    chain: {
      state: links.length === 0 ? "none" : broken.length === 0 ? "whole" : "broken",
      links: links.length,
      broken: broken.map(({ span, named, expected }) => ({ line: line(span.start), named, expected })),
    },
  };
}
