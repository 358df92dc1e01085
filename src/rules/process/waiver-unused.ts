import type { Packet, Waiver } from "../../packet/model.ts";
import type { Rule } from "../rule.ts";
import { LIGHTS, currentLights, waiver } from "./harbour.ts";
import { valueSpan, waiverName } from "./waiver-text.ts";

/** Families whose rules look at one state alone, so that what they do not find is not there. */
const STATE_ALONE = /^(?:text|structure)\//;

export const waiverUnused = {
  id: "process/waiver-unused",
  title: "A waiver covers something that was found",
  severity: "warn",
  what:
    "Where a waiver names rules, at least one of them must find something in the packet. Rules that compare with a " +
    "base find each thing once only, so a waiver that names one of them is judged in the change that grants it.",
  why:
    "A waiver that covers nothing is either a mistake, and the rule that was meant goes on failing, or a leftover " +
    "that will hide the next fault.",
  how: "Name the rule that the finding shows, or remove the waiver.",
  fixable: false,
  since: "0.1.0",
  needs: ["findings"],
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "it names no rule",
      files: { [LIGHTS]: currentLights(...waiver()) },
    },
    {
      verdict: "good",
      shows: "what a comparing rule found before cannot be found again",
      base: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "process/status-transition" })) },
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "process/status-transition" }), "", "Lit.") },
    },
    {
      verdict: "good",
      shows: "nobody compared with a base",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "structure/title and process/status-transition" })) },
    },
    {
      verdict: "good",
      shows: "a rule that does not exist is for the rule about the form",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "structure/tilte" })) },
    },
    {
      verdict: "bad",
      shows: "the packet has a title, so nothing is waived",
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "structure/title" })) },
      says: "`structure/title`, which found nothing",
    },
    {
      verdict: "bad",
      shows: "granted in this change for something that this change does not do",
      base: { [LIGHTS]: currentLights() },
      files: {
        [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "process/status-transition, structure/title" })),
      },
      says: "`process/status-transition` and `structure/title`, which found nothing",
    },
    {
      verdict: "bad",
      shows: "extended to another rule in this change",
      base: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "structure/title" })) },
      files: { [LIGHTS]: currentLights(...waiver({ "  - Scope: ": "process/status-transition" })) },
      says: "`process/status-transition`, which found nothing",
    },
  ],
  *check(packet, { change, before, found, ruleIds }) {
    const findings = found.get(packet.id);
    const old = before(packet);
    for (const entry of packet.waivers) {
      const named = entry.rules.filter((rule) => ruleIds.has(rule));
      if (named.length === 0 || named.some((rule) => findings?.has(rule) === true)) continue;
      const isNew = change !== null && !isIn(old, entry);
      if (!isNew && !named.every((rule) => STATE_ALONE.test(rule))) continue;
      const rules = named.map((rule) => `\`${rule}\``).join(" and ");
      yield {
        at: valueSpan(packet, entry, named[0] ?? null),
        subject: `${entry.id} ${named.join(" ")}`,
        message:
          `${waiverName(entry)} names ${rules}, which found nothing in this packet. ` +
          "Name the rule that was meant, or remove the waiver.",
        expected: "a rule that found something here",
      };
    }
  },
} as const satisfies Rule;

/** The packet had a waiver of this id for the same rules. */
function isIn(packet: Packet | null, { id, rules }: Waiver): boolean {
  const same = packet?.waivers.find((entry) => entry.id === id);
  return same !== undefined && rules.every((rule) => same.rules.includes(rule));
}
