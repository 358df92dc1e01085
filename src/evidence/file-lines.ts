/** A file as lines that can be asked for one by one, without turning all of it into text. */
import { decode } from "../packet/source.ts";

/** A file with more lines is no source that somebody cites. */
const MOST_LINES = 2_000_000;

/** What a citation leads to. */
export type CitedFile =
  | { readonly state: "ok"; readonly lines: FileLines }
  /** The file is there, but cannot speak for a citation: why, in words that follow the file's name. */
  | { readonly state: "unverifiable"; readonly reason: string };

/** `bytes` is the whole file. Binary files and placeholders for large ones have no lines that a person could cite. */
export function readCitedFile(bytes: Uint8Array): CitedFile {
  if (bytes.subarray(0, 8000).includes(0)) return { state: "unverifiable", reason: "is a binary file" };
  if (bytes.length < 1024 && Buffer.from(bytes.subarray(0, LFS.length)).toString("latin1") === LFS) {
    return { state: "unverifiable", reason: "is kept in Git LFS, outside of the repository" };
  }
  const lines = new FileLines(bytes);
  return lines.count > MOST_LINES
    ? { state: "unverifiable", reason: `has more than ${String(MOST_LINES)} lines` }
    : { state: "ok", lines };
}

const LFS = "version https://git-lfs.github.com/spec/";

export class FileLines {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly #starts: Uint32Array;
  #solid: Uint32Array | null = null;
  readonly #judged = new Map<number, boolean>();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#starts = lineStarts(bytes);
    this.count = this.#starts.length;
  }

  /** The text of a line, from 1, without its line end; empty behind the last one. */
  line(number: number): string {
    if (number < 1 || number > this.count) return "";
    const start = this.#starts[number - 1] ?? 0;
    return decode(this.bytes.subarray(start, this.#starts[number] ?? this.bytes.length)).source.text.replace(
      /\r?\n$/,
      "",
    );
  }

  /** The bytes of a line, from 1, without its line end; a view. Empty behind the last one. */
  bare(number: number): Uint8Array {
    const start = this.#starts[number - 1] ?? this.bytes.length;
    let end = this.#starts[number] ?? this.bytes.length;
    if (end > start && this.bytes[end - 1] === 10) end--;
    if (end > start && this.bytes[end - 1] === 13) end--;
    return this.bytes.subarray(start, end);
  }

  /** The whole text. Made anew at every call, so that a large file is not kept twice. */
  text(): string {
    return decode(this.bytes).source.text;
  }

  /** True when none of the lines holds a letter or a digit: blank lines, lone brackets, rules. */
  isHollow(start: number, end: number): boolean {
    const last = Math.min(end, this.count);
    const near = Math.min(last, start + NEAR);
    for (let number = start; number <= near; number++) if (this.#isSolid(number)) return false;
    return near === last || this.#solidUpTo(last) === this.#solidUpTo(start - 1);
  }

  /** How many lines up to `number` hold words: counted once, for files in which somebody cites long empty ranges. */
  #solidUpTo(number: number): number {
    if (this.#solid === null) {
      const solid = new Uint32Array(this.count + 1);
      for (let line = 1; line <= this.count; line++)
        solid[line] = (solid[line - 1] ?? 0) + (this.#holdsWords(line) ? 1 : 0);
      this.#solid = solid;
    }
    return this.#solid[number] ?? 0;
  }

  /** Remembered, so that a line of megabytes is gone through once however often it is cited. */
  #isSolid(number: number): boolean {
    const isSolid = this.#judged.get(number) ?? this.#holdsWords(number);
    this.#judged.set(number, isSolid);
    return isSolid;
  }

  #holdsWords(number: number): boolean {
    const start = this.#starts[number - 1] ?? this.bytes.length;
    return holdsWords(this.bytes.subarray(start, this.#starts[number] ?? this.bytes.length));
  }
}

/** Lines as Git counts them: a line feed ends one, and what stands behind the last line feed is one more. */
export function lineCount(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return bytes.length === 0 || bytes[bytes.length - 1] === 10 ? count : count + 1;
}

/** Where each line begins; as many as `lineCount` says. */
function lineStarts(bytes: Uint8Array): Uint32Array {
  let starts = new Uint32Array(256);
  let count = 0;
  for (let start = 0; start < bytes.length;) {
    if (count === starts.length) {
      const more = new Uint32Array(2 * count);
      more.set(starts);
      starts = more;
    }
    starts[count++] = start;
    const feed = bytes.indexOf(10, start);
    if (feed < 0) break;
    start = feed + 1;
  }
  return starts.slice(0, count);
}

/** Lines of a range that are looked at one by one before all lines of the file are. */
const NEAR = 200;

function holdsWords(line: Uint8Array): boolean {
  for (const byte of line) {
    if ((byte > 47 && byte < 58) || (byte > 64 && byte < 91) || (byte > 96 && byte < 123)) return true;
    if (byte > 127) return /[\p{L}\p{N}]/u.test(decode(line).source.text);
  }
  return false;
}
