/** What the schema finds wrong, in sentences that say which key, what was seen, and what to write instead. */
import * as z from "zod";
import { nearest } from "./nearest.ts";
import { quoted } from "./quoted.ts";
import { isProtectedKey } from "./severity.ts";
import { EMPTY } from "./yaml.ts";
import type { Path } from "./yaml.ts";

/** One thing the schema does not accept. `part` says whether it is about the key or about what stands behind it. */
export interface Complaint {
  readonly path: Path;
  readonly part: "key" | "value";
  readonly sentence: () => string;
}

type Issue = z.core.$ZodIssue;

/**
 * The issues of a failed parse, one complaint for each thing to mend. Sentences are made when asked for: looking for
 * the nearest name is the dear part, and a file may hold a thousand unknown keys.
 */
export function complaints(
  issues: readonly Issue[],
  schema: z.ZodType,
  input: unknown,
  knownRules: readonly string[],
): readonly Complaint[] {
  return issues.flatMap((issue): readonly Complaint[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        part: "key",
        sentence: () => unknownKey(issue.path, key, keysAt(schema, issue.path)),
      }));
    }
    const sentence = (): string => describe(issue, valueAt(input, issue.path), knownRules);
    return [{ path: issue.path, part: "value", sentence }];
  });
}

function unknownKey(path: Path, key: string, known: readonly string[]): string {
  const isRule = path.length === 1 && path[0] === "rules";
  const what = isRule ? `there is no rule ${quoted(key)}` : `there is no key ${quoted(key)}${within(path)}`;
  const near = nearest(key, known);
  if (near !== null) return `${what}; did you mean \`${near}\`?`;
  return isRule ? `${what}; the families are ${list(known.filter(isFamily))}` : `${what}; known are ${list(known)}`;
}

function isFamily(key: string): boolean {
  return key.endsWith("/*");
}

function within(path: Path): string {
  return path.length === 0 ? " in a policy" : ` in ${quoted(join(path))}`;
}

function describe(issue: Issue, value: unknown, knownRules: readonly string[]): string {
  const name = issue.path.length === 0 ? "the policy" : quoted(join(issue.path), 100);
  if (value === EMPTY) return emptySentence(issue.path, name);
  if (value === undefined) return `${name} is missing${issue.path[0] === "version" ? BEGINNING : ""}`;
  switch (issue.code) {
    case "invalid_type":
      return `${name} must be ${TYPES[issue.expected] ?? issue.expected}, not ${shown(value)}`;
    case "invalid_value":
      return `${name} ${choice(issue, value, knownRules)}`;
    case "too_small":
      if (issue.origin === "array") return `${name} needs at least ${entries(issue.minimum)}`;
      if (issue.origin === "string") return `${name} must not be empty`;
      return `${name} must be at least ${issue.minimum}, not ${shown(value)}`;
    case "too_big":
      if (issue.origin === "array") return `${name} holds more than ${entries(issue.maximum)}`;
      if (issue.origin === "string") return `${name} is longer than ${issue.maximum} characters`;
      return `${name} must be at most ${issue.maximum}, not ${shown(value)}`;
    default:
      return `${name} ${issue.message}`;
  }
}

const BEGINNING = ": a policy begins with `version: 1`";

function emptySentence(path: Path, name: string): string {
  if (path.length === 0) return `the policy is empty${BEGINNING}`;
  return `${name} has no value: write one, or remove the line`;
}

const TYPES: Partial<Record<string, string>> = {
  string: "text",
  number: "a whole number",
  int: "a whole number",
  boolean: "`true` or `false`",
  object: "a mapping of keys to values",
  array: "a list",
};

function choice(issue: z.core.$ZodIssueInvalidValue, value: unknown, knownRules: readonly string[]): string {
  const [family, rule] = issue.path;
  if (family === "rules" && typeof rule === "string" && isProtectedKey(rule, knownRules)) {
    return `can only be \`error\`, not ${shown(value)}: a policy cannot weaken what keeps verdicts honest`;
  }
  const options = issue.values.map(String);
  if (options.length === 1) return `must be ${list(options)}, not ${shown(value)}`;
  const near = typeof value === "string" ? nearest(value, options) : null;
  const hint = near === null ? "" : `; did you mean \`${near}\`?`;
  return `must be one of ${list(options)}, not ${shown(value)}${hint}`;
}

function entries(count: number | bigint): string {
  return `${count} ${Number(count) === 1 ? "entry" : "entries"}`;
}

function list(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function shown(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "object") return Array.isArray(value) ? "a list" : "a mapping";
  return typeof value === "string" ? `the text ${quoted(value)}` : `\`${scalar(value)}\``;
}

/** `scan.forbidden[0].pattern` */
function join(path: Path): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${String(step)}`))
    .join("");
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

/** The keys that the mapping at a path may have. */
function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  const inner = unwrap(schema);
  const [step, ...rest] = path;
  if (inner instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(inner.shape);
    const next: unknown = inner.shape[String(step)];
    return next instanceof z.ZodType ? keysAt(next, rest) : [];
  }
  return inner instanceof z.ZodArray ? keysAt(inner.element, rest) : [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodExactOptional ? schema.unwrap() : schema;
}

function scalar(value: unknown): string {
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint" ? `${value}` : "nothing";
}
