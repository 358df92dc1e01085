import type { Rule } from "../rule.ts";
import {
  anchorFaults,
  approvalFaults,
  bindingFaults,
  blankFaults,
  fieldFaults,
  sectionFaults,
  verdictFaults,
  type Fault,
} from "./refinement-faults.ts";
import { LIGHTS, REFINEMENT, WORK, refinement } from "./harbour.ts";
import { standingOf } from "./refinement-standing.ts";

export const refinementForm = {
  id: "process/refinement-form",
  title: "A refinement is complete, approved and does not contradict itself",
  severity: "error",
  what:
    "A refinement must have its sections and fields filled in, name the spec file and its SHA-1, bind to at least " +
    "one place of the spec, and give a verdict on the spec, the ambiguity and the need for enrichment that agree. " +
    "Once a packet was made from it, it must be approved and carry the packet's signature. A draft from which " +
    "nothing was made is left alone.",
  why:
    "The maintainer signs the packet on the strength of the refinement. What is left open or contradicts itself " +
    "there becomes the coder's guess.",
  how: "Complete the part that the finding names. A change of substance needs the maintainer's approval again.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["refinement"],
  examples: [
    {
      verdict: "good",
      shows: "complete, approved and signed like its packet",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement() },
    },
    {
      verdict: "good",
      shows: "a draft from which nothing was made yet",
      files: {
        [REFINEMENT]: refinement({
          "- USER_REVIEW_STATUS: ": "PENDING",
          "- SPEC_TARGET_SHA1: ": "<pending>",
        }),
      },
    },
    {
      verdict: "good",
      shows: "packet and refinement are both drafts",
      files: {
        [LIGHTS]: WORK.replace("In Progress", "Draft"),
        [REFINEMENT]: refinement({ "- USER_REVIEW_STATUS: ": "PENDING", "- Lamp": null }),
      },
    },
    {
      verdict: "good",
      shows: "the spec is to be enriched, and the text is there, with a heading of its own",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({
          "- CLEARLY_COVERS_VERDICT: ": "FAIL",
          "- AMBIGUITY_FOUND: ": "YES",
          "- ENRICHMENT_NEEDED: ": "YES",
          "- REASON_NO_ENRICHMENT: ": "N/A",
          "```": null,
        }).replace("<not applicable; ENRICHMENT_NEEDED=NO>", "### 2.1 Dark lamps\nA dark lamp does not burn."),
      },
    },
    {
      verdict: "good",
      shows: "blanks in the excerpt of a spec are not the refinement's",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({
          "- CONTEXT_TOKEN: ": "MUST burn from dusk\n  ```text\n  <TBD>\n  ```",
        }),
      },
    },
    {
      verdict: "good",
      shows: "words behind a value",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CLEARLY_COVERS_VERDICT: ": "PASS - all of section 2" }),
      },
    },
    {
      verdict: "bad",
      shows: "a section is missing",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({
          "### RED_TEAM_ADVISORY (security failure modes)": null,
          "- A lamp that lies about being lit.": null,
        }),
      },
      says: "no section RED_TEAM_ADVISORY",
    },
    {
      verdict: "bad",
      shows: "a section that says nothing",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement({ "- The lamps are lit by hand.": null }) },
      says: "GAPS_IDENTIFIED says nothing yet",
    },
    {
      verdict: "bad",
      shows: "a field is missing",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement({ "- ENRICHMENT_NEEDED:": null }) },
      says: "no ENRICHMENT_NEEDED",
    },
    {
      verdict: "bad",
      shows: "a field is not filled in",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CLEARLY_COVERS_VERDICT: ": "PASS | FAIL | PARTIAL" }),
      },
      says: "CLEARLY_COVERS_VERDICT is not filled in",
    },
    {
      verdict: "bad",
      shows: "a verdict that is none",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CLEARLY_COVERS_VERDICT: ": "mostly" }),
      },
      says: "must be one of PASS, FAIL, PARTIAL",
    },
    {
      verdict: "bad",
      shows: "about another packet",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- WP_ID: ": "WP-1-Harbour-Lights-v2" }),
      },
      says: "is about `WP-1-Harbour-Lights-v2`",
    },
    {
      verdict: "bad",
      shows: "the spec was never looked up",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({
          "- SPEC_TARGET_RESOLVED: ": ".GOV/spec/SPEC_CURRENT.md -> Harbour_Spec_vXX.XX.md",
        }),
      },
      says: "does not say which spec file",
    },
    {
      verdict: "bad",
      shows: "the pointer itself is not the spec",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- SPEC_TARGET_RESOLVED: ": ".GOV/roles_shared/SPEC_CURRENT.md" }),
      },
      says: "does not say which spec file",
    },
    {
      verdict: "bad",
      shows: "no SHA-1",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- SPEC_TARGET_SHA1: ": "b8b6871" }),
      },
      says: "is no SHA-1",
    },
    {
      verdict: "bad",
      shows: "work goes on while the review is open",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- USER_REVIEW_STATUS: ": "PENDING" }),
      },
      says: "its review says `PENDING`",
    },
    {
      verdict: "bad",
      shows: "approved and not signed; no packet was made yet",
      files: { [REFINEMENT]: refinement({ "- USER_SIGNATURE: ": "<pending>" }) },
      says: "is no full signature",
    },
    {
      verdict: "bad",
      shows: "approved, while the packet is still a draft",
      files: {
        [LIGHTS]: WORK.replace("In Progress", "Draft"),
        [REFINEMENT]: refinement({ "- Lamp": null }),
      },
      says: "PRIMITIVES says nothing yet",
    },
    {
      verdict: "bad",
      shows: "the packet has been replaced since",
      files: {
        [LIGHTS]: WORK.replace("In Progress", "Superseded"),
        [REFINEMENT]: refinement({ "- Lamp": null }),
      },
      says: "PRIMITIVES says nothing yet",
    },
    {
      verdict: "bad",
      shows: "no line for a signature",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement({ "- USER_SIGNATURE:": null }) },
      says: "has no signature",
    },
    {
      verdict: "bad",
      shows: "packet and refinement are signed differently",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- USER_SIGNATURE: ": "mara140120260900" }),
      },
      says: "its packet `mara140120261200`",
    },
    {
      verdict: "bad",
      shows: "clear and ambiguous at once",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement({ "- AMBIGUITY_FOUND: ": "YES" }) },
      says: "Only one of the two can be true",
    },
    {
      verdict: "bad",
      shows: "not covered, and nothing is done about it",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CLEARLY_COVERS_VERDICT: ": "PARTIAL" }),
      },
      says: "yet no enrichment is needed",
    },
    {
      verdict: "bad",
      shows: "no reason why the spec needs no enrichment",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- REASON_NO_ENRICHMENT: ": "N/A" }),
      },
      says: "does not say why",
    },
    {
      verdict: "bad",
      shows: "the spec is to be enriched, and nobody wrote with what",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement({ "- ENRICHMENT_NEEDED: ": "YES" }) },
      says: "holds no text for the spec",
    },
    {
      verdict: "bad",
      shows: "no anchor",
      files: { [LIGHTS]: WORK, [REFINEMENT]: refinement({ "#### ANCHOR 1": null }) },
      says: "binds to no place of the spec",
    },
    {
      verdict: "bad",
      shows: "an anchor without its token and with half a window",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- CONTEXT_END_LINE: ": "<line>", "- CONTEXT_TOKEN:": null }),
      },
      says: "does not give CONTEXT_END_LINE, CONTEXT_TOKEN",
    },
    {
      verdict: "bad",
      shows: "a blank in the middle of the text",
      files: {
        [LIGHTS]: WORK,
        [REFINEMENT]: refinement({ "- Lamp": ", see path/to/file:line for the others" }),
      },
      says: "`path/to/file:line`",
    },
  ],
  *check(refinement, { world, policy }) {
    const { packet, isDraft, weight } = standingOf(refinement, world);
    if (isDraft) return;
    const faults: Fault[] = [
      ...sectionFaults(refinement),
      ...fieldFaults(refinement),
      ...bindingFaults(refinement, policy.layout.specPointer),
      ...approvalFaults(refinement, packet),
      ...verdictFaults(refinement),
      ...anchorFaults(refinement),
    ];
    const spoken = faults.flatMap((fault) => (fault.at === null ? [] : [fault.at]));
    for (const fault of [...faults, ...blankFaults(refinement, spoken)]) yield { ...fault, ...weight };
  },
} as const satisfies Rule;
