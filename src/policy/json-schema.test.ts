import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { policyJsonSchema } from "./json-schema.ts";

const RULES = ["text/bom", "ledger/report-modified"];
const schema = policyJsonSchema(RULES);
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

describe("the JSON Schema of a policy", () => {
  it("says what it is", () => {
    expect(schema).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      $id: "writ-policy.schema.json",
      title: "Writ policy",
      required: ["version"],
      additionalProperties: false,
    });
  });

  it("names every rule and family, and the severities each may have", () => {
    expect(schema).toHaveProperty("properties.rules.properties.text/*.enum", ["error", "warn", "note", "off"]);
    expect(schema).toHaveProperty("properties.rules.properties.text/bom.enum", ["error", "warn", "note", "off"]);
    const ledger = ["properties", "rules", "properties", "ledger/report-modified"];
    expect(schema).toHaveProperty([...ledger, "type"], "string");
    expect(validate({ version: 1, rules: { "ledger/report-modified": "error", "ledger/*": "error" } })).toBe(true);
    expect(validate({ version: 1, rules: { "ledger/report-modified": "warn" } })).toBe(false);
  });

  it("describes every key and closes every mapping", () => {
    const undescribed: string[] = [];
    let keys = 0;
    const walk = (node: unknown, path: string): void => {
      if (typeof node !== "object" || node === null) return;
      const properties: unknown = Reflect.get(node, "properties");
      if (typeof properties === "object" && properties !== null) {
        expect(Reflect.get(node, "additionalProperties"), path).toBe(false);
        for (const [key, value] of Object.entries(properties)) {
          keys++;
          if (!String(Reflect.get(value, "description")).endsWith(".")) undescribed.push(`${path}.${key}`);
          walk(value, `${path}.${key}`);
        }
      }
      walk(Reflect.get(node, "items"), `${path}[]`);
    };
    walk(schema, "");
    expect(undescribed).toEqual([]);
    expect(keys).toBeGreaterThan(45);
  });

  it.each([
    { version: 1 },
    { version: 1, preset: "adopt", layout: "records", strict: true },
    { version: 1, paths: { packets: "work/.packets", stubs: "...", board: null, gates: "..a/b c" } },
    { version: 1, gate: { validators: ["mara", "@acme/val_1", "role:maintain", "x[bot]"], verdicts: 20 } },
    { version: 1, gate: { mode: "full", governed: ["src/"], approvers: [] } },
    { version: 1, reports: { onPass: { status: "Done", board: "IN PROGRESS" }, forks: "commit" } },
    { version: 1, scan: { forbidden: [{ pattern: "x", why: "y" }], maxFileBytes: 1 } },
    { version: 1, transitions: { "Ready for Dev": ["In Progress"] } },
  ])("accepts %j", (policy) => {
    expect(validate(policy), JSON.stringify(validate.errors)).toBe(true);
  });

  it.each([
    {},
    { version: 2 },
    { version: 1, other: 1 },
    { version: 1, preset: "none" },
    { version: 1, paths: { packets: null } },
    { version: 1, paths: { packets: ".." } },
    { version: 1, paths: { packets: "a/.." } },
    { version: 1, paths: { packets: "/a" } },
    { version: 1, paths: { packets: "a/" } },
    { version: 1, paths: { packets: "a\\b" } },
    { version: 1, paths: { packets: "a\u0007" } },
    { version: 1, paths: { packets: "a".repeat(201) } },
    { version: 1, rules: { "text/bmo": "off" } },
    { version: 1, gate: { verdicts: 21 } },
    { version: 1, gate: { validators: [] } },
    { version: 1, gate: { validators: ["role:read"] } },
    { version: 1, reports: { onPass: { board: "done" } } },
    { version: 1, scan: { forbidden: [{ pattern: "x" }] } },
    { version: 1, transitions: { Done: ["Nowhere"] } },
  ])("refuses %j", (policy) => {
    expect(validate(policy)).toBe(false);
  });
});
