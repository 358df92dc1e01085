import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluation as anyEvaluation } from "../../test/arbitrary/evaluation.ts";
import { evaluation, finding, packet } from "../../test/fixtures/evaluation.ts";
import { evaluationJsonSchema } from "./json-schema.ts";
import type { Shape } from "./json-schema.ts";
import { renderJson } from "./json.ts";

/** The schema with no room for fields that it does not describe. */
function closed(shape: Shape): object {
  const { properties, items, ...rest } = shape;
  return {
    ...rest,
    ...(items === undefined ? {} : { items: closed(items) }),
    ...(properties === undefined
      ? {}
      : {
          additionalProperties: false,
          properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, closed(value)])),
        }),
  };
}

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
const isEvaluation = ajv.compile(evaluationJsonSchema);
const isExactly = ajv.compile(closed(evaluationJsonSchema));

test("holds everything, and the schema describes all of it", () => {
  fc.assert(
    fc.property(anyEvaluation, (value) => {
      const parsed: unknown = JSON.parse(renderJson(value));
      expect(parsed).toEqual(value);
      expect(isEvaluation(parsed), JSON.stringify(isEvaluation.errors)).toBe(true);
      expect(isExactly(parsed), JSON.stringify(isExactly.errors)).toBe(true);
    }),
  );
});

test("keeps a field that a later version adds, and the published schema accepts it", () => {
  const text = renderJson(Object.assign(evaluation(), { later: { b: 1, a: [2] } }));
  expect(text).toMatch(/"later": \{\n {4}"a": \[\n {6}2\n {4}\],\n {4}"b": 1\n {2}\}\n\}\n$/);
  expect(isEvaluation(JSON.parse(text))).toBe(true);
  expect(isExactly(JSON.parse(text))).toBe(false);
});

test.each([
  ["no findings", { findings: undefined }],
  ["another schema", { schema: "writ.evaluation/2" }],
  ["line 0", { findings: [{ ...finding(), line: 0 }] }],
  ["an unknown severity", { findings: [{ ...finding(), severity: "off" }] }],
  ["a finding without a fingerprint", { findings: [{ ...finding(), fingerprint: undefined }] }],
  ["a packet of an unknown kind", { packets: [{ ...packet(), kind: "board" }] }],
])("the schema refuses %s", (_, wrong) => {
  expect(isEvaluation(JSON.parse(JSON.stringify({ ...evaluation(), ...wrong })))).toBe(false);
});

test("writes keys in the order of the contract, whatever order they come in", () => {
  const straight = evaluation({ findings: [finding({ fix: { title: "Mend", edits: [] } })] });
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, reversed(item)]));
  };
  const text = renderJson(straight);
  expect(renderJson({ ...straight, ...(reversed(straight) as typeof straight) })).toBe(text);
  expect([...text.matchAll(/^ {2}"(\w+)"/gm)].map(([, key]) => key)).toEqual([
    "schema", "revision", "base", "digest", "packets", "findings", "summary",
  ]);
  expect([...text.matchAll(/^ {6}"(\w+)": .*$/gm)].map(([, key]) => key)).toEqual([
    "id", "base", "version", "kind", "path", "status", "signature", "reports", "requirements", "evidence",
    "rule", "severity", "packet", "path", "line", "endLine", "column", "endColumn", "message", "expected", "fix",
    "related", "fingerprint", "state",
    "parse", "read", "rules",
  ]);
  expect(text.endsWith("}\n")).toBe(true);
});
