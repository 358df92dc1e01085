/**
 * Code fences as their author meant them: those that a shell ate, and those nobody closed.
 *
 * What is found is patched for the parser and reported as damage, each with its mechanical mend.
 */
import { dialect } from "./dialect.ts";
import type { Damage } from "./model.ts";
import { contentSpan, indentOf, isSectionRow, rowEnd, type Patch, type Row } from "./rows.ts";
import { firstAtLeast } from "./search.ts";

const OPENER = /^([ \t]*)(`{3,}|~{3,})([^`\n]*)$/;
const LONE_TICK = /^[ \t]*`[ \t]*$/;
const BROKEN = /^([ \t]*)`([\u0008\t]?)([a-z]{2,4})[ \t]*$/;

/**
 * Walks the fences as a toggle, which is how people read them, and patches every place where a strict reading would
 * differ. Returns which rows lie inside a fence. Damage comes in pairs: where the fence opens, then where it ends.
 */
export function mendFences(rows: readonly Row[], patches: Patch[], damage: Damage[]): boolean[] {
  const fenced: boolean[] = [];
  const marked = markedRows(rows);
  if (marked.length === 0) return fenced;
  const marks = readMarks(rows, marked);
  let done = -1;
  for (const index of marked) {
    const row = rows[index];
    if (row === undefined || index <= done) continue;
    const broken = brokenOpener(row);
    const opener = broken === null ? OPENER.exec(row.text) : null;
    if (broken === null && opener === null) continue;
    if (broken !== null) {
      const close = pseudoEnd(marks, index, rows.length);
      if (close < 0) continue;
      const [start, end] = [contentSpan(row), contentSpan(rows[close])];
      const whole = "```" + broken;
      patches.push({ ...start, text: whole }, { ...end, text: "```" });
      damage.push(
        { kind: "pseudo-fence", span: start, replacement: whole, note: "a code fence of one backtick" },
        { kind: "pseudo-fence", span: end, replacement: "```", note: "its closing backtick" },
      );
      mark(fenced, index, close);
      done = close;
      continue;
    }
    const fence = opener?.[2] ?? "```";
    const end = fenceEnd(marks, index, rows.length);
    if (end.kind === "closed") {
      straighten(rows, index, end.row, end.row, patches);
      mark(fenced, index, end.row);
      done = end.row;
    } else if (end.kind === "tick") {
      const span = contentSpan(rows[end.row]);
      patches.push({ ...span, text: fence });
      damage.push(
        { kind: "unclosed-fence", span: contentSpan(row), replacement: null, note: "closed by a single backtick" },
        { kind: "unclosed-fence", span, replacement: fence, note: "a single backtick where the fence ends" },
      );
      straighten(rows, index, end.row, end.row, patches);
      mark(fenced, index, end.row);
      done = end.row;
    } else {
      const last = lastFilled(rows, index, end.row);
      const at = rowEnd(rows[last]);
      const moved = straighten(rows, index, last, null, patches);
      const indent = row.text.slice(0, indentOf(row.text));
      patches.push({ start: at, end: at, text: `\n${moved ? "" : indent}${fence}` });
      damage.push(
        { kind: "unclosed-fence", span: contentSpan(row), replacement: null, note: "never closed" },
        // A fence with nothing behind it is no block that lacks its end, but an end too many: only a person can tell.
        {
          kind: "unclosed-fence",
          span: { start: at, end: at },
          replacement: last === index ? null : `\n${indent}${fence}`,
          note: "where the fence must end",
        },
      );
      mark(fenced, index, end.row - 1);
      done = end.row - 1;
    }
  }
  return fenced;
}

/** What the walk asks about the rows ahead, found once: looking ahead at every fence would read the file again. */
interface Marks {
  /** Rows with fence marks, with a fence and an info string, with one lone backtick: ascending. */
  readonly fences: readonly number[];
  readonly labelled: readonly number[];
  readonly ticks: readonly number[];
  /** For a row that opens a fence: the row that closes it in a strict reading; -1 when none does. */
  readonly closing: readonly number[];
  /** Rows that are headings of the vocabulary, ascending. */
  readonly sections: readonly number[];
  /** True when a plain toggle over all fences ends inside one. */
  readonly endsOpen: boolean;
}

function readMarks(rows: readonly Row[], marked: readonly number[]): Marks {
  const fences: number[] = [];
  const labelled: number[] = [];
  const ticks: number[] = [];
  for (const index of marked) {
    const text = rows[index]?.text ?? "";
    if (OPENER.test(text)) fences.push(index);
    if (/^[ \t]*(?:`{3,}|~{3,})[A-Za-z]/.test(text)) labelled.push(index);
    if (LONE_TICK.test(text)) ticks.push(index);
  }
  const closing = closingRows(rows, fences);
  return { fences, labelled, ticks, closing, sections: sectionRows(rows), endsOpen: openAtEnd(fences, closing) };
}

/** The rows that begin with what fences are made of: no other needs to be looked at more closely. */
function markedRows(rows: readonly Row[]): number[] {
  const marked: number[] = [];
  for (let index = 0; index < rows.length; index++) {
    const text = rows[index]?.text ?? "";
    let at = 0;
    let code = text.charCodeAt(at);
    while (code === 32 || code === 9) code = text.charCodeAt(++at);
    if (code === 96 || code === 126) marked.push(index);
  }
  return marked;
}

interface FenceEnd {
  readonly kind: "closed" | "tick" | "section";
  readonly row: number;
}

/** Where the fence that opens at `open` ends: where it is closed, else where a reader sees that it must end. */
function fenceEnd(marks: Marks, open: number, rowCount: number): FenceEnd {
  const close = marks.closing[open] ?? -1;
  const section = sectionFrom(marks, open + 1, rowCount);
  if (close >= 0 && close < section) return { kind: "closed", row: close };
  const tick = next(marks.ticks, open + 1, section);
  if (tick >= 0 && (close < 0 || section < rowCount)) return { kind: "tick", row: tick };
  if (close < 0) return { kind: "section", row: section };
  // A heading of the vocabulary inside a closed fence may be meant as an example. It is not when the fences of the
  // file do not add up, or when another fence opens before this one closes.
  const opensAgain = next(marks.labelled, section, close) >= 0;
  return marks.endsOpen || opensAgain ? { kind: "section", row: section } : { kind: "closed", row: close };
}

/** Where the fence of one backtick that opens at `open` ends; -1 when a true fence or a section comes first. */
function pseudoEnd(marks: Marks, open: number, rowCount: number): number {
  const section = sectionFrom(marks, open + 1, rowCount);
  const tick = next(marks.ticks, open + 1, section);
  return tick >= 0 && next(marks.fences, open + 1, tick) < 0 ? tick : -1;
}

/** The first of ascending rows in `[from, to)`; -1 when there is none. */
function next(ascending: readonly number[], from: number, to: number): number {
  const row = ascending[firstAtLeast(ascending, from)];
  return row !== undefined && row < to ? row : -1;
}

function lastFilled(rows: readonly Row[], open: number, end: number): number {
  let last = end - 1;
  while (last > open && rows[last]?.text.trim() === "") last--;
  return last;
}

/**
 * A fence inside a list item whose code is not indented would end with the list item. The patch moves the fence to the
 * margin, where it holds everything up to its end. True when it does. `last` is the last row of the code, `close` the
 * row that closes it, if there is one.
 */
function straighten(rows: readonly Row[], open: number, last: number, close: number | null, patches: Patch[]): boolean {
  const indent = indentOf(rows[open]?.text ?? "");
  if (indent === 0) return false;
  for (let index = open + 1; index <= last; index++) {
    const text = rows[index]?.text ?? "";
    if (text.trim() === "" || indentOf(text) >= indent) continue;
    for (const at of close === null ? [open] : [open, close]) {
      const row = rows[at];
      if (row !== undefined) patches.push({ start: row.start, end: row.start + indentOf(row.text), text: "" });
    }
    return true;
  }
  return false;
}

function brokenOpener(row: Row): string | null {
  const found = BROKEN.exec(row.text);
  if (found === null) return null;
  const fences: Readonly<Record<string, string>> = dialect.brokenFences;
  const rest = found[3] ?? "";
  return Object.hasOwn(fences, rest) ? (fences[rest] ?? null) : null;
}

/** For every row of a fence the first row behind it that closes such a fence; -1 when none does. */
function closingRows(rows: readonly Row[], fences: readonly number[]): number[] {
  const closing: number[] = [];
  /** By mark, closing rows still ahead, the nearest last; one behind a longer one closes nothing that that does not. */
  const ahead: Record<string, { readonly row: number; readonly length: number }[]> = { "`": [], "~": [] };
  for (let order = fences.length - 1; order >= 0; order--) {
    const row = fences[order] ?? 0;
    const opener = OPENER.exec(rows[row]?.text ?? "");
    const marks = opener?.[2] ?? "";
    const candidates = ahead[marks.charAt(0)];
    if (opener === null || candidates === undefined) continue;
    closing[row] = candidates.findLast((candidate) => candidate.length >= marks.length)?.row ?? -1;
    if ((opener[3] ?? "").trim() !== "") continue;
    while ((candidates.at(-1)?.length ?? Infinity) <= marks.length) candidates.pop();
    candidates.push({ row, length: marks.length });
  }
  return closing;
}

function sectionRows(rows: readonly Row[]): number[] {
  const found: number[] = [];
  for (let index = 0; index < rows.length; index++) if (isSectionRow(rows[index])) found.push(index);
  return found;
}

/** The first heading of the vocabulary at or behind a row; the row count when none is. */
function sectionFrom({ sections }: Marks, from: number, rowCount: number): number {
  return sections[firstAtLeast(sections, from)] ?? rowCount;
}

function openAtEnd(fences: readonly number[], closing: readonly number[]): boolean {
  for (let open = fences[0]; open !== undefined; ) {
    const close = closing[open] ?? -1;
    if (close < 0) return true;
    open = fences[firstAtLeast(fences, close + 1)];
  }
  return false;
}

function mark(fenced: boolean[], from: number, to: number): void {
  for (let index = from; index <= to; index++) fenced[index] = true;
}
