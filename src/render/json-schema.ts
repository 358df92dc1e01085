/**
 * The JSON Schema (2020-12) of `writ.evaluation/1`, in the words of the contract. Open for fields that later versions
 * add. The order of properties here is the order of keys in the JSON output.
 */
import { EVALUATION_SCHEMA, type EvidenceResult } from "../evaluate/evaluation.ts";

export interface Shape {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly pattern?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape;
  readonly items?: Shape;
}

const text: Shape = { type: "string" };
const textOrNull: Shape = { type: ["string", "null"] };
const amount: Shape = { type: "integer", minimum: 0 };
const line: Shape = { type: "integer", minimum: 1, description: "Counted from 1 by line feeds, as Git does." };
const lineOrNull: Shape = { ...line, type: ["integer", "null"] };
const column: Shape = { type: "integer", minimum: 1, description: "Counted from 1 in UTF-16 units." };
const endColumn: Shape = { ...column, description: "The column after the last one, in UTF-16 units." };
const path: Shape = { type: "string", description: "Relative to the top of the repository, `/` between the parts." };

/** An object whose fields are all there; further ones may be. */
function record(properties: Readonly<Record<string, Shape>>, more: Shape = {}): Shape {
  return { type: "object", ...more, required: Object.keys(properties), properties };
}

/** The same with fields that need not be there. */
function withOptional(shape: Shape, properties: Readonly<Record<string, Shape>>): Shape {
  return { ...shape, properties: { ...shape.properties, ...properties } };
}

function array(items: Shape, description?: string): Shape {
  return { type: "array", ...(description === undefined ? {} : { description }), items };
}

const edit = record(
  { startByte: amount, endByte: amount, line, column, endLine: line, endColumn, text },
  { description: "Replace the bytes from startByte up to, not including, endByte with the text in UTF-8." },
);

const finding = record({
  rule: { type: "string", description: "Family and name of the rule." },
  severity: { enum: ["error", "warn", "note"] },
  packet: { ...textOrNull, description: "The id of the packet the finding is about, when it is about one." },
  path,
  line,
  endLine: line,
  column,
  endColumn,
  message: text,
  expected: textOrNull,
  fix: record(
    { title: text, edits: array(edit) },
    { type: ["object", "null"], description: "A mechanical mend, when there is one." },
  ),
  related: array(record({ path, line, endLine: line, message: text })),
  fingerprint: { type: "string", description: "Stays the same when lines move or words of the message change." },
  state: { enum: ["new", "existing", "fixed"], description: "Against the base; all are new when there is none." },
});

const EVIDENCE_STATES = [
  "ok", "hollow", "past-end", "ambiguous", "missing", "unverifiable", "unread", "self", "unchecked", "moved", "changed",
  "gone", "never-valid",
] as const satisfies readonly EvidenceResult["state"][];

const packet = record({
  id: text,
  base: { type: "string", description: "The id without its revision." },
  version: { type: ["integer", "null"], minimum: 0 },
  kind: { enum: ["packet", "stub", "refinement"] },
  path,
  status: textOrNull,
  signature: textOrNull,
  reports: array(record({ verdict: textOrNull, line, endLine: line })),
  requirements: array(
    record({
      text,
      line,
      origin: { enum: ["doneMeans", "evidenceMapping"] },
      evidence: array(amount, "Indexes into the packet's evidence."),
      matches: array(
        record({ line, kind: { enum: ["exact", "substring", "fuzzy"] }, score: { type: "number", minimum: 0 } }),
        "The lines of the evidence map that quote it.",
      ),
    }),
  ),
  evidence: array(
    withOptional(
      record({ raw: text, line, path: text, start: lineOrNull, end: lineOrNull, state: { enum: EVIDENCE_STATES } }),
      { now: record({ path, start: line, end: line }, { description: "Where the cited lines stand now that they moved." }) },
    ),
  ),
});

const summary = record({
  packets: amount,
  stubs: amount,
  refinements: amount,
  rules: amount,
  error: amount,
  warn: amount,
  note: amount,
  new: amount,
  existing: amount,
  fixed: amount,
  failing: { ...amount, description: "Findings that fail the check under the policy." },
  skipped: array(record({ rule: text, reason: text }), "Rules that could not run."),
  milliseconds: { type: "object", additionalProperties: { type: "number", minimum: 0 }, description: "By stage." },
});

export const evaluationShape: Shape = record({
  schema: { const: EVALUATION_SCHEMA },
  revision: { type: "string", description: "The commit judged, or the working tree with the head it stands on." },
  base: { ...textOrNull, description: "The commit it was compared with." },
  digest: { type: "string", description: "SHA-256 over the evaluation without timings." },
  packets: array(packet),
  findings: array(finding),
  summary,
});

/** The schema as published for editors and scripts. */
export const evaluationJsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Writ evaluation",
  description: "What `writ check --format json` prints.",
  ...evaluationShape,
} as const;
