/** The board as the packets really are, against the board as it is written: what `writ board` shows. */
import { comparePlaces, lineageOf, type Lineage } from "../lineage/graph.ts";
import { disagreement, documentOf, entryState, isBeside, lastVerdict, ownStatus } from "../lineage/standing.ts";
import { dialect, type StateClass } from "../packet/dialect.ts";
import type { Packet } from "../packet/model.ts";
import { stateClass } from "../packet/vocabulary.ts";
import type { LoadedWorld } from "./world.ts";

export const BOARD_SCHEMA = "writ.board/1";

/** `superseded` holds what was replaced, whatever it says of itself. */
export type BoardGroup = "draft" | "ready" | "active" | "blocked" | "done" | "superseded" | "stub";

export interface BoardReport {
  readonly schema: typeof BOARD_SCHEMA;
  readonly revision: string;
  /** Null for all phases. */
  readonly phase: number | null;
  readonly packets: readonly BoardPacket[];
  /** Entries of the board without a document. */
  readonly orphans: readonly WrittenEntry[];
  /** Ids that keep the phase open; of every phase where none was asked for. */
  readonly open: readonly string[];
}

export interface BoardPacket {
  readonly id: string;
  readonly kind: "packet" | "stub";
  readonly path: string;
  /** Where it really belongs. */
  readonly group: BoardGroup;
  readonly status: string | null;
  readonly verdict: string | null;
  /** What the board says of it. */
  readonly entries: readonly WrittenEntry[];
  /** True when every entry says what the packet says, and there is one. */
  readonly agrees: boolean;
}

export interface WrittenEntry {
  readonly id: string;
  readonly path: string;
  readonly line: number;
  readonly token: string | null;
  readonly heading: string;
}

/** `revision` is the commit, or `worktree`. */
export function boardReport(world: LoadedWorld, revision: string, phase: number | null): BoardReport {
  const lineage = lineageOf(world);
  const isWanted = (id: string): boolean => phase === null || phaseOf(id) === phase;
  const entries = new Map<Packet | null, WrittenEntry[]>();
  const waiting: string[] = [];
  const disagreeing = new Set<Packet>();
  for (const entry of world.board?.entries ?? []) {
    const document = documentOf(entry, lineage);
    const path = world.board?.path ?? "";
    const line = world.board?.source.point(entry.span.start).line ?? 1;
    const written = { id: entry.id, path, line, token: entry.token, heading: entry.heading };
    const list = entries.get(document);
    if (list === undefined) entries.set(document, [written]);
    else list.push(written);
    const state = entryState(entry);
    if (document === null) {
      if (state !== null && !isBeside(entry) && isOpen(stateClass(state))) waiting.push(entry.id);
    } else if (disagreement(entry, document) !== null) disagreeing.add(document);
  }
  const packets = [...world.packets, ...world.stubs]
    .filter((document) => isWanted(document.id) && !isFollowed(document, lineage))
    .map((document): BoardPacket => {
      const own = entries.get(document) ?? [];
      return {
        id: document.id,
        kind: document.kind === "stub" ? "stub" : "packet",
        path: document.path,
        group: groupOf(document, world),
        status: ownStatus(document)?.field.value ?? null,
        verdict: lastVerdict(document)?.value ?? null,
        entries: own,
        agrees: own.length > 0 && !disagreeing.has(document),
      };
    });
  const open = packets.filter(({ group }) => group === "draft" || isOpen(group)).map(({ id }) => id);
  const orphans = (entries.get(null) ?? []).filter(({ id }) => isWanted(id));
  const orphaned = orphans.filter(({ id }) => waiting.includes(id)).map(({ id }) => id);
  return { schema: BOARD_SCHEMA, revision, phase, packets, orphans, open: [...new Set([...open, ...orphaned])] };
}

/** Phases of packets and stubs, ascending. */
export function phasesOf(world: LoadedWorld): readonly number[] {
  const phases = new Set([...world.packets, ...world.stubs].flatMap(({ id }) => phaseOf(id) ?? []));
  return [...phases].sort((a, b) => a - b);
}

function phaseOf(id: string): number | null {
  const found = dialect.ids.phase.exec(id);
  return found === null ? null : Number(found[1]);
}

function isOpen(group: BoardGroup | StateClass): boolean {
  return group === "ready" || group === "active" || group === "blocked";
}

function groupOf(document: Packet, world: LoadedWorld): BoardGroup {
  if (document.kind === "stub") return "stub";
  const { stateClass: own } = document;
  return own === "history" || world.superseded.has(document.id) ? "superseded" : own;
}

/** A stub that a packet has followed is no entry of its own. */
function isFollowed(document: Packet, lineage: Lineage): boolean {
  if (document.kind !== "stub") return false;
  const place = lineage.placeOf(document);
  const revisions = lineage.bases.get(lineage.baseOf(document.id))?.revisions ?? [];
  return revisions.some((revision) => comparePlaces(revision, place) >= 0);
}
