/** What a refinement belongs to, and how much its faults weigh. */
import { dialect } from "../../packet/dialect.ts";
import { normalise } from "../../packet/vocabulary.ts";
import type { Packet } from "../../packet/model.ts";
import type { Report, World } from "../rule.ts";
import { stated } from "../structure/stated.ts";

export interface Standing {
  /** The packet that was made from the refinement; null while there is none. */
  readonly packet: Packet | null;
  /** Nobody has approved it, and nobody is waiting for it: whoever writes it is not done. */
  readonly isDraft: boolean;
  /** For reports: a fault weighs in full once work may begin, and little where the packet has been replaced. */
  readonly weight: Pick<Report, "severity">;
}

export function standingOf(refinement: Packet, world: World): Standing {
  const packet = world.packets.find((entry) => entry.id === refinement.id) ?? null;
  const isApproved = stated(refinement, "reviewStatus").some(
    (field) => normalise(field.value) === dialect.refinement.approved,
  );
  const isDraft = !isApproved && (packet === null || packet.stateClass === "draft");
  return { packet, isDraft, weight: weightOf(packet, world) };
}

function weightOf(packet: Packet | null, world: World): Standing["weight"] {
  if (packet === null || packet.stateClass === "draft") return { severity: "warn" };
  return packet.stateClass === "history" || world.superseded.has(packet.id) ? { severity: "note" } : {};
}
