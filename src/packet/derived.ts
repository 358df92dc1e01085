/**
 * What was worked out of one document, and of nothing else: it holds wherever the document stands and whoever asks.
 *
 * It is worked out once. Whoever keeps documents from one run to the next keeps this with them, so it must be plain data
 * that survives being written as JSON.
 */
import type { AnyDocument } from "./model.ts";

/** `of` names what else a value was worked out from; empty when that is nothing. */
export interface Derivation {
  readonly of: string;
  readonly value: unknown;
}

export class Derivations {
  readonly byName: Map<string, Derivation>;
  #changed = false;

  constructor(entries: Iterable<readonly [string, Derivation]> = []) {
    this.byName = new Map(entries);
  }

  /** Something was worked out since these were made. */
  get changed(): boolean {
    return this.#changed;
  }

  add(name: string, derivation: Derivation): void {
    this.byName.set(name, derivation);
    this.#changed = true;
  }
}

const known = new WeakMap<AnyDocument, Derivations>();

/**
 * `name` says what it is, and belongs to one way of working it out. With `of` it may depend on something else too: only
 * the value for the last one is known.
 */
export function derived<T>(document: AnyDocument, name: string, derive: () => T, of = ""): T {
  const all = derivationsOf(document);
  const before = all.byName.get(name);
  if (before?.of === of) return before.value as T;
  const value = derive();
  all.add(name, { of, value });
  return value;
}

export function derivationsOf(document: AnyDocument): Derivations {
  let all = known.get(document);
  if (all === undefined) known.set(document, (all = new Derivations()));
  return all;
}

/** For a document that was known before. */
export function recall(document: AnyDocument, derivations: Derivations): void {
  known.set(document, derivations);
}
