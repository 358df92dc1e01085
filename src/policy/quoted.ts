// Control, format (zero-width, bidirectional), line-separator and unpaired surrogate characters: what a terminal or a
// web page would act upon instead of showing it.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text that came from outside, made fit for a message: in backticks, at most `longest` characters of it, and everything
 * invisible written as `\u{…}`.
 */
export function quoted(text: string, longest = 60): string {
  return `\`${printable(text, longest).replaceAll("`", "'")}\``;
}

/** The same without the backticks. */
export function printable(text: string, longest: number): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return cut.replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
