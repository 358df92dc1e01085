/** Spans looked up by where they lie, in logarithmic time: a document may be hostile, and hold thousands of each. */
import type { Span } from "../../packet/model.ts";
import { firstAtLeast } from "../../packet/source.ts";

/** Whether a line or other span holds the beginning of one of `spans`. */
export function holding(spans: readonly Span[]): (outer: Span) => boolean {
  const starts = spans.map((span) => span.start).sort((a, b) => a - b);
  return (outer) => (starts[firstAtLeast(starts, outer.start)] ?? Number.POSITIVE_INFINITY) < outer.end;
}

/** Whether an offset lies in one of `spans`, which do not overlap. */
export function covering(spans: readonly Span[]): (offset: number) => boolean {
  const ordered = [...spans].sort((a, b) => a.start - b.start);
  const starts = ordered.map((span) => span.start);
  return (offset) => {
    const span = ordered[firstAtLeast(starts, offset + 1) - 1];
    return span !== undefined && offset < span.end;
  };
}
