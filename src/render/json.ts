import type { Evaluation } from "../evaluate/evaluation.ts";
import { json } from "./harmless.ts";
import { evaluationShape } from "./json-schema.ts";
import type { Shape } from "./json-schema.ts";
import { compare } from "../evaluate/order.ts";

/** The whole evaluation as JSON: keys in the order of its schema, two spaces of indentation, a line feed at the end. */
export function renderJson(evaluation: Evaluation): string {
  return json(ordered(evaluation, evaluationShape));
}

/** The same value with keys in the order of the shape; keys that the shape does not name follow by name. */
function ordered(value: unknown, shape: Shape | undefined): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) items.push(ordered(item, shape?.items));
    return items;
  }
  if (typeof value !== "object" || value === null) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const properties = shape?.properties ?? NONE;
  const result: Record<string, unknown> = {};
  for (const key in properties) {
    if (Object.hasOwn(given, key)) result[key] = ordered(given[key], properties[key]);
  }
  const others = Object.keys(given).filter((key) => !Object.hasOwn(properties, key));
  for (const key of others.sort(compare)) {
    Object.defineProperty(result, key, { value: ordered(given[key], shape?.additionalProperties), enumerable: true });
  }
  return result;
}

const NONE: Readonly<Record<string, Shape>> = {};
