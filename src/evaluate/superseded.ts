/** Which packets are history: the board files them away, or the registry names another one as active. */
import { partsOf, targetOf } from "../lineage/place.ts";
import { dialect } from "../packet/dialect.ts";
import { readId } from "../packet/vocabulary.ts";
import type { Board, Packet, Registry } from "../packet/model.ts";

export function superseded(
  packets: readonly Packet[],
  board: Board | null,
  registry: Registry | null,
): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const entry of board?.entries ?? []) if (entry.column === "superseded") ids.add(entry.id);
  for (const row of registry?.rows ?? []) {
    if (row.table !== 0) continue;
    for (const id of (dialect.registry.supersedes.exec(row.notes)?.[1] ?? "").split(/[,\s]+/)) {
      if (readId(id) !== null) ids.add(id);
    }
    const active = targetOf(row);
    if (active === null || active.kind === "stub") continue;
    for (const packet of packets) if (partsOf(packet.id).base === row.base && packet.id !== active.id) ids.add(packet.id);
    ids.delete(active.id);
  }
  return ids;
}
