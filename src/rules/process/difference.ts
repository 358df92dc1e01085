/** What two versions of a region say differently. */
import type { Statement } from "./statements.ts";

export interface Difference {
  readonly removed: readonly Statement[];
  readonly added: readonly Statement[];
  /** Nothing was removed or added, and yet the statements come in another order. */
  readonly reordered: boolean;
}

/** Null when both say the same, however they are wrapped or damaged. Linear in the number of statements. */
export function differenceOf(before: readonly Statement[], after: readonly Statement[]): Difference | null {
  if (join(before, "words") === join(after, "words")) return null;
  const isFragile = [...before, ...after].some((statement) => statement.fragile);
  if (isFragile && join(before, "loose") === join(after, "loose")) return null;
  const [gone, come] = cancel(before, after, (statement) => statement.words);
  const fragile = (statement: Statement): string | null => (statement.fragile ? statement.loose : null);
  const any = (statement: Statement): string => statement.loose;
  // One side is damaged and the other is not: either may be the one with the marks.
  const [still, yet] = cancel(gone, come, fragile, any);
  const [removed, added] = cancel(still, yet, any, fragile);
  return { removed, added, reordered: removed.length === 0 && added.length === 0 };
}

function join(statements: readonly Statement[], form: "words" | "loose"): string {
  return statements.map((statement) => statement[form]).join(" ");
}

type Key = (statement: Statement) => string | null;

/** Takes away pairs with equal keys, one from each side; a null key pairs with nothing. */
function cancel(
  before: readonly Statement[],
  after: readonly Statement[],
  keyBefore: Key,
  keyAfter: Key = keyBefore,
): readonly [readonly Statement[], readonly Statement[]] {
  const open = new Map<string, number>();
  for (const key of after.map(keyAfter)) if (key !== null) open.set(key, (open.get(key) ?? 0) + 1);
  const paired = new Map<string, number>();
  const gone = before.filter((statement) => {
    const key = keyBefore(statement);
    const left = key === null ? 0 : (open.get(key) ?? 0);
    if (key === null || left === 0) return true;
    open.set(key, left - 1);
    paired.set(key, (paired.get(key) ?? 0) + 1);
    return false;
  });
  const come = after.filter((statement) => {
    const key = keyAfter(statement);
    const left = key === null ? 0 : (paired.get(key) ?? 0);
    if (key === null || left === 0) return true;
    paired.set(key, left - 1);
    return false;
  });
  return [gone, come];
}
