import { dialect } from "../../packet/dialect.ts";
import { fieldLabel, readId } from "../../packet/vocabulary.ts";
import type { IdClaim, Packet, Span } from "../../packet/model.ts";
import { printable, quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { isBlank, placeOf, stated, statedIds } from "./stated.ts";

export const idForm = {
  id: "structure/id-form",
  title: "Ids have the form that everything else relies on",
  severity: "error",
  what:
    "Wherever a packet or stub states an id, the id must have the form of a packet id: the prefix, the phase, a name " +
    "of letters, digits and dots joined by single hyphens, and perhaps a revision mark at the end. The field for the " +
    "base id holds the packet's id without its revision mark. A date instead of a revision mark is an old habit and " +
    "is only warned about.",
  why:
    "Board, registry, lineage and file names find packets by their ids. An id of another form is found by none of " +
    "them, and a date says nothing about which revision it is.",
  how:
    "Write the id in the expected form, everywhere the same. Give the next revision of a date-stamped packet a " +
    "revision mark. Take the revision mark off the base id.",
  fixable: true,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet", "stub"],
  examples: [
    {
      verdict: "good",
      shows: "a revision, with its base id and the remark of the template behind it",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights-v2.md":
          "# Task Packet: WP-1-Harbour-Lights-v2\n\n## METADATA\n- WP_ID: WP-1-Harbour-Lights-v2\n" +
          "- BASE_WP_ID: WP-1-Harbour-Lights (stable across revisions)\n",
      },
    },
    {
      verdict: "good",
      shows: "a version number that is part of the name",
      files: {
        ".GOV/task_packets/WP-1-Harbour-v1.2-Lights.md":
          "# Task Packet: WP-1-Harbour-v1.2-Lights\n\n## METADATA\n- BASE_WP_ID: WP-1-Harbour-v1.2-Lights\n",
      },
    },
    {
      verdict: "good",
      shows: "placeholders are no ids, and the base id of another packet in the lineage is not this packet's",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights-v2.md":
          "# Task Packet: WP-1-Harbour-Lights-v2\n\n## METADATA\n- TASK_ID: <pending>\n- BASE_WP_ID: {WP_ID}\n\n" +
          "## LINEAGE_AUDIT\n- BASE_WP_ID: WP-1-Harbour-Lanterns-v1\n",
      },
    },
    {
      verdict: "bad",
      shows: "an id with an underscore, said once for all places",
      files: {
        ".GOV/task_packets/WP-1-Harbour_Lights.md":
          "# Task Packet: WP-1-Harbour_Lights\n\n## METADATA\n- TASK_ID: WP-1-Harbour_Lights\n",
      },
      says: "`WP-1-Harbour_Lights` is no packet id",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a field that holds something else",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n## METADATA\n- TASK_ID: lights of the harbour\n",
      },
      says: "The value `lights of the harbour` is no packet id",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a date instead of a revision mark",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights-20260110.md": "# Task Packet: WP-1-Harbour-Lights-20260110\n" },
      says: "ends with a date",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a base id that still has its revision mark",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights-v2.md":
          "# Task Packet: WP-1-Harbour-Lights-v2\n\n## METADATA\n- BASE_WP_ID: WP-1-Harbour-Lights-v2\n",
      },
      says: "without the revision mark",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "the base id of another packet",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights-v2.md":
          "# Task Packet: WP-1-Harbour-Lights-v2\n\n## METADATA\n- BASE_WP_ID: WP-1-Harbour-Lanterns\n",
      },
      says: "`WP-1-Harbour-Lanterns` is not the base of `WP-1-Harbour-Lights-v2`",
      severity: "error",
    },
  ],
  *check(packet) {
    for (const [id, claims] of distinct(packet)) {
      const report = judge(packet, id, claims);
      if (report !== null) yield report;
    }
    yield* baseIds(packet);
  },
} as const satisfies Rule;

/** The ids that the document states, each with the places that state it. */
function distinct(packet: Packet): Map<string, IdClaim[]> {
  const found = new Map<string, IdClaim[]>();
  for (const claim of statedIds(packet)) found.set(claim.id, [...(found.get(claim.id) ?? []), claim]);
  return found;
}

function judge(packet: Packet, id: string, claims: readonly IdClaim[]): Report | null {
  const at = claims.find((claim) => claim.span !== null)?.span ?? null;
  const related = claims
    .filter((claim) => claim.span !== at)
    .map((claim) => ({ path: packet.path, span: claim.span, message: `The ${placeOf(claim)} says the same.` }));
  if (readId(id) === null) {
    const what = claims.length > 1 ? "id" : claims[0]?.where === "file" ? "file name" : "value";
    return {
      at,
      subject: id,
      message:
        `The ${what} ${quoted(id)} is no packet id. Write the prefix, the phase and a name of letters, digits and ` +
        "dots, " +
        `joined by single hyphens, as in \`${dialect.ids.example}\`.`,
      expected: `an id like ${dialect.ids.example}`,
      related,
    };
  }
  if (!dialect.ids.dateStamp.test(id)) return null;
  return {
    at,
    subject: id,
    severity: "warn",
    message:
      `The id ${quoted(id)} ends with a date, which does not say which revision it is. ` +
      "Leave it as it is, and give the next revision a revision mark.",
    related,
  };
}

function* baseIds(packet: Packet): Iterable<Report> {
  const own = readId(packet.id);
  // A date-stamped id has no base that could be told from it.
  if (own === null || dialect.ids.dateStamp.test(packet.id)) return;
  for (const field of stated(packet, "baseId")) {
    if (isBlank(field) || field.value === own.base) continue;
    const label = fieldLabel("baseId");
    const revised = readId(field.value)?.base === own.base;
    yield {
      at: field.valueSpan,
      subject: label,
      message: revised
        ? `The base id ${quoted(field.value)} must stand without the revision mark: it is the same for every ` +
          `revision. Write ${quoted(own.base)}.`
        : `${quoted(field.value)} is not the base of ${quoted(packet.id)}. Write ${quoted(own.base)}, or correct the ` +
          "id of the packet.",
      expected: printable(own.base, 120),
      ...(revised ? { fix: withoutMark(field.valueSpan, own.base) } : {}),
    };
  }
}

function withoutMark(span: Span, base: string): NonNullable<Report["fix"]> {
  return { title: "Take the revision mark off the base id", edits: [{ span, text: base }] };
}
