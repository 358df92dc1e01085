import { fieldLabel, fieldVocabulary } from "../../packet/vocabulary.ts";
import type { Field, Packet } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { isDue, LIVE } from "./due.ts";
import { askedFields } from "./era.ts";
import { isBlank, stated } from "./stated.ts";

export const requiredField = {
  id: "structure/required-field",
  title: "A packet has the fields that its template asks for",
  severity: "error",
  what:
    "Every packet states its status, its risk tier and its signature. A packet of a later template states the " +
    "further fields of that template. A field counts under any of its names and forms; one without value, or with " +
    "the blank of the template as its value, counts as missing once it is due.",
  why:
    "The fields are what board, registry and every later check go by. A packet without them cannot be found, claimed " +
    "or held to anything.",
  how:
    "Add the field to the metadata, or fill in its value. A value that stands only in a report says what the report " +
    "saw: state it in the packet too.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  states: LIVE,
  examples: [
    {
      verdict: "good",
      shows: "the fields that every packet has, in different forms and under an older name",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n**Status:** Ready for Dev\n\n## RISK_TIER\n- Level: HIGH\n\n" +
          "**User Signature Locked:** mara\n",
      },
    },
    {
      verdict: "good",
      shows: "a packet of a later template, its claim still open",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n## METADATA\n- TASK_ID: WP-1-Harbour-Lights\n" +
          "- WP_ID: WP-1-Harbour-Lights\n- DATE: 2026-01-10\n- ROLE: Orchestrator\n- CODER_MODEL: <unclaimed>\n" +
          "- **Status:** Ready for Dev\n- RISK_TIER: LOW\n- USER_SIGNATURE: mara100120261200\n\n" +
          "## SCOPE\n- What: lights\n- Why: ships\n",
      },
    },
    {
      verdict: "good",
      shows: "a draft asks for nothing yet",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Draft\n" },
    },
    {
      verdict: "bad",
      shows: "no status: a script replaced the line by a heading",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n## Metadata\n- TASK_ID: WP-1-Harbour-Lights\n\n## SKELETON " +
          "APPROVED\n" +
          "- RISK_TIER: HIGH\n- USER_SIGNATURE: mara100120261200\n",
      },
      says: "no `Status`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a risk tier that nobody chose",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n- RISK_TIER: LOW | MEDIUM | HIGH\n" +
          "- USER_SIGNATURE: mara100120261200\n",
      },
      says: "`RISK_TIER` is still blank (`LOW | MEDIUM | HIGH`)",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a field with nothing behind the colon",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n- RISK_TIER: LOW\n- USER_SIGNATURE:\n",
      },
      says: "`USER_SIGNATURE` is still blank. Fill it in",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "ready for work that nobody has signed for",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Ready for Dev\n- RISK_TIER: LOW\n- USER_SIGNATURE: " +
          "<pending>\n",
      },
      says: "`USER_SIGNATURE` is still blank (`<pending>`)",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a signature that only a report knows of",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- RISK_TIER: LOW\n\n## VALIDATION REPORT\nVerdict: " +
          "PASS\n" +
          "- USER_SIGNATURE: mara100120261200\n",
      },
      says: "Only a report states it",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a packet of the newest template without its base id",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n## METADATA\n- TASK_ID: WP-1-Harbour-Lights\n" +
          "- WP_ID: WP-1-Harbour-Lights\n- DATE: 2026-01-10\n- MERGE_BASE_SHA: " +
          "0123456789abcdef0123456789abcdef01234567\n" +
          "- ROLE: Orchestrator\n- AGENTIC_MODE: NO\n- **Status:** Ready for Dev\n- RISK_TIER: LOW\n" +
          "- USER_SIGNATURE: mara100120261200\n- PACKET_FORMAT_VERSION: 2026-02-01\n" +
          "- REFINEMENT_FILE: .GOV/refinements/WP-1-Harbour-Lights.md\n\n## SCOPE\n- What: lights\n- Why: ships\n",
      },
      says: "no `BASE_WP_ID`",
      severity: "error",
    },
  ],
  *check(packet) {
    for (const { name, severity } of askedFields(packet)) {
      if (!isDue(fieldVocabulary(name).due ?? "ready", packet)) continue;
      const own = stated(packet, name);
      if (own.some((field) => !isBlank(field)) || (name === "status" && hasStatus(packet))) continue;
      const label = fieldLabel(name);
      const blank = own[0];
      const unsigned = name === "signature" && blank !== undefined && blank.value !== "";
      // Past the claim, a signature that was never given is judged by the form it has.
      if (unsigned && packet.stateClass !== "ready") continue;
      const reported = packet.fields.find((field) => field.name === name && field.inReport && !isBlank(field));
      yield {
        at: blank?.valueSpan ?? whereItBelongs(packet),
        subject: label,
        message: blank === undefined ? missing(label, reported) : unfilled(label, blank),
        ...(severity === "error" ? (unsigned ? { severity: "warn" } : {}) : { severity }),
        ...(reported === undefined
          ? {}
          : { related: [{ path: packet.path, span: reported.span, message: "What the report says." }] }),
      };
    }
  },
} as const satisfies Rule;

function hasStatus(packet: Packet): boolean {
  return packet.statuses.some((status) => !status.field.inReport);
}

function missing(label: string, reported: Field | undefined): string {
  const advice =
    reported === undefined
      ? `Add the line \`- ${label}: …\`, with its value.`
      : `Only a report states it (${quoted(reported.value)}): state it in the packet itself too.`;
  return `The packet has no \`${label}\`. ${advice}`;
}

function unfilled(label: string, field: Field): string {
  return `\`${label}\` is still blank${field.value === "" ? "" : ` (${quoted(field.value)})`}. Fill it in.`;
}

/** The heading of the metadata, else the title. */
function whereItBelongs(packet: Packet): Field["span"] | null {
  const metadata = packet.sections.find((section) => section.name === "metadata");
  return metadata?.heading ?? packet.title?.span ?? null;
}
