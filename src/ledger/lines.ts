/** How the lines of a block turned into those of another. */
import type { LedgerLine } from "./block.ts";
import { saySame } from "./words.ts";

/** Lines that went and lines that came at one place. At least one of the two is not empty. */
export interface Hunk {
  readonly removed: readonly LedgerLine[];
  readonly added: readonly LedgerLine[];
  /** How many lines of the block before stand above. */
  readonly at: number;
}

/** A table with more cells than this is not made: then everything between the equal ends counts as rewritten. */
const CELLS = 1_000_000;

/** The places where two blocks say different things, in order. Lines that say the same in the same order are kept. */
export function hunksOf(before: readonly LedgerLine[], after: readonly LedgerLine[]): readonly Hunk[] {
  let start = 0;
  let oldEnd = before.length;
  let newEnd = after.length;
  while (start < Math.min(oldEnd, newEnd) && same(before[start], after[start])) start++;
  while (oldEnd > start && newEnd > start && same(before[oldEnd - 1], after[newEnd - 1])) {
    oldEnd--;
    newEnd--;
  }
  const old = before.slice(start, oldEnd);
  const fresh = after.slice(start, newEnd);
  if (old.length === 0 && fresh.length === 0) return [];
  if (old.length * fresh.length === 0 || old.length * fresh.length > CELLS) {
    return [{ removed: old, added: fresh, at: start }];
  }
  return between(old, fresh, start);
}

function same(a: LedgerLine | undefined, b: LedgerLine | undefined): boolean {
  return a !== undefined && b !== undefined && saySame(a.words, b.words);
}

/** By the longest common subsequence. */
function between(old: readonly LedgerLine[], fresh: readonly LedgerLine[], offset: number): readonly Hunk[] {
  const width = fresh.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const rest = lengths[(i + 1) * width + j + 1] ?? 0;
      lengths[i * width + j] = same(old[i], fresh[j])
        ? rest + 1
        : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0);
    }
  }
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  let [fromOld, fromNew] = [0, 0];
  const close = (): void => {
    if (i > fromOld || j > fromNew) {
      hunks.push({ removed: old.slice(fromOld, i), added: fresh.slice(fromNew, j), at: offset + fromOld });
    }
  };
  while (i < old.length && j < fresh.length) {
    if (same(old[i], fresh[j])) {
      close();
      [i, j] = [i + 1, j + 1];
      [fromOld, fromNew] = [i, j];
    } else if ((lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0)) i++;
    else j++;
  }
  [i, j] = [old.length, fresh.length];
  close();
  return hunks;
}
