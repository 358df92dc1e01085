import { leadingDay } from "../../packet/calendar.ts";
import type { Packet, Waiver } from "../../packet/model.ts";
import { nearest } from "../../policy/nearest.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { LIGHTS, currentLights, templateLights, waiver } from "./harbour.ts";
import { isNewest } from "./stage.ts";
import { valueSpan, waiverName } from "./waiver-text.ts";

/** What a waiver must say, as messages call it. */
const PARTS = {
  date: "the day on which it was granted",
  scope: "what it covers",
  justification: "why it was granted",
  approver: "who granted it",
  expiry: "when it ends",
} as const satisfies Partial<Record<keyof Waiver, string>>;

/** Families of rules about facts. */
const FACTS = /^(?:lineage|evidence|ledger|gate)\//;

export const waiverForm = {
  id: "process/waiver-form",
  title: "A waiver says what is waived, why, by whom and until when",
  severity: "error",
  what:
    "Every waiver must have an id, a date, a scope, a justification, an approver and an expiry. Both dates must be " +
    "days of the calendar. It may name rules that exist, and none about facts: recorded reports, evidence, lineage, " +
    "gates.",
  why:
    "A waiver is the one way to pass a check without doing what it asks. One that never ends, that nobody granted, " +
    "or that covers everything is no exception but a hole.",
  how: "Complete the waiver with whoever granted it. What no waiver can cover has to be mended.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "complete",
      files: { [LIGHTS]: currentLights(...waiver()) },
    },
    {
      verdict: "good",
      shows: "all on one line",
      files: {
        [LIGHTS]: currentLights(
          "## WAIVERS GRANTED",
          "- WAIVER-LIGHTS-001 | Date: 2026-01-10 | Scope: docs/lights.md | Justification: the lights are described " +
            "there | Approver: mara | Expiry: 2026-03-01",
        ),
      },
    },
    {
      verdict: "good",
      shows: "no waiver was granted",
      files: { [LIGHTS]: currentLights("## WAIVERS GRANTED", "- (Record explicit user waivers here.)", "- NONE") },
    },
    {
      verdict: "good",
      shows: "a path that looks like a rule",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "docs/process/lamps.md, structure/lamps.md" })) },
    },
    {
      verdict: "good",
      shows: "it names a rule that may be waived",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "`process/waiver-form`, for the lamps." })) },
    },
    {
      verdict: "bad",
      shows: "without an id",
      files: { [LIGHTS]: currentLights(...waiver({ "- ": "For the lamps" })) },
      says: "has no id",
    },
    {
      verdict: "bad",
      shows: "nobody granted it",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Approver:": "" })) },
      says: "does not say who granted it",
    },
    {
      verdict: "bad",
      shows: "it never ends",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Expiry:": null })) },
      says: "does not say when it ends",
    },
    {
      verdict: "bad",
      shows: "the older template asked for less",
      files: { [LIGHTS]: templateLights(...waiver({ "  - Expiry:": null, "  - Approver:": null })) },
      says: "does not say",
    },
    {
      verdict: "bad",
      shows: "no day of the calendar",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Date: ": "2026-02-30" })) },
      says: "`2026-02-30` is no day",
    },
    {
      verdict: "bad",
      shows: "an end that no calendar knows",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Expiry: ": "when the lamps are lit" })) },
      says: "`when the lamps are lit` is no day",
    },
    {
      verdict: "bad",
      shows: "facts cannot be waived",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "ledger/report-modified, for the lamps" })) },
      says: "`ledger/report-modified`, which no waiver can cover",
    },
    {
      verdict: "bad",
      shows: "no such rule",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "process/waiver-from" })) },
      says: "did you mean `process/waiver-form`",
    },
    {
      verdict: "bad",
      shows: "no such rule, and none like it",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "process/everything-about-lamps" })) },
      says: "`process/everything-about-lamps`, and there is no such rule.",
    },
  ],
  *check(packet, { ruleIds }) {
    for (const entry of packet.waivers) {
      yield* incomplete(packet, entry);
      yield* misdirected(packet, entry, ruleIds);
    }
  },
} as const satisfies Rule;

/** Older templates asked for an id, a date, a scope and a justification only, and not in these words. */
function* incomplete(packet: Packet, waiver: Waiver): Generator<Report> {
  const weight = isNewest(packet) ? {} : { severity: "warn" as const };
  const name = waiverName(waiver);
  const parts = Object.keys(PARTS) as (keyof typeof PARTS)[];
  if (waiver.id === "" && parts.every((part) => waiver[part] === null)) {
    const message =
      "This grants no waiver: it has neither id nor date, scope, justification, approver and expiry. " +
      "Write each of them on a line of its own, or take it out.";
    yield { at: valueSpan(packet, waiver, null), subject: "unformed", message, ...weight };
    return;
  }
  if (waiver.id === "") {
    const message = "A waiver has no id. Give it one of its own, so that reports can refer to it.";
    yield { at: valueSpan(packet, waiver, null), subject: "id", message, ...weight };
  }
  for (const part of parts) {
    const value = waiver[part];
    const subject = `${waiver.id} ${part}`;
    if (value === null) {
      const message = `${name} does not say ${PARTS[part]}. Add it.`;
      yield { at: valueSpan(packet, waiver, null), subject, message, expected: PARTS[part], ...weight };
    } else if ((part === "date" || part === "expiry") && leadingDay(value) === null) {
      yield {
        at: valueSpan(packet, waiver, value),
        subject,
        message: `${name} must say ${PARTS[part]}, but ${quoted(value)} is no day. Write it as YYYY-MM-DD.`,
        expected: "YYYY-MM-DD",
        // Words may well describe an end; only nobody can see when it has come.
        ...(part === "expiry" && !/^\d/.test(value) ? { severity: "warn" as const } : weight),
      };
    }
  }
}

function* misdirected(packet: Packet, waiver: Waiver, ruleIds: ReadonlySet<string>): Generator<Report> {
  for (const rule of waiver.rules) {
    const at = valueSpan(packet, waiver, rule);
    const subject = `${waiver.id} ${rule}`;
    if (FACTS.test(rule)) {
      const message = `${waiverName(waiver)} names ${quoted(rule)}, which no waiver can cover. Mend what it found.`;
      yield { at, subject, message };
    } else if (!ruleIds.has(rule)) {
      const near = nearest(rule, ruleIds);
      const hint = near === null ? ". Name the rule as the finding does." : `; did you mean \`${near}\`?`;
      const message = `${waiverName(waiver)} names ${quoted(rule)}, and there is no such rule${hint}`;
      yield { at, subject, severity: "warn", message, ...(near === null ? {} : { expected: near }) };
    }
  }
}
