import type { Finding } from "../evaluate/evaluation.ts";
import type { Paint, Style } from "./colour.ts";
import { characters } from "./harmless.ts";
import { textWidth } from "./width.ts";

const CONTEXT = 2;
const TAB = "    ";

/** A character with what combines with it, as printed. `start` and `end` are its place in the line, in UTF-16 units. */
interface Cell {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly width: number;
  readonly replaced: boolean;
}

export interface FrameOptions {
  /** Cells the frame may take from left to right. */
  readonly width: number;
  readonly paint: Paint;
  /** The style of the marks. */
  readonly style: Style;
}

/**
 * The place of a finding in its file: the line it starts on, two lines around it, and a mark below.
 * A line too long for the width is cut to a window around the mark; the cost does not grow with the line.
 *
 * @param lines the file's text split at line feeds
 * @returns lines to print; none when the file has no such line
 */
export function frame(
  lines: readonly string[],
  { line, endLine, column, endColumn }: Finding,
  { width, paint, style }: FrameOptions,
): readonly string[] {
  if (line > lines.length) return [];
  const last = Math.min(lines.length, line + CONTEXT);
  const digits = String(last).length;
  const room = Math.max(20, width - digits - 5);
  const out: string[] = [];
  for (let number = Math.max(1, line - CONTEXT); number <= last; number++) {
    const text = (lines[number - 1] ?? "").replace(/\r$/, "");
    const isMarked = number === line;
    const from = isMarked ? Math.min(column - 1, text.length) : 0;
    const to = isMarked && endLine === line ? Math.min(endColumn - 1, text.length) : text.length;
    const { printed, before, marks } = plainStrip(text, from, to, room) ?? strip(text, from, to, room, paint);
    const pointer = number >= line && number <= endLine ? paint(">", style) : " ";
    out.push(`${pointer} ${paint(`${String(number).padStart(digits)} |`, "dim")} ${printed}`.trimEnd());
    if (!isMarked) continue;
    out.push(`  ${" ".repeat(digits)} ${paint("|", "dim")} ${" ".repeat(before)}${paint("^".repeat(Math.max(1, marks)), style)}`);
  }
  return out;
}

/** What is seen of a line, and how many cells of it stand before a place and belong to it. */
interface Strip {
  readonly printed: string;
  readonly before: number;
  readonly marks: number;
}

export function strip(line: string, from: number, to: number, room: number, paint: Paint): Strip {
  const cells = windowed(line, from, room);
  return {
    printed: cells.map((cell) => (cell.replaced ? paint(cell.text, "inverse") : cell.text)).join(""),
    before: sum(cells.filter((cell) => cell.end <= from)),
    marks: sum(cells.filter((cell) => cell.end > from && cell.start < to)),
  };
}

/** Characters that each take one cell, and nothing that a build server obeys. */
const PLAIN = /^(?!.*##)[ -~]*$/;

/** The same where every character takes one cell, as in almost every line: reckoned, not walked through. Else null. */
export function plainStrip(line: string, from: number, to: number, room: number): Strip | null {
  const start = Math.max(0, from - room);
  const end = Math.min(line.length, from + 4 * room);
  if (!PLAIN.test(line.slice(start, end))) return null;
  if (start === 0 && end === line.length && end <= room) return { printed: line, before: from, marks: Math.max(0, to - from) };

  const left = from - start;
  const isCut = start > 0 || left > (room * 2) / 3;
  const shownFrom = isCut ? start + Math.max(0, left - Math.floor(room / 3)) : start;
  const shownTo = Math.min(end, shownFrom + room - (isCut ? 2 : 1));
  return {
    printed: `${isCut ? "…" : ""}${line.slice(shownFrom, shownTo)}${shownTo < line.length ? "…" : ""}`,
    before: from - shownFrom + (isCut ? 1 : 0),
    marks: Math.max(0, Math.min(to, shownTo) - from),
  };
}

/** The part of a line that takes at most `room` cells and shows offset `from`; `…` stands for what is left out. */
function windowed(line: string, from: number, room: number): readonly Cell[] {
  const start = boundary(line, Math.max(0, from - room));
  const end = boundary(line, Math.min(line.length, from + 4 * room));
  const cells = cellsOf(line, start, end);
  if (start === 0 && end === line.length && sum(cells) <= room) return cells;

  const shown: Cell[] = [];
  let used = 1; // kept free for the ellipsis on the right
  let excess = 0;
  const left = sum(cells.filter((cell) => cell.end <= from));
  if (start > 0 || left > (room * 2) / 3) {
    excess = left - Math.floor(room / 3);
    shown.push(ellipsis(0));
    used += 1;
  }
  for (const cell of cells) {
    if (excess > 0 && cell.end <= from) excess -= cell.width;
    else if (used + cell.width > room) return [...shown, ellipsis(line.length)];
    else {
      shown.push(cell);
      used += cell.width;
    }
  }
  return end < line.length ? [...shown, ellipsis(line.length)] : shown;
}

function cellsOf(line: string, from: number, to: number): readonly Cell[] {
  const cells: Cell[] = [];
  for (const { at, text, replaced } of characters(line.slice(from, to))) {
    const start = from + at;
    const end = start + (replaced ? (line.codePointAt(start) ?? 0) > 0xffff ? 2 : 1 : text.length);
    const tab = line[start] === "\t";
    const width = tab ? TAB.length : textWidth(text);
    const previous = cells.at(-1);
    if (width === 0 && previous !== undefined) {
      cells[cells.length - 1] = { ...previous, end, text: previous.text + text };
    } else cells.push({ start, end, text: tab ? TAB : text, width, replaced: replaced && !tab });
  }
  return cells;
}

/** The offset, or the one before when it would cut a surrogate pair in two. */
function boundary(line: string, offset: number): number {
  return offset > 0 && (line.codePointAt(offset - 1) ?? 0) > 0xffff ? offset - 1 : offset;
}

function ellipsis(at: number): Cell {
  return { start: at, end: at, text: "…", width: 1, replaced: false };
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((width, cell) => width + cell.width, 0);
}
