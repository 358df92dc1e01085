import { entryState, fitsColumn } from "../../lineage/standing.ts";
import { dialect } from "../../packet/dialect.ts";
import type { BoardColumn, BoardEntry } from "../../packet/model.ts";
import { stateNamed } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { BOARD, board, FIRST, first } from "./harbour.ts";

const FORM = dialect.board.entry.replace("{id}", dialect.ids.example).replace("{token}", dialect.board.tokens.inProgress);

export const boardForm = {
  id: "lineage/board-form",
  title: "Entries of the board have one form",
  severity: "warn",
  what:
    `Every entry in a column of the board is written as \`${FORM}\`, with a token that is a known state and may stand ` +
    "in that column, and nothing behind it. Blocked work and the columns that remark on entries of others may say more.",
  why:
    "The board is read by scripts and by people in a hurry. An entry in a form of its own is overlooked, and prose " +
    "behind the token is the first thing to go stale.",
  how: "Write the entry in that form. Details belong into the packet.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "document",
  examples: [
    {
      verdict: "good",
      shows: "one in each column, blocked work with its reason, and prose between them",
      files: {
        [BOARD]: board(
          "Active (Cross-Branch Status)",
          "- **[WP-1-Harbour-Lights]** - [ACTIVE] - branch: lights",
          "Ready for Dev",
          "- A packet is ready once it is signed.",
          "- **[WP-1-Quay]** - [READY_FOR_DEV]",
          "In Progress",
          "- **[WP-1-Harbour-Lights]** - [IN_PROGRESS]",
          "Blocked",
          "- **[WP-1-Crane]** - [BLOCKED] - waits for the steel",
          "Done",
          "- **[WP-1-Mole]** - [VALIDATED]",
          "- **[WP-1-Buoy]** - [FAIL]",
          "Notes",
          "- WP-1-Mole was long.",
        ),
      },
    },
    { verdict: "good", shows: "what other documents list is no board", files: { [FIRST]: first("## Done", "- **[WP-1-Mole]**") } },
    {
      verdict: "bad",
      shows: "prose behind the token, no token, and an id without the form",
      files: {
        [BOARD]: board("Done", "- **[WP-1-Mole]** - [VALIDATED] / after a long time", "- **[WP-1-Quay]**", "- `WP-1-Crane`: done"),
      },
      says: "`WP-1-Mole` is not in the form of an entry",
      severity: "warn",
      count: 3,
    },
    {
      verdict: "bad",
      shows: "a token that is no state",
      files: { [BOARD]: board("Done", "- **[WP-1-Mole]** - [SUNK]") },
      says: "the token `SUNK`, which is no state",
    },
    {
      verdict: "bad",
      shows: "a token of another column",
      files: { [BOARD]: board("Done", "- **[WP-1-Mole]** - [IN_PROGRESS]") },
      says: "`IN_PROGRESS` does not belong under `Done`",
    },
    {
      verdict: "bad",
      shows: "an entry under a heading that is no column",
      files: { [BOARD]: board("Lost", "- **[WP-1-Mole]** - [VALIDATED]") },
      says: "`Lost`, which is no column",
    },
  ],
  *check(document) {
    if (document.kind !== "board") return;
    for (const entry of document.entries) {
      const fault = faultOf(entry);
      if (fault !== null) yield { at: entry.span, ...fault, subject: `${fault.subject} ${entry.id}` };
    }
    for (const { id, span } of document.strays) yield { at: span, ...formless(id), subject: `form ${id}` };
  },
} as const satisfies Rule;

type Fault = Pick<Report, "message" | "subject"> & { readonly expected: string };

function faultOf(entry: BoardEntry): Fault | null {
  const { column, token, heading, id } = entry;
  if (column === null) {
    const message = `${quoted(id, 100)} stands under ${quoted(heading, 80)}, which is no column. Move it to the column of its state.`;
    return { subject: "column", message, expected: "a column of the board" };
  }
  if ((dialect.board.beside as readonly BoardColumn[]).includes(column)) return null;
  const isRoomy = (dialect.board.roomy as readonly BoardColumn[]).includes(column);
  if (token === null || (!entry.strict && !isRoomy)) return formless(id);
  if (stateNamed(token) === null || entryState(entry) === null) {
    const message = `${quoted(id, 100)} has the token ${quoted(token, 60)}, which is no state. Write the one of the packet.`;
    return { subject: "token", message, expected: "a known state" };
  }
  if (fitsColumn(entry)) return null;
  const message = `The token ${quoted(token, 60)} does not belong under ${quoted(heading, 80)}. Correct it, or move ${quoted(id, 100)}.`;
  return { subject: "place", message, expected: "a token of this column" };
}

function formless(id: string): Fault {
  const message = `${quoted(id, 100)} is not in the form of an entry. Write it as \`${FORM}\`, and the details into the packet.`;
  return { subject: "form", message, expected: FORM };
}
