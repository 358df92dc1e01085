import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import ajvFormats from "ajv-formats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluation as anyEvaluation } from "../../test/arbitrary/evaluation.ts";
import { BERTH, evaluation, finding } from "../../test/fixtures/evaluation.ts";
import type { Parts } from "../../test/fixtures/evaluation.ts";
import { renderSarif } from "./sarif.ts";
import type { SarifOptions } from "./sarif.ts";

interface Message {
  readonly level: string;
  readonly message: { readonly text: string };
}

interface Result extends Message {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly baselineState?: string;
  readonly relatedLocations?: readonly object[];
}

/** As much of a SARIF log as the tests look at. */
interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly invocations: readonly [
        {
          readonly exitCode: number;
          readonly toolExecutionNotifications: readonly Message[];
          readonly toolConfigurationNotifications: readonly Message[];
        },
      ];
      readonly results: readonly Result[];
    },
  ];
}

const schema = JSON.parse(
  readFileSync(new URL("../../test/fixtures/sarif-2.1.0.schema.json", import.meta.url), "utf8"),
) as object;
const ajv = new Ajv2020({ strict: false });
ajvFormats.default(ajv);
const isSarif = ajv.compile(schema);

const rules: SarifOptions["rules"] = new Map([
  ["structure/field-value", { title: "Field value", severity: "error", what: "What.", why: "Why.", how: "How." }],
  ["text/bidi", { title: "Bidi", severity: "note", what: "w".repeat(2000), why: "y", how: "h" }],
]);
const options: SarifOptions = { rules, version: "0.1.0" };

function log(parts: Parts): Log {
  return JSON.parse(renderSarif(evaluation(parts), options)) as Log;
}

test("is valid SARIF 2.1.0 for any evaluation, with a rule behind every result", () => {
  fc.assert(
    fc.property(anyEvaluation, (value) => {
      const text = renderSarif(value, { ...options, pages: new URL("https://harbour.example/rules/") });
      const parsed = JSON.parse(text) as Log;
      expect(isSarif(parsed), JSON.stringify(isSarif.errors)).toBe(true);
      const [{ tool, results }] = parsed.runs;
      const ids = value.findings.filter(({ state }) => state !== "fixed").map(({ rule }) => rule);
      expect(results.map(({ ruleId }) => ruleId)).toEqual(ids);
      expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(ids);
      expect(results.every(({ message }) => !message.text.includes("]("))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("the schema it is held to is strict", () => {
  const tool = { driver: { name: "writ" } };
  expect(isSarif({ version: "2.1.0", runs: [{ tool, results: [{ message: { text: "a" } }] }] })).toBe(true);
  expect(isSarif({ version: "2.1.0", runs: [{ tool, results: [{ ruleId: "a" }] }] })).toBe(false);
  expect(isSarif({ version: "2.1.0", runs: [], extra: 1 })).toBe(false);
});

test("writes a finding with its place, its fix and what it is related to", () => {
  const edit = { startByte: 40, endByte: 46, line: 8, column: 14, endLine: 8, endColumn: 20, text: "HIGH" };
  const [{ results }] = log({
    findings: [
      finding({
        line: 8,
        column: 14,
        endColumn: 20,
        message: "RISK_TIER is \"SEVERE\" [x](https://evil.example).",
        expected: "LOW, MEDIUM or HIGH",
        path: "docs/task packets/#1 [ä].md",
        fingerprint: "f1",
        fix: { title: "Write HIGH", edits: [edit] },
        related: [{ path: BERTH, line: 2, endLine: 3, message: "see here" }],
      }),
    ],
  }).runs;
  const artifactLocation = { uri: "docs/task%20packets/%231%20%5B%C3%A4%5D.md", uriBaseId: "%SRCROOT%" };
  expect(results).toEqual([
    {
      ruleId: "structure/field-value",
      ruleIndex: 0,
      level: "error",
      message: { text: 'RISK_TIER is "SEVERE" [x] (https://evil.example). Expected: LOW, MEDIUM or HIGH' },
      locations: [
        {
          physicalLocation: {
            artifactLocation,
            region: { startLine: 8, startColumn: 14, endLine: 8, endColumn: 20 },
          },
        },
      ],
      relatedLocations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: BERTH, uriBaseId: "%SRCROOT%" },
            region: { startLine: 2, endLine: 3 },
          },
          message: { text: "see here" },
        },
      ],
      partialFingerprints: { "writFinding/v1": "f1" },
      fixes: [
        {
          description: { text: "Write HIGH" },
          artifactChanges: [
            {
              artifactLocation,
              replacements: [{ deletedRegion: { byteOffset: 40, byteLength: 6 }, insertedContent: { text: "HIGH" } }],
            },
          ],
        },
      ],
    },
  ]);
});

test("describes rules within GitHub's limits", () => {
  const [{ tool }] = log({ findings: [finding({ rule: "lineage/board-orphan" })] }).runs;
  expect(tool.driver.rules).toMatchObject([
    { id: "lineage/board-orphan", name: "LineageBoardOrphan" },
    {
      id: "structure/field-value",
      name: "StructureFieldValue",
      shortDescription: { text: "Field value" },
      fullDescription: { text: "What." },
      help: { text: "What: What.\nWhy: Why.\nHow to mend it: How." },
      defaultConfiguration: { level: "error" },
      properties: { tags: ["structure"] },
    },
    { id: "text/bidi", fullDescription: { text: `${"w".repeat(1023)}…` }, defaultConfiguration: { level: "note" } },
  ]);
});

test("says with a base what is new and what is unchanged, without one nothing, and leaves out what is mended", () => {
  const findings = [finding(), finding({ state: "existing" }), finding({ state: "fixed" })];
  const states = (base: string | null): unknown[] =>
    log({ findings, base }).runs[0].results.map(({ baselineState }) => baselineState);
  expect(states("0a1b")).toEqual(["new", "unchanged"]);
  expect(states(null)).toEqual([undefined, undefined]);
});

test("keeps the gravest 25,000 and says how many it left out, and which rules did not run", () => {
  const many = Array.from({ length: 25_002 }, (_, index) => finding({ line: index + 1, severity: "note" }));
  const skipped = [{ rule: "process/scope", reason: "needs a base commit" }];
  const [{ results, invocations }] = log({ findings: [...many, finding({ line: 30_000 })], skipped }).runs;
  expect(results).toHaveLength(25_000);
  expect(results.at(-1)?.level).toBe("error");
  expect(invocations[0]).toMatchObject({
    exitCode: 1,
    toolExecutionNotifications: [
      { level: "warning", message: { text: "3 findings left out: GitHub takes 25000 a run." } },
    ],
    toolConfigurationNotifications: [{ message: { text: "process/scope did not run: needs a base commit" } }],
  });
});
