import { dialect, type SectionName } from "../../packet/dialect.ts";
import { sectionLabel, sectionVocabulary } from "../../packet/vocabulary.ts";
import type { Packet, Section } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { differenceOf, type Difference } from "./difference.ts";
import { LIGHTS, lights } from "./harbour.ts";
import { ownSignature } from "./own-signature.ts";
import { statementsOf, type Statement } from "./statements.ts";

/** So many statements of each kind are named in one message; the rest is counted. */
const NAMED = 3;

/** Statements that part before this many characters show it by themselves; others are shown from this many before. */
const WITHIN_SIGHT = 40;
const LEAD = 15;

export const frozenSection = {
  id: "process/frozen-section",
  title: "What was signed stays as it was signed",
  severity: "error",
  what:
    "Once a packet carries a dated signature, its scope, the list of done means and the test plan may no longer " +
    "change. Words are compared: wrapping, emphasis, bullet marks, ticked boxes, mended characters and governance " +
    "folders that moved do not count.",
  why:
    "The signature says that somebody agreed to exactly this work. If the text can still move, the work is measured " +
    "by something that nobody signed.",
  how:
    "Put the signed text back. If the work has to change, write the next revision of the packet, or let a maintainer " +
    "record a waiver that names this rule.",
  fixable: false,
  since: "0.1.0",
  needs: ["change"],
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "the same words, written differently",
      base: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "- USER_SIGNATURE: mara010120261200",
          "",
          "## SCOPE",
          "- What: light the harbour \u2013 all of it",
          "- IN_SCOPE_PATHS:",
          "  - src/lamp.ts (new)",
          "",
          "## DONE_MEANS",
          "- Every lamp burns within 5 seconds,",
          "  see \u00a72.1",
          "- [ ] docs/TASK_BOARD.md is current",
        ),
      },
      files: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "- USER_SIGNATURE: mara010120261200",
          "",
          "## SCOPE",
          "- **What:** light the harbour - all of it",
          "- IN_SCOPE_PATHS:",
          "  - `src/lamp.ts`",
          "",
          "### DONE_MEANS",
          "* Every lamp burns within 5 seconds, see \u00c2\u00a72.1",
          "* [x] **.GOV/roles_shared/TASK_BOARD.md** is current",
        ),
      },
    },
    {
      verdict: "good",
      shows: "an unsigned packet is still being written",
      base: { [LIGHTS]: lights("- USER_SIGNATURE: <pending>", "", "## DONE_MEANS", "- Every lamp burns") },
      files: { [LIGHTS]: lights("- USER_SIGNATURE: mara010120261200", "", "## DONE_MEANS", "- Every lamp is lit") },
    },
    {
      verdict: "good",
      shows: "sections that the coder fills in, and a waiver recorded within the scope, are free",
      base: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara010120261200", "", "## SCOPE", "- What: lamps", "", "## BOOTSTRAP"),
      },
      files: {
        [LIGHTS]: lights(
          "- USER_SIGNATURE: mara010120261200",
          "",
          "## SCOPE",
          "- What: lamps",
          "### WAIVERS GRANTED",
          "- WAIVER-1: the third lamp may stay dark",
          "",
          "## BOOTSTRAP",
          "- Open src/lamp.ts",
        ),
      },
    },
    {
      verdict: "good",
      shows: "signed anew: whether that is right is another rule's question",
      base: { [LIGHTS]: lights("- USER_SIGNATURE: mara010120261200", "", "## DONE_MEANS", "- Every lamp burns") },
      files: { [LIGHTS]: lights("- USER_SIGNATURE: mara020120261200", "", "## DONE_MEANS", "- Every lamp is lit") },
    },
    {
      verdict: "bad",
      shows: "a requirement becomes another one",
      base: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "- USER_SIGNATURE: mara010120261200",
          "",
          "## DONE_MEANS",
          "- Every lamp burns within 5 seconds",
        ),
      },
      files: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "- USER_SIGNATURE: mara010120261200",
          "",
          "## DONE_MEANS",
          "- Every lamp burns within 50 seconds",
        ),
      },
      says: "removed `Every lamp burns within 5 seconds`; added `Every lamp burns within 50 seconds`",
    },
    {
      verdict: "bad",
      shows: "more paths in scope than were signed",
      base: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "- USER_SIGNATURE: mara010120261200",
          "",
          "## SCOPE",
          "- IN_SCOPE_PATHS:",
          "  - src/*",
        ),
      },
      files: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "- USER_SIGNATURE: mara010120261200",
          "",
          "## SCOPE",
          "- IN_SCOPE_PATHS:",
          "  - src/*",
          "  - src/**",
          "  - tools/",
          "  - tests/",
          "  - docs/",
        ),
      },
      says: "IN_SCOPE_PATHS was changed after the packet was signed: added `src/**`, `tools/`, `tests/` and 1 more",
    },
    {
      verdict: "bad",
      shows: "a section of the signed text is gone",
      base: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara010120261200", "", "## TEST_PLAN", "```", "npm test", "```"),
      },
      files: { [LIGHTS]: lights("- USER_SIGNATURE: mara010120261200") },
      says: "TEST_PLAN was changed after the packet was signed: removed `npm test`",
    },
    {
      verdict: "bad",
      shows: "a requirement moves to where it means something else",
      base: {
        [LIGHTS]: lights(
          "- USER_SIGNATURE: mara010120261200",
          "",
          "## DONE_MEANS",
          "- Must be lit:",
          "  - the pier",
          "- Must be dark:",
          "  - the beach",
        ),
      },
      files: {
        [LIGHTS]: lights(
          "- USER_SIGNATURE: mara010120261200",
          "",
          "## DONE_MEANS",
          "- Must be lit:",
          "- Must be dark:",
          "  - the pier",
          "  - the beach",
        ),
      },
      says: "put into another order",
    },
    {
      verdict: "bad",
      shows: "a real change next to mended characters",
      base: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara010120261200", "", "## SCOPE", "- What: lamps ??2.1", "- Why: dark"),
      },
      files: {
        [LIGHTS]: lights("- USER_SIGNATURE: mara010120261200", "", "## SCOPE", "- What: lamps \u00a72.1", "- Why: fog"),
      },
      says: "changed after the packet was signed: removed `Why: dark`; added `Why: fog`",
    },
  ],
  *check(packet, { before }) {
    const old = before(packet);
    const signed = old === null ? null : ownSignature(old);
    if (old === packet || old === null || signed?.form !== "dated" || old.source.text === packet.source.text) return;
    const signature = ownSignature(packet);
    if (signature?.value !== signed.value) return;
    const unclaimed = old.stateClass === "ready" && packet.stateClass === "ready";
    for (const name of FROZEN) {
      const now = regionOf(packet, name);
      const difference = differenceOf(regionOf(old, name).statements, now.statements);
      if (difference === null) continue;
      const report: Report = {
        at: difference.added[0]?.span ?? now.sections[0]?.heading ?? signature.span,
        subject: name,
        message:
          `${sectionLabel(name)} was changed after the packet was signed: ${told(difference)}. Put the signed text ` +
          "back, write the next revision of the packet, or have a waiver recorded that names this rule.",
        expected: "the text as it was signed",
        related: [{ path: packet.path, span: signature.span, message: "The signature that the text stands under." }],
      };
      yield unclaimed ? { ...report, severity: "warn" } : report;
    }
  },
} as const satisfies Rule;

const names = Object.keys(dialect.sections) as SectionName[];
const FROZEN: readonly SectionName[] = names.filter((name) => sectionVocabulary(name).region === "frozen");

interface Region {
  readonly sections: readonly Section[];
  readonly statements: readonly Statement[];
}

/**
 * All sections of that name. What is nested in them and has a name of its own is judged under that name, or not at all;
 * what is out of scope is part of the scope.
 */
function regionOf(packet: Packet, name: SectionName): Region {
  const sections = packet.sections.filter((section) => section.name === name);
  const isApart = (section: Section): boolean =>
    section.name !== null && section.name !== name && section.name !== "outOfScope";
  return { sections, statements: statementsOf(packet, sections, isApart) };
}

function told({ removed, added, reordered }: Difference): string {
  if (reordered) return "its statements were put into another order";
  const parts = [listed("removed", removed, added), listed("added", added, removed)];
  return parts.filter((part) => part !== "").join("; ");
}

function listed(verb: string, statements: readonly Statement[], others: readonly Statement[]): string {
  if (statements.length === 0) return "";
  const named = statements.slice(0, NAMED).map((statement) => quoted(excerpt(statement.text, others)));
  const rest = statements.length - named.length;
  return `${verb} ${named.join(", ")}${rest > 0 ? ` and ${String(rest)} more` : ""}`;
}

/** Long statements that begin alike are shown from shortly before the word in which they part. */
function excerpt(text: string, others: readonly Statement[]): string {
  const shared = Math.max(0, ...others.slice(0, NAMED).map((other) => sharedLength(text, other.text)));
  if (shared < WITHIN_SIGHT) return text;
  const start = text.lastIndexOf(" ", shared - LEAD);
  return start <= 0 ? text : `\u2026${text.slice(start + 1)}`;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a.charAt(length) === b.charAt(length)) length++;
  return length;
}
