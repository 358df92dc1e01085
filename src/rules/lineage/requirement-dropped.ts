import { carry, dutyWords, type Carried } from "../../lineage/carry.ts";
import { lineageOf } from "../../lineage/graph.ts";
import type { Packet } from "../../packet/model.ts";
import { sectionLabel } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { audit, DONE, FIRST, first, means, packet, SECOND, second, THIRD, third } from "./harbour.ts";
import { auditPlace, weigh } from "./weight.ts";

const LABEL = sectionLabel("lineage");

const PIERS = "Every lamp burns from dusk to dawn, on both piers.";
const BELL = "The bell rings in fog.";

export const requirementDropped = {
  id: "lineage/requirement-dropped",
  title: "No requirement is dropped without a word",
  severity: "error",
  what:
    "Every point of what done means in the packet before, and every requirement that its scope, authority, evidence " +
    "map or audit names by an id in brackets, is either promised by the revision too, in the same words or nearly (at least 85 % of them, no " +
    "number and no denial different), or named by the audit of its lineage: by its id, or by three quarters of the " +
    "words that matter. What is retired " +
    "has a reason. An id that now stands for other words is a warning unless the audit says that it changed. A " +
    "sentence that the packets of four bases share is the house's form, not a promise.",
  why:
    "Somebody signed the requirement. A revision that leaves it out, by intent or by accident, changes what was agreed, " +
    "and the work will pass without it.",
  how:
    "Carry it over, or say in the audit that it is preserved, changed, or retired and why. `writ revise` starts a " +
    "revision with all of them carried.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "one promised again in nearly the same words, one named by its words, one by its id",
      files: {
        [FIRST]: first(means(PIERS, BELL, "[REQ-3] Each lamp has a number.")),
        [SECOND]: second(
          means("Every lamp burns, from dusk to dawn, on both of the piers."),
          audit("- Preserved:", "  - In fog the bell rings, as before.", "- Changed: [REQ-3] is for the harbour master."),
        ),
      },
    },
    {
      verdict: "good",
      shows: "retired with a reason, on the line or below it",
      files: {
        [FIRST]: first(means(BELL, "[REQ-3] Each lamp has a number.", "The horn sounds once a minute.")),
        [SECOND]: second(
          audit(
            "| requirement | what becomes of it |",
            "|---|---|",
            "| The horn sounds once a minute. | retired: the horn was sold |",
            "",
            "- Retired: [REQ-3]",
            "  - Reason: nobody reads them",
            `- "${BELL}" is retired, since the fog signal is a packet of its own.`,
          ),
        ),
      },
    },
    {
      verdict: "good",
      shows: "what is out of scope was no promise; what the packet's own id stands in changes with it",
      files: {
        [FIRST]: first("## SCOPE", "- OUT_OF_SCOPE:", "  - [REQ-9] Fog.", "", means("`check WP-1-Harbour-Lights` passes.")),
        [SECOND]: second(means("`check WP-1-Harbour-Lights-v2` passes.")),
      },
    },
    {
      verdict: "good",
      shows: "a sentence that every packet of the house has",
      files: {
        ...Object.fromEntries(
          ["Quay", "Crane", "Mole"].map((name) => [`.GOV/task_packets/WP-1-${name}.md`, packet(`WP-1-${name}`, means(BELL))]),
        ),
        [FIRST]: first(means(BELL)),
        [SECOND]: second(),
      },
    },
    {
      verdict: "bad",
      shows: "one of two is gone",
      files: {
        [FIRST]: first(means(PIERS, BELL)),
        [SECOND]: second(means(PIERS), audit("- Prior: WP-1-Harbour-Lights")),
      },
      says: "drops `The bell rings in fog.`, which `WP-1-Harbour-Lights` promised (`.GOV/task_packets/WP-1-Harbour-Lights.md:5`)",
      severity: "error",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a condition is left out, and a number is another one",
      files: {
        [FIRST]: first(means(PIERS, "All of the 12 lamps burn on the first day.")),
        [SECOND]: second(means("Every lamp burns from dusk to dawn.", "All of the 10 lamps burn on the first day.")),
      },
      count: 2,
    },
    {
      verdict: "bad",
      shows: "an id that scope named, and one that the packet before had itself carried over",
      files: {
        [FIRST]: first("## SCOPE", "- What: [REQ-1] colours by bearing"),
        [SECOND]: second(audit("- Prior: WP-1-Harbour-Lights", "- Preserved: [REQ-1]")),
        [THIRD]: third(audit("- Prior: WP-1-Harbour-Lights, WP-1-Harbour-Lights-v2")),
      },
      says: "drops `[REQ-1]`",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "ids that authority, evidence and a section of another name gave; what a report said was no promise",
      files: {
        [FIRST]: first(
          ...["## AUTHORITY", "- SPEC_ANCHOR: 2.1 [REQ-1]", "## EVIDENCE_MAPPING", "- REQUIREMENT: [REQ-2] lamps"],
          ...["## Requirements", "### [REQ-3] The lamps", "## VALIDATION REPORT", "[REQ-4] and [REQ-5] are proven.", "Verdict: PASS"],
        ),
        [SECOND]: second(audit("- Prior: WP-1-Harbour-Lights")),
      },
      count: 3,
    },
    {
      verdict: "bad",
      shows: "retired, and nobody says why",
      files: { [FIRST]: first(means(`[REQ-2] ${BELL}`)), [SECOND]: second(audit(`- Retired: [REQ-2] ${BELL}`)) },
      says: "retires `[REQ-2] The bell rings in fog.` of `WP-1-Harbour-Lights` without a reason",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "the same id for something else",
      files: { [FIRST]: first(means(`[REQ-2] ${BELL}`)), [SECOND]: second(means("[REQ-2] The bell is painted.")) },
      says: "says something else under `[REQ-2]`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "in a finished packet of an older template, and in one that was replaced",
      files: { [FIRST]: first(means(BELL)), [SECOND]: second("## Metadata", DONE) },
      severity: "note",
    },
  ],
  *check(own, context) {
    const lineage = lineageOf(context.world);
    const before = lineage.placeOf(own).mark === "dotted" ? null : lineage.predecessor(own);
    if (before === null) return;
    const weight = weigh(own, context, "note");
    for (const carried of carry(before, own, lineage.isBoilerplate)) {
      if (carried.fate === "reworded") yield { ...report(own, before, carried), severity: weight.severity ?? "warn" };
      else if (carried.fate === "unreasoned" || carried.fate === "dropped") {
        yield { ...report(own, before, carried), ...weight };
      }
    }
  },
} as const satisfies Rule;

const told = new WeakMap<Carried, Report>();

/** The same two packets give the same reports in every state of the repository that holds both. */
function report(own: Packet, before: Packet, carried: Carried): Report {
  const known = told.get(carried) ?? written(own, before, carried);
  told.set(carried, known);
  return known;
}

function written(own: Packet, before: Packet, { duty, fate, at }: Carried): Report {
  const [id, old] = [quoted(own.id, 100), quoted(before.id, 100)];
  const name = duty.origin === "named" ? `[${duty.ids[0] ?? ""}]` : duty.text;
  const words = quoted(name, 160);
  const where = quoted(`${before.path}:${String(before.source.point(duty.span.start).line)}`, 240);
  const say = `say in \`${LABEL}\` whether it is preserved, changed, or retired and why.`;
  return {
    at: at ?? auditPlace(own),
    // The same words in another encoding are the same requirement.
    subject: `${before.id} ${duty.origin === "named" ? name : dutyWords(duty, before)}`,
    message:
      fate === "unreasoned"
        ? `${id} retires ${words} of ${old} without a reason (${where}). Say why nobody needs it any more.`
        : fate === "reworded"
          ? `${id} says something else under ${quoted(`[${duty.ids[0] ?? ""}]`)} than ${old} did (${where}). Give it back its words, or ${say}`
          : `${id} drops ${words}, which ${old} promised (${where}). Promise it again, or ${say}`,
    expected: "preserved, changed, or retired with a reason",
    related: [{ path: before.path, span: duty.span, message: "The requirement." }],
  };
}
