import { describe, expect, it } from "vitest";
import { readDocument } from "../packet/read.ts";
import type { Packet } from "../packet/model.ts";
import { blocksOf } from "./block.ts";

function packet(...lines: readonly string[]): Packet {
  const text = ["# Task Packet: WP-1-Harbour-Lights", "", ...lines, ""].join("\n");
  const document = readDocument("packet", ".GOV/task_packets/WP-1-Harbour-Lights.md", new TextEncoder().encode(text));
  if (document.kind !== "packet") throw new Error("not a packet");
  return document;
}

/** The blocks as their lines, each led by `report` or `loose`. */
function told(...lines: readonly string[]): readonly (readonly string[])[] {
  return blocksOf(packet(...lines)).map((block) => [
    block.report === null ? "loose" : "report",
    ...block.lines.map((line) => line.text),
  ]);
}

describe("recorded text", () => {
  it("is every report, wherever it stands and however it is written", () => {
    expect(
      told(
        "## VALIDATION REPORT - one",
        "Verdict: FAIL",
        "",
        "### FINDINGS",
        "- a",
        "",
        "---",
        "",
        "## IMPLEMENTATION",
        "- work",
        "## VALIDATION_REPORTS",
        "- 2026-01-10T08:00:00Z | mara",
        "  - Verdict: PASS",
        "VALIDATION REPORT - two",
        "Verdict: PASS",
      ),
    ).toEqual([
      ["report", "## VALIDATION REPORT - one", "Verdict: FAIL", "### FINDINGS", "- a"],
      ["report", "- 2026-01-10T08:00:00Z | mara", "  - Verdict: PASS"],
      ["report", "VALIDATION REPORT - two", "Verdict: PASS"],
    ]);
  });

  it("is text among the reports, but not what a template or a rule for validators says", () => {
    expect(
      told(
        "## VALIDATION_REPORTS",
        "- (Validator appends official audits and verdicts here.)",
        "- Rule: never say PASS without reading.",
        "  - not even then",
        "- For `PACKET_FORMAT_VERSION >= 2026-03-15`, every report MUST say:",
        "  - `RISK: LOW | HIGH`",
        "    - and why",
        "<!-- a comment -->",
        "The harbour master was there.",
        "",
        "- So was mara.",
        "  - nested",
        "### VALIDATION REPORT - one",
        "Verdict: PASS",
      ),
    ).toEqual([
      ["loose", "The harbour master was there.", "- So was mara.", "  - nested"],
      ["report", "### VALIDATION REPORT - one", "Verdict: PASS"],
    ]);
  });

  it("is divided by what stands between", () => {
    expect(
      told(
        "## VALIDATION_REPORTS",
        "one",
        "Rule: none",
        "two",
        "### EVIDENCE",
        "- src/lamp.ts:1",
        "### Something nobody knows",
        "three",
        "## VALIDATION_REPORTS",
        "four",
      ),
    ).toEqual([["loose", "one"], ["loose", "two"], ["loose", "### Something nobody knows", "three"], ["loose", "four"]]);
  });

  it("is not a snapshot that may change", () => {
    expect(told("## CURRENT_STATE (MUTABLE)", "Verdict: PENDING", "## VALIDATION_REPORTS", "### CURRENT_STATE", "x")).toEqual([]);
  });

  it("has the lines and the text as they stand", () => {
    const document = packet("## VALIDATION REPORT\r", "Verdict: PASS \u2705\r", "\r", "```\r", "Verdict: FAIL\r", "```\r");
    const [block] = blocksOf(document);
    expect(block?.text).toBe("## VALIDATION REPORT\nVerdict: PASS \u2705\n\n```\nVerdict: FAIL\n```");
    expect(block?.lines.map(({ inCode }) => inCode)).toEqual([false, false, false, true, false]);
    expect(block?.title).toBe("VALIDATION REPORT");
    for (const line of block?.lines ?? []) expect(document.source.slice(line.span)).toBe(line.text);
    expect(block?.key).toMatch(/^[0-9a-f]{64}$/);
    expect(blocksOf(document)).toBe(blocksOf(document));
  });
});
