/** What came of deriving a decision again. */

/** One field that says something else, as JSON. `null` where there is none. */
export interface Difference {
  /** As in `outcome.missing[0].what`. */
  readonly field: string;
  readonly recorded: string | null;
  readonly derived: string | null;
}

export type Derived =
  | { readonly state: "same" }
  | { readonly state: "differs"; readonly differences: readonly Difference[] }
  /** It cannot be derived here: why, and what to do about it, in one sentence without its full stop. */
  | { readonly state: "not here"; readonly why: string };

export function notHere(why: string): Derived {
  return { state: "not here", why };
}

/** Field by field. The order of keys means nothing, that of lists does. */
export function compared(recorded: unknown, derived: unknown): Derived {
  const [old, fresh] = [leaves(recorded), leaves(derived)];
  const differences = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((field): readonly Difference[] => {
    const [a = null, b = null] = [old.get(field), fresh.get(field)];
    return a === b ? [] : [{ field, recorded: a, derived: b }];
  });
  return differences.length === 0 ? { state: "same" } : { state: "differs", differences };
}

function leaves(value: unknown, path = "", found = new Map<string, string>()): ReadonlyMap<string, string> {
  const isList = Array.isArray(value);
  const parts = typeof value === "object" && value !== null ? Object.entries(value as Record<string, unknown>) : [];
  if (parts.length === 0) found.set(path, JSON.stringify(value) ?? "null");
  for (const [key, part] of parts) leaves(part, isList ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`, found);
  return found;
}
