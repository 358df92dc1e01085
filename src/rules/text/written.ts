/** One line of a document as it will read once its characters are mended. */
import type { Line, Span } from "../../packet/model.ts";
import { asciiFor } from "./characters.ts";
import type { Surroundings } from "./surroundings.ts";
import { CONTROL, UNUSUAL } from "./unusual.ts";

/** A line as it will be, up to where the walk has come. What it decides stays true when it reads its own result. */
export class Written {
  readonly #line: Line;
  readonly #surroundings: Surroundings;
  readonly #isProse: boolean;
  #last = "";
  #hasLetter = false;
  #ticks = 0;

  constructor(line: Line, surroundings: Surroundings) {
    this.#line = line;
    this.#surroundings = surroundings;
    this.#isProse = line.kind !== "code" && line.kind !== "fence" && line.kind !== "html";
  }

  /** Text that stays as it is, none of it on both sides of where the line's words begin. */
  keep(start: number, end: number): void {
    const text = this.#surroundings.text.slice(start, end);
    this.#last = text.at(-1) ?? this.#last;
    this.#ticks += text.split("`").length - 1;
    if (start >= this.#line.content && /[A-Za-z]/.test(text)) this.#hasLetter = true;
  }

  /** What to write in place of a span; null when that cannot be told. */
  mend(isControl: boolean, span: Span, meant: string | null): string | null {
    const isContent = span.start >= this.#line.content;
    const text = this.#final(isControl, span, meant);
    if (text !== "") this.#last = text?.at(-1) ?? "\ufffd";
    if (text !== null && isContent && /[A-Za-z]/.test(text)) this.#hasLetter = true;
    return text ?? this.#surroundings.rewritten(span);
  }

  #final(isControl: boolean, span: Span, meant: string | null): string | null {
    if (meant === null) return null;
    if (meant === "") return this.#mayVanish(span) ? "" : null;
    const words = this.#inAscii(meant, span);
    // A control character is only mended where the result is sure to be plain.
    return isControl && UNUSUAL.test(words) ? null : words;
  }

  /** Between letters and digits a control character hides nothing, and without it nothing grows together but a word. */
  #mayVanish(span: Span): boolean {
    const { text } = this.#surroundings;
    const beside = [text.charAt(span.start - 1), text.charAt(span.end)];
    const isSound = this.#surroundings.plainEnd(span.end, span.end + 1) > span.end;
    return isSound && this.#isWords(span) && this.#hasLetter && beside.every((one) => /[A-Za-z0-9 ]/.test(one));
  }

  #inAscii(meant: string, span: Span): string {
    if (!this.#isWords(span)) return meant;
    const { text } = this.#surroundings;
    const word = wordAround(text, span, this.#line.span);
    const isPath = word.some((part) => /[/\\]/.test(part));
    const behind = text.slice(span.end, Math.min(span.end + 2, this.#line.span.end));
    // A control character may yet vanish, so nothing is decided by what stands beside one.
    const isSure = { before: !CONTROL.test(text.charAt(span.start - 1)), after: !CONTROL.test(behind.charAt(0)) };
    const characters = Array.from(meant);
    let written = "";
    let isReplaced = false;
    for (const [index, character] of characters.entries()) {
      if (character === "\ufe0f" && isReplaced) continue;
      const before = written.at(-1) ?? this.#last;
      const after = characters.slice(index + 1).join("") + behind;
      const afterLetter = this.#hasLetter || /[A-Za-z]/.test(written);
      const isPlain = (index > 0 || isSure.before) && (index < characters.length - 1 || isSure.after);
      const ascii = isPlain ? this.#fitting(asciiFor(character, { before, afterLetter, after }), span) : null;
      isReplaced = ascii !== null && (!isPath || isQuoting(ascii, word));
      written += isReplaced ? (ascii ?? "") : character;
    }
    return written;
  }

  /** A heading is known by its words and a signature stands for them, so no word may be added to these. */
  #fitting(ascii: string | null, span: Span): string | null {
    const isFixed = this.#line.kind === "heading" || this.#surroundings.isSigned(span.start);
    return isFixed && /[a-z]/.test(ascii ?? "") ? null : ascii;
  }

  /** Prose that no machine compares: not code, not a path, not a value with a meaning of its own. */
  #isWords(span: Span): boolean {
    return this.#isProse && this.#ticks % 2 === 0 && !this.#surroundings.isCompared(span.start);
  }
}

/** The furthest that a path is looked for on either side. */
const REACH = 200;

type Word = readonly [before: string, after: string];

/** What stands before and behind a span, up to the next blank on the line. */
function wordAround(text: string, span: Span, line: Span): Word {
  const before = text.slice(Math.max(line.start, span.start - REACH), span.start).split(/\s/).at(-1) ?? "";
  const after = text.slice(span.end, Math.min(line.end, span.end + REACH)).split(/\s/)[0] ?? "";
  return [before, after];
}

/** A quotation mark around a path is no part of it: on one of its sides stand only marks like itself. */
function isQuoting(ascii: string, word: Word): boolean {
  return /^['"]$/.test(ascii) && word.some((part) => !/[A-Za-z0-9/\\]/.test(part));
}
