/**
 * Which lines of one version of a packet stood in an earlier one, as far as they cite something.
 *
 * Lines are matched by what they say, wherever in the file they stand: first in the same words, then in words that only
 * another encoding or moved governance folders changed. A line that was rewritten is followed by its citations: whoever
 * corrects the words beside a line number, or another number on the line, has not looked at this one again.
 */
import { mayCiteLines } from "../packet/citations.ts";

/** A line of a version that may cite. */
export interface CitingLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** How lines are compared besides their text. */
export interface LineReading {
  /** What a line says, apart from how it is stored. */
  keyOf(text: string): string;
  /** The citations on a line, each named by path and lines. */
  citationsOf(text: string): readonly string[];
}

/** The lines of a version that may cite, in order. */
export function citingLines(text: string): readonly CitingLine[] {
  const found: CitingLine[] = [];
  let number = 1;
  for (let start = 0; start <= text.length; number++) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(start, end);
    if (mayCiteLines(line)) found.push({ number, text: line.endsWith("\r") ? line.slice(0, -1) : line });
    start = end + 1;
  }
  return found;
}

export interface Earlier {
  /** The line of the earlier version. */
  readonly line: CitingLine;
  /** `same`: in the same words; `respelled`: in another encoding or with moved folders; `rewritten`: other words. */
  readonly how: "same" | "respelled" | "rewritten";
}

/** Finds lines of `now` in `before`. Of lines that say the same, the first belongs to the first, and so on. */
export class LineMatch {
  readonly #same = new Map<CitingLine, Earlier>();
  readonly #left: readonly CitingLine[];
  readonly #unmatched: ReadonlySet<CitingLine>;
  readonly #reading: LineReading;
  #rewritten: ReadonlyMap<string, CitingLine> | null = null;

  constructor(now: readonly CitingLine[], before: readonly CitingLine[], reading: LineReading) {
    this.#reading = reading;
    const [open, left] = this.#pair(now, before, (text) => text, "same");
    const [unmatched, gone] =
      open.length === 0 || left.length === 0 ? [open, left] : this.#pair(open, left, reading.keyOf, "respelled");
    this.#left = gone;
    this.#unmatched = new Set(unmatched);
  }

  /** Where a line stood before; null when it did not. */
  find(line: CitingLine): Earlier | null {
    return this.#same.get(line) ?? null;
  }

  /** The line that a citation stood on before, for one on a line that is new; null when there is none. */
  findRewritten(line: CitingLine, citation: string): Earlier | null {
    if (!this.#unmatched.has(line) || this.#left.length === 0) return null;
    this.#rewritten ??= this.#byCitation();
    const found = this.#rewritten.get(citation);
    return found === undefined ? null : { line: found, how: "rewritten" };
  }

  /** Lines that are no more, by what they cited; the first of several. */
  #byCitation(): ReadonlyMap<string, CitingLine> {
    const found = new Map<string, CitingLine>();
    for (const line of this.#left) {
      for (const citation of this.#reading.citationsOf(line.text)) if (!found.has(citation)) found.set(citation, line);
    }
    return found;
  }

  /** Gives back what is left over on both sides. */
  #pair(
    now: readonly CitingLine[],
    before: readonly CitingLine[],
    keyOf: (text: string) => string,
    how: Earlier["how"],
  ): readonly [now: readonly CitingLine[], before: readonly CitingLine[]] {
    const waiting = new Map<string, CitingLine[]>();
    for (const line of before) {
      const key = keyOf(line.text);
      const queue = waiting.get(key);
      if (queue === undefined) waiting.set(key, [line]);
      else queue.push(line);
    }
    const taken = new Set<CitingLine>();
    const positions = new Map<string, number>();
    const open = now.filter((line) => {
      const key = keyOf(line.text);
      const position = positions.get(key) ?? 0;
      const found = waiting.get(key)?.[position];
      if (found === undefined) return true;
      positions.set(key, position + 1);
      taken.add(found);
      this.#same.set(line, { line: found, how });
      return false;
    });
    return [open, before.filter((line) => !taken.has(line))];
  }
}
