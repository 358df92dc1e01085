/**
 * Where lines of an earlier state of a file stand in a later one.
 *
 * Nothing is guessed: a place counts only when its text equals the earlier text, byte for byte but for the line ends.
 * Where several places have it, the lines around decide, and only when they fit exactly one place. Lines without words
 * are everywhere, so they are not looked for, and words are needed in what decides.
 */
import type { FileLines } from "./file-lines.ts";
import { sameLine, type Effort, type LineIndex } from "./line-index.ts";

export type Anchored =
  | { readonly state: "same" }
  /** Blank or punctuation only, then and now: nothing that could be found again. */
  | { readonly state: "hollow" }
  | { readonly state: "moved"; readonly start: number; readonly end: number }
  /** Several places have the text; so many, and no more than `CANDIDATES` are counted. */
  | { readonly state: "ambiguous"; readonly count: number }
  | { readonly state: "changed" }
  /** Looking further would take too long. */
  | { readonly state: "unknown" };

/** Equal places that are looked at before all of them count as too many. */
const CANDIDATES = 1000;

/** Lines above and below that are compared. */
const CONTEXT = 5;

/** `start` and `end` are lines of `before`, from 1, both within it; `mayStay` is false where the file is another one. */
export function reanchor(
  before: FileLines,
  now: LineIndex,
  start: number,
  end: number,
  effort: Effort,
  mayStay = true,
): Anchored {
  if (!effort.spend(end - start + 1)) return { state: "unknown" };
  if (mayStay && isSameRange(before, now.lines, start, end)) return { state: "same" };
  if (before.isHollow(start, end)) {
    const stillHollow = end <= now.lines.count && now.lines.isHollow(start, end);
    return { state: stillHollow ? "hollow" : "changed" };
  }
  const places = now.find(before, start, end, CANDIDATES, effort);
  if (places === null) return { state: "unknown" };
  const [first] = places;
  if (first === undefined) return { state: "changed" };
  const only = places.length === 1 ? first : bestOf(places, before, now.lines, start, end);
  if (only === null) return { state: "ambiguous", count: places.length };
  return { state: "moved", start: only, end: only + end - start };
}

function isSameRange(before: FileLines, now: FileLines, start: number, end: number): boolean {
  for (let line = start; line <= end; line++) if (!sameLine(before, line, now, line)) return false;
  return true;
}

/**
 * The one place with the context of the original: on both sides at least as many lines next to it are equal as next to
 * any other place, and on one side more. Null when there is no such place.
 */
function bestOf(
  places: readonly number[],
  before: FileLines,
  now: FileLines,
  start: number,
  end: number,
): number | null {
  if (places.length === CANDIDATES) return null;
  const measured = places.map((place) => ({
    place,
    above: equalLines(before, start, now, place, -1),
    below: equalLines(before, end, now, place + end - start, 1),
  }));
  const [best, next] = [...measured].sort((a, b) => b.above + b.below - a.above - a.below);
  if (best === undefined || next === undefined || best.above + best.below === next.above + next.below) return null;
  const isBest = measured.every(({ above, below }) => above <= best.above && below <= best.below);
  return isBest ? best.place : null;
}

/** How many lines next to a place equal those next to the original; 0 when they hold no words. */
function equalLines(before: FileLines, from: number, now: FileLines, place: number, step: 1 | -1): number {
  let solid = false;
  let equal = 0;
  while (equal < CONTEXT) {
    const away = step * (equal + 1);
    if (!sameLine(before, from + away, now, place + away)) break;
    equal++;
    solid ||= !before.isHollow(from + away, from + away);
  }
  return solid ? equal : 0;
}
