import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluation as anyEvaluation } from "../../test/arbitrary/evaluation.ts";
import { BERTH, evaluation, finding, packet } from "../../test/fixtures/evaluation.ts";
import { parseXml } from "../../test/fixtures/xml.ts";
import { renderJunit } from "./junit.ts";

const rules = new Map([
  ["structure/field-value", { title: "t", severity: "error", what: "w", why: "y", how: "Write a known value." }],
] as const);

test("is well-formed for any evaluation, and its numbers are those of its elements", () => {
  fc.assert(
    fc.property(anyEvaluation, (value) => {
      const root = parseXml(renderJunit(value, { rules }));
      const cases = root.children.flatMap((suite) => suite.children);
      const failed = cases.filter((each) => each.children.some(({ name }) => name === "failure"));
      expect(root.attributes).toMatchObject({ tests: String(cases.length), failures: String(failed.length) });
      for (const { attributes, children } of root.children) {
        expect(attributes["tests"]).toBe(String(children.length));
        expect(children.length).toBeGreaterThan(0);
      }
      expect(failed.length > 0).toBe(value.summary.failing > 0);
    }),
  );
});

test("one suite for a packet, one case for a rule, a passing case for a clean packet", () => {
  const tide = packet({ id: "WP-1-Tide", path: "docs/task_packets/WP-1-Tide.md" });
  const findings = [
    finding({ line: 3, message: "RISK_TIER is <b>\u0007\"SEVERE\"]]>.", expected: "LOW & up" }),
    finding({ line: 5 }),
    finding({ line: 6, severity: "warn" }),
    finding({ rule: "text/bom", severity: "note" }),
    finding({ rule: "text/bidi", state: "fixed" }),
  ];
  const root = parseXml(renderJunit(evaluation({ packets: [packet(), tide], findings }), { rules }));
  const [berth, clean] = root.children;
  expect(root.attributes).toEqual({ name: "writ", tests: "3", failures: "1", errors: "0" });
  expect(berth?.attributes).toEqual({
    name: "WP-1-Berth-Plan-v2", tests: "2", failures: "1", errors: "0", skipped: "0", file: BERTH,
  });
  const [values, bom] = berth?.children ?? [];
  expect(values?.attributes["name"]).toBe("structure/field-value");
  expect(values?.children.map(({ name }) => name)).toEqual(["failure", "system-out"]);
  expect(values?.children[0]?.attributes).toEqual({
    message: 'RISK_TIER is <b><U+0007>"SEVERE"]]>. (and 1 more like this)',
    type: "structure/field-value",
  });
  expect(values?.children[0]?.text.trim().split("\n")).toEqual([
    `error at ${BERTH}:3:1: RISK_TIER is <b><U+0007>"SEVERE"]]>. Expected: LOW & up`,
    `error at ${BERTH}:5:1: The value is not one that the field may have.`,
    "How to mend it: Write a known value.",
  ]);
  expect(values?.children[1]?.text).toContain(`\nwarning at ${BERTH}:6:1: The value is not one that`);
  expect(bom?.children.map(({ name }) => name)).toEqual(["system-out"]);
  expect(clean).toMatchObject({
    attributes: { name: "WP-1-Tide", tests: "1", failures: "0" },
    children: [{ name: "testcase", attributes: { name: "no findings" }, children: [] }],
  });
});

test("an error from before the change is no failure", () => {
  const value = evaluation({ base: "0a1b", findings: [finding({ state: "existing" })] });
  const root = parseXml(renderJunit(value, { rules }));
  expect(root.attributes["failures"]).toBe("0");
  expect(root.children[0]?.children[0]?.children[0]?.text).toContain("existing error at ");
});

test("the reader of these tests refuses what is not well-formed", () => {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  for (const wrong of [
    "x", "<a>", "<a></b>", "<a/><b/>", "<a>&</a>", "<a>]]></a>", "<a b='c'/>", '<a b="<"/>', '<a b="1" b="2"/>',
    "<a>\u0007</a>", "<a>&#7;</a>", "<a>\ud800</a>",
  ]) {
    expect(() => parseXml(declaration + wrong), wrong).toThrow();
  }
  expect(parseXml(`${declaration}<a b="&#34;">&lt;</a>`)).toMatchObject({ attributes: { b: '"' }, text: "<" });
});
