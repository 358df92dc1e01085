/** Text that stands where something is to be filled in, and text that only a template says. */
import { dialect } from "./dialect.ts";
import { trimOf } from "./trim.ts";

const ANY_PLACEHOLDER = oneOf(dialect.placeholders);
const ANY_TEMPLATE = oneOf(dialect.template);

/** Quick, and never false for words that hold one. */
export function mayHoldPlaceholder(words: string): boolean {
  return ANY_PLACEHOLDER.test(words);
}

/** True for what only a template says. */
export function isTemplate(words: string): boolean {
  return ANY_TEMPLATE.test(words) && dialect.template.some((pattern) => pattern.test(words));
}

/** All patterns at once, in either case: most words match none, and one look settles that. */
function oneOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join("|"), "i");
}

/** True when a placeholder is all that stands there. */
export function isPlaceholder(value: string): boolean {
  const bare = trimOf(value.trim(), " \t\"'`*", " \t\"'`*.");
  if (!mayHoldPlaceholder(bare)) return false;
  return dialect.placeholders.some((pattern) => {
    const found = pattern.exec(bare);
    return found !== null && found[0].length >= bare.length - 2;
  });
}
