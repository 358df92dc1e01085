import { lineageOf } from "../../lineage/graph.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { audit, FIRST, first, SECOND, second, stub, STUB, STUB2 } from "./harbour.ts";
import { weigh } from "./weight.ts";

export const priorUnknown = {
  id: "lineage/prior-unknown",
  title: "The packets that a lineage names exist",
  severity: "error",
  what:
    "Every packet that an audit of lineage, or a stub, lists as coming before it, and every other revision of its own " +
    "base that it names, exists in the repository: as a packet, a stub or a refinement of that id.",
  why:
    "A lineage that names what never was hides what was: a branch, a slip of the pen, a packet that somebody removed. " +
    "Whoever follows it ends nowhere.",
  how: "Correct the id. If the packet was removed, restore it: packets are history and stay.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet", "stub"],
  examples: [
    {
      verdict: "good",
      shows: "a packet, a stub, and the base by its own name",
      files: {
        [STUB]: stub("WP-1-Harbour-Lights"),
        [SECOND]: second(audit("- BASE_WP_ID: WP-1-Harbour-Lights", "- Prior stub: `.GOV/task_packets/stubs/WP-1-Harbour-Lights.md`")),
      },
    },
    {
      verdict: "good",
      shows: "a remark about a packet of another base, which may live elsewhere",
      files: { [FIRST]: first(), [SECOND]: second(audit("- Prior: WP-1-Harbour-Lights", "- Needs WP-1-Quay-v3 to be there.")) },
    },
    {
      verdict: "bad",
      shows: "a revision that never was",
      files: { [SECOND]: second(audit("- Changed since WP-1-Harbour-Lights-v1-gov: the lamps."), ""), [FIRST]: first(audit("- See WP-1-Harbour-Lights-v7.")) },
      says: "`WP-1-Harbour-Lights-v7` does not exist",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a packet of another base, listed as coming before, twice",
      files: { [SECOND]: second(audit("- Prior packets:", "  - WP-1-Harbour-Lamps-v1", "  - WP-1-Harbour-Lamps-v1.md")) },
      says: "`WP-1-Harbour-Lamps-v1` does not exist",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a stub that continues nothing",
      files: { [STUB2]: stub("WP-1-Harbour-Lights-v2", "", "## Prior packet", "- Prior WP_ID: `WP-1-Harbour-Lights`") },
      says: "`WP-1-Harbour-Lights` does not exist",
      severity: "warn",
    },
  ],
  *check(own, context) {
    const lineage = lineageOf(context.world);
    const base = lineage.baseOf(own.id);
    const told = new Set<string>();
    for (const { kind, mentions } of own.lineage) {
      for (const { id, span } of mentions) {
        if (id === null || told.has(id) || lineage.byId.has(id)) continue;
        if (kind !== "prior" && (id === base || lineage.baseOf(id) !== base)) continue;
        told.add(id);
        yield {
          at: span,
          subject: id,
          ...(own.kind === "stub" ? { severity: "warn" as const } : weigh(own, context, "warn")),
          message:
            `${quoted(id, 100)} does not exist in this repository, neither as a packet nor as a stub or refinement. ` +
            "Correct the id, or restore what was removed.",
          expected: "the id of a document that exists",
        };
      }
    }
  },
} as const satisfies Rule;
