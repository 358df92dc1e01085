import { lineageOf } from "../../lineage/graph.ts";
import { sectionLabel } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { audit, DONE, FIRST, first, packet, PASS, second, SECOND } from "./harbour.ts";
import { auditPlace, idPlace, weigh } from "./weight.ts";

const LABEL = sectionLabel("lineage");

export const auditMissing = {
  id: "lineage/audit-missing",
  title: "A revision says what it follows",
  severity: "error",
  what:
    `Every packet that follows another one of its base holds the section \`${LABEL}\`, with something in it. So does ` +
    "every packet numbered 2 or higher; where nothing came before it, it may say that there is nothing. In a draft the " +
    "gap is a warning; so it is in a finished packet, or one that has passed, of a template that did not ask for the section yet; in one that " +
    "was replaced it is a note.",
  why:
    "A revision replaces what somebody signed. Unless it says which packets it follows and what becomes of their " +
    "requirements, promises vanish without anybody having decided so.",
  how:
    "Add the section: name every earlier packet of the base, and say of each requirement of the one before whether it " +
    "is preserved, changed, or retired and why. `writ revise` writes it with everything carried over.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  examples: [
    { verdict: "good", shows: "the first needs none", files: { [FIRST]: first() } },
    {
      verdict: "good",
      shows: "the second tells of the first",
      files: { [FIRST]: first(), [SECOND]: second(audit("- Prior packet: WP-1-Harbour-Lights")) },
    },
    {
      verdict: "good",
      shows: "the second is the first packet there is, and says so",
      files: { [SECOND]: second(audit("- N/A")) },
    },
    {
      verdict: "bad",
      shows: "no section",
      files: { [FIRST]: first(), [SECOND]: second("- **Status:** In Progress") },
      says: "`WP-1-Harbour-Lights-v2` follows `WP-1-Harbour-Lights` and has no section `LINEAGE_AUDIT`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "only what the template says stands there",
      files: {
        [FIRST]: first(),
        [SECOND]: second(audit("- Required when `WP_ID` includes `-v{N}`.", "- If this is not a revision packet, write: `N/A`.")),
      },
      says: "has nothing in its section `LINEAGE_AUDIT`",
    },
    {
      verdict: "bad",
      shows: "it says that nothing came before, and something did",
      files: { [FIRST]: first(), [SECOND]: second(audit("- N/A")) },
      says: "says in `LINEAGE_AUDIT` that nothing came before it",
    },
    {
      verdict: "bad",
      shows: "the second without any first",
      files: { [SECOND]: second() },
      says: "is a revision and has no section",
    },
    {
      verdict: "bad",
      shows: "a packet with a date for a number follows too",
      files: { [FIRST]: first(), ".GOV/task_packets/WP-1-Harbour-Lights-20251228.md": packet("WP-1-Harbour-Lights-20251228") },
      says: "`WP-1-Harbour-Lights-20251228` follows",
    },
    {
      verdict: "bad",
      shows: "a finished packet of a template that did not ask for it",
      files: { [FIRST]: first(), [SECOND]: second("## Metadata", DONE) },
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "one that has passed, though its status was never updated",
      files: { [FIRST]: first(), [SECOND]: second("- **Status:** In Progress", PASS) },
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "the same, brought by a change of today",
      base: { [FIRST]: first() },
      files: { [FIRST]: first(), [SECOND]: second("## Metadata", DONE) },
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a draft has time for it",
      files: { [FIRST]: first(), [SECOND]: second("- **Status:** Draft") },
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a packet that has itself been replaced",
      files: { [FIRST]: first(), [SECOND]: second("- **Status:** Superseded") },
      severity: "note",
    },
  ],
  *check(own, context) {
    const lineage = lineageOf(context.world);
    const { mark, major } = lineage.placeOf(own);
    const before = mark === "dotted" ? null : lineage.predecessor(own);
    if (before === null && (mark !== "revision" || major < 2)) return;
    if (own.lineage.length > 0) return;
    const sections = own.sections.filter(({ name }) => name === "lineage");
    const none = sections.some(({ content }) => content === "none");
    if (none && before === null) return;
    const who = before === null ? "is a revision" : `follows ${quoted(before.id, 100)}`;
    const what = none
      ? `says in \`${LABEL}\` that nothing came before it`
      : sections.length > 0
        ? `has nothing in its section \`${LABEL}\``
        : `has no section \`${LABEL}\``;
    yield {
      at: auditPlace(own),
      subject: "audit",
      ...weigh(own, context, "warn"),
      message:
        `${quoted(own.id, 100)} ${who} and ${what}. Name there every packet before it, and say what becomes of each ` +
        "requirement.",
      expected: `## ${LABEL}`,
      ...(before === null
        ? {}
        : { related: [{ path: before.path, span: idPlace(before), message: "The packet that it follows." }] }),
    };
  },
} as const satisfies Rule;
