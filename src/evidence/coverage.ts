/** Which requirement of a packet is proven by which line of its evidence map, and why that one. */
import { derived } from "../packet/derived.ts";
import { fieldNamed, sectionNamed } from "../packet/vocabulary.ts";
import type { Citation, Packet, Requirement } from "../packet/model.ts";
import { firstWhere } from "../packet/search.ts";
import { RequirementIndex, type Unit } from "../likeness/requirement-index.ts";
import { likeness, wordsOf } from "../likeness/similarity.ts";

export interface Match {
  /** The line of the evidence map. */
  readonly line: Requirement;
  /**
   * `exact`: the same words. `substring`: one quotes a part of the other. `fuzzy`: nearly all of the words, and
   * the same numbers and denials.
   */
  readonly kind: "exact" | "substring" | "fuzzy";
  /** Share of words in common, from 0 to 1. */
  readonly score: number;
}

export interface Promise {
  /** One point of what done means. */
  readonly requirement: Requirement;
  readonly matches: readonly Match[];
  /** What proves it: its own citations and those of the lines it matches; the unread ones are left out. */
  readonly citations: readonly Citation[];
  /** Without a match: the line that comes closest, when one comes near. */
  readonly nearest: { readonly line: Requirement; readonly score: number } | null;
}

export interface Coverage {
  readonly promises: readonly Promise[];
  /** Lines of the evidence map that belong to no point of what done means; they may prove a spec requirement. */
  readonly others: readonly Requirement[];
  /** How many of the promises have at least one citation. */
  readonly covered: number;
}

/** From here on a line is near enough to be named as what was probably meant. */
const NEAR = 0.5;

const known = new WeakMap<Packet, Coverage>();

/** The same packet gives the same answer; it is worked out once. */
export function matchRequirements(packet: Packet): Coverage {
  const coverage = known.get(packet) ?? covered(packet, derived(packet, "coverage", () => match(packet)));
  known.set(packet, coverage);
  return coverage;
}

/** Requirements by their number in `packet.requirements`. */
interface Matching {
  readonly promises: readonly {
    readonly requirement: number;
    readonly matches: readonly (Omit<Match, "line"> & { readonly line: number })[];
    readonly nearest: { readonly line: number; readonly score: number } | null;
  }[];
  readonly others: readonly number[];
}

function covered({ requirements }: Packet, { promises: matched, others }: Matching): Coverage {
  const at = (index: number): Requirement => {
    const requirement = requirements[index];
    if (requirement === undefined) throw new Error(`there is no requirement ${String(index)}`);
    return requirement;
  };
  const promises = matched.map(({ requirement: index, matches, nearest }): Promise => {
    const requirement = at(index);
    const own = matches.map((match) => ({ ...match, line: at(match.line) }));
    const citations = [...requirement.citations, ...own.flatMap(({ line }) => line.citations)];
    return {
      requirement,
      matches: own,
      citations: citations.filter(({ unread }) => unread === null),
      nearest: nearest === null ? null : { ...nearest, line: at(nearest.line) },
    };
  });
  return { promises, others: others.map(at), covered: promises.filter(({ citations }) => citations.length > 0).length };
}

function match(packet: Packet): Matching {
  const numbers = new Map(packet.requirements.map((requirement, index) => [requirement, index]));
  const number = (requirement: Requirement): number => numbers.get(requirement) ?? -1;
  const stated = packet.requirements.filter(({ origin }) => origin === "doneMeans");
  const mapped = packet.requirements.filter(({ origin }) => origin === "evidenceMapping");
  const units = mapped.length === 0 ? [] : stated.flatMap((requirement, order) => unitsOf(packet, requirement, order));
  const index = new RequirementIndex(units);
  const matches = stated.map((): Match[] => []);
  const others: Requirement[] = [];
  for (const line of mapped) {
    const found = index.find(wordsOf(withoutLabel(line.text)));
    for (const { promise, kind, score } of found) matches[promise]?.push({ line, kind, score });
    if (found.length === 0) others.push(line);
  }
  const promises = stated.map((requirement, order) => {
    const own = matches[order] ?? [];
    const near = own.length > 0 ? null : nearest(requirement, others);
    return {
      requirement: number(requirement),
      matches: own.map((match) => ({ ...match, line: number(match.line) })),
      nearest: near === null ? null : { ...near, line: number(near.line) },
    };
  });
  return { promises, others: others.map(number) };
}

/** The point as a whole, and each point below it with the words that lead to it. */
function unitsOf(packet: Packet, { text, span }: Requirement, promise: number): Unit[] {
  const whole: Unit = { promise, words: wordsOf(text) };
  const { lines, source } = packet;
  let at = firstWhere(lines.length, (index) => (lines[index]?.span.end ?? 0) >= span.start);
  const lead = source.slice({ start: span.start, end: Math.min(span.end, lines[at]?.span.end ?? span.end) });
  const parts: string[] = [];
  for (at++; (lines[at]?.span.start ?? span.end) < span.end; at++) {
    const line = lines[at];
    if (line === undefined || line.kind === "code" || line.kind === "fence") continue;
    const words = source.slice({ start: line.content, end: line.span.end });
    if (line.kind === "item") parts.push(words);
    else if (parts.length > 0) parts.push(`${parts.pop() ?? ""} ${words}`);
  }
  return [
    whole,
    ...parts.flatMap((part) => [part, `${lead} ${part}`]).map((words) => ({ promise, words: wordsOf(words) })),
  ];
}

/** `DONE_MEANS: Lights burn` quotes the list of done means and says so. */
function withoutLabel(text: string): string {
  const [, label = "", rest = ""] = /^\W{0,3}([A-Za-z][\w ]{0,40}):\s+(.*)$/s.exec(text) ?? [];
  return rest !== "" && (sectionNamed(label) ?? fieldNamed(label)) !== null ? rest : text;
}

/** How many pairs are compared in search of what was meant; in a packet with more, nothing is offered. */
const PAIRS = 400;

function nearest(requirement: Requirement, lines: readonly Requirement[]): Promise["nearest"] {
  if (lines.length > PAIRS) return null;
  const words = wordsOf(requirement.text);
  let best: Promise["nearest"] = null;
  for (const line of lines) {
    const score = likeness(wordsOf(withoutLabel(line.text)), words);
    if (score >= NEAR && score > (best?.score ?? 0)) best = { line, score };
  }
  return best;
}
