import { describe, expect, it } from "vitest";
import type { Rule } from "../rule.ts";
import { bidi } from "./bidi.ts";
import { packetOf, reportsOn } from "./document.fixture.ts";
import { duplicateSection } from "./duplicate-section.ts";
import { mojibake } from "./mojibake.ts";
import { nonAscii } from "./non-ascii.ts";
import { unclosedFence } from "./unclosed-fence.ts";

const weights = (rule: Rule, text: string): string[] =>
  reportsOn([rule], packetOf(text)).map((report) => report.severity ?? rule.severity);

describe("hidden characters", () => {
  it.each([
    ["a heading", "## Li\u200bghts"],
    ["a field", "- Ta\u200bsk_ID: none"],
    ["a field's value", "- Status: Do\u200bne"],
    ["a label that stands for a section", "- **DONE\u2060_MEANS**:"],
    ["a verdict", "Ver\u200bdict: PASS"],
    ["an approval", "SKELETON\u200b APPROVED"],
    ["an id", "see WP-1-Har\u200bbour"],
    ["a path", "see src/la\u202emp.rs"],
    ["a path with backslashes", "see src\\la\u202emp.rs"],
    ["a citation", "see lamp.rs:1\u200b2"],
    ["one of two on the line", "a\u200bb src/la\u200bmp"],
  ])("are an error in %s", (_, text) => {
    expect(weights(bidi, `Lights\n\n${text}\n`)).toEqual(["error"]);
  });

  it.each([
    ["a word", "har\u200bbour"],
    ["a sentence with a label of its own", "Remark: har\u00adbour"],
    ["a word beside a path", "har\u200bbour src/lamp.rs"],
    ["a word between paths", "a/b har\u200bbour c/d"],
  ])("are a warning in %s", (_, text) => {
    expect(weights(bidi, `## Lights\n\n${text}\n\n- Status: Done\n`)).toEqual(["warn"]);
  });

  it("are found in every shape", () => {
    const all =
      "\u00ad \u034f \u061c \u115f \u180e \u200b \u200e \u2028 \u202e \u2066 " +
      "\ufe00 \ufeff \uffa0 \ufffa \u{e0041}";
    for (const hidden of all.split(" ")) expect(weights(bidi, `x${hidden}y\n`), hidden).toEqual(["warn"]);
    expect(weights(bidi, "\u{1f469}\u{1f3fd}\u200d\u{1f527} \u2764\ufe0f\u200d\u{1f525}\n")).toEqual([]);
    expect(weights(bidi, "a\u200d\u{1f527} \u{1f469}\u200db\n")).toEqual(["warn"]);
  });
});

describe("what must be plain ASCII", () => {
  const versioned = "- PACKET_FORMAT_VERSION: 2026-01-01\n\n";

  it.each([
    ["a dash", nonAscii, "a \u2014 b\n"],
    ["double-encoded text", mojibake, "a \u00e2\u20ac\u201d b\n"],
    ["a hidden character", bidi, "a\u200bb\n"],
  ])("is an error in a packet with a format version only: %s", (_, rule, text) => {
    expect(weights(rule, versioned + text)).toEqual(["error"]);
    expect(weights(rule, text)).toEqual(["warn"]);
    expect(weights(rule, `- PACKET_FORMAT_VERSION:\n\n${text}`)).toEqual(["warn"]);
    expect(weights(rule, `${text}\n## VALIDATION REPORT - a\n${versioned}`)).toEqual(["warn"]);
  });
});

describe("sections that stand twice", () => {
  it("weigh more where a signature or the record is at stake", () => {
    expect(weights(duplicateSection, "## SCOPE\n\n## SCOPE (more)\n")).toEqual(["error"]);
    expect(weights(duplicateSection, "## VALIDATION_REPORTS\n\n## VALIDATOR REPORTS\n")).toEqual(["error"]);
    expect(weights(duplicateSection, "## HYGIENE\n\n## HYGIENE\n\n## HYGIENE\n")).toEqual(["warn", "warn"]);
  });

  it("are told apart by what their headings add, unless only one adds something", () => {
    expect(weights(duplicateSection, "## HYGIENE (one)\n\n## HYGIENE (two)\n")).toEqual([]);
    expect(weights(duplicateSection, "## HYGIENE (one)\n\n## HYGIENE (one)\n")).toEqual(["warn"]);
    expect(weights(duplicateSection, "## HYGIENE [one]\n\n## HYGIENE [two]\n")).toEqual(["warn"]);
    expect(weights(duplicateSection, "## CURRENT_STATE\n\n## CURRENT_STATE\n")).toEqual(["warn"]);
  });

  it("may be parts of different work, but not of one agreement", () => {
    const label = "- RISK_MAP:\n  - Dark\n";
    expect(weights(duplicateSection, `## BOOTSTRAP\n${label}\n### More\n${label}`)).toEqual([]);
    expect(weights(duplicateSection, `## NOTES\n${label}\n## AUTHORITY\n${label}`)).toEqual(["warn"]);
    expect(weights(duplicateSection, "## QUALITY_GATE\n### TEST_PLAN\n- a\n\n## TEST_PLAN\n- b\n")).toEqual(["error"]);
  });
});

describe("a section's part of the document", () => {
  const label = "- RISK_MAP:\n  - Dark\n";

  it.each([
    ["a part of a section of the same concept", "## User Context\n\n### User Context\n", 0],
    ["behind a section of the same concept", "## User Context\n### More\n\n## User Context\n", 1],
    ["at the level of a part that is over", "## SKELETON\n### TEST_PLAN\n\n## NOTES\n### TEST_PLAN\n", 0],
    ["below headings of no concept", "## One\n### TEST_PLAN\n\n## Two\n### TEST_PLAN\n", 1],
    ["twice below one heading of the work's", "## SKELETON\n### TEST_PLAN\n\n### TEST_PLAN\n", 1],
    ["twice below a part of the work", `## SKELETON\n### Own\n${label}${label}`, 1],
    ["labels one below the other", "## BOOTSTRAP\n- RISK_MAP:\n  - RISK_MAP:\n    - Dark\n", 1],
    ["a label below another one", "## NOTES\n- TEST_PLAN:\n  - DONE_MEANS:\n    - Lit\n", 0],
    ["one of three told apart", "## HYGIENE (a)\n\n## HYGIENE (b)\n\n## HYGIENE (a)\n", 1],
  ])("decides: %s", (_, text, count) => {
    expect(weights(duplicateSection, text)).toHaveLength(count);
  });
});

describe("open code fences", () => {
  it("weigh less where nothing stands in them", () => {
    expect(weights(unclosedFence, "```\n\n## SCOPE\n- Lights\n")).toEqual(["warn"]);
    expect(weights(unclosedFence, "```\nx\n\n## SCOPE\n- Lights\n")).toEqual(["error"]);
  });
});
