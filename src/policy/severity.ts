/** Which rules a policy may not weaken, and how the severities of a preset and of a file go together. */
import type { Severity } from "./policy.ts";

/**
 * Rules of the gate that stand against a forged verdict: one that nobody entitled gave, that was given about other
 * content, that its author gave to their own work, that said no, or that a broken policy would have let through.
 */
const FORGERY: ReadonlySet<string> = new Set([
  "gate/validator-unauthorised",
  "gate/validator-not-independent",
  "gate/verdict-stale",
  "gate/verdict-fail",
  "gate/policy-invalid",
]);

/** True for a rule that a policy may only set to `error`: every rule of the ledger, and those against forgery. */
export function isProtected(rule: string): boolean {
  return rule.startsWith("ledger/") || FORGERY.has(rule);
}

/** `family/*` for a rule id. */
export function familyOf(rule: string): string {
  return `${rule.slice(0, rule.indexOf("/"))}/*`;
}

/** The keys that `rules` of a policy file may have: every rule, and every family, in the order of the rules. */
export function ruleKeys(knownRules: readonly string[]): readonly string[] {
  return [...new Set(knownRules.map(familyOf)), ...knownRules];
}

/** True when a key of `rules` covers a protected rule. */
export function isProtectedKey(key: string, knownRules: readonly string[]): boolean {
  return isProtected(key) || knownRules.some((rule) => isProtected(rule) && familyOf(rule) === key);
}

/**
 * The severities of a file upon those of its preset. A family in the file also replaces what the preset says of single
 * rules of that family: otherwise `structure/*: off` would leave some of them on, for no reason the file shows.
 */
export function mergeSeverities(
  preset: Readonly<Record<string, Severity>>,
  file: Readonly<Record<string, Severity>>,
): Readonly<Record<string, Severity>> {
  const kept = Object.entries(preset).filter(([rule]) => !Object.hasOwn(file, familyOf(rule)));
  return Object.fromEntries([...kept, ...Object.entries(file)]);
}
