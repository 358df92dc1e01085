import { activeTarget, comparePlaces, lineageOf, type BaseLineage, type Lineage } from "../../lineage/graph.ts";
import { targetOf } from "../../lineage/place.ts";
import { columnState, isBeside } from "../../lineage/standing.ts";
import { columnOf } from "../../packet/companions.ts";
import { dialect } from "../../packet/dialect.ts";
import type { Board, BoardColumn, BoardEntry, RegistryRow } from "../../packet/model.ts";
import { stateClass, stateNamed } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule } from "../rule.ts";
import { BOARD, board, FIRST, first, LIGHTS, REGISTRY, registry, SECOND, second } from "./harbour.ts";

export const registryBoard = {
  id: "lineage/registry-board",
  title: "Registry and board agree",
  severity: "warn",
  what:
    "The column of the board that a row of the registry states is the one in which the board has its packet, and the " +
    "id it states there is the packet's. Packets of the base that the one in force has replaced stand among the " +
    "superseded ones.",
  why:
    "The registry's column is a copy of the board, and copies go stale. Whoever reads the one believes what the other " +
    "has known better for weeks.",
  how: "Write into the row what the board says, or move the entry. `writ board` shows the packets as they are.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "the same column, by its name or with the id behind it, and the old packet among the superseded",
      files: {
        [FIRST]: first(),
        [SECOND]: second(),
        [REGISTRY]: registry([LIGHTS, SECOND, "Done: WP-1-Harbour-Lights-v2"], ["WP-1-Quay", "WP-1-Quay", "Stub Backlog (Not Activated)"]),
        [BOARD]: board(
          "Stub Backlog",
          "- **[WP-1-Quay]** - [STUB]",
          "Done",
          "- **[WP-1-Harbour-Lights-v2]** - [VALIDATED]",
          "Superseded",
          "- **[WP-1-Harbour-Lights]** - [SUPERSEDED]",
        ),
      },
    },
    {
      verdict: "good",
      shows: "the board speaks of the base; a row without a column; an entry that is missing is for another rule",
      files: {
        [SECOND]: second(),
        [REGISTRY]: registry([LIGHTS, SECOND, "Done"], ["WP-1-Quay", "WP-1-Quay"], ["WP-1-Crane", "WP-1-Crane", "Done"]),
        [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [VALIDATED]", "- **[WP-1-Quay]** - [VALIDATED]"),
      },
    },
    {
      verdict: "bad",
      shows: "the row was not moved on",
      files: {
        [FIRST]: first(),
        [REGISTRY]: registry([LIGHTS, FIRST, "Ready for Dev: WP-1-Harbour-Lights"]),
        [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [VALIDATED]"),
      },
      says: "states `Ready for Dev: WP-1-Harbour-Lights`, but the board has `WP-1-Harbour-Lights` under `Done`",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the right column, and the id of another revision",
      files: {
        [SECOND]: second(),
        [REGISTRY]: registry([LIGHTS, SECOND, "Done: WP-1-Harbour-Lights"]),
        [BOARD]: board("Done", "- **[WP-1-Harbour-Lights-v2]** - [VALIDATED]"),
      },
      says: "names `WP-1-Harbour-Lights-v2`, and states `WP-1-Harbour-Lights`",
    },
    {
      verdict: "bad",
      shows: "words that are no column",
      files: {
        [FIRST]: first(),
        [REGISTRY]: registry([LIGHTS, FIRST, "At sea"]),
        [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [VALIDATED]"),
      },
      says: "states `At sea`, which is no column",
    },
    {
      verdict: "bad",
      shows: "two revisions among the finished",
      files: {
        [FIRST]: first(),
        [SECOND]: second(),
        [REGISTRY]: registry([LIGHTS, SECOND, "Done"]),
        [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [VALIDATED]", "- **[WP-1-Harbour-Lights-v2]** - [VALIDATED]"),
      },
      says: "`WP-1-Harbour-Lights` has been replaced by `WP-1-Harbour-Lights-v2`",
      count: 1,
    },
  ],
  *check({ world }) {
    const { board: own, registry: table } = world;
    if (own === null || table === null) return;
    const lineage = lineageOf(world);
    for (const base of lineage.bases.values()) {
      const entries = entriesById(base);
      for (const row of base.rows) {
        const report = judgeRow(row, entries, own);
        if (report !== null) yield { path: table.path, at: row.span, ...report };
      }
      yield* replaced(base, lineage, own, table.path);
    }
  },
} as const satisfies Rule;

function judgeRow(row: RegistryRow, entries: ReadonlyMap<string, readonly BoardEntry[]>, board: Board): Omit<LocatedReport, "path" | "at"> | null {
  const target = targetOf(row);
  if (target === null || !/[A-Za-z]/.test(row.board)) return null;
  const start = `The row of ${quoted(row.base, 100)} states ${quoted(row.board, 120)}`;
  const column = columnStated(row.board);
  if (column === null) {
    const message = `${start}, which is no column of the board. Write the heading under which the board has the packet.`;
    return { subject: `${row.base} column`, message, expected: "a column of the board" };
  }
  const [stated] = row.board.match(dialect.ids.mention) ?? [];
  const named = entries.get(target.id) ?? [];
  const meant = named.length > 0 ? named : (entries.get(row.base) ?? []);
  if (meant.length > 0 && !meant.some((entry) => entry.column === column)) {
    const [entry] = meant;
    return {
      subject: `${row.base} column`,
      message:
        `${start}, but the board has ${quoted(entry?.id ?? "", 100)} under ${quoted(entry?.heading ?? "", 80)}. ` +
        "Write that into the row, or move the entry.",
      expected: entry?.heading ?? "",
      related: meant.slice(0, SHOWN).map(({ span }) => ({ path: board.path, span, message: "The entry of the board." })),
    };
  }
  const isBase = stated === row.base && named.length === 0;
  return stated === undefined || stated === target.id || isBase ? null : otherId(row, target.id, stated);
}

/** So many entries are pointed at. */
const SHOWN = 5;

function entriesById({ entries }: BaseLineage): ReadonlyMap<string, readonly BoardEntry[]> {
  const byId = new Map<string, BoardEntry[]>();
  for (const entry of entries) {
    if (isBeside(entry)) continue;
    const list = byId.get(entry.id);
    if (list === undefined) byId.set(entry.id, [entry]);
    else list.push(entry);
  }
  return byId;
}

function otherId(row: RegistryRow, id: string, stated: string): Omit<LocatedReport, "path" | "at"> {
  const message =
    `The row of ${quoted(row.base, 100)} names ${quoted(id, 100)}, and states ${quoted(stated, 100)} for the board. ` +
    "Write the same id in both places.";
  return { subject: `${row.base} id`, message, expected: id };
}

/** A column by its heading, or by a state that stands in it; an id behind a colon does not matter. */
function columnStated(words: string): BoardColumn | null {
  const bare = words.replace(/:.*$/, "").replace(/^[*_`[]+|[*_`\]]+$/g, "");
  const column = columnOf(bare);
  if (column !== null) return column;
  const state = stateNamed(bare);
  if (state === null) return null;
  const columns = Object.keys(dialect.board.states) as (keyof typeof dialect.board.states)[];
  return columns.find((name) => stateClass(columnState(name) ?? "draft") === stateClass(state)) ?? null;
}

/** Entries about packets that the one in force has replaced, in a column of the living. */
function* replaced(base: BaseLineage, lineage: Lineage, board: Board, registry: string): Iterable<LocatedReport> {
  const target = activeTarget(base);
  const active = base.revisions.find(({ packet }) => packet.id === target?.id);
  const [row] = base.rows;
  if (active === undefined || row === undefined || target?.kind === "stub") return;
  for (const entry of base.entries) {
    if (entry.column === "superseded" || isBeside(entry) || entry.id === active.packet.id) continue;
    const document = lineage.byId.get(entry.id)?.find(({ kind }) => kind !== "refinement");
    if (document === undefined || comparePlaces(lineage.placeOf(document), active) >= 0) continue;
    yield {
      path: board.path,
      at: entry.span,
      packet: entry.id,
      subject: `replaced ${entry.id}`,
      message:
        `${quoted(entry.id, 100)} has been replaced by ${quoted(active.packet.id, 100)}, and the board still has it under ` +
        `${quoted(entry.heading, 80)}. Move it to the superseded ones.`,
      expected: "an entry among the superseded ones",
      related: [{ path: registry, span: row.span, message: "The row of the registry." }],
    };
  }
}
