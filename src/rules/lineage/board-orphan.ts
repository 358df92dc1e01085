import { lineageOf } from "../../lineage/graph.ts";
import { documentOf } from "../../lineage/standing.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { BOARD, board, FIRST, first, LIGHTS, registry, REGISTRY, SECOND, second, stub } from "./harbour.ts";

export const boardOrphan = {
  id: "lineage/board-orphan",
  title: "Every entry of the board has its document",
  severity: "error",
  what:
    "The id of every entry is that of a packet or a stub, or of a base for which the registry names one. Among the " +
    "superseded ones an entry without a file is a warning.",
  why: "An entry without a packet is work without a contract: nobody can say what it promises or how far it is.",
  how: "Correct the id, restore the packet, or take the entry out.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "repository",
  examples: [
    {
      verdict: "good",
      shows: "a packet, a stub, and a base that the registry maps",
      files: {
        [SECOND]: second(),
        ".GOV/task_packets/WP-1-Quay-v1/packet.md": "# Task Packet: WP-1-Quay-v1\n",
        ".GOV/task_packets/stubs/WP-1-Crane.md": stub("WP-1-Crane"),
        [REGISTRY]: registry([LIGHTS, SECOND]),
        [BOARD]: board("Done", "- **[WP-1-Harbour-Lights]** - [VALIDATED]", "- **[WP-1-Quay-v1]** - [VALIDATED]", "Stub Backlog", "- **[WP-1-Crane]** - [STUB]"),
      },
    },
    {
      verdict: "bad",
      shows: "a packet that does not exist, though one whose name begins alike does",
      files: { [FIRST]: first(), [BOARD]: board("In Progress", "- **[WP-1-Harbour]** - [IN_PROGRESS]") },
      says: "`WP-1-Harbour` stands on the board under `In Progress`, and there is neither a packet nor a stub of that id",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "one that was replaced long ago",
      files: { [BOARD]: board("Superseded", "- **[WP-1-Harbour]** - [SUPERSEDED]") },
      severity: "warn",
    },
  ],
  *check({ world }) {
    const { board: own } = world;
    if (own === null) return;
    const lineage = lineageOf(world);
    const told = new Set<string>();
    for (const entry of own.entries) {
      if (told.has(entry.id) || documentOf(entry, lineage) !== null) continue;
      told.add(entry.id);
      yield {
        path: own.path,
        at: entry.span,
        subject: entry.id,
        ...(entry.column === "superseded" ? { severity: "warn" as const } : {}),
        message:
          `${quoted(entry.id, 100)} stands on the board under ${quoted(entry.heading, 80)}, and there is neither a packet ` +
          "nor a stub of that id. Correct it, restore the file, or take the entry out.",
        expected: "the id of a packet or stub",
      };
    }
  },
} as const satisfies Rule;
