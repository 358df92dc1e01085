/** How alike two sentences are, by their words. */

// Nearly all text is ASCII, and looking for letters of any alphabet costs several times as much.
const ASCII = /^[\0-\x7f]*$/;
const ASCII_WORDS = /[a-z0-9]+/g;

/** Words for comparison: marks, quotes and case do not matter. */
export function wordsOf(text: string): readonly string[] {
  const lower = text.toLowerCase();
  return lower.match(ASCII.test(lower) ? ASCII_WORDS : /[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether a word holds a number, of any alphabet. */
export function hasNumber(word: string): boolean {
  return ASCII.test(word) ? /[0-9]/.test(word) : /\p{N}/u.test(word);
}

/**
 * Twice the words in common over the words of both, from 0 to 1. A word counts as often as both have it; the order does
 * not count, for people turn sentences around when they quote them.
 */
export function likeness(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const left = counted(a);
  let common = 0;
  for (const word of b) if (take(left, word)) common++;
  return (2 * common) / (a.length + b.length);
}

const NEGATIONS = new Set(["not", "no", "never", "none", "without", "cannot", "nothing", "neither", "nor"]);

/**
 * True when the words in which sentences must not differ are the same: every number and id of the quotation is in the
 * original, and both deny equally often. `only 3 lamps` is much like `only 4 lamps`, and says something else.
 */
export function agrees(quotation: readonly string[], original: readonly string[]): boolean {
  const denials = (words: readonly string[]): number => words.filter((word) => NEGATIONS.has(word)).length;
  if (denials(quotation) !== denials(original)) return false;
  const left = counted(original);
  return quotation.every((word) => !hasNumber(word) || take(left, word));
}

function counted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function take(left: Map<string, number>, word: string): boolean {
  const count = left.get(word) ?? 0;
  if (count > 0) left.set(word, count - 1);
  return count > 0;
}
