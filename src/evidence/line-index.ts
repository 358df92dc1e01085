/** Finds the lines of one file in another one, byte for byte but for the line ends. */
import type { FileLines } from "./file-lines.ts";

/** Counts down how many lines may still be compared, for all that is looked for together. */
export class Effort {
  #left: number;

  /** Fifty million lines take about a second. */
  constructor(lines = 50_000_000) {
    this.#left = lines;
  }

  /** False once there is none left. */
  spend(lines: number): boolean {
    this.#left -= lines;
    return this.#left >= 0;
  }
}

/** The lines of a file by what they say. Built when first asked, once for a file: linear in its bytes. */
export class LineIndex {
  readonly lines: FileLines;
  /** The last line of each slot, and for every line the one before it in the same slot; from 1, 0 for none. */
  #last = new Uint32Array(0);
  #before = new Uint32Array(0);

  constructor(lines: FileLines) {
    this.lines = lines;
  }

  /**
   * Where the lines `start`-`end` of `other` stand in this file: the first line of every place, ascending, at most
   * `most`. Null when the effort does not suffice.
   */
  find(other: FileLines, start: number, end: number, most: number, effort: Effort): readonly number[] | null {
    const length = end - start + 1;
    if (length > this.lines.count) return [];
    if (!effort.spend(this.#last.length === 0 ? this.lines.count : 1)) return null;
    const found: number[] = [];
    for (let at = this.#lastLike(other.bare(start)); at > 0; at = this.#before[at - 1] ?? 0) {
      if (!effort.spend(1)) return null;
      if (at + length - 1 > this.lines.count || !sameBytes(this.lines.bare(at), other.bare(start))) continue;
      let same = 1;
      while (same < length && sameBytes(this.lines.bare(at + same), other.bare(start + same))) same++;
      if (!effort.spend(same)) return null;
      if (same < length) continue;
      found.push(at);
      if (found.length === most) break;
    }
    return found.reverse();
  }

  #lastLike(line: Uint8Array): number {
    if (this.#last.length === 0) this.#build();
    return this.#last[hashOf(line) & (this.#last.length - 1)] ?? 0;
  }

  #build(): void {
    const { lines } = this;
    let slots = 64;
    while (slots < lines.count) slots *= 2;
    this.#last = new Uint32Array(slots);
    this.#before = new Uint32Array(lines.count);
    for (let line = 1; line <= lines.count; line++) {
      const slot = hashOf(lines.bare(line)) & (slots - 1);
      this.#before[line - 1] = this.#last[slot] ?? 0;
      this.#last[slot] = line;
    }
  }
}

/** True when line `a` of one file says what line `b` of the other says; behind the end of a file nothing is said. */
export function sameLine(one: FileLines, a: number, other: FileLines, b: number): boolean {
  if (a < 1 || b < 1 || a > one.count || b > other.count) return false;
  return sameBytes(one.bare(a), other.bare(b));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** FNV-1a. Who builds files whose lines collide gets the slow way, which is bounded by the effort. */
function hashOf(line: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of line) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
