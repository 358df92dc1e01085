/** How far a packet has come, and what its template already knew: both decide how much a gap weighs. */
import { dialect, type Dialect } from "../../packet/dialect.ts";
import type { Packet } from "../../packet/model.ts";

/** Work has begun, or is over. What is not yet claimed may be incomplete. */
export function isClaimed(packet: Packet): boolean {
  return packet.stateClass !== "draft" && packet.stateClass !== "ready";
}

/** The packet grew from one of the templates that know a claim; those before knew signatures by name only. */
export function hasClaimTemplate(packet: Packet): boolean {
  return claimFields(packet).length > 0;
}

/** The packet grew from the newest template. */
export function isNewest(packet: Packet): boolean {
  return packet.era === dialect.eras[0]?.name;
}

/** The fields in which the packet's template lets somebody claim the work. */
export function claimFields(packet: Packet): NonNullable<Dialect["eras"][number]["claim"]> {
  return dialect.eras.find((era) => era.name === packet.era)?.claim ?? [];
}
