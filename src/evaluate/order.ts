/** The order in which findings come. All compare by code units: no locale changes an output. */
import type { Finding } from "./evaluation.ts";

/** As a reader goes through the files: path, line, column. What a rule says of one place stays in the rule's order. */
export function byPlace(a: Finding, b: Finding): number {
  return compare(a.path, b.path) || a.line - b.line || a.column - b.column || compare(a.rule, b.rule);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
