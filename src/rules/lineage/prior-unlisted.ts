import { comparePlaces, lineageOf, type Revision } from "../../lineage/graph.ts";
import type { LineageMention, Packet } from "../../packet/model.ts";
import { sectionLabel } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { audit, FIRST, first, packet, SECOND, second, THIRD, third } from "./harbour.ts";
import { auditPlace, idPlace, weigh } from "./weight.ts";

const LABEL = sectionLabel("lineage");

export const priorUnlisted = {
  id: "lineage/prior-unlisted",
  title: "A revision names every packet before it",
  severity: "error",
  what:
    "The audit of a packet's lineage names every earlier official packet of the base, by its id, its path, or in a " +
    "block about its revision (`v1`). Ids are compared whole. Stubs need not be named.",
  why: "What is not named is not compared: the requirements of a packet that nobody lists are dropped without a word.",
  how: "Add a line with the id of the packet that is missing, and say what is kept of it.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "by path, by id, and in a block about the revision",
      files: {
        [FIRST]: first(),
        [SECOND]: second(audit("- Prior packets:", "  - .GOV/task_packets/WP-1-Harbour-Lights.md (history)")),
        [THIRD]: third(audit("- v1 (one pier):", "  - Preserved: the colours.", "- WP-1-Harbour-Lights-v2: the lamps.")),
      },
    },
    {
      verdict: "good",
      shows: "without an audit, another rule asks for one; stubs and later packets need not be named",
      files: {
        [FIRST]: first(),
        [SECOND]: second(),
        ".GOV/task_packets/WP-1-Quay-v1.md": packet("WP-1-Quay-v1", audit("- Changed: the wall.")),
        ".GOV/task_packets/WP-1-Quay-v2.md": packet("WP-1-Quay-v2", audit("- Prior: WP-1-Quay-v1")),
        ".GOV/task_packets/stubs/WP-1-Quay-v1.md": "# Work Packet Stub: WP-1-Quay-v1\n",
      },
    },
    {
      verdict: "bad",
      shows: "the third names the second only, though the name of the first begins the same",
      files: { [FIRST]: first(), [SECOND]: second(), [THIRD]: third(audit("- Prior packet: `WP-1-Harbour-Lights-v2`")) },
      says: "does not name `WP-1-Harbour-Lights`, which",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "its stub is named, and not the packet",
      files: { [FIRST]: first(), [SECOND]: second(audit("- Prior: .GOV/task_packets/stubs/WP-1-Harbour-Lights.md")) },
      says: "does not name `WP-1-Harbour-Lights`",
    },
    {
      verdict: "bad",
      shows: "in a packet that was replaced",
      files: { [FIRST]: first(), [SECOND]: second("- **Status:** Superseded", audit("- Changed: the lamps.")) },
      severity: "note",
    },
  ],
  *check(own, context) {
    if (!own.sections.some(({ name }) => name === "lineage") || own.lineage.length === 0) return;
    const lineage = lineageOf(context.world);
    const place = lineage.placeOf(own);
    if (place.mark === "dotted") return;
    const mentions = own.lineage.flatMap((statement) => statement.mentions);
    const seen = new Set<string>();
    for (const prior of lineage.bases.get(lineage.baseOf(own.id))?.revisions ?? []) {
      const { id, path } = prior.packet;
      if (comparePlaces(prior, place) >= 0 || id === own.id || seen.has(id)) continue;
      seen.add(id);
      if (mentions.some((mention) => names(mention, prior))) continue;
      yield {
        at: auditPlace(own),
        subject: id,
        ...weigh(own, context, "warn"),
        message:
          `\`${LABEL}\` of ${quoted(own.id, 100)} does not name ${quoted(id, 100)}, which came before it. Add it, and ` +
          "say what is kept of it.",
        expected: id,
        related: [{ path, span: idPlace(prior.packet), message: "The packet that is not named." }],
      };
    }
  },
} as const satisfies Rule;

function names(mention: LineageMention, { packet: prior, major }: Pick<Revision, "major"> & { packet: Packet }): boolean {
  if (mention.id === null) return mention.version === Math.max(1, major);
  return mention.id === prior.id && (mention.place === null || mention.place === "packet");
}
