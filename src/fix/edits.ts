/** Edits on bytes: which go together, and what comes out. Pure. */
import type { Edit, Fix } from "../evaluate/evaluation.ts";

/**
 * The bytes with the edits made, everything else untouched.
 * Throws Error when edits overlap or lie outside of the bytes: that is a fault of whoever made them.
 */
export function applyEdits(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const ordered = [...edits].sort(byPlace);
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { startByte, endByte, text } of ordered) {
    if (startByte < at || endByte < startByte || endByte > bytes.length) {
      const place = `an edit of bytes ${startByte} to ${endByte}`;
      throw new Error(`${place} overlaps another or lies outside of ${bytes.length} bytes`);
    }
    parts.push(bytes.subarray(at, startByte), encoder.encode(text));
    at = endByte;
  }
  parts.push(bytes.subarray(at));
  return Buffer.concat(parts);
}

/** Bytes `[start, end)`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Where the text of edits stands after they were made, together with what earlier edits had written. */
export function writtenRanges(earlier: readonly Range[], edits: readonly Edit[]): readonly Range[] {
  const ordered = [...edits].sort(byPlace);
  const encoder = new TextEncoder();
  const written: Range[] = [];
  /** Pairs of a place before and the same place after, ascending: the bounds of each edit. */
  const bounds: { readonly before: number; readonly after: number }[] = [];
  let shift = 0;
  for (const { startByte, endByte, text } of ordered) {
    const start = startByte + shift;
    const end = start + encoder.encode(text).length;
    bounds.push({ before: startByte, after: start }, { before: endByte, after: end });
    written.push({ start, end });
    shift = end - endByte;
  }
  const moved = (place: number): number => {
    const last = bounds.findLast(({ before }) => before <= place);
    return last === undefined ? place : last.after + place - last.before;
  };
  return [...earlier.map(({ start, end }) => ({ start: moved(start), end: moved(end) })), ...written];
}

export interface Choice<T> {
  readonly chosen: readonly T[];
  /** Those that overlap a chosen one and must wait until it has been applied. */
  readonly waiting: readonly T[];
}

/** Picks fixes of one file that go together, first come first served. A fix is applied whole or not at all. */
export function chooseFixes<T extends { readonly fix: Fix }>(candidates: readonly T[]): Choice<T> {
  const chosen: T[] = [];
  const waiting: T[] = [];
  // Disjoint and in order, so one look at the neighbours of an edit tells whether it is free.
  const taken: Edit[] = [];
  for (const candidate of candidates) {
    const edits = [...candidate.fix.edits].sort(byPlace);
    const isFree =
      edits.every((edit, index) => index === 0 || !touch(edits[index - 1], edit)) &&
      edits.every((edit) => {
        const next = firstFrom(taken, edit);
        return !touch(taken[next - 1], edit) && !touch(edit, taken[next]);
      });
    if (!isFree) {
      waiting.push(candidate);
      continue;
    }
    chosen.push(candidate);
    for (const edit of edits) taken.splice(firstFrom(taken, edit), 0, edit);
  }
  return { chosen, waiting };
}

/** Whether an edit reaches into the one behind it. Two that meet where one inserts have no order, so they count too. */
function touch(before: Edit | undefined, after: Edit | undefined): boolean {
  if (before === undefined || after === undefined) return false;
  const inserts = before.startByte === before.endByte || after.startByte === after.endByte;
  return inserts ? before.endByte >= after.startByte : before.endByte > after.startByte;
}

/** Where the edit stands, or would stand, among edits in order. */
function firstFrom(edits: readonly Edit[], edit: Edit): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = edits[middle];
    if (other !== undefined && byPlace(other, edit) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byPlace(a: Edit, b: Edit): number {
  return a.startByte - b.startByte || a.endByte - b.endByte;
}
