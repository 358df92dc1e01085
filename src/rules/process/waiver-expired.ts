import { leadingDay } from "../../packet/calendar.ts";
import type { Rule } from "../rule.ts";
import { LIGHTS, currentLights, waiver } from "./harbour.ts";
import { valueSpan, waiverName } from "./waiver-text.ts";

export const waiverExpired = {
  id: "process/waiver-expired",
  title: "No unfinished work stands on a waiver that has ended",
  severity: "warn",
  what:
    "While a packet is not done, none of its waivers may have ended before the day of the commit that is judged. A " +
    "waiver is in force through the whole of its last day.",
  why: "After its end a waiver excuses nothing, but people who read the packet still count on it.",
  how: "Mend what was waived and remove the waiver, or have it granted again with a new date and a new expiry.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  states: ["ready", "active", "blocked"],
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "it ends today",
      files: { [LIGHTS]: currentLights("- **Status:** In Progress", ...waiver({ "  - Expiry: ": "2026-01-15" })) },
    },
    {
      verdict: "good",
      shows: "the work it was for is done",
      files: { [LIGHTS]: currentLights("- **Status:** Done", ...waiver({ "  - Expiry: ": "2026-01-14" })) },
    },
    {
      verdict: "good",
      shows: "an end without a day is for the rule about the form",
      files: { [LIGHTS]: currentLights("- **Status:** In Progress", ...waiver({ "  - Expiry: ": "at low tide" })) },
    },
    {
      verdict: "good",
      shows: "no end at all likewise",
      files: { [LIGHTS]: currentLights("- **Status:** In Progress", ...waiver({ "  - Expiry:": null })) },
    },
    {
      verdict: "bad",
      shows: "it ended yesterday",
      files: { [LIGHTS]: currentLights("- **Status:** In Progress", ...waiver({ "  - Expiry: ": "2026-01-14 noon" })) },
      says: "`WAIVER-LIGHTS-001` ended on 2026-01-14",
    },
  ],
  *check(packet, { asOf }) {
    for (const entry of packet.waivers) {
      const end = entry.expiry === null ? null : leadingDay(entry.expiry);
      if (end === null || end >= asOf) continue;
      yield {
        at: valueSpan(packet, entry, end),
        subject: `${entry.id} ${end}`,
        message:
          `${waiverName(entry)} ended on ${end}, and the packet is not done. ` +
          "Mend what it covered, or have it granted again.",
        expected: `a day not before ${asOf}`,
      };
    }
  },
} as const satisfies Rule;
