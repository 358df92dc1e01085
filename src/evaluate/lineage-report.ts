/** The lineage of one base as plain data: what `writ lineage` shows. */
import { carry, type Fate } from "../lineage/carry.ts";
import { activeTarget, lineageOf, type BaseLineage, type Lineage, type Revision } from "../lineage/graph.ts";
import { targetOf } from "../lineage/place.ts";
import { lastVerdict, ownStatus } from "../lineage/standing.ts";
import type { Document, Span } from "../packet/model.ts";
import type { Finding } from "./evaluation.ts";
import type { LoadedWorld } from "./world.ts";

export const LINEAGE_SCHEMA = "writ.lineage/1";

export interface LineageReport {
  readonly schema: typeof LINEAGE_SCHEMA;
  readonly revision: string;
  readonly base: string;
  /** The id that the registry names, whether or not it exists; null without a row. */
  readonly active: string | null;
  /** Official packets, oldest first. */
  readonly packets: readonly LineagePacket[];
  readonly stubs: readonly LineageDocument[];
  readonly refinements: readonly LineageDocument[];
  readonly registry: readonly { readonly path: string; readonly line: number; readonly target: string; readonly board: string }[];
  readonly board: readonly {
    readonly path: string;
    readonly line: number;
    readonly id: string;
    readonly token: string | null;
    readonly heading: string;
  }[];
  readonly specPointer: { readonly path: string; readonly line: number; readonly target: string } | null;
  /** What the rules of lineage say about this base. */
  readonly findings: readonly Finding[];
}

export interface LineageDocument {
  readonly id: string;
  readonly version: number | null;
  readonly path: string;
  readonly status: string | null;
}

export interface LineagePacket extends LineageDocument {
  readonly active: boolean;
  readonly superseded: boolean;
  readonly verdict: string | null;
  /** The packet it follows, and what became of that one's requirements. */
  readonly follows: string | null;
  readonly carried: readonly CarriedRequirement[];
}

export interface CarriedRequirement {
  readonly text: string;
  readonly fate: Fate;
  /** Where it was. */
  readonly path: string;
  readonly line: number;
  /** The line of the packet that speaks of it; null for a dropped one. */
  readonly at: number | null;
}

/** `revision` is the commit, or `worktree`. Null when no document, row or entry is about the base. */
export function lineageReport(
  base: string,
  world: LoadedWorld,
  revision: string,
  findings: readonly Finding[],
): LineageReport | null {
  const lineage = lineageOf(world);
  const own = lineage.bases.get(base);
  if (own === undefined) return null;
  const target = activeTarget(own);
  const { registry, board, specPointer } = world;
  const line = (document: Document | null, span: Span): number => document?.source.point(span.start).line ?? 1;
  const rows = own.rows.map((row) => ({
    path: registry?.path ?? "",
    line: line(registry, row.span),
    target: targetOf(row)?.id ?? row.target,
    board: row.board,
  }));
  const entries = own.entries.map(({ id, token, heading, span }) => {
    return { path: board?.path ?? "", line: line(board, span), id, token, heading };
  });
  const places = new Set([...rows, ...entries].map((place) => `${place.path}:${String(place.line)}`));
  return {
    schema: LINEAGE_SCHEMA,
    revision,
    base,
    active: target?.id ?? null,
    packets: own.revisions.map((entry) => packetOf(entry, own, world, lineage)),
    stubs: own.stubs.map(documentOf),
    refinements: own.refinements.map(documentOf),
    registry: rows,
    board: entries,
    specPointer:
      specPointer?.target == null
        ? null
        : { path: specPointer.path, line: line(specPointer, specPointer.target.span), target: specPointer.target.path },
    findings: findings.filter(({ packet, path, line: at }) =>
      packet === null ? places.has(`${path}:${String(at)}`) : lineage.baseOf(packet) === base,
    ),
  };
}

function documentOf({ packet, major, mark }: Revision): LineageDocument {
  const status = packet.kind === "refinement" ? fieldValue(packet) : (ownStatus(packet)?.field.value ?? null);
  return { id: packet.id, version: mark === "plain" || mark === "dotted" ? null : major, path: packet.path, status };
}

function fieldValue(packet: Revision["packet"]): string | null {
  return packet.fields.find(({ name }) => name === "reviewStatus")?.value ?? null;
}

function packetOf(entry: Revision, base: BaseLineage, world: LoadedWorld, lineage: Lineage): LineagePacket {
  const { packet } = entry;
  const before = entry.mark === "dotted" ? null : lineage.predecessor(packet);
  const target = activeTarget(base);
  return {
    ...documentOf(entry),
    active: target?.id === packet.id && target.kind !== "stub",
    superseded: world.superseded.has(packet.id) || packet.stateClass === "history",
    verdict: lastVerdict(packet)?.value ?? null,
    follows: before?.id ?? null,
    carried:
      before === null
        ? []
        : carry(before, packet, lineage.isBoilerplate).map(({ duty, fate, at }) => ({
            text: duty.text,
            fate,
            path: before.path,
            line: before.source.point(duty.span.start).line,
            at: at === null ? null : packet.source.point(at.start).line,
          })),
  };
}

const FATE_WORDS: Readonly<Record<Fate, string>> = {
  kept: "kept",
  preserved: "preserved",
  changed: "changed",
  retired: "retired",
  named: "named",
  form: "of the house's form",
  reworded: "reworded",
  unreasoned: "retired without a reason",
  dropped: "dropped",
};

/** `3 kept, 1 dropped`; for a packet whose predecessor promised nothing, `nothing to carry`. */
export function carriedInWords(carried: readonly Pick<CarriedRequirement, "fate">[]): string {
  const parts = (Object.keys(FATE_WORDS) as Fate[]).flatMap((fate) => {
    const count = carried.filter((entry) => entry.fate === fate).length;
    return count === 0 ? [] : [`${String(count)} ${FATE_WORDS[fate]}`];
  });
  return parts.length === 0 ? "nothing to carry" : parts.join(", ");
}

/** Fates that a revision has to answer for. */
export function isLost(fate: Fate): boolean {
  return fate === "dropped" || fate === "unreasoned" || fate === "reworded";
}
