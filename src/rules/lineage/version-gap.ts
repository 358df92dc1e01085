import { lineageOf, type BaseLineage, type Revision } from "../../lineage/graph.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { FIRST, first, packet, second, SECOND, stub, STUB, THIRD, third } from "./harbour.ts";
import { idPlace, isHistory } from "./weight.ts";

export const versionGap = {
  id: "lineage/version-gap",
  title: "Revisions are counted without gaps",
  severity: "warn",
  what:
    "Before every revision of a base stands the one with the number below it: as a packet, a stub or a refinement. A " +
    "packet without a number counts as the first; one with a date instead of a number fills the place that it names or " +
    "that is free. Dotted ids stand beside the count.",
  why:
    "A number that is missing may be a packet that somebody deleted, with all that it promised. Nobody can tell that " +
    "from a slip of the pen.",
  how:
    "Restore the missing packet from the history, or give the new revision the next free number. For a gap of long " +
    "ago, say in the audit of the lineage what became of it.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet", "stub"],
  examples: [
    { verdict: "good", shows: "the second follows the first", files: { [FIRST]: first(), [SECOND]: second() } },
    {
      verdict: "good",
      shows: "the first was never more than a stub, the second no more than a refinement",
      files: {
        [STUB]: stub("WP-1-Harbour-Lights"),
        ".GOV/refinements/WP-1-Harbour-Lights-v2.md": "# Refinement: WP-1-Harbour-Lights-v2\n",
        [THIRD]: third(),
      },
    },
    {
      verdict: "good",
      shows: "a date stands for the second, and a dotted name stands beside the count",
      files: {
        [FIRST]: first(),
        ".GOV/task_packets/WP-1-Harbour-Lights-20251228.md": packet("WP-1-Harbour-Lights-20251228"),
        ".GOV/task_packets/WP-1-Harbour-Lights-v0.1.md": packet("WP-1-Harbour-Lights-v0.1"),
        [THIRD]: third(),
      },
    },
    {
      verdict: "good",
      shows: "another base whose name begins alike has no part in it",
      files: { [FIRST]: first(), ".GOV/task_packets/WP-1-Harbour-Lights-Test-v1.md": packet("WP-1-Harbour-Lights-Test-v1") },
    },
    {
      verdict: "bad",
      shows: "the third follows the first; the stub of the same id is not told a second time",
      files: { [FIRST]: first(), [THIRD]: third(), ".GOV/task_packets/stubs/WP-1-Harbour-Lights-v3.md": stub("WP-1-Harbour-Lights-v3") },
      says: "There is no v2 before `WP-1-Harbour-Lights-v3`",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "nothing came before the fourth",
      files: { ".GOV/task_packets/stubs/WP-1-Quay-v4.md": stub("WP-1-Quay-v4") },
      says: "There is no v1 to v3 before `WP-1-Quay-v4`",
    },
    {
      verdict: "bad",
      shows: "a gap before a packet that is history",
      files: { [THIRD]: third("- **Status:** Superseded") },
      severity: "note",
    },
  ],
  *check(document, context) {
    const lineage = lineageOf(context.world);
    const base = lineage.bases.get(lineage.baseOf(document.id));
    const own = lineage.placeOf(document);
    if (base === undefined || own.mark !== "revision" || own.major < 2) return;
    if (document.kind === "stub" && base.revisions.some(({ packet }) => packet.id === document.id)) return;
    const earlier = documentsOf(base).filter((revision) => revision.mark !== "dotted" && revision.major < own.major);
    const numbers = new Set(earlier.map(({ major }) => Math.max(1, major)));
    const last = own.major - 1;
    if (numbers.has(last)) return;
    let from = last;
    while (from > 1 && !numbers.has(from - 1)) from--;
    const near = earlier.sort((a, b) => b.major - a.major)[0]?.packet;
    const missing = from === last ? `v${String(last)}` : `v${String(from)} to v${String(last)}`;
    yield {
      at: idPlace(document),
      subject: "gap",
      ...(isHistory(document, context) ? { severity: "note" as const } : {}),
      message:
        `There is no ${missing} before ${quoted(document.id, 100)}, neither as a packet nor as a stub or refinement. ` +
        "Restore what is missing, or give this one the next free number.",
      expected: `v${String(last)}`,
      ...(near === undefined ? {} : { related: [{ path: near.path, span: idPlace(near), message: "The one before the gap." }] }),
    };
  },
} as const satisfies Rule;

function documentsOf(base: BaseLineage): Revision[] {
  return [...base.revisions, ...base.stubs, ...base.refinements];
}
