/** Which block of a packet is which block of a later version of it. */
import type { Block } from "./block.ts";

/** Indexes into the blocks before and after. */
export interface Pair {
  readonly before: number;
  readonly after: number;
  /** The key is the same, and so is the place in the order. */
  readonly kept: boolean;
  /** The key is the same. */
  readonly equal: boolean;
}

/** Two blocks with less than this in common are two blocks. */
const ALIKE = 0.4;
/** With more candidates than this at one place, blocks are compared with the one at the same position only. */
const CANDIDATES = 2500;

/** Every block of `before` that can be found again, ascending by `before`. A block is in one pair at most. */
export function matchBlocks(before: readonly Block[], after: readonly Block[]): readonly Pair[] {
  const equal = equalPairs(before, after);
  const kept = longestRising(equal.map((pair) => pair.after));
  const pairs: Pair[] = equal.map((pair, index) => ({ ...pair, equal: true, kept: kept.has(index) }));
  const taken = { before: new Set(equal.map((pair) => pair.before)), after: new Set(equal.map((pair) => pair.after)) };
  const pairAlike = (old: readonly number[], fresh: readonly number[]): void => {
    for (const [oldIndex, newIndex] of alike(before, after, old, fresh)) {
      taken.before.add(oldIndex);
      taken.after.add(newIndex);
      pairs.push({ before: oldIndex, after: newIndex, kept: false, equal: false });
    }
  };
  let [fromBefore, fromAfter] = [0, 0];
  for (const end of [...pairs.filter((pair) => pair.kept), { before: before.length, after: after.length }]) {
    pairAlike(free(fromBefore, end.before, taken.before), free(fromAfter, end.after, taken.after));
    [fromBefore, fromAfter] = [end.before + 1, end.after + 1];
  }
  // What changed its place and its words at once.
  pairAlike(free(0, before.length, taken.before), free(0, after.length, taken.after));
  return pairs.sort((a, b) => a.before - b.before);
}

function free(from: number, to: number, taken: ReadonlySet<number>): readonly number[] {
  const indexes: number[] = [];
  for (let index = from; index < to; index++) if (!taken.has(index)) indexes.push(index);
  return indexes;
}

/** Blocks of the same key, the first with the first. */
function equalPairs(before: readonly Block[], after: readonly Block[]): { before: number; after: number }[] {
  const places = new Map<string, number[]>();
  for (const [index, block] of after.entries()) {
    const found = places.get(block.key);
    if (found === undefined) places.set(block.key, [index]);
    else found.push(index);
  }
  const used = new Map<string, number>();
  const pairs: { before: number; after: number }[] = [];
  for (const [index, block] of before.entries()) {
    const turn = used.get(block.key) ?? 0;
    const place = places.get(block.key)?.[turn];
    if (place === undefined) continue;
    used.set(block.key, turn + 1);
    pairs.push({ before: index, after: place });
  }
  return pairs;
}

/** Indexes of a longest strictly rising subsequence. */
export function longestRising(numbers: readonly number[]): ReadonlySet<number> {
  /** By length minus one: the index of the smallest number that ends a rising run of that length. */
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, number] of numbers.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    previous[index] = ends[low - 1];
    ends[low] = index;
  }
  const chosen = new Set<number>();
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) chosen.add(index);
  return chosen;
}

/** Pairs of blocks that have much in common, the most alike first. */
function alike(
  before: readonly Block[],
  after: readonly Block[],
  old: readonly number[],
  fresh: readonly number[],
): (readonly [number, number])[] {
  const found: { readonly pair: readonly [number, number]; readonly score: number }[] = [];
  const isMany = old.length * fresh.length > CANDIDATES;
  for (const [turn, oldIndex] of old.entries()) {
    for (const newIndex of isMany ? fresh.slice(turn, turn + 1) : fresh) {
      const score = likeness(before[oldIndex], after[newIndex]);
      if (score >= ALIKE) found.push({ pair: [oldIndex, newIndex], score });
    }
  }
  found.sort((a, b) => b.score - a.score);
  const taken = { old: new Set<number>(), fresh: new Set<number>() };
  const pairs: (readonly [number, number])[] = [];
  for (const { pair } of found) {
    if (taken.old.has(pair[0]) || taken.fresh.has(pair[1])) continue;
    taken.old.add(pair[0]);
    taken.fresh.add(pair[1]);
    pairs.push(pair);
  }
  return pairs;
}

/** 0 to 1: the share of lines in common. A block that only grew is the same one, and so, less surely, is its heading. */
function likeness(a: Block | undefined, b: Block | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.lines.every((line, index) => line.words.key === b.lines[index]?.words.key)) return 1;
  const open = new Map<string, number>();
  for (const line of a.lines) open.set(line.words.key, (open.get(line.words.key) ?? 0) + 1);
  let shared = 0;
  for (const line of b.lines) {
    const left = open.get(line.words.key) ?? 0;
    if (left === 0) continue;
    open.set(line.words.key, left - 1);
    shared++;
  }
  const share = (2 * shared) / (a.lines.length + b.lines.length);
  return a.lines[0]?.words.key === b.lines[0]?.words.key ? Math.max(share, ALIKE) : share;
}
