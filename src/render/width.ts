/** How many cells of a terminal a text takes. East Asian width from scripts, since JavaScript does not expose it. */
const NARROW = /^[ -~]*$/;
const NONE = /[\p{Mn}\p{Me}\u1160-\u11ff\u200b\ufe0e\ufe0f]/u;
const HALF = /[\uff61-\uffdc\u{1f1e6}-\u{1f1ff}]/u;
const WIDE = new RegExp(
  "[\\p{Script=Han}\\p{Script=Hangul}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Bopomofo}\\p{Script=Yi}" +
    "\\p{Script=Tangut}\\p{Emoji_Presentation}\\u3000-\\u303e\\uff01-\\uff60\\uffe0-\\uffe6]",
  "u",
);

/** Cells of one printable code point: 0 for what combines with the character before, 2 for wide ones, else 1. */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (NONE.test(character)) return 0;
  return !HALF.test(character) && WIDE.test(character) ? 2 : 1;
}

export function textWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/**
 * Breaks a text at spaces into lines of at most `width` cells; a longer word gets a line of its own. No line but the
 * first starts with `::`, which a build server would take for a command.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(/ +/)) {
    const cells = textWidth(word);
    if (line === "") [line, used] = [word, cells];
    else if (used + 1 + cells <= width || word.startsWith("::")) [line, used] = [`${line} ${word}`, used + 1 + cells];
    else {
      lines.push(line);
      [line, used] = [word, cells];
    }
  }
  return [...lines, line];
}
