/**
 * The text of a file and the way back from every character to its place in the bytes.
 *
 * Lines are what Git counts: they end at a line feed. Columns count UTF-16 units from 1. Bytes count from 0 in the file
 * as it is stored, byte order mark included.
 */
import { firstAtLeast } from "./search.ts";
import type { Damage } from "./damage.ts";
import type { Span } from "./span.ts";

export interface Point {
  readonly line: number;
  readonly column: number;
  readonly byte: number;
}

/** At most this many damaged places of a kind are listed one by one; a document worse than that is beyond mending. */
export const LISTED = 5000;

const BOM_BYTES = [0xef, 0xbb, 0xbf] as const;

/** What the bytes 0x80–0x9F mean in windows-1252 (WHATWG Encoding); the five unassigned ones stay C1 controls. */
const WINDOWS_1252 =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/** The character that a byte means in windows-1252. */
export function windows1252(byte: number): string {
  return byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charAt(byte - 0x80) : String.fromCharCode(byte);
}

/** The byte that a character was in windows-1252, or in Latin-1 for a C1 control; -1 when it was none. */
export function windows1252Byte(character: string): number {
  const code = character.charCodeAt(0);
  if (code <= 0xff) return code;
  const index = WINDOWS_1252.indexOf(character);
  return index < 0 ? -1 : 0x80 + index;
}

export class Source {
  readonly bytes: Uint8Array;
  /** The decoded text without byte order mark. */
  readonly text: string;
  readonly bom: boolean;
  /** UTF-16 offsets of characters that were stored as one windows-1252 byte, ascending. */
  readonly #single: readonly number[];
  readonly #ascii: boolean;
  #starts: readonly number[] | null = null;
  #byteStarts: readonly number[] | null = null;

  constructor(bytes: Uint8Array, text: string, bom: boolean, single: readonly number[]) {
    this.bytes = bytes;
    this.text = text;
    this.bom = bom;
    this.#single = single;
    this.#ascii = bytes.length === text.length + (bom ? 3 : 0) && single.length === 0;
  }

  /** Offsets at which lines begin. There is always at least one line. */
  get lineStarts(): readonly number[] {
    if (this.#starts === null) {
      const starts = [0];
      for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1)) starts.push(at + 1);
      this.#starts = starts;
    }
    return this.#starts;
  }

  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** The line, from 1, that an offset lies on. */
  lineAt(offset: number): number {
    const starts = this.lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  point(offset: number): Point {
    const line = this.lineAt(offset);
    const start = this.lineStarts[line - 1] ?? 0;
    return { line, column: offset - start + 1, byte: this.#byteAt(offset, line, start) };
  }

  slice(span: Span): string {
    return this.text.slice(span.start, span.end);
  }

  /** A line's span without its line end; `line` counts from 1. */
  lineSpan(line: number): Span {
    const start = this.lineStarts[line - 1] ?? this.text.length;
    const next = this.lineStarts[line];
    let end = next === undefined ? this.text.length : next - 1;
    if (end > start && this.text.charCodeAt(end - 1) === 13) end--;
    return { start, end };
  }

  #byteAt(offset: number, line: number, start: number): number {
    const mark = this.bom ? 3 : 0;
    if (this.#ascii) return offset + mark;
    let byte = this.#lineBytes()[line - 1] ?? mark;
    let single = firstAtLeast(this.#single, start);
    for (let at = start; at < offset; at++) {
      if (this.#single[single] === at) {
        byte += 1;
        single++;
        continue;
      }
      const code = this.text.charCodeAt(at);
      if (code < 0x80) byte += 1;
      else if (code < 0x800) byte += 2;
      else if (code >= 0xd800 && code <= 0xdbff && at + 1 < offset) {
        byte += 4;
        at++;
      } else if (code >= 0xd800 && code <= 0xdbff) byte += 0;
      else byte += 3;
    }
    return byte;
  }

  /** A line feed is the byte 0x0A in UTF-8 and in windows-1252 alike, so the bytes know where lines begin. */
  #lineBytes(): readonly number[] {
    if (this.#byteStarts === null) {
      const starts = [this.bom ? 3 : 0];
      for (let at = this.bytes.indexOf(10); at >= 0; at = this.bytes.indexOf(10, at + 1)) starts.push(at + 1);
      this.#byteStarts = starts;
    }
    return this.#byteStarts;
  }
}

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export interface Decoded {
  readonly source: Source;
  readonly damage: readonly Damage[];
}

/**
 * Any bytes to text. UTF-8 where it is UTF-8; every byte that is not part of valid UTF-8 is read as windows-1252, which
 * is what editors of the time wrote. Never throws.
 */
export function decode(bytes: Uint8Array): Decoded {
  const bom = BOM_BYTES.every((byte, index) => bytes[index] === byte);
  const body = bom ? bytes.subarray(3) : bytes;
  const damage: Damage[] = bom
    ? [{ kind: "bom", span: { start: 0, end: 0 }, replacement: null, note: "byte order mark" }]
    : [];
  try {
    return { source: new Source(bytes, strict.decode(body), bom, []), damage };
  } catch {
    const { text, single } = decodeMixed(body);
    for (const run of runs(single).slice(0, LISTED)) {
      damage.push({
        kind: "encoding",
        span: run,
        replacement: text.slice(run.start, run.end),
        note: `${String(run.end - run.start)} byte(s) that are not UTF-8`,
      });
    }
    return { source: new Source(bytes, text, bom, single), damage };
  }
}

/** Valid UTF-8 sequences as they are, every other byte as windows-1252: written again as UTF-8, then decoded. */
function decodeMixed(body: Uint8Array): { text: string; single: number[] } {
  const single: number[] = [];
  const clean = new Uint8Array(body.length * 3);
  let end = 0;
  let length = 0;
  for (let at = 0; at < body.length; ) {
    const size = sequenceLength(body, at);
    if (size > 0) {
      for (const stop = at + size; at < stop; at++) clean[end++] = body[at] ?? 0;
      length += size === 4 ? 2 : 1;
      continue;
    }
    // Every such byte is a character of two or three bytes in UTF-8.
    const code = windows1252(body[at] ?? 0).charCodeAt(0);
    if (code < 0x800) clean[end++] = 0xc0 | (code >> 6);
    else {
      clean[end++] = 0xe0 | (code >> 12);
      clean[end++] = 0x80 | ((code >> 6) & 0x3f);
    }
    clean[end++] = 0x80 | (code & 0x3f);
    single.push(length);
    length += 1;
    at += 1;
  }
  return { text: strict.decode(clean.subarray(0, end)), single };
}

/** Bytes of the valid UTF-8 sequence that begins at `at` (Unicode 16, table 3-7); 0 when none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const follows = (index: number, low = 0x80, high = 0xbf): boolean => {
    const byte = bytes[at + index];
    return byte !== undefined && byte >= low && byte <= high;
  };
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const low = first === 0xe0 ? 0xa0 : 0x80;
    const high = first === 0xed ? 0x9f : 0xbf;
    return follows(1, low, high) && follows(2) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const low = first === 0xf0 ? 0x90 : 0x80;
    const high = first === 0xf4 ? 0x8f : 0xbf;
    return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

function runs(offsets: readonly number[]): Span[] {
  const spans: { start: number; end: number }[] = [];
  for (const offset of offsets) {
    const last = spans.at(-1);
    if (last?.end === offset) last.end = offset + 1;
    else spans.push({ start: offset, end: offset + 1 });
  }
  return spans;
}
