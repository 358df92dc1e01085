import { isBeside } from "../../lineage/standing.ts";
import type { BoardEntry } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { BOARD, board } from "./harbour.ts";

export const boardDuplicate = {
  id: "lineage/board-duplicate",
  title: "A packet stands on the board once",
  severity: "error",
  what: "No id has two entries on the board. The columns that remark on entries of others may repeat one.",
  why: "Two entries give one packet two states, and each reader believes the one found first.",
  how: "Keep the entry that agrees with the packet, and take the other one out.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "each once, and one that others must know of",
      files: {
        [BOARD]: board(
          "Active (Cross-Branch Status)",
          "- **[WP-1-Quay]** - [ACTIVE] - branch: quay",
          "In Progress",
          "- **[WP-1-Quay]** - [IN_PROGRESS]",
          "- **[WP-1-Quay-v2]** - [IN_PROGRESS]",
        ),
      },
    },
    {
      verdict: "bad",
      shows: "finished, and still in the backlog",
      files: { [BOARD]: board("Stub Backlog", "- **[WP-1-Quay]** - [STUB]", "Done", "- **[WP-1-Quay]** - [VALIDATED]") },
      says: "`WP-1-Quay` stands on the board already, under `Stub Backlog`",
      severity: "error",
      count: 1,
    },
  ],
  *check(document) {
    if (document.kind !== "board") return;
    const known = new Map<string, BoardEntry>();
    for (const entry of document.entries) {
      if (isBeside(entry)) continue;
      const other = known.get(entry.id);
      if (other === undefined) {
        known.set(entry.id, entry);
        continue;
      }
      yield {
        at: entry.span,
        subject: entry.id,
        message:
          `${quoted(entry.id, 100)} stands on the board already, under ${quoted(other.heading, 80)}. Keep the entry that ` +
          "agrees with the packet.",
        expected: "one entry",
        related: [{ path: document.path, span: other.span, message: "The first entry." }],
      };
    }
  },
} as const satisfies Rule;
