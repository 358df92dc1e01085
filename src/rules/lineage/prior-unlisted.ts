import { comparePlaces, lineageOf, type Revision } from "../../lineage/graph.ts";
import type { Packet } from "../../packet/model.ts";
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
      shows: "more than anybody wants to read one by one",
      files: {
        ...Object.fromEntries(
          Array.from({ length: 22 }, (_, n) => [
            `.GOV/task_packets/WP-1-Quay-v${String(n + 1)}.md`,
            packet(`WP-1-Quay-v${String(n + 1)}`, n < 21 ? "" : audit("- Changed: the wall.")),
          ]),
        ),
      },
      count: 20,
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
    const named = namesIn(own);
    const missing = (lineage.bases.get(lineage.baseOf(own.id))?.revisions ?? []).filter(
      (prior) => comparePlaces(prior, place) < 0 && prior.packet.id !== own.id && !isNamed(prior, named),
    );
    const seen = new Set<string>();
    for (const { packet: prior } of missing.slice(0, MOST)) {
      const { id, path } = prior;
      if (seen.has(id)) continue;
      seen.add(id);
      const more = seen.size === MOST && missing.length > MOST ? ` ${String(missing.length - MOST)} more are missing.` : "";
      yield {
        at: auditPlace(own),
        subject: id,
        ...weigh(own, context, "warn"),
        message:
          `\`${LABEL}\` of ${quoted(own.id, 100)} does not name ${quoted(id, 100)}, which came before it. Add it, and ` +
          `say what is kept of it.${more}`,
        expected: id,
        related: [{ path, span: idPlace(prior), message: "The packet that is not named." }],
      };
    }
  },
} as const satisfies Rule;

/** So many are named one by one. */
const MOST = 20;

interface Named {
  readonly ids: ReadonlySet<string>;
  readonly versions: ReadonlySet<number>;
}

/** What the audit names, stubs and refinements left out. */
function namesIn(own: Packet): Named {
  const ids = new Set<string>();
  const versions = new Set<number>();
  for (const { id, version, place } of own.lineage.flatMap((statement) => statement.mentions)) {
    if (id === null && version !== null) versions.add(version);
    if (id !== null && (place === null || place === "packet")) ids.add(id);
  }
  return { ids, versions };
}

function isNamed({ packet: prior, major }: Revision, { ids, versions }: Named): boolean {
  return ids.has(prior.id) || versions.has(Math.max(1, major));
}
