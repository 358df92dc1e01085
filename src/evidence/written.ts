/**
 * Which citation of one version of a packet is which of an earlier one.
 *
 * A citation is known by its place: by the words of its line apart from paths and numbers, by what stands above, and by
 * its order among those that are alike in this. It is the same one as before when it has the same path and numbers in
 * the same place. Words alone would not do: when all numbers of a list are put right, many of them are what another one
 * was before, and each would be taken for that other one.
 */
import { mayCiteLines } from "../packet/citations.ts";

/** A line of a version that may cite. */
export interface CitingLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** The nearest line above that says something and cites nothing. */
  readonly above: string;
}

/** How lines are compared besides their text. */
export interface LineReading {
  /** What a line says, apart from how it is stored. */
  keyOf(text: string): string;
  /** The citations on a line in their order, each named by path and lines. */
  citationsOf(text: string): readonly string[];
}

/** The lines of a version that may cite, in order. */
export function citingLines(text: string): readonly CitingLine[] {
  const found: CitingLine[] = [];
  let number = 1;
  let above = "";
  for (let start = 0; start <= text.length; number++) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(start, end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end);
    if (mayCiteLines(line)) found.push({ number, text: line, above });
    else if (line.trim() !== "") above = line;
    start = end + 1;
  }
  return found;
}

export interface Earlier {
  /** Index of the line among those of the earlier version. */
  readonly at: number;
  /** The order of the citation on that line. */
  readonly order: number;
  /** The line was written otherwise. */
  readonly respelled: boolean;
}

/** Finds citations of `now` in `before`. Lines go by their index; of all that begins and ends alike nothing is kept. */
export class LineMatch {
  readonly #now: readonly CitingLine[];
  readonly #before: readonly CitingLine[];
  readonly #reading: LineReading;
  /** Lines at the beginning and at the end that are the same in both. */
  readonly #top: number;
  readonly #bottom: number;
  readonly #pairs = new Map<number, number>();
  /** Lines of the earlier version that have no counterpart. */
  readonly #gone: readonly number[];
  #byName: ReadonlyMap<string, Earlier> | null = null;

  constructor(now: readonly CitingLine[], before: readonly CitingLine[], reading: LineReading) {
    this.#now = now;
    this.#before = before;
    this.#reading = reading;
    const length = Math.min(now.length, before.length);
    let top = 0;
    while (top < length && isSame(now[top], before[top])) top++;
    let bottom = 0;
    while (bottom < length - top && isSame(now[now.length - 1 - bottom], before[before.length - 1 - bottom])) bottom++;
    this.#top = top;
    this.#bottom = bottom;
    let open = range(top, now.length - bottom);
    let left = range(top, before.length - bottom);
    const form = remembered((text: string) => formOf(reading.keyOf(text)));
    for (const keyOf of [(line: CitingLine) => `${form(line.above)}\n${form(line.text)}`, (line: CitingLine) => form(line.text)]) {
      if (open.length > 0 && left.length > 0) [open, left] = this.#pair(open, left, keyOf);
    }
    this.#gone = left;
  }

  /** The index of the very same line in the same surroundings; -1 when there is none. */
  same(at: number): number {
    if (at < this.#top) return at;
    return at >= this.#now.length - this.#bottom ? at + this.#before.length - this.#now.length : -1;
  }

  /** Where a citation stood, the `order`-th one of its line, named `name`; null when it is new. */
  find(at: number, order: number, name: string): Earlier | null {
    const same = this.same(at);
    if (same >= 0) return { at: same, order, respelled: false };
    const pair = this.#pairs.get(at);
    const [line, other] = [this.#now[at], this.#before[pair ?? -1]];
    if (pair === undefined || line === undefined || other === undefined) return null;
    if (other.text === line.text) return { at: pair, order, respelled: false };
    const names = this.#reading.citationsOf(other.text);
    const before = aligned(this.#reading.citationsOf(line.text), names)[order];
    return before === undefined || names[before] !== name ? null : { at: pair, order: before, respelled: true };
  }

  /** Where a citation stood whose line has been put in other words; null when no line that is no more had it. */
  findReworded(at: number, name: string): Earlier | null {
    if (this.#gone.length === 0 || this.same(at) >= 0 || this.#pairs.has(at)) return null;
    this.#byName ??= this.#named();
    return this.#byName.get(name) ?? null;
  }

  #named(): ReadonlyMap<string, Earlier> {
    const found = new Map<string, Earlier>();
    for (const at of this.#gone) {
      for (const [order, name] of this.#reading.citationsOf(this.#before[at]?.text ?? "").entries()) {
        if (!found.has(name)) found.set(name, { at, order, respelled: true });
      }
    }
    return found;
  }

  /** Gives back what is left over on both sides. */
  #pair(
    now: readonly number[],
    before: readonly number[],
    keyOf: (line: CitingLine) => string,
  ): [now: number[], before: number[]] {
    const textOf = (lines: readonly CitingLine[]) => (at: number): string => lines[at]?.text ?? "";
    const [mine, theirs] = [grouped(now, this.#now, keyOf), grouped(before, this.#before, keyOf)];
    const taken = new Set<number>();
    for (const [key, lines] of mine) {
      const others = theirs.get(key);
      if (others === undefined) continue;
      const order = aligned(lines.map(textOf(this.#now)), others.map(textOf(this.#before)));
      for (const [index, at] of lines.entries()) {
        const other = others[order[index] ?? -1];
        if (other === undefined) continue;
        this.#pairs.set(at, other);
        taken.add(other);
      }
    }
    return [now.filter((at) => !this.#pairs.has(at)), before.filter((at) => !taken.has(at))];
  }
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

function isSame(a: CitingLine | undefined, b: CitingLine | undefined): boolean {
  return a?.text === b?.text && a?.above === b?.above;
}

/** The line without what a better place would change: words with a line number behind them, and all other numbers. */
function formOf(key: string): string {
  return key.replace(/[^\s`"'()[\],;|]{1,300}[:#][L~]?\d/g, "0").replace(/\d+/g, "0");
}

function grouped(
  indexes: readonly number[],
  lines: readonly CitingLine[],
  keyOf: (line: CitingLine) => string,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const at of indexes) {
    const line = lines[at];
    if (line === undefined) continue;
    const key = keyOf(line);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [at]);
    else group.push(at);
  }
  return groups;
}

/**
 * For each entry of `now` its counterpart in `before`, or -1. Of lists of one length each entry belongs to that in the
 * same place. Else one list may be the other with some added; else what is alike at both ends stays, and what is
 * between goes by its place.
 */
export function aligned(now: readonly string[], before: readonly string[]): readonly number[] {
  if (now.length === before.length) return now.map((_, index) => index);
  const inserted = now.length > before.length ? within(before, now) : within(now, before);
  if (inserted !== null) {
    if (now.length < before.length) return inserted;
    const found = now.map(() => -1);
    for (const [index, place] of inserted.entries()) found[place] = index;
    return found;
  }
  const length = Math.min(now.length, before.length);
  let bottom = 0;
  while (bottom < length && now.at(-1 - bottom) === before.at(-1 - bottom)) bottom++;
  const shift = before.length - now.length;
  return now.map((_, index) => {
    if (index >= now.length - bottom) return index + shift;
    return index < before.length - bottom ? index : -1;
  });
}

/** Where the entries of the shorter list stand in the longer one, in order; null when not all do. */
function within(shorter: readonly string[], longer: readonly string[]): number[] | null {
  const places: number[] = [];
  let at = 0;
  for (const entry of shorter) {
    while (at < longer.length && longer[at] !== entry) at++;
    if (at === longer.length) return null;
    places.push(at++);
  }
  return places;
}

function remembered(make: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const made = known.get(text) ?? make(text);
    known.set(text, made);
    return made;
  };
}
