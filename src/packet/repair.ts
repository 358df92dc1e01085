/**
 * Mends what damaged tools did to the block structure, so that a parser sees the document its author meant: code fences
 * that a shell ate, fences nobody closed, headings glued to a line by a literal `\n`.
 *
 * The repaired text is for the parser alone. `original` leads every offset of it back to the text as it was.
 */
import { dialect, sectionNamed } from "./dialect.ts";
import type { Damage, Span } from "./model.ts";
import { firstAtLeast } from "./source.ts";

export interface Repaired {
  readonly text: string;
  readonly damage: readonly Damage[];
  /** The offset in the original text for an offset in the repaired text. */
  original(offset: number): number;
}

interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Row {
  readonly start: number;
  readonly text: string;
}

const OPENER = /^([ \t]*)(`{3,}|~{3,})([^`\n]*)$/;
const LONE_TICK = /^[ \t]*`[ \t]*$/;
// eslint-disable-next-line no-control-regex -- the control characters are what the damage consists of
const BROKEN = /^([ \t]*)`([\u0008\t]?)([a-z]{2,4})[ \t]*$/;
const GLUED = /(?:\\r)?\\n(?:(?:\\r)?\\n)*(?=#{1,4} +([^#\n]+)$)/;

export function repair(text: string): Repaired {
  const rows = splitRows(text);
  const patches: Patch[] = [];
  const damage: Damage[] = [];
  const fenced = mendFences(rows, patches, damage);
  for (const [index, row] of rows.entries()) {
    if (fenced[index] === true) continue;
    const glued = row.text.includes("\\n") ? GLUED.exec(row.text) : null;
    if (glued !== null && isKnownHeading(glued[1] ?? "")) {
      const span = { start: row.start + glued.index, end: row.start + glued.index + glued[0].length };
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

function splitRows(text: string): Row[] {
  const rows: Row[] = [];
  let start = 0;
  for (;;) {
    const end = text.indexOf("\n", start);
    const stop = end < 0 ? text.length : end;
    rows.push({ start, text: text.slice(start, text.charCodeAt(stop - 1) === 13 && stop > start ? stop - 1 : stop) });
    if (end < 0) return rows;
    start = end + 1;
  }
}

function isKnownHeading(words: string): boolean {
  return sectionNamed(words) !== null || dialect.report.heading.test(words.replace(/^[^A-Za-z0-9]+/, ""));
}

/** A heading at the margin whose words the dialect knows: nothing that belongs inside a code block. */
function isSectionRow(row: Row | undefined): boolean {
  const heading = row === undefined ? null : /^#{1,2} +(.+?)[ #]*$/.exec(row.text);
  return heading !== null && isKnownHeading(heading[1] ?? "");
}

/**
 * Walks the fences as a toggle, which is how people read them, and patches every place where a strict reading would
 * differ. Returns which rows lie inside a fence.
 */
function mendFences(rows: readonly Row[], patches: Patch[], damage: Damage[]): boolean[] {
  const fenced: boolean[] = [];
  const nextSection = sectionsAhead(rows);
  const endsOpen = openAtEnd(rows);
  const candidates = closingRows(rows);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index];
    if (row === undefined) break;
    const broken = brokenOpener(row);
    const opener = broken === null ? OPENER.exec(row.text) : null;
    if (broken === null && opener === null) continue;
    const section = nextSection[index + 1] ?? rows.length;
    if (broken !== null) {
      const close = findRow(rows, index + 1, section, (text) => LONE_TICK.test(text));
      if (close < 0) continue;
      patches.push({ ...contentSpan(row), text: "```" + broken }, { ...contentSpan(rows[close]), text: "```" });
      damage.push(
        { kind: "pseudo-fence", span: contentSpan(row), replacement: "```" + broken, note: "a code fence of one backtick" },
        { kind: "pseudo-fence", span: contentSpan(rows[close]), replacement: "```", note: "its closing backtick" },
      );
      mark(fenced, index, close);
      index = close;
      continue;
    }
    const fence = opener?.[2] ?? "```";
    const close = closingRow(rows, candidates, index, fence);
    const end = fenceEnd(rows, index, close, section, endsOpen);
    if (end.kind === "closed") {
      straighten(rows, index, end.row, patches);
      mark(fenced, index, end.row);
      index = end.row;
    } else if (end.kind === "tick") {
      const span = contentSpan(rows[end.row]);
      patches.push({ ...span, text: fence });
      damage.push({
        kind: "unclosed-fence",
        span: contentSpan(row),
        replacement: null,
        note: "closed by a single backtick",
      });
      damage.push({ kind: "unclosed-fence", span, replacement: fence, note: "a single backtick where the fence ends" });
      straighten(rows, index, end.row, patches);
      mark(fenced, index, end.row);
      index = end.row;
    } else {
      damage.push({ kind: "unclosed-fence", span: contentSpan(row), replacement: null, note: "never closed" });
      const next = rows[end.row];
      if (next !== undefined) {
        patches.push({ start: next.start, end: next.start, text: `${fence}\n` });
        damage.push({
          kind: "unclosed-fence",
          span: { start: next.start, end: next.start },
          replacement: `${fence}\n\n`,
          note: "where the fence must end",
        });
      }
      straighten(rows, index, end.row - 1, patches);
      mark(fenced, index, end.row - 1);
      index = end.row - 1;
    }
  }
  return fenced;
}

type FenceEnd = { readonly kind: "closed" | "tick" | "section"; readonly row: number };

/** Where the fence that opens at `open` ends, `close` being its strict end (-1 when it has none). */
function fenceEnd(
  rows: readonly Row[],
  open: number,
  close: number,
  section: number,
  endsOpen: boolean,
): FenceEnd {
  if (close >= 0 && close < section) return { kind: "closed", row: close };
  const limit = Math.min(section, rows.length);
  if (close < 0 || section < close) {
    const tick = findRow(rows, open + 1, limit, (text) => LONE_TICK.test(text));
    if (tick >= 0 && (close < 0 || section < rows.length)) return { kind: "tick", row: tick };
  }
  if (close < 0) return { kind: "section", row: limit };
  // A heading of the vocabulary inside a closed fence may be meant as an example. It is not when the fences of the
  // file do not add up, or when another fence opens before this one closes.
  const opensAgain = findRow(rows, section, close, (text) => /^[ \t]*(?:`{3,}|~{3,})[A-Za-z]/.test(text)) >= 0;
  return endsOpen || opensAgain ? { kind: "section", row: section } : { kind: "closed", row: close };
}

/**
 * A fence inside a list item whose code is not indented would end with the list item. The patch moves the fence to the
 * margin, where it holds everything up to its end.
 */
function straighten(rows: readonly Row[], open: number, close: number, patches: Patch[]): void {
  const indent = indentOf(rows[open]?.text ?? "");
  if (indent === 0) return;
  for (let index = open + 1; index <= close; index++) {
    const text = rows[index]?.text ?? "";
    if (text.trim() === "" || indentOf(text) >= indent) continue;
    for (const at of [open, close]) {
      const row = rows[at];
      if (row !== undefined) patches.push({ start: row.start, end: row.start + indentOf(row.text), text: "" });
    }
    return;
  }
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function brokenOpener(row: Row): string | null {
  const found = BROKEN.exec(row.text);
  if (found === null) return null;
  const fences: Readonly<Record<string, string>> = dialect.brokenFences;
  const rest = found[3] ?? "";
  return Object.hasOwn(fences, rest) ? (fences[rest] ?? null) : null;
}

/** Rows that consist of fence marks only, so that looking for a closing one does not read the file again. */
function closingRows(rows: readonly Row[]): number[] {
  const found: number[] = [];
  for (const [index, row] of rows.entries()) if (/^[ \t]*(?:`{3,}|~{3,})[ \t]*$/.test(row.text)) found.push(index);
  return found;
}

/** The first row behind `open` that closes a fence opened with `mark`; -1 when none does. */
function closingRow(rows: readonly Row[], candidates: readonly number[], open: number, mark: string): number {
  for (let at = firstAtLeast(candidates, open + 1); at < candidates.length; at++) {
    const index = candidates[at] ?? -1;
    if (closes(rows[index]?.text ?? "", mark)) return index;
  }
  return -1;
}

function closes(text: string, mark: string): boolean {
  const words = text.trim();
  return words.length >= mark.length && words === mark.charAt(0).repeat(words.length);
}

function findRow(rows: readonly Row[], from: number, to: number, test: (text: string) => boolean): number {
  for (let index = from; index < to; index++) {
    const row = rows[index];
    if (row !== undefined && test(row.text)) return index;
  }
  return -1;
}

/** For every row the index of the next row, itself included, that is a heading of the vocabulary. */
function sectionsAhead(rows: readonly Row[]): number[] {
  const ahead = new Array<number>(rows.length + 1).fill(rows.length);
  for (let index = rows.length - 1; index >= 0; index--) {
    ahead[index] = isSectionRow(rows[index]) ? index : (ahead[index + 1] ?? rows.length);
  }
  return ahead;
}

/** True when a plain toggle over all fences ends inside one. */
function openAtEnd(rows: readonly Row[]): boolean {
  let mark: string | null = null;
  for (const row of rows) {
    if (mark === null) mark = OPENER.exec(row.text)?.[2] ?? null;
    else if (closes(row.text, mark)) mark = null;
  }
  return mark !== null;
}

function contentSpan(row: Row | undefined): Span {
  if (row === undefined) return { start: 0, end: 0 };
  const start = row.start + indentOf(row.text);
  return { start, end: row.start + row.text.trimEnd().length };
}

function mark(fenced: boolean[], from: number, to: number): void {
  for (let index = from; index <= to; index++) fenced[index] = true;
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
