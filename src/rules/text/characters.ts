/** Characters that word processors put where people meant plain ones: their names, and what to write instead. */

interface Character {
  /** The name in the Unicode character database. */
  readonly name: string;
  /** The ASCII that says the same; null where none does. */
  readonly ascii: string | null;
}

const CHARACTERS: ReadonlyMap<string, Character> = new Map(
  (
    [
      ["\u00a0", "NO-BREAK SPACE", " "],
      ["\u2002", "EN SPACE", " "],
      ["\u2003", "EM SPACE", " "],
      ["\u2007", "FIGURE SPACE", " "],
      ["\u2009", "THIN SPACE", " "],
      ["\u202f", "NARROW NO-BREAK SPACE", " "],
      ["\u2010", "HYPHEN", "-"],
      ["\u2011", "NON-BREAKING HYPHEN", "-"],
      ["\u2012", "FIGURE DASH", "-"],
      ["\u2013", "EN DASH", "-"],
      ["\u2014", "EM DASH", "--"],
      ["\u2015", "HORIZONTAL BAR", "--"],
      ["\u2212", "MINUS SIGN", "-"],
      ["\u00b4", "ACUTE ACCENT", "'"],
      ["\u2018", "LEFT SINGLE QUOTATION MARK", "'"],
      ["\u2019", "RIGHT SINGLE QUOTATION MARK", "'"],
      ["\u201a", "SINGLE LOW-9 QUOTATION MARK", "'"],
      ["\u2032", "PRIME", "'"],
      ["\u2039", "SINGLE LEFT-POINTING ANGLE QUOTATION MARK", "'"],
      ["\u203a", "SINGLE RIGHT-POINTING ANGLE QUOTATION MARK", "'"],
      ["\u00ab", "LEFT-POINTING DOUBLE ANGLE QUOTATION MARK", '"'],
      ["\u00bb", "RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK", '"'],
      ["\u201c", "LEFT DOUBLE QUOTATION MARK", '"'],
      ["\u201d", "RIGHT DOUBLE QUOTATION MARK", '"'],
      ["\u201e", "DOUBLE LOW-9 QUOTATION MARK", '"'],
      ["\u2033", "DOUBLE PRIME", '"'],
      ["\u2026", "HORIZONTAL ELLIPSIS", "..."],
      ["\u2190", "LEFTWARDS ARROW", "<-"],
      ["\u2192", "RIGHTWARDS ARROW", "->"],
      ["\u2194", "LEFT RIGHT ARROW", "<->"],
      ["\u21d2", "RIGHTWARDS DOUBLE ARROW", "=>"],
      ["\u2260", "NOT EQUAL TO", "!="],
      ["\u2264", "LESS-THAN OR EQUAL TO", "<="],
      ["\u2265", "GREATER-THAN OR EQUAL TO", ">="],
      ["\u2611", "BALLOT BOX WITH CHECK", "[x]"],
      ["\u2705", "WHITE HEAVY CHECK MARK", "[x]"],
      ["\u2713", "CHECK MARK", "[x]"],
      ["\u2714", "HEAVY CHECK MARK", "[x]"],
      ["\u00a7", "SECTION SIGN", "Section "],
      ["\u00a9", "COPYRIGHT SIGN", null],
      ["\u00ae", "REGISTERED SIGN", null],
      ["\u00b0", "DEGREE SIGN", null],
      ["\u00b1", "PLUS-MINUS SIGN", null],
      ["\u00b7", "MIDDLE DOT", null],
      ["\u00d7", "MULTIPLICATION SIGN", null],
      ["\u20ac", "EURO SIGN", null],
      ["\u2022", "BULLET", null],
      ["\u2122", "TRADE MARK SIGN", null],
      ["\u2191", "UPWARDS ARROW", null],
      ["\u2193", "DOWNWARDS ARROW", null],
      ["\u26a0", "WARNING SIGN", null],
      ["\u2717", "BALLOT X", null],
      ["\u2718", "HEAVY BALLOT X", null],
      ["\u274c", "CROSS MARK", null],
      ["\ufffd", "REPLACEMENT CHARACTER", null],
    ] as const
  ).map(([character, name, ascii]) => [character, { name, ascii }]),
);

/** `U+2014 EM DASH`; the number alone where the name is not among the common ones. */
export function nameOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const name = CHARACTERS.get(character)?.name;
  return name === undefined ? `U+${code}` : `U+${code} ${name}`;
}

/** What stands around a character: what has been written before it on the line, and the character behind it. */
export interface Place {
  /** The last character before it, empty at the start of the line's words. */
  readonly before: string;
  /** A letter stands somewhere before it, so nothing here can be a list marker, a rule or a quotation mark. */
  readonly afterLetter: boolean;
  /** What follows on the line. */
  readonly after: string;
}

/**
 * The ASCII for a character at its place, or null where there is none or Markdown might read it as more than words.
 * Judged only by what replacing other characters leaves as it is, so the answer is the same once they are replaced.
 */
export function asciiFor(character: string, { before, afterLetter, after }: Place): string | null {
  const ascii = CHARACTERS.get(character)?.ascii ?? null;
  if (ascii === null || ascii === "'" || ascii === '"' || ascii === "...") return ascii;
  if (ascii === "Section ") return /^\d/.test(after) && !/[\p{L}\p{N}\u00a7]$/u.test(before) ? ascii : null;
  // A mark of Markdown on either side could make one longer mark of both: `<!--`, `-->`, `[x](`.
  const isAlone = !/[<>!=\\-]$/.test(before) && !/^[<>=-]/.test(after);
  if (!afterLetter || !isAlone) return null;
  if (ascii === "[x]") return /[[\]]$/.test(before) || /^[([\]:]/.test(after) ? null : ascii;
  return ascii !== " " || /^\S/.test(after) ? ascii : null;
}
