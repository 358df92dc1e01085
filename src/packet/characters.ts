/** Damage within the words: text that was decoded and encoded once too often, and characters nobody can see. */
import type { Damage } from "./model.ts";
import { LISTED, windows1252Byte } from "./source.ts";

/** The two characters whose last byte is one of those, and which are common enough to be sure of. */
const DROPPED: ReadonlyMap<string, string> = new Map([
  ["ef b8", "\ufe0f"],
  ["e2 80", "\u201d"],
]);

const utf8 = new TextDecoder("utf-8", { fatal: true });

// A run that starts with what a UTF-8 lead byte looks like in windows-1252, followed by what continuation bytes do.
const LEAD = "\\u00c2-\\u00f4";
const FOLLOWING =
  "\\u0080-\\u00bf\\u0152\\u0153\\u0160\\u0161\\u0178\\u017d\\u017e\\u0192\\u02c6\\u02dc\\u2013-\\u203a\\u20ac\\u2122";
const SUSPECT = new RegExp(`[${LEAD}][${FOLLOWING}]+`, "g");
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/g;

/** A section sign that went through two code pages of DOS: the letter and control character it ended as. */
const DOS_SECTION_SIGN = /A\u0015(?= ?\d)/g;

/** Double-encoded text, each place with the characters it stands for; null where these cannot be told for sure. */
export function findMojibake(text: string): Damage[] {
  const damage: Damage[] = [];
  for (const found of text.matchAll(DOS_SECTION_SIGN)) {
    if (damage.length >= LISTED) break;
    const span = { start: found.index, end: found.index + found[0].length };
    damage.push({ kind: "mojibake", span, replacement: "\u00a7", note: "a section sign of DOS" });
  }
  for (let run = nextRun(text, 0); run !== null && damage.length < LISTED; run = nextRun(text, run.end)) {
    damage.push({
      kind: "mojibake",
      span: { start: run.start, end: run.end },
      replacement: run.lossy ? null : settled(run),
      note: run.lossy ? "double-encoded, partly lost" : "double-encoded UTF-8",
    });
  }
  return damage;
}

/** Characters that came from one stretch of UTF-8, and what that says. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** A byte that windows-1252 has no character for was dropped on the way, and which one it was is not known. */
  readonly lossy: boolean;
}

function nextRun(text: string, from: number): Run | null {
  SUSPECT.lastIndex = from;
  for (let found = SUSPECT.exec(text); found !== null; found = SUSPECT.exec(text)) {
    const run = undo(text, found.index);
    if (run !== null) return run;
    SUSPECT.lastIndex = found.index + 1;
  }
  return null;
}

/** The run mended for good: text that was encoded three times over shows that only once it is mended. */
function settled({ text }: Run): string | null {
  let words = text;
  let inner = nextRun(words, 0);
  for (let round = 0; inner !== null && round < 4; round++) {
    if (inner.lossy) return null;
    words = words.slice(0, inner.start) + inner.text + words.slice(inner.end);
    inner = nextRun(words, 0);
  }
  return inner === null ? words : null;
}

/** Reads characters back to the bytes they came from for as long as these make UTF-8. */
function undo(text: string, start: number): Run | null {
  let end = start;
  let words = "";
  let lossy = false;
  let sequences = 0;
  for (; end < text.length; sequences++) {
    const lead = windows1252Byte(text.charAt(end));
    const size = sequenceSize(lead);
    if (size === 0) break;
    const bytes = [lead];
    for (let index = 1; index < size && end + index < text.length; index++) {
      const byte = windows1252Byte(text.charAt(end + index));
      if (byte >= 0x80 && byte <= 0xbf) bytes.push(byte);
      else break;
    }
    if (bytes.length < size) {
      // Bytes that windows-1252 has no character for are often dropped on the way: an emoji lost one of its four.
      const known = DROPPED.get(bytes.map((byte) => byte.toString(16)).join(" "));
      if (bytes.length < size - 1 || (known === undefined && size < 4)) break;
      lossy ||= known === undefined;
      words += known ?? "\ufffd";
    } else {
      const character = decoded(bytes);
      if (character === null) break;
      words += character;
    }
    end += bytes.length;
  }
  const isRun = sequences > 1 || (sequences === 1 && isTelling(text, start));
  return isRun ? { start, end, text: words, lossy } : null;
}

/** Bytes of the UTF-8 sequence that a byte leads; 0 when it leads none. */
function sequenceSize(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

function decoded(bytes: readonly number[]): string | null {
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

/**
 * Whether one sequence alone is damage. An accented letter before a quotation mark may be just that, unless it is one
 * that double encoding brings up all the time and writing seldom does.
 */
function isTelling(text: string, start: number): boolean {
  if (/[\u00c2\u00c3\u00e2\u00ef\u00f0]/.test(text.charAt(start))) return true;
  const isWord = /\p{L}/u.test(text.charAt(start - 1));
  return !isWord && !/[\u00ab\u00bb\u2018-\u201e\u2026\u2039\u203a]/.test(text.charAt(start + 1));
}

export function findControls(text: string): Damage[] {
  const damage: Damage[] = [];
  for (const found of text.matchAll(CONTROL)) {
    if (damage.length >= LISTED) break;
    const code = found[0].charCodeAt(0);
    const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    const span = { start: found.index, end: found.index + 1 };
    // A carriage return may have been a line end or the rest of an escape: only a person can tell.
    const replacement = code === 13 ? null : "";
    damage.push({ kind: "control-character", span, replacement, note: `control character ${name}` });
  }
  return damage;
}
