/** Text that stands where something is to be filled in. */
import { dialect } from "./dialect.ts";
import { trimOf } from "./trim.ts";

/** All of them at once: most words hold none, and one look settles that. */
const ANY = new RegExp(dialect.placeholders.map((pattern) => `(?:${pattern.source})`).join("|"), "i");

/** Quick, and never false for words that hold one. */
export function mayHoldPlaceholder(words: string): boolean {
  return ANY.test(words);
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
