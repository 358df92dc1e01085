/** What a merge did to recorded text that none of the branches had done before it. */
import type { Block } from "./block.ts";
import { breaksLedger, compareLedger, type Difference } from "./compare.ts";
import { hunksOf } from "./lines.ts";

export interface Side {
  /** The packet's blocks as the parent has them; empty where it has no such packet. */
  readonly blocks: readonly Block[];
  /** Says whether the parent's own history, as far as it is known, has ever held a block of a key. */
  readonly past: { has(key: string): boolean };
}

export interface MergeDifference {
  /** Which parent has what the merge changed: its place among the parents, from 0. */
  readonly parent: number;
  readonly difference: Difference;
}

/**
 * Compares a merge with each of its parents. What another parent had removed, edited or added on its own side is that
 * side's doing and left out; what only the merge did is told once, for the first parent that shows it.
 */
export function mergeDifferences(sides: readonly Side[], after: readonly Block[]): readonly MergeDifference[] {
  const told = new Set<string>();
  const found: MergeDifference[] = [];
  for (const [parent, side] of sides.entries()) {
    const others = sides.filter((other) => other !== side);
    for (const difference of compareLedger(side.blocks, after).differences) {
      if (!breaksLedger(difference) || isTheirs(difference, side, after, others)) continue;
      const key = (difference.kind === "deleted" ? difference.before : difference.after).key;
      if (!told.has(key)) found.push({ parent, difference });
      told.add(key);
    }
  }
  return found;
}

/** Whether one of the other parents had done it before the merge. */
function isTheirs(difference: Difference, own: Side, after: readonly Block[], others: readonly Side[]): boolean {
  switch (difference.kind) {
    case "inserted":
      return others.some((side) => holds(side, difference.after.key));
    case "moved":
      return others.some((side) => gaveOrder(side, own, after));
    case "deleted":
      return others.some((side) => side.past.has(difference.before.key) && !holds(side, difference.before.key));
    case "filled":
    case "overruled":
    case "modified": {
      const { key } = difference.before;
      return others.some((side) => side.past.has(key) && (!holds(side, key) || holdsExactly(side, difference.after)));
    }
    default:
      return true;
  }
}

function holds(side: Side, key: string): boolean {
  return side.blocks.some((block) => block.key === key);
}

function holdsExactly(side: Side, wanted: Block): boolean {
  return side.blocks.some((block) => block.key === wanted.key && hunksOf(block.lines, wanted.lines).length === 0);
}

/** Whether a parent has all that is left of another one's blocks, and has them in the order of the merge. */
function gaveOrder(side: Side, own: Side, after: readonly Block[]): boolean {
  const left = new Set(after.map((block) => block.key));
  const isComplete = own.blocks.every((block) => !left.has(block.key) || holds(side, block.key));
  return isComplete && compareLedger(side.blocks, after).differences.every(({ kind }) => kind !== "moved");
}
