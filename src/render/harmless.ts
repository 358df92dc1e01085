/**
 * Text out of packets, file names and ids is written by strangers. These functions make it safe to show to people.
 *
 * Characters that are not seen but act are written as `<U+202E>`: controls and terminal escapes, bidirectional and
 * zero-width characters, line separators, half surrogates. So is the bracket that makes `##[command]` (also
 * `##vso[…]` and the like) an order to a build server reading the log, which obeys it anywhere in a line.
 */
const ACTING = /(?<=##\w*)\[|(?![\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
const CHARACTER = new RegExp(`(${ACTING.source})|[^]`, "gu");

export interface Character {
  /** Offset in the text, in UTF-16 units. */
  readonly at: number;
  readonly text: string;
  /** True when `text` stands in for a character that must not be printed. */
  readonly replaced: boolean;
}

/** The characters of a text one by one, each safe to print. */
export function* characters(text: string): Generator<Character> {
  for (const match of text.matchAll(CHARACTER)) {
    const acting = match[1];
    yield { at: match.index, text: acting === undefined ? match[0] : named(acting), replaced: acting !== undefined };
  }
}

/** The text with every acting character named, line ends and tabs included. */
export function visible(text: string): string {
  return text.replace(ACTING, named);
}

/** The text on one line: line ends and tabs become spaces, acting characters are named, at most `limit` units. */
export function oneLine(text: string, limit = 1000): string {
  return visible(clip(text, limit).replace(/\s*[\r\n\u2028\u2029\t]\s*/gu, " ").trim());
}

/** At most `limit` UTF-16 units of a text, never half a surrogate pair, with `…` where something was cut off. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const whole = end > 0 && /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, whole)}…`;
}

/** JSON text in which no string can hold an order to a build server. Reads back as the same value. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(/(##\w*)\[/g, "$1\\u005b")}\n`;
}

function named(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `<U+${hex.padStart(4, "0")}>`;
}
