/** Where the bad examples of claims, signatures, refinements and waivers fire, and how much each finding weighs. */
import { describe, expect, it } from "vitest";
import { runExample } from "../../../test/rules/run-example.ts";
import type { Rule } from "../rule.ts";
import { claimCommit } from "./claim-commit.ts";
import { claim } from "./claim.ts";
import { refinementAnchor } from "./refinement-anchor.ts";
import { refinementForm } from "./refinement-form.ts";
import { refinementMissing } from "./refinement-missing.ts";
import { signatureChanged } from "./signature-changed.ts";
import { signatureForm } from "./signature-form.ts";
import { signatureReused } from "./signature-reused.ts";
import { signatureUnaudited } from "./signature-unaudited.ts";
import { statusTransition } from "./status-transition.ts";
import { waiverExpired } from "./waiver-expired.ts";
import { waiverForm } from "./waiver-form.ts";
import { waiverUnused } from "./waiver-unused.ts";

/**
 * By example: severity, file, and line and columns of what the finding points at; then how many related places it names
 * and whether it offers a fix, where it does.
 */
type Expected = Readonly<Record<string, readonly string[]>>;

const table: readonly (readonly [Rule, Expected])[] = [
  [
    statusTransition,
    {
      "done without ever having been in progress": ["error lights 3:15-19"],
      "a transition that the usual process allows and this repository's policy does not": ["error lights 3:15-22"],
      "the policy lists nothing that may follow": ["error lights 3:15-25"],
      "a new packet that claims to be done": ["warn lights 3:15-19"],
    },
  ],
  [
    claim,
    {
      "in progress, and the blanks of the template are still there": ["error lights 5:16-27"],
      "a blank with a remark behind it is still a blank": ["error lights 6:29-40"],
      "the whole choice is no choice": ["error lights 6:29-48"],
      "the same where the value may hold brackets of its own": ["error lights 5:16-53"],
      "nothing behind the label": ["error lights 5:3-15"],
      "the field is missing, and only a report speaks of it": ["error lights 4:15-26"],
      "an explicit none: somebody must be doing the work": ["warn lights 5:16-46"],
      "the template before the current one had the fields in some of its versions": ["warn lights 7:15-26"],
    },
  ],
  [
    claimCommit,
    {
      "the first packet of a repository, added in one commit and claimed with code in the next": [
        "error lights 3:15-26",
      ],
      "claim and code in one commit": ["error lights 3:15-26"],
      "a new packet that comes claimed, with more code than a message can name": ["error lights 3:15-26"],
    },
  ],
  [
    signatureForm,
    {
      "claimed, and never signed": ["error lights 8:19-28"],
      "offered to be claimed before it was signed": ["warn lights 8:19-28"],
      "no status at all counts as waiting to be claimed": ["warn lights 7:19-28"],
      "blocked, perhaps before anybody claimed it": ["warn lights 8:19-28"],
      "a name alone, in a template that asks for more": ["error lights 8:19-23"],
      "a name alone, in a template that asked for no more": ["warn lights 4:19-23"],
      "a blank in one place, and no more than a name in another": ["error lights 8:19-23"],
      "two digits are missing": ["error lights 8:19-33"],
      "something else": ["error lights 8:19-36"],
      "a day that does not exist": ["error lights 8:19-35"],
      "a year in two digits, and seconds": ["warn lights 8:19-35"],
      "a time that is still to come": ["warn lights 8:19-35"],
    },
  ],
  [
    signatureUnaudited,
    {
      "the audit does not know the signature": ["error lights 7:19-35 related 1"],
      "a packet of the time before the templates, not in the audit either": ["warn lights 3:19-35 related 1"],
      "the audit says that the signature does not count": ["error lights 7:19-35 related 1"],
      "the audit has it for another packet, and ids are not matched by their beginning": [
        "warn lights 7:19-35 related 1",
      ],
      "the audit has it for many other packets": ["warn lights 7:19-35 related 1"],
    },
  ],
  [
    signatureReused,
    {
      "two packets under one signature, which one of them repeats": [
        "error crane 3:19-35 related 1",
        "error lights 3:19-35 related 1",
      ],
      "with too few digits, and still not the same by chance": [
        "error crane 3:20-34 related 1",
        "error lights 3:19-33 related 1",
      ],
      "a packet under the signature of another one's refinement": [
        "error refinement 3:19-35 related 1",
        "error crane 3:19-35 related 1",
      ],
      "two rows of the audit for two packets": ["error audit 6:1-64 related 1"],
      "two rows of the audit, one of which names no packet": ["error audit 6:1-60 related 1"],
    },
  ],
  [
    signatureChanged,
    {
      "another time": ["error lights 3:19-35"],
      "the signature is taken back": ["error lights 3:19-28"],
      "the signature is gone": ["error lights 3:3-28"],
    },
  ],
  [
    refinementMissing,
    {
      "the file that the packet names does not exist": ["error lights 4:20-59"],
      "an earlier revision had one, this revision has not": ["error lights-v2 1:1-1 related 1"],
      "the current template asks for a refinement": ["error lights 5:3-23"],
      "the older template asks for one where it has a section for it": ["error lights 9:1-24"],
      "the older template, in a version that may not have had the section yet": ["warn lights 1:1-1"],
      "the documents moved and the path did not follow": ["warn lights 5:20-59 related 1 fix"],
      "moved, and called something that is better not copied": ["warn odd 4:20-35 related 1"],
      "the refinement of another packet": ["error lights 5:20-58 related 1"],
    },
  ],
  [
    refinementForm,
    {
      "a section is missing": ["error refinement 1:1-1"],
      "a section that says nothing": ["error refinement 10:1-20"],
      "a field is missing": ["error refinement 1:1-1"],
      "a field is not filled in": ["error refinement 21:27-48"],
      "a verdict that is none": ["error refinement 21:27-33"],
      "about another packet": ["error refinement 4:10-32"],
      "the spec was never looked up": ["error refinement 5:25-76"],
      "the pointer itself is not the spec": ["error refinement 5:25-58"],
      "no SHA-1": ["error refinement 6:21-28"],
      "work goes on while the review is open": ["error refinement 7:23-30"],
      "approved and not signed; no packet was made yet": ["warn refinement 8:19-28"],
      "approved, while the packet is still a draft": ["warn refinement 16:1-38"],
      "the packet has been replaced since": ["note refinement 16:1-38"],
      "no line for a signature": ["error refinement 7:3-31"],
      "packet and refinement are signed differently": ["error refinement 8:19-35 related 1"],
      "clear and ambiguous at once": ["error refinement 22:20-23 related 1"],
      "not covered, and nothing is done about it": ["error refinement 25:22-24 related 1"],
      "no reason why the spec needs no enrichment": ["error refinement 25:22-24"],
      "the spec is to be enriched, and nobody wrote with what": ["error refinement 25:22-25"],
      "no anchor": ["error refinement 33:1-41"],
      "an anchor without its token and with half a window": ["error refinement 35:1-14"],
      "a blank in the middle of the text": ["error refinement 17:13-30"],
    },
  ],
  [
    refinementAnchor,
    {
      "the token stands elsewhere in the spec": ["error refinement 39:18-27"],
      "the window ends one line too early": ["error refinement 39:18-37"],
      "the token stands nowhere": ["error refinement 39:18-28"],
      "the window begins behind its end": ["error refinement 38:21-22"],
      "lines count from one": ["error refinement 38:21-22"],
      "the window reaches past the end of the spec": ["error refinement 38:21-22"],
      "the spec has changed since": ["error refinement 6:21-61"],
      "the spec has changed since the work was done": ["warn refinement 6:21-61"],
      "the spec is not in the repository": ["note refinement 5:25-72"],
      "an anchor binds to another spec, which is not in the repository": ["note refinement 5:25-72"],
    },
  ],
  [
    waiverForm,
    {
      "without an id": ["error lights 5:3-16"],
      "nobody granted it": ["error lights 5:3-20"],
      "it never ends": ["error lights 5:3-20"],
      "the older template asked for less": ["warn lights 8:3-20", "warn lights 8:3-20"],
      "no day of the calendar": ["error lights 6:11-21"],
      "an end that no calendar knows": ["warn lights 10:13-35"],
      "facts cannot be waived": ["error lights 7:12-34"],
      "no such rule": ["warn lights 7:12-31"],
      "no such rule, and none like it": ["warn lights 7:12-42"],
    },
  ],
  [
    waiverExpired,
    {
      "it ended yesterday": ["warn lights 11:13-23"],
    },
  ],
  [
    waiverUnused,
    {
      "the packet has a title, so nothing is waived": ["warn lights 7:12-27"],
      "granted in this change for something that this change does not do": ["warn lights 7:12-37"],
      "extended to another rule in this change": ["warn lights 7:12-37"],
    },
  ],
];

const PLACES: Readonly<Record<string, string>> = {
  ".GOV/task_packets/WP-1-Harbour-Lights.md": "lights",
  ".GOV/task_packets/WP-1-Harbour-Lights-v2.md": "lights-v2",
  ".GOV/task_packets/WP-1-Harbour `Lights`.md": "odd",
  ".GOV/task_packets/WP-1-Harbour-Crane.md": "crane",
  ".GOV/refinements/WP-1-Harbour-Lights.md": "refinement",
  ".GOV/roles_shared/SIGNATURE_AUDIT.md": "audit",
};

describe.each(table.map(([rule, expected]) => [rule.id, rule, expected] as const))("%s", (_, rule, expected) => {
  const bad = rule.examples.filter((example) => example.verdict === "bad");

  it("has an expectation for every bad example", () => {
    expect(bad.map((example) => example.shows)).toEqual(Object.keys(expected));
  });

  it.each(bad.map((example) => [example.shows, example] as const))("%s", async (shows, example) => {
    const { findings } = await runExample(rule, example);
    const current = findings.filter((finding) => finding.state !== "fixed");
    const got = current.map(({ severity, path, line, column, endColumn, related, fix }) => {
      const place = `${severity} ${PLACES[path] ?? path} ${String(line)}:${String(column)}-${String(endColumn)}`;
      return place + (related.length > 0 ? ` related ${String(related.length)}` : "") + (fix === null ? "" : " fix");
    });
    expect(got).toEqual(expected[shows]);
  });
});
