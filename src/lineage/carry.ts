/** What becomes of every requirement of a packet in the revision after it. */
import { createHash } from "node:crypto";
import { derived } from "../packet/derived.ts";
import type { SectionName } from "../packet/dialect.ts";
import { sectionWalker } from "../packet/fields.ts";
import { requirementIds } from "../packet/lineage.ts";
import type { LineageStatement, Packet, Span } from "../packet/model.ts";
import { agrees, likeness, wordsOf } from "../likeness/similarity.ts";
import { ALIKE, RequirementIndex, type Unit } from "../likeness/requirement-index.ts";
import { sectionNamed } from "../packet/vocabulary.ts";
import { requirementWords } from "./graph.ts";

/** Something a packet promises: a point of what done means, or a requirement that it names by its id. */
export interface Duty {
  /** The words of the point, or of the line that names the id. */
  readonly text: string;
  readonly span: Span;
  /** Ids in brackets. */
  readonly ids: readonly string[];
  readonly origin: "doneMeans" | "named";
}

/**
 * `kept`: the successor promises it too. `preserved`, `changed`, `retired`: its audit says so. `named`: the audit
 * speaks of it without saying which. `reworded`: the same id stands for other words, and the audit does not say so.
 * `unreasoned`: retired without a reason. `dropped`: nothing speaks of it. `form`: nothing does, and it is a sentence
 * that so many packets share that it promises nothing of its own.
 */
export type Fate = "kept" | "preserved" | "changed" | "retired" | "named" | "form" | "reworded" | "unreasoned" | "dropped";

export interface Carried {
  readonly duty: Duty;
  readonly fate: Fate;
  /** Where the successor says so; null for a dropped one. */
  readonly at: Span | null;
}

/** What the packet promises: every point of what done means, then requirements that it names elsewhere by their ids. */
export function dutiesOf(packet: Packet): readonly Duty[] {
  const points = packet.requirements
    .filter(({ origin }) => origin === "doneMeans")
    .map(({ text, span }): Duty => ({ text, span, ids: requirementIds(text), origin: "doneMeans" }));
  const known = new Set(points.flatMap(({ ids }) => ids));
  const named: Duty[] = [];
  const add = (text: string, span: Span): void => {
    for (const id of requirementIds(text)) {
      if (known.has(id)) continue;
      known.add(id);
      named.push({ text, span, ids: [id], origin: "named" });
    }
  };
  for (const { text, span } of statingLines(packet)) add(text, span);
  for (const { kind, text, span } of packet.lineage) if (kind === "preserved" || kind === "changed") add(text, span);
  return [...points, ...named];
}

/** The fate of every duty of `before` in `after`. `isForm` knows the words that the house puts everywhere. */
export function carry(before: Packet, after: Packet, isForm: (words: string) => boolean): readonly Carried[] {
  return told(before, after).map((carried): Carried => {
    const { duty, fate } = carried;
    return fate === "dropped" && duty.ids.length === 0 && isForm(dutyWords(duty, before)) ? formOf(carried) : carried;
  });
}

const words = new WeakMap<Duty, string>();

/** The words of a duty for comparison, in one string. */
export function dutyWords(duty: Duty, before: Packet): string {
  const told = words.get(duty) ?? requirementWords(duty.text, before).join(" ");
  words.set(duty, told);
  return told;
}

function formOf({ duty, at }: Carried): Carried {
  return { duty, fate: "form", at };
}

/** The same two documents give the same answer in every state of the repository that holds both. */
function told(before: Packet, after: Packet): readonly Carried[] {
  return derived(after, "what it carries on", () => compare(before, after), identity(before));
}

function identity(packet: Packet): string {
  const digest = (): string => createHash("sha256").update(packet.source.bytes).digest("hex");
  return `${packet.path} ${derived(packet, "digest", digest)}`;
}

function compare(before: Packet, after: Packet): readonly Carried[] {
  const duties = dutiesOf(before);
  if (duties.length === 0) return [];
  const audit = after.lineage.filter(({ kind, text }) => kind !== "prior" && wordsOf(text).length > 0);
  const points = after.requirements.filter(({ origin }) => origin === "doneMeans");
  const kept = new RequirementIndex(points.map(({ text }, promise) => unit(text, after, promise)));
  const said = new RequirementIndex(audit.map(({ text }, promise) => unit(withoutLabel(text), after, promise)));
  const named = idsIn(audit);
  const promised = new Map<string, Span>();
  for (const duty of dutiesOf(after)) for (const id of duty.ids) if (!promised.has(id)) promised.set(id, duty.span);
  return duties.map((duty): Carried => {
    const own = requirementWords(duty.text, before);
    const statement = statementFor(duty, own, named, audit, said);
    const point = points[keptBy(own, kept, points, after) ?? -1];
    if (statement !== null && statement.kind !== null) {
      const fate = statement.kind === "retired" && !hasReason(statement, own) && point === undefined ? "unreasoned" : FATES[statement.kind];
      return { duty, fate, at: statement.span };
    }
    if (point !== undefined) return { duty, fate: "kept", at: point.span };
    if (statement !== null) return { duty, fate: "named", at: statement.span };
    const span = duty.ids.length > 0 && duty.ids.every((id) => promised.has(id)) ? promised.get(duty.ids[0] ?? "") : undefined;
    if (span === undefined) return { duty, fate: "dropped", at: null };
    return { duty, fate: duty.origin === "named" ? "kept" : "reworded", at: span };
  });
}

const FATES = { prior: "named", preserved: "preserved", changed: "changed", retired: "retired" } as const;

function unit(text: string, packet: Packet, promise: number): Unit {
  return { promise, words: requirementWords(text, packet) };
}

/** `Preserved from v1: the bell rings` quotes a requirement behind words of its own. */
function withoutLabel(text: string): string {
  const [, label = "", rest = ""] = /^\W{0,3}([A-Za-z][\w -]{0,40}):\s+(.*)$/s.exec(text) ?? [];
  return rest !== "" && sectionNamed(label) !== null ? rest : text;
}

function idsIn(audit: readonly LineageStatement[]): ReadonlyMap<string, LineageStatement> {
  const found = new Map<string, LineageStatement>();
  for (const statement of audit) {
    for (const id of statement.requirements) if (found.get(id)?.kind == null) found.set(id, statement);
  }
  return found;
}

/** The sentence of the audit that speaks of a duty: by all of its ids, or by its words. */
function statementFor(
  duty: Duty,
  words: readonly string[],
  named: ReadonlyMap<string, LineageStatement>,
  audit: readonly LineageStatement[],
  said: RequirementIndex,
): LineageStatement | null {
  if (duty.ids.length > 0 && duty.ids.every((id) => named.has(id))) return named.get(duty.ids[0] ?? "") ?? null;
  const [hit] = said.find(words);
  if (hit !== undefined) return audit[hit.promise] ?? null;
  return audit.length > MOST_STATEMENTS ? null : (audit.find(({ text }) => retells(text, words)) ?? null);
}

/** Past so many sentences only quotations are found: nobody retells that much. */
const MOST_STATEMENTS = 200;

/** Words that a sentence needs and that say nothing by themselves. */
const FILLERS = new Set("a an and are as at be by for from in into is it its of on or that the this to via with".split(" "));

/** Share of the words of a requirement that a sentence about it has at least. */
const RETOLD = 0.75;

/**
 * The sentence retells the requirement: it has most of the words that matter, and every number. An audit is written
 * about requirements, so less is enough than for a promise.
 */
function retells(text: string, words: readonly string[]): boolean {
  const telling = [...new Set(words.filter((word) => !FILLERS.has(word)))];
  if (telling.length < 3) return false;
  const own = new Set(wordsOf(text));
  const missing = telling.filter((word) => !own.has(word));
  return missing.length <= telling.length * (1 - RETOLD) && !missing.some((word) => /\p{N}/u.test(word));
}

/**
 * The point of the successor that promises the same. One that holds all of the words keeps the duty; one that holds a
 * part of them leaves conditions out, and keeps it only when it is nearly all.
 */
function keptBy(
  words: readonly string[],
  index: RequirementIndex,
  points: readonly { readonly text: string }[],
  after: Packet,
): number | null {
  for (const hit of index.find(words)) {
    if (hit.kind !== "substring") return hit.promise;
    const own = requirementWords(points[hit.promise]?.text ?? "", after);
    if (own.length >= words.length || (likeness(words, own) >= ALIKE && agrees(words, own))) return hit.promise;
  }
  return null;
}

/** Fewer words beside the requirement's own are no reason. */
const LEAST_REASON = 2;

/** Something stands there beside the ids and the words of the requirement, and the words that say it is retired. */
function hasReason(statement: LineageStatement, words: readonly string[]): boolean {
  const ids = statement.requirements.flatMap((id) => wordsOf(id));
  const own = new Set([...words, ...ids, "retired", "dropped", "removed", "withdrawn", "deferred", "obsolete"]);
  return wordsOf(statement.text).filter((word) => !own.has(word)).length >= LEAST_REASON;
}

/** Where a packet names what it has to fulfil; null is a section of a name that nobody knows. */
const STATING: readonly (SectionName | null)[] = ["scope", "inScope", "qualityGate", "authority", "evidenceMapping", "doneMeans", null];

/** Lines in which the packet names requirements by their ids, in their order. What is out of scope is none of them. */
function statingLines(packet: Packet): readonly { readonly text: string; readonly span: Span }[] {
  const { text } = packet.source;
  if (requirementIds(text).length === 0) return [];
  const found: { text: string; span: Span }[] = [];
  const place = sectionWalker(packet.sections);
  for (const line of packet.lines) {
    if (line.kind === "blank" || line.kind === "code" || line.kind === "fence" || line.kind === "html") continue;
    const words = text.slice(line.content, line.span.end);
    if (!words.includes("[") || !STATING.includes(place(line.span.start))) continue;
    if (packet.appendOnly.some(({ start, end }) => start <= line.span.start && line.span.start < end)) continue;
    found.push({ text: words, span: { start: line.content, end: line.span.end } });
  }
  return found;
}
