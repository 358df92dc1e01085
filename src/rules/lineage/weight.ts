/** How much a gap in a packet's lineage weighs, and where it is shown. */
import { lastVerdict } from "../../lineage/standing.ts";
import { dialect } from "../../packet/dialect.ts";
import type { Packet, Span } from "../../packet/model.ts";
import type { Report, RuleContext } from "../rule.ts";

/** What a rule asks of its surroundings to weigh a packet. */
export type Surroundings = Pick<RuleContext, "world" | "change" | "before">;

/** The packet has been replaced, or is over for another reason: nobody completes it any more. */
export function isHistory(packet: Packet, { world }: Pick<Surroundings, "world">): boolean {
  return packet.stateClass === "history" || world.superseded.has(packet.id);
}

/**
 * The packet is finished, or has passed and nobody has updated its status, and grew from a template that did not ask for
 * an audit of its lineage yet.
 */
function isLegacy(packet: Packet, { change, before }: Surroundings): boolean {
  if (packet.stateClass !== "done" && lastVerdict(packet)?.value !== "PASS") return false;
  if (packet.era === dialect.eras[0]?.name) return false;
  if (packet.sections.some(({ name }) => name === "lineage")) return false;
  // What a change brings is written today, whatever template it was copied from.
  return change === null || change.base.packets.length === 0 || before(packet) !== null;
}

/** Lowers a finding about history to a note, and one about a finished packet of an older template to `legacy`. */
export function weigh(packet: Packet, context: Surroundings, legacy: "warn" | "note"): Pick<Report, "severity"> {
  if (isHistory(packet, context)) return { severity: "note" };
  if (isLegacy(packet, context)) return { severity: legacy };
  return packet.stateClass === "draft" ? { severity: "warn" } : {};
}

/** Where a packet tells of its lineage, else its title. */
export function auditPlace(packet: Packet): Span | null {
  return packet.sections.find(({ name }) => name === "lineage")?.heading ?? packet.title?.span ?? null;
}

/** Where a document says which packet it is. */
export function idPlace(packet: Packet): Span | null {
  return packet.claims.find(({ where }) => where === "title")?.span ?? packet.title?.span ?? null;
}
