/**
 * Every character of a document that is not what it should be, each with the one rule that reports it and the text that
 * mends it.
 *
 * Four rules speak of such characters. They all ask here, so that no two of their fixes touch the same character and
 * that what one of them writes is final: what was double-encoded is written the way a dash of its own would be.
 */
import type { AnyDocument, Line, Span } from "../../packet/model.ts";
import { LISTED, windows1252 } from "../../packet/source.ts";
import { isInvisible } from "./invisible.ts";
import { DAMAGING, Surroundings } from "./surroundings.ts";
import { CONTROL, UNUSUAL } from "./unusual.ts";
import { Written } from "./written.ts";

export type Owner = "encoding" | "mojibake" | "control-character" | "non-ascii";

export interface Mend {
  readonly owner: Owner;
  readonly span: Span;
  /** What stood there before it was damaged; null when that is lost. */
  readonly meant: string | null;
  /** What to write; null where only a person can tell, or where the text may not be touched. */
  readonly text: string | null;
}

const known = new WeakMap<AnyDocument, readonly Mend[]>();

/** The places one rule reports, in the order of the text. Of a document past mending the first ones, without mend. */
export function mendsOf(document: AnyDocument, owner: Owner): readonly Mend[] {
  let mends = known.get(document);
  if (mends === undefined) {
    mends = findMends(document);
    known.set(document, mends);
  }
  return mends.filter((mend) => mend.owner === owner);
}

function findMends(document: AnyDocument): readonly Mend[] {
  const { text } = document.source;
  let unusual = nextUnusual(text, 0);
  if (unusual < 0) return [];
  const mends: Mend[] = [];
  const surroundings = new Surroundings(document);
  for (const line of document.lines) {
    if (unusual < 0 || mends.length >= LISTED) break;
    if (line.span.end <= unusual) continue;
    mendLine(line, surroundings, mends);
    unusual = nextUnusual(text, line.span.end);
  }
  const isListed = mends.length < LISTED && DAMAGING.every((kind) => surroundings.count(kind) < LISTED);
  return isListed ? mends : mends.map((mend) => ({ ...mend, text: null }));
}

const ANY_UNUSUAL = new RegExp(UNUSUAL, "g");

/** Where the first character from `from` on stands that is worth a look; -1 when none does. */
function nextUnusual(text: string, from: number): number {
  ANY_UNUSUAL.lastIndex = from;
  return ANY_UNUSUAL.exec(text)?.index ?? -1;
}

function mendLine(line: Line, surroundings: Surroundings, mends: Mend[]): void {
  const written = new Written(line, surroundings);
  for (let at = line.span.start; at < line.span.end; ) {
    const plain = surroundings.plainEnd(at, at < line.content ? line.content : line.span.end);
    if (plain > at) {
      written.keep(at, plain);
      at = plain;
      continue;
    }
    const place = placeAt(at, line, surroundings);
    if (place.owner === null) {
      written.keep(at, place.end);
    } else {
      const span = { start: at, end: place.end };
      const text = written.mend(place.owner === "control-character", span, place.meant);
      const isChange = text !== surroundings.text.slice(at, place.end) || surroundings.rewritten(span) !== null;
      const mayChange = isChange && !surroundings.isRecorded(at);
      mends.push({ owner: place.owner, span, meant: place.meant, text: mayChange ? text : null });
    }
    at = place.end;
  }
}

interface Found {
  readonly owner: Owner | null;
  readonly end: number;
  readonly meant: string | null;
}

/** Whose the character at an offset is; a plain one and one that is mended with the structure are nobody's. */
function placeAt(at: number, line: Line, surroundings: Surroundings): Found {
  const { text } = surroundings;
  const claimed = surroundings.damageAt(at, line.span.end);
  if (claimed !== null) {
    const { damage, end } = claimed;
    switch (damage.kind) {
      case "encoding":
        return { owner: damage.kind, end, meant: text.slice(at, end) };
      case "control-character":
        return { owner: damage.kind, end, meant: damage.replacement === null ? null : meaningOf(text.charCodeAt(at)) };
      case "mojibake":
        return { owner: damage.kind, end, meant: damage.replacement };
      default:
        return { owner: null, end, meant: null };
    }
  }
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const selector = text.charAt(at + character.length) === "\ufe0f" ? 1 : 0;
  const end = at + character.length + selector;
  const isPlain = character <= "\u007e" || isInvisible(character);
  return { owner: isPlain ? null : "non-ascii", end, meant: text.slice(at, end) };
}

/** A C1 control is a character of windows-1252 that was taken for Latin-1; any other control character is nothing. */
function meaningOf(code: number): string {
  const character = code >= 0x80 ? windows1252(code) : "";
  return CONTROL.test(character) ? "" : character;
}
