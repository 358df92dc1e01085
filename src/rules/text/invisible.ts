/** Characters that take no room or turn the direction of writing: what stands there is not what people see. */

const NAMES: ReadonlyMap<string, string> = new Map([
  ["\u00ad", "SOFT HYPHEN"],
  ["\u034f", "COMBINING GRAPHEME JOINER"],
  ["\u061c", "ARABIC LETTER MARK"],
  ["\u115f", "HANGUL CHOSEONG FILLER"],
  ["\u1160", "HANGUL JUNGSEONG FILLER"],
  ["\u180e", "MONGOLIAN VOWEL SEPARATOR"],
  ["\u200b", "ZERO WIDTH SPACE"],
  ["\u200c", "ZERO WIDTH NON-JOINER"],
  ["\u200d", "ZERO WIDTH JOINER"],
  ["\u200e", "LEFT-TO-RIGHT MARK"],
  ["\u200f", "RIGHT-TO-LEFT MARK"],
  ["\u2028", "LINE SEPARATOR"],
  ["\u2029", "PARAGRAPH SEPARATOR"],
  ["\u202a", "LEFT-TO-RIGHT EMBEDDING"],
  ["\u202b", "RIGHT-TO-LEFT EMBEDDING"],
  ["\u202c", "POP DIRECTIONAL FORMATTING"],
  ["\u202d", "LEFT-TO-RIGHT OVERRIDE"],
  ["\u202e", "RIGHT-TO-LEFT OVERRIDE"],
  ["\u2060", "WORD JOINER"],
  ["\u2066", "LEFT-TO-RIGHT ISOLATE"],
  ["\u2067", "RIGHT-TO-LEFT ISOLATE"],
  ["\u2068", "FIRST STRONG ISOLATE"],
  ["\u2069", "POP DIRECTIONAL ISOLATE"],
  ["\u3164", "HANGUL FILLER"],
  ["\ufeff", "ZERO WIDTH NO-BREAK SPACE"],
  ["\uffa0", "HALFWIDTH HANGUL FILLER"],
]);

// With the invisible operators, the variation selectors that no emoji uses, and the tags that spell hidden text.
const RANGES = [
  "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164",
  "\\ufe00-\\ufe0d\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e0fff}",
].join("");
const INVISIBLE = new RegExp(`[${RANGES}]`, "u");
const ALL_INVISIBLE = new RegExp(`[${RANGES}]`, "gu");

export function isInvisible(character: string): boolean {
  return INVISIBLE.test(character);
}

/** `U+200B ZERO WIDTH SPACE`. */
export function invisibleName(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const name = NAMES.get(character);
  return name === undefined ? `U+${code}` : `U+${code} ${name}`;
}

/** Where invisible characters stand. A joiner between two pictures makes one picture of them and hides nothing. */
export function findInvisible(text: string): { readonly at: number; readonly character: string }[] {
  const found: { at: number; character: string }[] = [];
  for (const { 0: character, index } of text.matchAll(ALL_INVISIBLE)) {
    if (character === "\u200d" && joinsPictures(text, index)) continue;
    found.push({ at: index, character });
  }
  return found;
}

function joinsPictures(text: string, at: number): boolean {
  const [before, after] = [text.slice(Math.max(0, at - 4), at), text.slice(at + 1, at + 3)];
  const isPicture = /\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?$/u.test(before);
  return isPicture && /^\p{Extended_Pictographic}/u.test(after);
}
