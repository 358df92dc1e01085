import type { RegistryRow } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { FIRST, LIGHTS, REGISTRY, registry, SECOND } from "./harbour.ts";

export const registryDuplicate = {
  id: "lineage/registry-duplicate",
  title: "One base, one row",
  severity: "error",
  what: "The table of the registry that maps bases to packets has one row for each base. Other tables may repeat it.",
  why: "With two rows there are two packets in force, and each reader takes the one found first, or last.",
  how: "Keep the row that names the packet in force, and take the other one out.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "two bases, and a second table about one of them",
      files: {
        [REGISTRY]:
          registry([LIGHTS, FIRST], ["WP-1-Quay", ".GOV/task_packets/WP-1-Quay.md"]) +
          "\n\n| Base WP ID | Failed Packet |\n|---|---|\n| WP-1-Harbour-Lights | WP-1-Harbour-Lights |\n",
      },
    },
    {
      verdict: "bad",
      shows: "a base in two rows",
      files: { [REGISTRY]: registry([LIGHTS, FIRST], [LIGHTS, SECOND]) },
      says: "`WP-1-Harbour-Lights` has a row already, on line 5",
      severity: "error",
      count: 1,
    },
  ],
  *check({ world }) {
    const { registry: table } = world;
    const known = new Map<string, RegistryRow>();
    for (const row of table?.rows ?? []) {
      if (table === null || row.table !== 0 || row.base === "") continue;
      const other = known.get(row.base);
      if (other === undefined) {
        known.set(row.base, row);
        continue;
      }
      const line = String(table.source.point(other.span.start).line);
      yield {
        path: table.path,
        at: row.span,
        subject: row.base,
        message: `${quoted(row.base, 100)} has a row already, on line ${line}. Keep the one that names the packet in force.`,
        expected: "one row for each base",
        related: [{ path: table.path, span: other.span, message: "The first row." }],
      };
    }
  },
} as const satisfies Rule;
