import type { Evaluation } from "../evaluate/evaluation.ts";
import { json } from "./harmless.ts";
import { evaluationShape } from "./json-schema.ts";
import type { Shape } from "./json-schema.ts";
import { compare } from "./order.ts";

/** The whole evaluation as JSON: keys in the order of its schema, two spaces of indentation, a line feed at the end. */
export function renderJson(evaluation: Evaluation): string {
  return json(ordered(evaluation, evaluationShape));
}

/** The same value with keys in the order of the shape; keys that the shape does not name follow by name. */
function ordered(value: unknown, shape: Shape | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => ordered(item, shape?.items));
  if (typeof value !== "object" || value === null) return value;
  const known = Object.keys(shape?.properties ?? {});
  const rank = (key: string): number => (known.includes(key) ? known.indexOf(key) : known.length);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => rank(a) - rank(b) || compare(a, b))
      .map(([key, item]) => [key, ordered(item, shape?.properties?.[key] ?? shape?.additionalProperties)]),
  );
}
