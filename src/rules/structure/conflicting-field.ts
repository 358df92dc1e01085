import { dialect } from "../../packet/dialect.ts";
import { fieldLabel, fieldVocabulary, normalise, stateClass, stateText } from "../../packet/vocabulary.ts";
import type { Field, Packet, ReportBlock, Status } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { isBlank, stated } from "./stated.ts";

/** Forms of values of which a packet has one for ever. */
const SINGLE = ["id", "signature", "format-version", "commit", "sha1"] as const;

export const conflictingField = {
  id: "structure/conflicting-field",
  title: "A packet does not contradict itself",
  severity: "error",
  what:
    "A packet that states its status, its risk tier, its signature, an id or another single-valued field more than " +
    "once must say the same each time. What its last report says of the status must not contradict the packet " +
    "either: a report that sends the work back, in a packet that is done, or the other way round.",
  why:
    "People and tools stop reading at different lines. With two statuses, one of them takes the packet for done " +
    "while the other still waits for it.",
  how:
    "Keep one of the lines and remove the other. The text of a report cannot be changed: bring the packet's own " +
    "status in line with it, or record a new report.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "the same said twice, in different spellings",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n**Status:** READY FOR DEV\n\n## Metadata\n- STATUS: Ready-for-Dev\n" +
          "- RISK_TIER: HIGH (ships)\n\n### RISK_TIER: High\n",
      },
    },
    {
      verdict: "good",
      shows: "two words for work that is over, and a blank that was never removed",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- USER_SIGNATURE: mara100120261200\n\n" +
          "## VALIDATION\n- Status: VALIDATED\n\n---\n**User Signature Locked:** <pending>\n",
      },
    },
    {
      verdict: "good",
      shows: "an earlier report sent the work back, a later one did not, and work was taken up again",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## VALIDATION REPORT - 2026-01-02\nVerdict: FAIL\n" +
          "**Status:** Ready for Dev\n\n## VALIDATION REPORT - 2026-01-09\nVerdict: PASS\n**Status:** VALIDATED\n",
        ".GOV/task_packets/WP-1-Harbour-Bell.md":
          "# Task Packet: WP-1-Harbour-Bell\n- STATUS: In Progress\n\n## VALIDATION REPORT - 2026-01-02\nVerdict: " +
          "FAIL\n" +
          "**Status:** Ready for Dev\n",
      },
    },
    {
      verdict: "good",
      shows: "the lineage speaks of other packets, and a signature in a report of other days",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights-v2.md":
          "# Task Packet: WP-1-Harbour-Lights-v2\n- WP_ID: WP-1-Harbour-Lights-v2\n" +
          "- USER_SIGNATURE: mara100120261200\n\n## LINEAGE_AUDIT\n- WP_ID: WP-1-Harbour-Lights\n\n" +
          "## VALIDATION REPORT\nVerdict: PASS\n- USER_SIGNATURE: mara010120261200\n",
      },
    },
    {
      verdict: "bad",
      shows: "two statuses in the packet's own words",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n**Status:** READY FOR DEV\n\n## Metadata\n- STATUS: Done\n",
      },
      says: "here `Done`, but `Ready for Dev` above",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "two statuses of work in hand",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n## Metadata\n- STATUS: Ready for Validation\n",
      },
      says: "Keep one of them",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "done, although the last report sent it back",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## VALIDATION REPORT\nVerdict: FAIL\n" +
          "**Status:** Ready for Dev\n",
      },
      says: "the packet says `Done`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "still open, although the report of the latest date, written on top, calls it validated",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n\n" +
          "## VALIDATION REPORT - 2026-01-09\nVerdict: PASS\n**Status:** VALIDATED\n\n" +
          "## VALIDATION REPORT - 2026-01-02\nVerdict: FAIL\n**Status:** Ready for Dev\n",
      },
      says: "The last report says `Validated`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "two risk tiers",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- RISK_TIER: LOW\n\n## Quality Gate\n- RISK_TIER: HIGH\n",
      },
      says: "`RISK_TIER` is `HIGH` here, but `LOW` above",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "signed twice",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- USER_SIGNATURE: mara010120261200\n\n" +
          "**User Signature Locked:** mara020120261200\n",
      },
      says: "is `mara020120261200` here",
      severity: "error",
    },
  ],
  *check(packet) {
    const own = packet.statuses.filter((status) => !status.field.inReport && status.state !== null);
    const first = own[0];
    if (first !== undefined) {
      for (const other of own.slice(1)) yield* disagreement(packet, first, other);
      yield* reportedStatus(packet, first);
    }
    for (const name of new Set(packet.fields.map((field) => field.name))) {
      const { values, form } = fieldVocabulary(name);
      if (values === undefined && !SINGLE.some((single) => single === form)) continue;
      yield* contradictions(packet, stated(packet, name).filter((field) => !isOpen(field)));
    }
  },
} as const satisfies Rule;

/** Waits for its value, as a signature does that says it is pending. */
function isOpen(field: Field): boolean {
  return isBlank(field) || (field.name === "signature" && dialect.signature.pending.test(field.value));
}

function* disagreement(packet: Packet, first: Status, other: Status): Iterable<Report> {
  if (first.state === null || other.state === null || first.state === other.state) return;
  const sameClass = stateClass(first.state) === stateClass(other.state);
  if (sameClass && stateClass(first.state) === "done") return;
  yield {
    at: other.field.valueSpan,
    subject: `${fieldLabel("status")}: ${first.state}, ${other.state}`,
    ...(sameClass ? { severity: "warn" } : {}),
    message:
      `The packet gives itself two statuses: here \`${stateText(other.state)}\`, but \`${stateText(first.state)}\` ` +
      "above. " +
      "Keep one of them.",
    expected: stateText(first.state),
    related: [{ path: packet.path, span: first.field.span, message: "The status that counts." }],
  };
}

/** A report says how things stood when it was written; only the last one can contradict the packet of today. */
function* reportedStatus(packet: Packet, own: Status): Iterable<Report> {
  const last = packet.reports.reduce<ReportBlock | null>(later, null);
  const said = packet.statuses.findLast(
    (status) => status.state !== null && last !== null && isInside(status.field, last),
  );
  if (said === undefined || said.state === null || own.state === null) return;
  const isOver = stateClass(own.state) === "done";
  if (isOver === (stateClass(said.state) === "done") || stateClass(own.state) === "history") return;
  const [theirs, ours] = [stateText(said.state), stateText(own.state)];
  yield {
    at: said.field.valueSpan,
    subject: `report: ${own.state}, ${said.state}`,
    severity: "warn",
    message:
      `The last report says \`${theirs}\`, but the packet says \`${ours}\`. A report cannot be changed: ` +
      "bring the packet's own status in line, or record a new report.",
    related: [{ path: packet.path, span: own.field.span, message: "The packet's own status." }],
  };
}

function later(a: ReportBlock | null, b: ReportBlock): ReportBlock {
  return a?.date !== undefined && a.date !== null && b.date !== null && a.date > b.date ? a : b;
}

function isInside(field: Field, report: ReportBlock): boolean {
  return report.span.start <= field.span.start && field.span.start < report.span.end;
}

function* contradictions(packet: Packet, fields: readonly Field[]): Iterable<Report> {
  const first = fields[0];
  if (first === undefined) return;
  const label = fieldLabel(first.name);
  const seen = new Set([meaning(first)]);
  for (const field of fields.slice(1)) {
    if (seen.has(meaning(field))) continue;
    seen.add(meaning(field));
    yield {
      at: field.valueSpan,
      subject: `${label}: ${first.value}, ${field.value}`,
      message:
        `\`${label}\` is ${quoted(field.value)} here, but ${quoted(first.value)} above. Keep the one that is right.`,
      related: [{ path: packet.path, span: first.span, message: "The other value." }],
    };
  }
}

/** Values that mean the same are equal: for a fixed set, the one the words begin with. */
function meaning(field: Field): string {
  const { values } = fieldVocabulary(field.name);
  if (values === undefined) return field.value;
  const words = normalise(field.value);
  return values.find((value) => words === value || words.startsWith(`${value} `)) ?? words;
}
