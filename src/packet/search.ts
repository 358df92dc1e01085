/** Spans and offsets looked up by where they lie, in logarithmic time: a document may be hostile, and hold thousands of each. */
import type { Span } from "./span.ts";

/** The first index of a sorted list whose value is `value` or more; its length when there is none. */
export function firstAtLeast(sorted: readonly number[], value: number): number {
  return firstWhere(sorted.length, (index) => (sorted[index] ?? 0) >= value);
}

/** The index of the first of what begins at an offset or behind it, in order of its beginnings. */
export function firstFrom(ordered: readonly { readonly span: Span }[], offset: number): number {
  return firstWhere(ordered.length, (index) => (ordered[index]?.span.start ?? 0) >= offset);
}

/** Whether a line or other span holds the beginning of one of `spans`. */
export function holding(spans: readonly Span[]): (outer: Span) => boolean {
  const starts = spans.map((span) => span.start).sort((a, b) => a - b);
  return (outer) => (starts[firstAtLeast(starts, outer.start)] ?? Number.POSITIVE_INFINITY) < outer.end;
}

/** Whether an offset lies in one of the spans, which are disjoint. */
export function covering(spans: readonly Span[]): (offset: number) => boolean {
  if (spans.length === 0) return () => false;
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  return (offset) => {
    const next = firstWhere(ordered.length, (index) => (ordered[index]?.start ?? 0) > offset);
    return offset < (ordered[next - 1]?.end ?? 0);
  };
}

/** The first of so many indexes at which something holds that holds from there on. */
export function firstWhere(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
