/**
 * The lineage of every base in one snapshot: its revisions in their order, stubs, refinements, the rows of the registry
 * and the entries of the board. Everything keeps its place in its document.
 */
import { derived } from "../packet/derived.ts";
import { dialect } from "../packet/dialect.ts";
import type { Board, BoardEntry, Packet, Registry, RegistryRow, SpecPointer } from "../packet/model.ts";
import { wordsOf } from "../likeness/similarity.ts";
import { claimedVersion, partsOf, targetOf, type Mark } from "./place.ts";

/** The documents that lineage is read from: a part of what a snapshot holds. */
export interface Documents {
  readonly packets: readonly Packet[];
  readonly stubs: readonly Packet[];
  readonly refinements: readonly Packet[];
  readonly board: Board | null;
  readonly registry: Registry | null;
  readonly specPointer: SpecPointer | null;
}

/** A packet, stub or refinement in its place. */
export interface Revision {
  readonly packet: Packet;
  readonly mark: Mark;
  /** Its number: 0 for an id without a mark, which comes before v1. A date-stamped one has the number it says or fills. */
  readonly major: number;
  readonly minor: number;
}

export interface BaseLineage {
  readonly base: string;
  /** Official packets, oldest first. */
  readonly revisions: readonly Revision[];
  readonly stubs: readonly Revision[];
  readonly refinements: readonly Revision[];
  /** Rows of the table that maps bases to active packets. */
  readonly rows: readonly RegistryRow[];
  /** Entries of the board about any of its documents, or about the base itself. */
  readonly entries: readonly BoardEntry[];
}

export interface Lineage {
  /** In the order of their ids. */
  readonly bases: ReadonlyMap<string, BaseLineage>;
  /** The base of an id, whether or not a document has it. */
  readonly baseOf: (id: string) => string;
  readonly placeOf: (document: Packet) => Revision;
  /** Every document of an id. */
  readonly byId: ReadonlyMap<string, readonly Packet[]>;
  /** The official packet of its base that this one follows; null for the first. Dotted ids stand beside the line. */
  readonly predecessor: (packet: Packet) => Packet | null;
  /** A sentence that so many bases promise that it is a form, not a promise. */
  readonly isBoilerplate: (words: string) => boolean;
}

const known = new WeakMap<Documents, Lineage>();

/** The same documents give the same lineage; it is worked out once. */
export function lineageOf(documents: Documents): Lineage {
  const lineage = known.get(documents) ?? build(documents);
  known.set(documents, lineage);
  return lineage;
}

interface Open {
  readonly base: string;
  readonly revisions: Revision[];
  readonly stubs: Revision[];
  readonly refinements: Revision[];
  readonly rows: RegistryRow[];
  readonly entries: BoardEntry[];
}

function build(documents: Documents): Lineage {
  const all = [...documents.packets, ...documents.stubs, ...documents.refinements];
  const baseOf = baseFinder(documents, all);
  const open = new Map<string, Open>();
  const at = (base: string): Open => {
    const found = open.get(base);
    if (found !== undefined) return found;
    const made = { base, revisions: [], stubs: [], refinements: [], rows: [], entries: [] };
    open.set(base, made);
    return made;
  };
  const byId = new Map<string, Packet[]>();
  for (const packet of all) {
    const group = byId.get(packet.id);
    if (group === undefined) byId.set(packet.id, [packet]);
    else group.push(packet);
    const list = LISTS[packet.kind];
    at(baseOf(packet.id))[list].push(place(packet, baseOf(packet.id)));
  }
  for (const row of documents.registry?.rows ?? []) if (row.table === 0) at(rowBase(row, baseOf)).rows.push(row);
  for (const entry of documents.board?.entries ?? []) at(baseOf(entry.id)).entries.push(entry);
  const places = new Map<Packet, Revision>();
  const before = new Map<Packet, Packet>();
  for (const base of open.values()) {
    for (const list of [base.revisions, base.stubs, base.refinements]) {
      number(list);
      list.sort(inOrder);
      for (const revision of list) places.set(revision.packet, revision);
    }
    let last: Packet | null = null;
    for (const { packet, mark } of base.revisions) {
      if (mark === "dotted") continue;
      if (last !== null) before.set(packet, last);
      last = packet;
    }
  }
  return {
    bases: new Map([...open].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))),
    baseOf,
    placeOf: (document) => places.get(document) ?? place(document, baseOf(document.id)),
    byId,
    predecessor: (packet) => before.get(packet) ?? null,
    isBoilerplate: boilerplate(documents.packets, baseOf),
  };
}

const LISTS = { packet: "revisions", stub: "stubs", refinement: "refinements" } as const;

/** A row may name its base in a form of its own; the packet it maps to says which base is meant. */
function rowBase(row: RegistryRow, baseOf: (id: string) => string): string {
  return partsOf(row.base).mark === "revision" ? baseOf(row.base) : row.base;
}

/** `-v0.1` and `-20251228` end a name, unless what stands before them is the base of something by itself. */
function baseFinder(documents: Documents, all: readonly Packet[]): (id: string) => string {
  const bases = new Set<string>();
  for (const row of documents.registry?.rows ?? []) bases.add(row.base);
  for (const { id } of all) {
    const { base, mark } = partsOf(id);
    if (mark === "plain" || mark === "revision") bases.add(base);
  }
  return (id) => {
    const { base, mark } = partsOf(id);
    return mark === "dotted" && !bases.has(base) ? id : base;
  };
}

function place(packet: Packet, base: string): Revision {
  const parts = partsOf(packet.id);
  if (parts.base !== base) return { packet, mark: "plain", major: 0, minor: 0 };
  const major = parts.mark === "dated" ? (claimedVersion(packet, base) ?? 0) : parts.major;
  return { packet, mark: parts.mark, major, minor: parts.minor };
}

/** Date-stamped packets that do not say which revision they are take the free numbers behind the first, by date. */
function number(list: Revision[]): void {
  const taken = new Set(list.flatMap(({ mark, major }) => (mark === "dated" && major === 0 ? [] : [Math.max(1, major)])));
  let next = 1;
  for (const [index, revision] of [...list.entries()].sort(([, a], [, b]) => compareIds(a, b))) {
    if (revision.mark !== "dated" || revision.major > 0) continue;
    while (taken.has(next)) next++;
    taken.add(next);
    list[index] = { ...revision, major: next };
  }
}

function inOrder(a: Revision, b: Revision): number {
  return comparePlaces(a, b) || compareIds(a, b);
}

/** Older first. */
export function comparePlaces(a: Pick<Revision, "major" | "minor">, b: Pick<Revision, "major" | "minor">): number {
  return a.major - b.major || a.minor - b.minor;
}

function compareIds(a: Revision, b: Revision): number {
  const [left, right] = [`${a.packet.id} ${a.packet.path}`, `${b.packet.id} ${b.packet.path}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The first row decides; a second one for the same base is a fault of its own. */
export function activeTarget(base: BaseLineage): ReturnType<typeof targetOf> {
  const [row] = base.rows;
  return row === undefined ? null : targetOf(row);
}

/**
 * The words of a requirement for comparison: its own packet's id in it says nothing, nor do accents. Where the packet's
 * characters were damaged, words with other than plain letters are what is left of a tick or a dash.
 */
export function requirementWords(text: string, packet: Packet): readonly string[] {
  const own = text.includes(packet.id) ? text.replaceAll(packet.id, packet.base) : text;
  if (/^[\0-\x7f]*$/.test(own)) return wordsOf(own);
  const words = wordsOf(own.normalize("NFKD").replace(/\p{M}+/gu, ""));
  const isDamaged = packet.damage.some(({ kind }) => kind === "mojibake");
  return isDamaged ? words.filter((word) => /^[\0-\x7f]*$/.test(word)) : words;
}

function boilerplate(packets: readonly Packet[], baseOf: (id: string) => string): (words: string) => boolean {
  let counts: Map<string, Set<string>> | null = null;
  return (words) => {
    if (counts === null) {
      counts = new Map();
      for (const packet of packets) {
        for (const key of promisesOf(packet)) {
          const bases = counts.get(key) ?? new Set<string>();
          counts.set(key, bases.add(baseOf(packet.id)));
        }
      }
    }
    return (counts.get(words)?.size ?? 0) >= dialect.lineage.boilerplate;
  };
}

/** The points of what done means, as words. */
function promisesOf(packet: Packet): readonly string[] {
  return derived(packet, "promises", () => {
    const stated = packet.requirements.filter(({ origin }) => origin === "doneMeans");
    return stated.map(({ text }) => requirementWords(text, packet).join(" "));
  });
}
