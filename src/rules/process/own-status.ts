/** The status that a packet gives itself. */
import type { Packet, Status } from "../../packet/model.ts";

/** The first status outside its reports, which speak of the status at their time. Null when it gives none. */
export function ownStatus(packet: Packet): Status | null {
  return packet.statuses.find((status) => !status.field.inReport) ?? null;
}
