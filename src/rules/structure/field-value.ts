import { isDay } from "../../packet/calendar.ts";
import { fieldLabel, fieldVocabulary, normalise } from "../../packet/vocabulary.ts";
import type { Field } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import { ownStatus } from "../process/own-status.ts";
import type { Report, Rule } from "../rule.ts";
import { isBlank, isNone, stated } from "./stated.ts";
import { statusSpelling, statusTexts } from "./status-spelling.ts";

export const fieldValue = {
  id: "structure/field-value",
  title: "Fields hold values that the format knows",
  severity: "error",
  what:
    "The status must be one that the format knows; the risk tier, the agentic mode and other fields with a fixed set " +
    "of values must hold one of them; dates must be days of the calendar, written year first; commits must be given " +
    "by their full id. A remark in brackets behind the value is allowed. A status that can be understood but is " +
    "spelt in a way of its own is only warned about.",
  why:
    "Rules, board and gate act on these values. One that cannot be read is taken for something else, or for nothing, " +
    "and the packet is judged as if it were in another state.",
  how:
    "Write one of the values that the message lists. Put explanations in brackets behind the value, or on a line of " +
    "their own.",
  fixable: true,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "known values, with the remarks that the template leaves behind them",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n## METADATA\n- DATE: 2026-01-10T09:30:00.123Z\n" +
          "- MERGE_BASE_SHA: 0123456789abcdef0123456789abcdef01234567 (where the branch begins)\n" +
          "- **Status:** Done [VALIDATED]\n- RISK_TIER: High (safety of ships)\n- AGENTIC_MODE: NO\n" +
          "- CODER_REASONING_STRENGTH: EXTRA_HIGH (LOW | MEDIUM | HIGH | EXTRA_HIGH)\n" +
          "- PACKET_FORMAT_VERSION: 2026-02-01\n",
      },
    },
    {
      verdict: "good",
      shows: "blanks of the template, and a coder's field in work that has no coder",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n## METADATA\n- DATE: <date>\n- Status: Ready-for-Dev\n" +
          "- RISK_TIER: LOW | MEDIUM | HIGH\n- AGENTIC_MODE: YES | NO\n- CODER_REASONING_STRENGTH: N/A\n",
      },
    },
    {
      verdict: "good",
      shows: "a leap day, a day without time, and values in waivers and reports, which other rules read",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- DATE: 2028-02-29\n- STATUS: In Progress\n\n" +
          "## WAIVERS GRANTED\n- Date: yesterday\n\n## VALIDATION REPORT\nVerdict: FAIL\n- STATUS: sent back\n- " +
          "DATE: today\n",
      },
    },
    {
      verdict: "bad",
      shows: "a status that nobody knows",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Nearly there\n",
      },
      says: "`Nearly there` is no status",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a known status with a picture behind it",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n\n**Status:** READY FOR DEV \u{1f534}\n",
      },
      says: "Write it as `Ready for Dev`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a known status with words behind it",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Blocked, waiting for lamps\n",
      },
      says: "is read as `Blocked`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a risk tier of its own",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n- RISK_TIER: Severe\n",
      },
      says: "`RISK_TIER` does not know the value `Severe`. Write LOW, MEDIUM or HIGH",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "the right word, and an explanation without brackets",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- AGENTIC_MODE: NO, one session only\n",
      },
      says: "begins with `NO`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a tier is not something a packet can do without",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n- RISK_TIER: N/A\n" },
      says: "does not know the value `N/A`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a day that no calendar has",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- DATE: 2026-02-29T10:00:00Z\n",
      },
      says: "no such day",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "an hour that no clock has",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- DATE: 2026-01-10T24:30:00Z\n",
      },
      says: "no such time",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a date written day first",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n- DATE: 10.01.2026\n" },
      says: "year first",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a format version that is no day",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- PACKET_FORMAT_VERSION: 2026-02\n",
      },
      says: "`PACKET_FORMAT_VERSION` must be a day",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a shortened commit id",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n- MERGE_BASE_SHA: 0123abc\n",
      },
      says: "all 40 digits",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a branch where a commit should be",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n- MERGE_BASE_SHA: main\n",
      },
      says: "names no commit",
      severity: "error",
    },
  ],
  *check(packet) {
    const status = ownStatus(packet);
    if (status !== null && !isBlank(status.field)) yield* reported(status.field, judgeStatus(status.field));
    for (const name of new Set(packet.fields.map((field) => field.name))) {
      for (const field of stated(packet, name)) {
        if (isBlank(field)) continue;
        yield* reported(field, judge(field));
      }
    }
  },
} as const satisfies Rule;

type Fault = Omit<Report, "at" | "subject">;

function* reported(field: Field, fault: Fault | null): Iterable<Report> {
  if (fault !== null) yield { at: field.valueSpan, subject: `${fieldLabel(field.name)}: ${field.value}`, ...fault };
}

function judge(field: Field): Fault | null {
  const { values, form } = fieldVocabulary(field.name);
  if (values !== undefined) return judgeChoice(field, values);
  switch (form) {
    case "date":
    case "date-time":
      return judgeDate(field);
    case "format-version":
      return isPlainDay(field.value)
        ? null
        : {
            message:
              `\`${fieldLabel(field.name)}\` must be a day, year first, not ${quoted(field.value)}. Write the day of ` +
              "the template that the packet grew from.",
            expected: "YYYY-MM-DD",
          };
    case "commit":
    case "sha1":
      return judgeCommit(field);
    default:
      return null;
  }
}

function judgeStatus(field: Field): Fault | null {
  const spelling = statusSpelling(field.value);
  if (spelling === null) {
    return {
      message:
        `${quoted(field.value)} is no status that the format knows, so the packet is judged as not yet claimed. ` +
        "Write one of the known ones.",
      expected: statusTexts(),
    };
  }
  const { form, text } = spelling;
  if (form === "plain") return null;
  const fault: Fault = {
    severity: "warn",
    message:
      `The status ${quoted(field.value)} is read as \`${text}\`. Write it as ` +
      `\`${text}\`${form === "loose" ? ", and say the rest on a line of its own" : ""}.`,
    expected: text,
  };
  // Signs around a known status say nothing; words and brackets may.
  if (form === "loose" || /[([{]/.test(field.value)) return fault;
  return { ...fault, fix: { title: `Write the status as \`${text}\``, edits: [{ span: field.valueSpan, text }] } };
}

function judgeChoice(field: Field, values: readonly string[]): Fault | null {
  const words = normalise(field.value);
  // Work that has no coder has no coder's settings.
  if (values.includes(words) || (fieldVocabulary(field.name).due === "active" && isNone(field.value))) return null;
  const label = fieldLabel(field.name);
  const shown = values.map((value) => value.replaceAll(" ", "_"));
  const expected = shown.join(" | ");
  const begins = [...values].sort((a, b) => b.length - a.length).find((value) => words.startsWith(`${value} `));
  if (begins !== undefined) {
    const value = begins.replaceAll(" ", "_");
    return {
      severity: "warn",
      message:
        `The value ${quoted(field.value)} of \`${label}\` begins with \`${value}\`. Write \`${value}\`, and the rest ` +
        "in brackets behind it.",
      expected,
    };
  }
  return {
    message: `\`${label}\` does not know the value ${quoted(field.value)}. Write ${listOf(shown)}.`,
    expected,
  };
}

/** ISO 8601, with or without time; a blank instead of the `T` is how people write it. */
const DATE_TIME =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?$/;

function judgeDate(field: Field): Fault | null {
  const label = fieldLabel(field.name);
  const found = DATE_TIME.exec(field.value);
  const expected = "YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ";
  const fault = (message: string): Fault => ({ message, expected });
  if (found === null) {
    return fault(
      `\`${label}\` must be a date, year first, not ${quoted(field.value)}. Write it as \`YYYY-MM-DD\`, with the ` +
        "time behind a `T` if need be.",
    );
  }
  const [, day = "", hour = "0", minute = "0", second = "0"] = found;
  if (!isPlainDay(day)) return fault(`\`${label}\` says ${quoted(field.value)}, but there is no such day. Correct it.`);
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) {
    return fault(`\`${label}\` says ${quoted(field.value)}, but there is no such time. Correct it.`);
  }
  return null;
}

function isPlainDay(value: string): boolean {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return found !== null && isDay(Number(found[1]), Number(found[2]), Number(found[3]));
}

function judgeCommit(field: Field): Fault | null {
  const { value } = field;
  if (/^[0-9a-f]{40}$/i.test(value) && !/^0+$/.test(value)) return null;
  const label = fieldLabel(field.name);
  const expected = "40 hexadecimal digits";
  if (/^[0-9a-f]{7,39}$/i.test(value)) {
    return {
      severity: "warn",
      message:
        `\`${label}\` is shortened to ${quoted(value)}, which may come to mean another commit. Write all 40 digits.`,
      expected,
    };
  }
  return {
    message: `\`${label}\` names no commit: ${quoted(value)}. Write the full id of the commit, 40 hexadecimal digits.`,
    expected,
  };
}

function listOf(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1) ?? ""}`;
}
