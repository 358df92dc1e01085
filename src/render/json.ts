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
  const properties = shape?.properties ?? {};
  const given = new Map<string, unknown>(Object.entries(value));
  const known = Object.keys(properties).filter((key) => given.has(key));
  const others = [...given.keys()].filter((key) => !Object.hasOwn(properties, key)).sort(compare);
  return Object.fromEntries(
    [...known, ...others].map((key) => [key, ordered(given.get(key), properties[key] ?? shape?.additionalProperties)]),
  );
}
