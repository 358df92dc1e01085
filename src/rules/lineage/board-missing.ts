import { activeTarget, comparePlaces, lineageOf } from "../../lineage/graph.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { BOARD, board, FIRST, first, LIGHTS, packet, REGISTRY, registry, SECOND, second, stub, STUB } from "./harbour.ts";
import { idPlace, isHistory } from "./weight.ts";

export const boardMissing = {
  id: "lineage/board-missing",
  title: "Every packet stands on the board",
  severity: "warn",
  what:
    "Where there is a board, it has an entry for every packet, and for every stub that no packet has followed yet. An " +
    "entry of the base stands for the packet in force. For packets that were replaced a missing entry is a note.",
  why: "What is not on the board is not planned, not counted before a phase closes, and not missed when it is forgotten.",
  how: "Add an entry under the column of the packet's state.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet", "stub"],
  examples: [
    {
      verdict: "good",
      shows: "by its id, or by its base; the stub that became a packet needs no entry of its own",
      files: {
        [STUB]: stub(LIGHTS),
        [SECOND]: second(),
        ".GOV/task_packets/WP-1-Quay.md": packet("WP-1-Quay"),
        [REGISTRY]: registry([LIGHTS, SECOND]),
        [BOARD]: board("In Progress", "- **[WP-1-Harbour-Lights]** - [IN_PROGRESS]", "- **[WP-1-Quay]** - [IN_PROGRESS]"),
      },
    },
    { verdict: "good", shows: "no board at all", files: { [FIRST]: first() } },
    {
      verdict: "bad",
      shows: "a packet, where the board has one whose name begins alike",
      files: { [FIRST]: first(), [BOARD]: board("Done", "- **[WP-1-Harbour-Lights-v2]** - [VALIDATED]") },
      says: "The board has no entry for `WP-1-Harbour-Lights`",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a stub of what comes next",
      files: { [FIRST]: first(), ".GOV/task_packets/stubs/WP-1-Harbour-Lights-v2.md": stub("WP-1-Harbour-Lights-v2"), [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [VALIDATED]") },
      says: "`WP-1-Harbour-Lights-v2`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a packet that was replaced",
      files: { [FIRST]: first("- **Status:** Superseded"), [BOARD]: board("Done") },
      severity: "note",
    },
  ],
  *check(own, context) {
    const { board: table } = context.world;
    if (table === null) return;
    const lineage = lineageOf(context.world);
    const base = lineage.bases.get(lineage.baseOf(own.id));
    if (base === undefined || base.entries.some(({ id }) => id === own.id)) return;
    const place = lineage.placeOf(own);
    const newest = base.revisions.at(-1);
    if (own.kind === "stub" && newest !== undefined && comparePlaces(place, newest) <= 0) return;
    if (base.entries.some(({ id }) => id === base.base) && activeTarget(base)?.id === own.id) return;
    yield {
      at: idPlace(own),
      subject: "no entry",
      ...(isHistory(own, context) ? { severity: "note" as const } : {}),
      message: `The board has no entry for ${quoted(own.id, 100)}. Add one under the column of its state.`,
      expected: "an entry of the board",
      related: [{ path: table.path, span: null, message: "The board." }],
    };
  },
} as const satisfies Rule;
