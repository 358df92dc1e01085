/**
 * Finds the requirement that a sentence quotes among many, without comparing it with each: sentences are looked up by
 * the rarest words they have.
 */
import { agrees, hasNumber, likeness } from "./similarity.ts";

/** A sentence that may be quoted, and the promise it belongs to. */
export interface Unit {
  readonly promise: number;
  readonly words: readonly string[];
}

export interface Hit {
  readonly promise: number;
  readonly kind: "exact" | "substring" | "fuzzy";
  readonly score: number;
}

/** Fewer words are a phrase that could stand anywhere. */
const LEAST_WORDS = 4;

/** Pairs of sentences that one packet may have compared; after that only exact quotations are found. */
const COMPARISONS = 100_000;

/**
 * Likeness from which on a sentence counts as a quotation. In the real packets every pair above it is the same
 * requirement shortened; below it, quotations begin to leave conditions out, or to be about half of a requirement.
 */
export const ALIKE = 0.85;

/** Two sentences that are as alike have no more than this share of the words of one for themselves. */
const APART = 1 - ALIKE / (2 - ALIKE);

export class RequirementIndex {
  readonly #units: readonly (Unit & { readonly text: string })[];
  readonly #byText = new Map<string, number[]>();
  readonly #byWord = new Map<string, number[]>();
  /** Units by the one of their words that the fewest units have. */
  readonly #byRarest = new Map<string, number[]>();
  #left = COMPARISONS;

  constructor(units: readonly Unit[]) {
    this.#units = units.map(({ promise, words }) => ({ promise, words, text: words.join(" ") }));
    this.#units.forEach(({ text, words }, index) => {
      append(this.#byText, text, index);
      for (const word of words) {
        // A word that stands twice in a unit counts once; units come in order.
        if (this.#byWord.get(word)?.at(-1) !== index) append(this.#byWord, word, index);
      }
    });
    this.#units.forEach(({ words }, index) => {
      const rarest = this.#rarest(words);
      if (rarest !== null) append(this.#byRarest, rarest, index);
    });
  }

  /** The promises that the words quote, each once: all of the strongest kind there is, of fuzzy ones the best. */
  find(words: readonly string[]): readonly Hit[] {
    const text = words.join(" ");
    if (text === "") return [];
    const exact = this.#byText.get(text);
    if (exact !== undefined) {
      return distinct(exact.map((index) => ({ promise: this.#units[index]?.promise ?? 0, kind: "exact", score: 1 })));
    }
    const parts = this.#around(words).filter((index) => this.#isPart(words, text, index));
    if (parts.length > 0) return distinct(parts.map((index) => ({ ...this.#scored(words, index), kind: "substring" })));
    const [best] = this.#alike(words)
      .filter((index) => agrees(words, this.#units[index]?.words ?? []))
      .map((index): Hit => ({ ...this.#scored(words, index), kind: "fuzzy" }))
      .filter(({ score }) => score >= ALIKE)
      .sort((a, b) => b.score - a.score || a.promise - b.promise);
    return best === undefined ? [] : [best];
  }

  /** Units that may hold the words, and so the rarest of them; or that the words may hold, and so their rarest. */
  #around(words: readonly string[]): readonly number[] {
    const known = this.#rareFirst(words);
    const [rarest = ""] = known;
    return this.#collect([this.#byWord.get(rarest), ...known.map((word) => this.#byRarest.get(word))]);
  }

  /**
   * Units that may be alike. Numbers must be the same, so one of them settles it; else one that is alike has, of the
   * words, all but a few, and so one of the few rarest.
   */
  #alike(words: readonly string[]): readonly number[] {
    const numbers = words.filter(hasNumber);
    if (numbers.some((word) => !this.#byWord.has(word))) return [];
    const unknown = words.filter((word) => !this.#byWord.has(word)).length;
    const enough = Math.max(1, Math.floor(words.length * APART) + 1 - unknown);
    const telling = numbers.length > 0 ? this.#rareFirst(numbers).slice(0, 1) : this.#rareFirst(words).slice(0, enough);
    return this.#collect(telling.map((word) => this.#byWord.get(word)));
  }

  #collect(lists: readonly (readonly number[] | undefined)[]): readonly number[] {
    const found = new Set<number>();
    for (const list of lists) {
      for (const index of list ?? []) {
        if (this.#left === 0) return [...found].sort((a, b) => a - b);
        this.#left--;
        found.add(index);
      }
    }
    return [...found].sort((a, b) => a - b);
  }

  /** The words that any unit has, each once, those first that the fewest have. */
  #rareFirst(words: readonly string[]): readonly string[] {
    const count = (word: string): number => this.#byWord.get(word)?.length ?? 0;
    return [...new Set(words)].filter((word) => count(word) > 0).sort((a, b) => count(a) - count(b));
  }

  /** The first of those that `#rareFirst` would put first. */
  #rarest(words: readonly string[]): string | null {
    let rarest: string | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const word of words) {
      const count = this.#byWord.get(word)?.length ?? 0;
      if (count === 0 || count >= least) continue;
      [rarest, least] = [word, count];
    }
    return rarest;
  }

  #isPart(words: readonly string[], text: string, index: number): boolean {
    const unit = this.#units[index];
    if (unit === undefined) return false;
    const [shorter, longer] = words.length < unit.words.length ? [words, unit.text] : [unit.words, text];
    return shorter.length >= LEAST_WORDS && ` ${longer} `.includes(` ${shorter.join(" ")} `);
  }

  #scored(words: readonly string[], index: number): { promise: number; score: number } {
    const unit = this.#units[index];
    return { promise: unit?.promise ?? 0, score: likeness(words, unit?.words ?? []) };
  }
}

/** The best hit of each promise. */
function distinct(hits: readonly Hit[]): readonly Hit[] {
  const best = new Map<number, Hit>();
  for (const hit of hits) if (hit.score > (best.get(hit.promise)?.score ?? -1)) best.set(hit.promise, hit);
  return [...best.values()];
}

function append(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
