/** What the board says of a packet, against what the packet says of itself. */
import { dialect, type StateName } from "../packet/dialect.ts";
import type { BoardColumn, BoardEntry, Packet, Status, Verdict } from "../packet/model.ts";
import { stateClass, stateNamed } from "../packet/vocabulary.ts";
import { activeTarget, type Lineage } from "./graph.ts";

/** The state that a column stands for; null for one that only remarks on entries of others. */
export function columnState(column: BoardColumn | null): StateName | null {
  const states: Partial<Record<BoardColumn, readonly StateName[]>> = dialect.board.states;
  return column === null ? null : (states[column]?.[0] ?? null);
}

/** The state that an entry claims: its token, or where it has none that is known, its column. */
export function entryState(entry: BoardEntry): StateName | null {
  return (entry.token === null ? null : stateNamed(entry.token)) ?? columnState(entry.column);
}

/** Whether the token of an entry may stand in its column. True where either is not known. */
export function fitsColumn(entry: BoardEntry): boolean {
  const states: Partial<Record<BoardColumn, readonly StateName[]>> = dialect.board.states;
  const allowed = entry.column === null ? undefined : states[entry.column];
  const state = entry.token === null ? null : stateNamed(entry.token);
  return allowed === undefined || state === null || allowed.includes(state);
}

/** An entry that repeats one of another column, for those who look there. */
export function isBeside(entry: BoardEntry): boolean {
  return entry.column !== null && (dialect.board.beside as readonly BoardColumn[]).includes(entry.column);
}

/** What an entry is about: the packet of its id, else its stub; for the id of a base, the packet that is active. */
export function documentOf(entry: BoardEntry, lineage: Lineage): Packet | null {
  const own = lineage.byId.get(entry.id)?.filter(({ kind }) => kind !== "refinement") ?? [];
  const found = own.find(({ kind }) => kind === "packet") ?? own[0];
  if (found !== undefined) return found;
  const base = lineage.bases.get(entry.id);
  const active = base === undefined ? null : activeTarget(base);
  const named = active === null ? [] : (lineage.byId.get(active.id) ?? []);
  return named.find(({ kind }) => kind === "packet") ?? named.find(({ kind }) => kind === "stub") ?? null;
}

/** The first status outside reports. */
export function ownStatus(packet: Packet): Status | null {
  return packet.statuses.find(({ field }) => !field.inReport) ?? null;
}

/** The last verdict on the packet as a whole; null when no report gives one. */
export function lastVerdict(packet: Packet): Verdict | null {
  const verdicts = packet.reports.flatMap(({ verdict }) =>
    verdict === null || verdict.phase !== null || verdict.value === "OTHER" ? [] : [verdict],
  );
  return verdicts.at(-1) ?? null;
}

/** `status`: they name different states. `verdict`: the board says validated, and the last verdict is not a pass. */
export type Disagreement = "status" | "verdict";

/** How an entry and its document disagree; null when they do not, or when one of them says nothing that is known. */
export function disagreement(entry: BoardEntry, packet: Packet): Disagreement | null {
  const claimed = entryState(entry);
  if (claimed === null || isBeside(entry) || claimed === "superseded") return null;
  if (packet.kind === "stub") return stateClass(claimed) === "draft" ? null : "status";
  const status = ownStatus(packet);
  if (status === null || status.state === null) return null;
  if (!agree(claimed, status.state)) return "status";
  return claimed === "validated" && lastVerdict(packet)?.value !== "PASS" ? "verdict" : null;
}

function agree(claimed: StateName, own: StateName): boolean {
  const [board, packet] = [stateClass(claimed), stateClass(own)];
  if (board === packet) return true;
  // Finished work of long ago still stands among the finished.
  if (board === "done") return own === "historical" || own === "outdated";
  if (board === "history") return packet === "done";
  // A pass is recorded before the work is merged; a fail sends the packet back to whoever works on it.
  if (claimed === "readyForValidation") return packet === "done";
  return claimed === "validatedFail" && (packet === "active" || packet === "ready");
}
