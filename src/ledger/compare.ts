/**
 * What happened to the recorded text of a packet between two versions of it: judged by the set and the order of its
 * blocks and by what their lines say, never by bytes.
 */
import type { Block, LedgerLine } from "./block.ts";
import { hunksOf, type Hunk } from "./lines.ts";
import { matchBlocks, type Pair } from "./match.ts";
import { spellings } from "./words.ts";

/** What differs in lines that say the same: the paths of governance folders, the encoding, or blanks alone. */
export type Spelling = "paths" | "encoding" | "blanks";

export type Difference =
  /** A new report behind all earlier ones, or lines at the very end of the last one. */
  | { readonly kind: "appended"; readonly after: Block; readonly before: Block | null }
  | {
      readonly kind: "reencoded";
      readonly before: Block;
      readonly after: Block;
      readonly spelling: ReadonlySet<Spelling>;
      /** The first line that is written differently, as it is now; null when only blank lines are. */
      readonly line: LedgerLine | null;
    }
  /** A new report above an earlier one. */
  | { readonly kind: "inserted"; readonly after: Block; readonly above: Block }
  /** Lines came into a report, and none went. */
  | { readonly kind: "filled"; readonly before: Block; readonly after: Block; readonly hunks: readonly Hunk[] }
  | { readonly kind: "modified"; readonly before: Block; readonly after: Block; readonly hunks: readonly Hunk[] }
  /** Lines came at the very end of the last report, and their verdict is another one than it gave. */
  | { readonly kind: "overruled"; readonly before: Block; readonly after: Block; readonly hunks: readonly Hunk[] }
  /** The report says what it said, in another place among the others. */
  | { readonly kind: "moved"; readonly before: Block; readonly after: Block }
  | { readonly kind: "deleted"; readonly before: Block };

export type DifferenceKind = Difference["kind"];

/** What happened to the recorded text as a whole, the gravest last. */
export const LEDGER_CLASSES = [
  "none",
  "untouched",
  "first",
  "appended",
  "reencoded",
  "inserted",
  "modified",
  "deleted",
] as const;

export type LedgerClass = (typeof LEDGER_CLASSES)[number];

export interface LedgerComparison {
  readonly class: LedgerClass;
  /** In the order of the version after; what is gone comes where it was. */
  readonly differences: readonly Difference[];
}

/** True for what must never happen to recorded text. */
export function breaksLedger({ kind }: Difference): boolean {
  return kind !== "appended" && kind !== "reencoded";
}

/** Compares the blocks of one version with those of a later one; both in the order in which they stand. */
export function compareLedger(before: readonly Block[], after: readonly Block[]): LedgerComparison {
  const pairs = before === after ? [] : matchBlocks(before, after);
  const differences = before === after ? [] : differencesOf(before, after, pairs);
  if (differences.length === 0) return { class: before.length === 0 ? "none" : "untouched", differences };
  const classes = differences.map(({ kind }) => classOf(kind, before.length));
  const worst = Math.max(...classes.map((name) => LEDGER_CLASSES.indexOf(name)));
  return { class: LEDGER_CLASSES[worst] ?? "deleted", differences };
}

function classOf(kind: DifferenceKind, earlier: number): LedgerClass {
  switch (kind) {
    case "appended":
      return earlier === 0 ? "first" : "appended";
    case "filled":
      return "inserted";
    case "moved":
    case "overruled":
      return "modified";
    default:
      return kind;
  }
}

function differencesOf(
  before: readonly Block[],
  after: readonly Block[],
  pairs: readonly Pair[],
): readonly Difference[] {
  const placed: { readonly at: number; readonly difference: Difference }[] = [];
  const add = (at: number, difference: Difference | null): void => {
    if (difference !== null) placed.push({ at, difference });
  };
  const last = Math.max(-1, ...pairs.map((pair) => pair.after));
  const found = new Map(pairs.map((pair) => [pair.before, pair]));
  let at = -1;
  for (const [index, block] of before.entries()) {
    const pair = found.get(index);
    const now = pair === undefined ? undefined : after[pair.after];
    if (pair === undefined || now === undefined) add(at, { kind: "deleted", before: block });
    else {
      at = pair.after;
      add(at, pairDifference(block, now, pair, at === last));
    }
  }
  const known = new Set(pairs.map((pair) => pair.after));
  let above: Block | undefined;
  for (let index = after.length - 1; index >= 0; index--) {
    const block = after[index];
    if (block === undefined) continue;
    if (known.has(index)) above = block;
    else if (above === undefined) add(index, { kind: "appended", after: block, before: null });
    else if (block.report !== null) add(index, { kind: "inserted", after: block, above });
  }
  return placed.sort((a, b) => a.at - b.at).map(({ difference }) => difference);
}

function pairDifference(before: Block, after: Block, pair: Pair, isLast: boolean): Difference | null {
  const hunks = hunksOf(before.lines, after.lines);
  if (hunks.length > 0) return grown(before, after, hunks, isLast);
  if (pair.equal && !pair.kept) return { kind: "moved", before, after };
  return before.text === after.text ? null : reencoded(before, after);
}

function grown(before: Block, after: Block, hunks: readonly Hunk[], isLast: boolean): Difference {
  if (hunks.some((hunk) => hunk.removed.length > 0)) return { kind: "modified", before, after, hunks };
  const isAtEnd = hunks.every((hunk) => hunk.at === before.lines.length);
  const isAround = hunks.every((hunk) => hunk.at === 0 || hunk.at === before.lines.length);
  if (isLast && isAtEnd && overrules(before, after)) return { kind: "overruled", before, after, hunks };
  const isHarmless = isLast ? isAtEnd : isAround && after.report === null;
  return isHarmless ? { kind: "appended", before, after } : { kind: "filled", before, after, hunks };
}

/** Whether the lines at its end make a report decide something else than it did. */
function overrules(before: Block, after: Block): boolean {
  const decided = before.report?.verdict ?? null;
  const verdicts = after.report?.verdicts ?? [];
  return decided !== null && verdicts.some(({ value, phase }) => phase === decided.phase && value !== decided.value);
}

function reencoded(before: Block, after: Block): Difference {
  const spelling = new Set<Spelling>();
  let first: LedgerLine | null = null;
  for (const [index, now] of after.lines.entries()) {
    const old = before.lines[index]?.text ?? "";
    if (old === now.text) continue;
    first ??= now;
    const [a, b] = [spellings(old), spellings(now.text)];
    spelling.add(a.blanks === b.blanks ? "blanks" : a.places === b.places ? "paths" : "encoding");
  }
  if (first === null) spelling.add("blanks");
  return { kind: "reencoded", before, after, spelling, line: first };
}
