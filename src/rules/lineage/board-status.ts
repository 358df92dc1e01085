import { lineageOf } from "../../lineage/graph.ts";
import { disagreement, documentOf, entryState, lastVerdict, ownStatus } from "../../lineage/standing.ts";
import type { BoardEntry, Packet } from "../../packet/model.ts";
import { stateText } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { LocatedReport, Rule } from "../rule.ts";
import { BOARD, board, DONE, FIRST, first, LIGHTS, packet, PASS, READY, stub, STUB, WORK } from "./harbour.ts";
import { idPlace } from "./weight.ts";

export const boardStatus = {
  id: "lineage/board-status",
  title: "Board and packet agree",
  severity: "error",
  what:
    "The token of every entry, or its column where it has none, says the same of a packet as the packet's own status: " +
    "not begun, ready, at work, blocked or done. An entry of a stub stands among the stubs, and one that says validated " +
    "has a packet whose last verdict is a pass. Superseded entries are history and agree with every packet.",
  why:
    "People plan by the board and judge by the packet. Where they differ, somebody starts what is finished, or takes for " +
    "finished what nobody has judged.",
  how: "Find out which of the two is right, and correct the other one. `writ board` shows both side by side.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "ready, at work, finished with a pass, a stub, and a replaced packet that nobody catches up",
      files: {
        [FIRST]: first(DONE, PASS),
        ".GOV/task_packets/WP-1-Quay.md": packet("WP-1-Quay", READY),
        ".GOV/task_packets/WP-1-Crane.md": packet("WP-1-Crane", WORK),
        ".GOV/task_packets/WP-1-Mole.md": packet("WP-1-Mole", READY),
        ".GOV/task_packets/stubs/WP-1-Buoy.md": stub("WP-1-Buoy"),
        [BOARD]: board(
          "Ready for Dev",
          "- **[WP-1-Quay]** - [READY_FOR_DEV]",
          "Stub Backlog",
          "- **[WP-1-Buoy]** - [STUB]",
          "In Progress",
          "- **[WP-1-Crane]**",
          "Done",
          "- **[WP-1-Harbour-Lights]** - [VALIDATED]",
          "Superseded",
          "- **[WP-1-Mole]** - [SUPERSEDED]",
        ),
      },
    },
    {
      verdict: "good",
      shows: "a pass that waits to be merged, a fail that sent the packet back, an outdated one, and a remark for others",
      files: {
        [FIRST]: first(DONE),
        ".GOV/task_packets/WP-1-Quay.md": packet("WP-1-Quay", WORK),
        ".GOV/task_packets/WP-1-Crane.md": packet("WP-1-Crane", "- **Status:** Done (Historical)"),
        ".GOV/task_packets/WP-1-Mole.md": packet("WP-1-Mole", DONE),
        [BOARD]: board(
          "Active (Cross-Branch Status)",
          "- **[WP-1-Harbour-Lights]** - [ACTIVE] - branch: lights",
          "Done",
          "- **[WP-1-Harbour-Lights]** - [MERGE_PENDING]",
          "- **[WP-1-Quay]** - [FAIL]",
          "- **[WP-1-Crane]** - [DONE]",
          "- **[WP-1-Mole]** - [OUTDATED_ONLY]",
        ),
      },
    },
    {
      verdict: "bad",
      shows: "finished on the board, at work in the packet",
      files: { [FIRST]: first(WORK, PASS), [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [VALIDATED]") },
      says: "The board says `VALIDATED` of `WP-1-Harbour-Lights`, and its own status is `In Progress`",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the packet exists, and the board has a stub",
      files: { [STUB]: stub(LIGHTS), [FIRST]: first(WORK), [BOARD]: board("Stub Backlog", "- **[WP-1-Harbour-Lights]** - [STUB]") },
      says: "The board says `STUB`",
    },
    {
      verdict: "bad",
      shows: "a stub that the board calls ready, by its column alone",
      files: { [STUB]: stub(LIGHTS), [BOARD]: board("Ready for Dev", "- **[WP-1-Harbour-Lights]**") },
      says: "The board says `Ready for Dev` of `WP-1-Harbour-Lights`, which is a stub",
    },
    {
      verdict: "bad",
      shows: "validated on the board, and never judged",
      files: { [FIRST]: first(DONE), [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [VALIDATED]") },
      says: "no report gives a verdict",
    },
    {
      verdict: "bad",
      shows: "validated on the board, and failed in the packet",
      files: { [FIRST]: first(DONE, PASS.replace("PASS", "FAIL")), [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [VALIDATED]") },
      says: "its last verdict is `FAIL`",
    },
    {
      verdict: "bad",
      shows: "finished on the board, not begun in the packet; failed on the board, finished in the packet",
      files: {
        [FIRST]: first("- **Status:** Draft"),
        ".GOV/task_packets/WP-1-Quay.md": packet("WP-1-Quay", DONE),
        [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [DONE]", "- **[WP-1-Quay]** - [FAIL]"),
      },
      count: 2,
    },
  ],
  *check({ world }) {
    const { board: own } = world;
    if (own === null) return;
    const lineage = lineageOf(world);
    for (const entry of own.entries) {
      const document = documentOf(entry, lineage);
      const how = document === null ? null : disagreement(entry, document);
      if (document === null || how === null) continue;
      yield { path: own.path, at: entry.span, packet: document.id, ...told(entry, document, how) };
    }
  },
} as const satisfies Rule;

function told(entry: BoardEntry, document: Packet, how: "status" | "verdict"): Omit<LocatedReport, "path" | "at"> {
  const state = entryState(entry);
  const claimed = quoted(entry.token ?? (state === null ? entry.heading : stateText(state)), 60);
  const start = `The board says ${claimed} of ${quoted(document.id, 100)}`;
  if (how === "verdict") {
    const verdict = lastVerdict(document);
    const judged = verdict === null ? "no report gives a verdict on it" : `its last verdict is \`${verdict.value}\``;
    return {
      subject: `verdict ${entry.id}`,
      message: `${start}, and ${judged}. Let it be judged, or correct the entry.`,
      expected: "a packet whose last verdict is a pass",
      related: [{ path: document.path, span: verdict?.span ?? idPlace(document), message: "What the packet says." }],
    };
  }
  const status = ownStatus(document);
  const own = document.kind === "stub" ? "which is a stub" : `and its own status is ${quoted(status?.field.value ?? "", 60)}`;
  return {
    subject: `status ${entry.id}`,
    message: `${start}, ${own}. Find out which is right, and correct the other one.`,
    expected: "the same state in both places",
    related: [{ path: document.path, span: status?.field.valueSpan ?? idPlace(document), message: "What the packet says." }],
  };
}
