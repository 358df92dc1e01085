/**
 * Mends what damaged tools did to the block structure, so that a parser sees the document its author meant: code fences
 * that a shell ate, fences nobody closed, headings glued to a line by a literal `\n`.
 *
 * The repaired text is for the parser alone. `original` leads every offset of it back to the text as it was.
 */
import type { Damage, Span } from "./model.ts";
import { mendFences } from "./fences.ts";
import { isKnownHeading, splitRows, type Patch, type Row } from "./rows.ts";

export interface Repaired {
  readonly text: string;
  readonly damage: readonly Damage[];
  /** The offset in the original text for an offset in the repaired text. */
  original(offset: number): number;
}

/** No document has so many headings; one that is made of glued ones must not become as many lines. */
const MOST_GLUED = 1000;

const GLUE = /(?:(?:\\r)?\\n)+(?=#{1,4} )/g;

export function repair(text: string): Repaired {
  const rows = splitRows(text);
  const patches: Patch[] = [];
  const damage: Damage[] = [];
  const fenced = mendFences(rows, patches, damage);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined) break;
    if (damage.length > MOST_GLUED) break;
    if (fenced[index] === true || !row.text.includes("\\n")) continue;
    for (const span of gluedHeadings(row).slice(0, MOST_GLUED)) {
      patches.push({ ...span, text: "\n\n" });
      damage.push({ kind: "escaped-newline", span, replacement: "\n\n", note: "a literal \\n before a heading" });
    }
  }
  for (let at = text.indexOf("\r"); at >= 0; at = text.indexOf("\r", at + 1)) {
    // A lone carriage return ends a line for a Markdown parser and for nobody who counts lines.
    if (text.charCodeAt(at + 1) !== 10) patches.push({ start: at, end: at + 1, text: " " });
  }
  return applied(text, patches, damage);
}

/** The literal line ends of a row that stand before a heading of the vocabulary, none inside a code span. */
function gluedHeadings(row: Row): Span[] {
  if (/^[ \t]*(?:`{3}|~{3})/.test(row.text)) return [];
  const found = [...row.text.matchAll(GLUE)];
  const spans: Span[] = [];
  let ticks = 0;
  let from = 0;
  for (const [order, glue] of found.entries()) {
    const end = glue.index + glue[0].length;
    ticks += countTicks(row.text.slice(from, glue.index));
    from = glue.index;
    const words = row.text.slice(end, found[order + 1]?.index).replace(/^#+ +/, "");
    if (ticks % 2 === 1 || words.includes("#") || !isKnownHeading(words)) continue;
    spans.push({ start: row.start + glue.index, end: row.start + end });
  }
  return spans;
}

function countTicks(text: string): number {
  return text.split("`").length - 1;
}

function applied(text: string, patches: readonly Patch[], damage: readonly Damage[]): Repaired {
  if (patches.length === 0) return { text, damage, original: (offset) => offset };
  const ordered = [...patches].sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  /** Where each patch begins and ends in the repaired text, and the original offset behind it. */
  const marks: { at: number; from: number; to: number; end: number }[] = [];
  let from = 0;
  let length = 0;
  for (const patch of ordered) {
    if (patch.start < from) continue;
    parts.push(text.slice(from, patch.start), patch.text);
    length += patch.start - from;
    marks.push({ at: length, from: patch.start, to: patch.end, end: length + patch.text.length });
    length += patch.text.length;
    from = patch.end;
  }
  parts.push(text.slice(from));
  const original = (offset: number): number => {
    let low = 0;
    let high = marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((marks[middle]?.at ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const mark = marks[low - 1];
    if (mark === undefined) return offset;
    if (offset >= mark.end) return mark.to + (offset - mark.end);
    // Inside a patch: as far in as the original reaches.
    return Math.min(mark.from + (offset - mark.at), mark.to);
  };
  return { text: parts.join(""), damage, original };
}
