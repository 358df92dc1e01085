/** Line numbers as people write them behind a path: `12`, `12-40`, `47,85`, `L12-L20`, `186:8`. */
import type { Span } from "./model.ts";

export interface LineRange {
  readonly start: number;
  readonly end: number;
  /** Where the numbers are written, as offsets into the words; the column is not among them. */
  readonly span: Span;
  readonly column: number | null;
}

export interface LineNumbers {
  readonly ranges: readonly LineRange[];
  /** Behind the last character that was read. */
  readonly end: number;
}

/** Numbers that cannot be line numbers, and why, in words. */
export interface Misread {
  readonly end: number;
  readonly why: string;
}

const RANGE = /L?(\d+)(?:(?:-|–|\.\.=?)L?(\d+))?/y;

/** No file has a line of more digits. */
const DIGITS = 7;

/** Reads the numbers that begin at `at`, where a digit, `L` and a digit, or `~` must stand. */
export function readLineNumbers(words: string, at: number): LineNumbers | Misread {
  const first = readRange(words, at);
  if ("why" in first) return first;
  const column = first.start === first.end ? readColumn(words, first.span.end) : null;
  if (column !== null) return { ranges: [{ ...first, column: column.value }], end: column.end };
  const ranges: LineRange[] = [first];
  let end = first.span.end;
  for (;;) {
    const next = readNext(words, end);
    if (next === null) return { ranges, end };
    if ("why" in next) return next;
    ranges.push(next);
    end = next.span.end;
  }
}

function readRange(words: string, at: number): LineRange | Misread {
  RANGE.lastIndex = at;
  const found = RANGE.exec(words);
  const end = found === null ? at + 1 : RANGE.lastIndex;
  if (found === null) return { end, why: "the line is only approximate" };
  if (/^(?:[\p{L}\p{N}_]|\.\d)/u.test(words.slice(end, end + 2))) {
    const rest = /^[\p{L}\p{N}_.]{0,40}/u.exec(words.slice(end, end + 40))?.[0].length ?? 0;
    return { end: end + rest, why: "what stands behind the colon is not a line number" };
  }
  const [, from = "", to = from] = found;
  if (from.length > DIGITS || to.length > DIGITS) return { end, why: "no file has that many lines" };
  const start = Number(from);
  if (start === 0) return { end, why: "lines count from 1" };
  if (Number(to) < start) return { end, why: "the range ends before it begins" };
  return { start, end: Number(to), span: { start: at, end }, column: null };
}

/** `:8` behind a single line, as compilers write it. */
function readColumn(words: string, at: number): { readonly value: number; readonly end: number } | null {
  const found = /^:(\d{1,5})(?![\p{L}\p{N}_])/u.exec(words.slice(at, at + 8));
  return found === null ? null : { value: Number(found[1]), end: at + found[0].length };
}

/**
 * Another item of a list. Behind a comma and a blank a number may as well begin the next words (`:12, 3 tests`), so
 * there something must follow that ends a list or goes on with it.
 */
function readNext(words: string, at: number): LineRange | Misread | null {
  if (words.charAt(at) !== ",") return null;
  const from = words.charAt(at + 1) === " " ? at + 2 : at + 1;
  if (!/^L?\d/.test(words.slice(from, from + 2))) return null;
  const next = readRange(words, from);
  if (from === at + 1) return next;
  if ("why" in next) return null;
  const rest = words.slice(next.span.end, next.span.end + 6);
  return /^(?:$|[,;)\]}`*'"|/]|\.(?:\s|$)|\s+(?:and|&|[+|/;]|-)(?:\s|$))/.test(rest) ? next : null;
}
