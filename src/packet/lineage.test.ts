import { describe, expect, it } from "vitest";
import type { Packet } from "./model.ts";
import { requirementIds } from "./lineage.ts";
import { readDocument } from "./read.ts";

/** `kind: text` of each statement of an audit with these lines. */
function told(...lines: string[]): string[] {
  return audit(...lines).lineage.map(({ kind, text }) => `${kind ?? "-"}: ${text}`);
}

function audit(...lines: string[]): Packet {
  const text = ["# Task Packet: WP-1-Quay-v2", "", "## LINEAGE_AUDIT (ALL VERSIONS)", ...lines, "", "## SCOPE", "- Preserved: no", ""].join("\n");
  return readDocument("packet", ".GOV/task_packets/WP-1-Quay-v2.md", Buffer.from(text)) as Packet;
}

describe("the audit of a lineage", () => {
  it("is read by the labels above its items", () => {
    expect(
      told(
        "- Prior packets (superseded):",
        "  - .GOV/task_packets/WP-1-Quay.md (history)",
        "- Preserved requirements (carried forward):",
        "  - [A-1] The wall stands",
        "    in every storm.",
        "- Changes in this v2 activation:",
        "  - The wall is higher.",
        "- **Retired**: [A-2]",
        "  - Reason: nobody moors there",
        "- It was a long winter.",
      ),
    ).toEqual([
      "prior: .GOV/task_packets/WP-1-Quay.md (history)",
      "preserved: [A-1] The wall stands in every storm.",
      "changed: The wall is higher.",
      "retired: [A-2] Reason: nobody moors there",
      "-: It was a long winter.",
    ]);
  });

  it("is read by what a sentence says of a requirement, one by one", () => {
    expect(told("- [A-1] preserved; [A-2] is replaced by [A-9]; [A-3] retired: sold")).toEqual([
      "preserved: [A-1] preserved;",
      "changed: [A-2] is replaced by [A-9];",
      "retired: [A-3] retired: sold",
    ]);
    expect(told("- Preserved: [A-1]; Retired: [A-2] sold; [A-3] too")).toEqual([
      "preserved: [A-1];",
      "retired: [A-2] sold;",
      "retired: [A-3] too",
    ]);
    expect(told("- Preserved: a wall (high; of stone)")).toEqual(["preserved: a wall (high; of stone)"]);
  });

  it("is read in headings, tables and plain lines", () => {
    expect(
      told("### Carried over", "- The wall", "", "| id | fate |", "|---|---|", "| [A-1] | retired, sold |", "", "### Other", "Changed: the steps."),
    ).toEqual(["preserved: The wall", "preserved: | id | fate |", "preserved: | [A-1] | retired, sold |", "changed: the steps."]);
  });

  it("knows which document an id means, and blocks about a revision", () => {
    const { lineage } = audit("- v1 (one pier):", "  - kept: `stubs/WP-1-Quay.md`, .GOV/refinements/WP-1-Quay-v1.md, task_packets/WP-1-Quay-v1/packet.md", "- WP-1-Quay-v1.2-Wall");
    expect(lineage.flatMap(({ mentions }) => mentions.map(({ id, version, place }) => [id, version, place]))).toEqual([
      [null, 1, null],
      ["WP-1-Quay", null, "stub"],
      ["WP-1-Quay-v1", null, "refinement"],
      ["WP-1-Quay-v1", null, "packet"],
      ["WP-1-Quay-v1.2-Wall", null, null],
    ]);
    expect(lineage.map(({ kind }) => kind)).toEqual([null, "preserved", "prior"]);
  });

  it("is empty where only the template speaks, and ends with its section", () => {
    expect(told("- Required when `WP_ID` includes `-v{N}`.", "- Hard rule: Do not drop prior requirements; carry them forward explicitly.", "- BASE_WP_ID: WP-1-Quay", "- N/A", "")).toEqual([]);
  });

  it("keeps the places", () => {
    const own = audit("- Prior: WP-1-Quay");
    const [statement] = own.lineage;
    const [mention] = statement?.mentions ?? [];
    expect(own.source.slice(mention?.span ?? { start: 0, end: 0 })).toBe("WP-1-Quay");
    expect(own.source.slice(statement?.span ?? { start: 0, end: 0 })).toBe("Prior: WP-1-Quay");
  });
});

it.each([
  ["[REQ-1] and [HSK-JOB-100], again [REQ-1]", ["REQ-1", "HSK-JOB-100"]],
  ["[R1] [AC-2.3]", ["R1", "AC-2.3"]],
  ["[APPEND-ONLY] [x] [CX-580E] [req-1] [ADD v1]", []],
])("ids of requirements in %s", (words, ids) => {
  expect(requirementIds(words)).toEqual(ids);
});
