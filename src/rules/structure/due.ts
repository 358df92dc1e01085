/** When a part of a packet has to be there: how far the work must have come before its absence is a fault. */
import type { Due, StateClass } from "../../packet/dialect.ts";
import type { Packet } from "../../packet/model.ts";

/** The state classes of packets that somebody still answers for: no drafts, and nothing that was superseded. */
export const LIVE = ["ready", "active", "blocked", "done"] as const satisfies readonly StateClass[];

const STEPS = ["ready", "active", "approved", "done"] as const satisfies readonly Due[];

/** How many of the steps the packet has taken. Blocked work has come as far as what it left behind shows. */
function progress(packet: Packet): number {
  const approved = packet.approvals.some((approval) => approval.exact);
  switch (packet.stateClass) {
    case "draft":
      return 0;
    case "ready":
      return 1;
    case "active":
      return approved ? 3 : 2;
    case "blocked":
      return approved ? 3 : packet.reports.length > 0 ? 2 : 1;
    default:
      return STEPS.length;
  }
}

/** True once the part must hold more than the template put there. What is never due may stay empty for ever. */
export function isDue(due: Due, packet: Packet): boolean {
  return due !== "never" && STEPS.indexOf(due) < progress(packet);
}
