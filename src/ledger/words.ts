/**
 * What one line of recorded text says, apart from how it is stored.
 *
 * Tools of the past have re-encoded whole repositories: a dash became `â€”`, `???` or a stray control character, and the
 * governance folders moved. So every run of characters outside ASCII, and every run of two or more question marks, is
 * one symbol; blanks count as one; a path into a governance folder counts from where that folder is now. Everything
 * else is words, emphasis and list marks included, and has to stay.
 */
import { dialect } from "../packet/dialect.ts";
import { windows1252 } from "../packet/source.ts";

export interface Words {
  /** Lines with different keys say different things. */
  readonly key: string;
  /** What stands at each symbol of the key; null where an encoding lost it. */
  readonly symbols: readonly (string | null)[];
}

/** In a key, where something outside ASCII stood. */
const SYMBOL = "\ufffd";
const SYMBOLS = /(?:[^\x20-\x7e]|\?{2,})+/g;
/** What an encoding leaves behind that did not know a character. */
const LOST = /^\?+$|\ufffd/;
 
/** C0 controls but tab and line ends, and DEL: typed by no one, so they say nothing. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;
const PLAIN = /^(?:[\x20-\x3e\x40-\x7e]|\?(?!\?))*$/;
/** A section sign that went through two code pages of DOS. */
const DOS_SECTION_SIGN = /A\u0015(?= ?\d)/g;
 
const BLANKS = /[\t\n\r ]+/g;
const WIDE_BLANKS = /^[\u00a0\u2000-\u200a\u202f\u3000]+$/;

/** Reads a line, without its line end. */
export function wordsOf(line: string): Words {
  if (PLAIN.test(line)) return { key: placed(line.replace(BLANKS, " ").trim()), symbols: [] };
  const text = line.replace(DOS_SECTION_SIGN, "\u00a7").replace(CONTROL, "").replace(BLANKS, " ");
  const symbols: (string | null)[] = [];
  const key = text.replace(SYMBOLS, (run) => {
    if (WIDE_BLANKS.test(run)) return " ";
    symbols.push(LOST.test(run) ? null : unfolded(run));
    return SYMBOL;
  });
  return { key: placed(key.replace(BLANKS, " ").trim()), symbols };
}

/** Whether two lines say the same, as far as can be known: what was lost may have been anything, but only there. */
export function saySame(a: Words, b: Words): boolean {
  return a.key === b.key && a.symbols.every((symbol, index) => areSame(symbol, b.symbols[index] ?? null));
}

/** The line with its blanks counted as one, and the same with its governance paths where they are now. */
export function spellings(line: string): { readonly blanks: string; readonly places: string } {
  const blanks = line.replace(BLANKS, " ").trim();
  return { blanks, places: placed(blanks) };
}

function areSame(a: string | null, b: string | null): boolean {
  if (a === null || b === null || a === b || bare(a) === bare(b)) return true;
  const [misreadA, misreadB] = [misread(a), misread(b)];
  return misreadA === b || misreadB === a || misread(misreadA) === b || misread(misreadB) === a;
}

/** What becomes of characters that are stored as UTF-8 and read as windows-1252. */
function misread(characters: string): string {
  return unfolded(Array.from(new TextEncoder().encode(characters), windows1252).join(""));
}

/** C1 controls are bytes of windows-1252 that were read as Latin-1; those that mean nothing there get dropped. */
function unfolded(characters: string): string {
  return characters.replace(/[\u0080-\u009f]/g, (control) => {
    const character = windows1252(control.charCodeAt(0));
    return character === control ? "" : character;
  });
}

/** Without the mark that asks for the coloured form of a sign. */
function bare(characters: string): string {
  return characters.normalize("NFC").replace(/\ufe0f/g, "");
}

const MOVED = new RegExp(`(?<![\\w./\\\\-])(?:${dialect.moves.map(({ from }) => escaped(from)).join("|")})(?=[\\w.])`, "g");
const PLACE: ReadonlyMap<string, string> = new Map(dialect.moves.map(({ from, to }) => [from, to]));

function placed(text: string): string {
  return text.replace(MOVED, (from) => PLACE.get(from) ?? from);
}

function escaped(text: string): string {
  return text.replace(/[.\\+*?()[\]{}|^$/]/g, "\\$&");
}
