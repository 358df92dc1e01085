import { readId } from "../../packet/vocabulary.ts";
import type { IdClaim } from "../../packet/model.ts";
import { printable, quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { placeOf, statedIds } from "./stated.ts";

export const idMatchesFile = {
  id: "structure/id-matches-file",
  title: "File name, title and id fields name the same packet",
  severity: "error",
  what:
    "The file name, the title and the id fields of a packet or stub must all give the same id, revision mark " +
    "included.",
  why:
    "The file name is how tools find a packet, the title and the fields are how people read it. When they differ, " +
    "work is signed, judged or superseded under the wrong name, and a copied packet speaks for its original.",
  how: "Find out which id is meant. Correct the place that is wrong, or rename the file when all other places agree.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet", "stub"],
  examples: [
    {
      verdict: "good",
      shows: "all places agree",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights-v2.md":
          "# Task Packet: WP-1-Harbour-Lights-v2\n\n## METADATA\n- TASK_ID: WP-1-Harbour-Lights-v2\n" +
          "- WP_ID: WP-1-Harbour-Lights-v2\n- BASE_WP_ID: WP-1-Harbour-Lights\n",
      },
    },
    {
      verdict: "good",
      shows: "a packet in a folder of its own",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights/packet.md": "# Task Packet: WP-1-Harbour-Lights\n" },
    },
    {
      verdict: "good",
      shows: "an id that is still a placeholder, and ids inside a report",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n## METADATA\n- TASK_ID: {WP_ID}\n\n" +
          "## VALIDATION REPORT - WP-1-Harbour-Lanterns\nVerdict: FAIL\n- WP_ID: WP-1-Harbour-Lanterns\n",
      },
    },
    {
      verdict: "bad",
      shows: "a revision copied from the one before, with one field left behind",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights-v2.md":
          "# Task Packet: WP-1-Harbour-Lights-v2\n\n## METADATA\n- TASK_ID: WP-1-Harbour-Lights\n",
      },
      says: "The field `TASK_ID` says `WP-1-Harbour-Lights`, but the file is named `WP-1-Harbour-Lights-v2`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a file under another name than everything in it",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights-20260110.md":
          "# Task Packet: WP-1-Harbour-Lights-v2\n\n## METADATA\n- TASK_ID: WP-1-Harbour-Lights-v2\n",
      },
      says: "Rename the file",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a stub under the title of another",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lanterns\n\n## STUB_METADATA\n- WP_ID: WP-1-Harbour-Lights\n",
      },
      says: "The title says `WP-1-Harbour-Lanterns`",
      severity: "error",
    },
  ],
  *check(packet) {
    const claims = statedIds(packet).filter((claim) => claim.where === "file" || readId(claim.id) !== null);
    const inside = claims.filter((claim) => claim.where !== "file");
    const others = inside.filter((claim) => claim.id !== packet.id);
    for (const id of new Set(others.map((claim) => claim.id))) {
      const claiming = others.filter((claim) => claim.id === id);
      const at = claiming[0]?.span ?? null;
      const agree = claiming.length === inside.length && inside.length > 1;
      yield {
        at,
        subject: id,
        message:
          `${sentenceCase(listOf(claiming))} ${claiming.length > 1 ? "say" : "says"} ${quoted(id)}, but the file is ` +
          "named " +
          `${quoted(packet.id)}. ` +
          (agree ? "Rename the file, or correct all of them." : `Write ${quoted(packet.id)}, or rename the file.`),
        expected: printable(agree ? id : packet.id, 120),
        related: inside
          .filter((claim) => claim.span !== at)
          .map((claim) => ({
            path: packet.path,
            span: claim.span,
            message: `The ${placeOf(claim)} says ${quoted(claim.id)}.`,
          })),
      };
    }
  },
} as const satisfies Rule;

function listOf(claims: readonly IdClaim[]): string {
  const places = claims.map((claim) => `the ${placeOf(claim)}`);
  const last = places.at(-1) ?? "";
  return places.length > 1 ? `${places.slice(0, -1).join(", ")} and ${last}` : last;
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
