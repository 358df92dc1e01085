/**
 * What was worked out of one document, and of nothing else: it holds wherever the document stands and whoever asks.
 *
 * It is worked out once. Whoever keeps documents from one run to the next keeps this with them, so it must be plain data
 * that survives being written as JSON.
 */
import type { AnyDocument } from "./model.ts";

const known = new WeakMap<AnyDocument, Map<string, unknown>>();

/** `name` says what it is, and belongs to one way of working it out. */
export function derived<T>(document: AnyDocument, name: string, derive: () => T): T {
  const all = derivedOf(document);
  if (all.has(name)) return all.get(name) as T;
  const result = derive();
  all.set(name, result);
  return result;
}

/** All that is known of a document by now. */
export function derivedOf(document: AnyDocument): Map<string, unknown> {
  let all = known.get(document);
  if (all === undefined) known.set(document, (all = new Map<string, unknown>()));
  return all;
}
