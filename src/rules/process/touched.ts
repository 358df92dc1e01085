/** The packets and stubs that a change adds or edits. */
import type { Packet } from "../../packet/model.ts";
import type { RuleContext } from "../rule.ts";

export interface Touched {
  /** Packets in force: those that have been replaced by another one are left out. */
  readonly packets: readonly Packet[];
  readonly stubs: readonly Packet[];
}

/** What the head holds of them, in the order of their paths; nothing without a base. */
export function touchedBy(context: RuleContext): Touched {
  const { world, change } = context;
  const paths = new Set(change?.files.filter((file) => file.status !== "deleted").map((file) => file.path));
  const touched = (documents: readonly Packet[]): Packet[] => documents.filter((document) => paths.has(document.path));
  const inForce = (packet: Packet): boolean => packet.stateClass !== "history" && !world.superseded.has(packet.id);
  return { packets: touched(world.packets).filter(inForce), stubs: touched(world.stubs) };
}
