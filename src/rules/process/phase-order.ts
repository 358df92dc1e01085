import { dialect } from "../../packet/dialect.ts";
import { sectionLabel } from "../../packet/vocabulary.ts";
import type { Packet, Span } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule, RuleContext } from "../rule.ts";
import { CRANE, crane, currentLights, DRAFTED, IMPLEMENTED, LIGHTS, lights } from "./harbour.ts";
import { goOf, hasPhases, isBlank, phaseSection, workIn, type Go, type Work } from "./phases.ts";

export const phaseOrder = {
  id: "process/phase-order",
  title: "The skeleton is approved before the work begins",
  severity: "error",
  what:
    "A packet goes through its phases in order: what must be known to begin, the skeleton of the solution, the line " +
    "that approves the skeleton, and only then the implementation and its evidence. The approval is a line of its " +
    "own, outside code and reports.",
  why:
    "A wrong idea costs minutes to turn round while it is a skeleton, and days when it is code. An approval that a " +
    "program cannot find is one that nobody can rely on.",
  how:
    "Fill in the earlier phase first, and wait for the line of approval before implementing. Where the approval was " +
    "given in other words, let whoever gave it write the line exactly.",
  fixable: false,
  since: "0.1.0",
  states: ["ready", "active", "blocked", "done"],
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "every phase in its order",
      files: { [LIGHTS]: lights("- **Status:** In Progress", ...DRAFTED, "SKELETON APPROVED", ...IMPLEMENTED) },
    },
    {
      verdict: "good",
      shows: "the skeleton waits for its approval, and the blanks of the template are no work",
      files: {
        [LIGHTS]: currentLights(
          "- **Status:** In Progress",
          ...DRAFTED,
          "- No code before SKELETON APPROVED is written here.",
          "",
          "## IMPLEMENTATION",
          "- (Coder fills after skeleton approval.)",
          "",
          "## VALIDATION",
          "- **Target File**: `path/to/file`",
          "- **Gates Passed**:",
          "  - [ ] anchors_present",
          "",
          "## EVIDENCE_MAPPING",
          "- EVIDENCE: `path/to/file:line`",
          "",
          "## EVIDENCE",
          "- COMMAND: `<paste>`",
        ),
      },
    },
    {
      verdict: "good",
      shows: "work of a time that knew no skeletons, finished or never taken up",
      files: {
        [LIGHTS]: lights("- **Status:** Done", ...IMPLEMENTED),
        [CRANE]: crane("- **Status:** Ready for Dev", ...IMPLEMENTED),
      },
    },
    {
      verdict: "good",
      shows: "a skeleton that is explicitly not needed, and work of which only a report speaks",
      files: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "",
          "## BOOTSTRAP",
          "- Open src/lamp.ts",
          "",
          "## SKELETON",
          "- N/A",
          "",
          "## VALIDATION REPORT",
          "Verdict: FAIL",
          "### IMPLEMENTATION",
          "- Nothing was wired.",
        ),
      },
    },
    {
      verdict: "bad",
      shows: "implemented without an approval",
      files: { [LIGHTS]: lights("- **Status:** In Progress", ...DRAFTED, ...IMPLEMENTED) },
      says: "Work is recorded under IMPLEMENTATION, and the skeleton was never approved",
    },
    {
      verdict: "bad",
      shows: "an approval inside a block of code, and one that a report quotes, approve nothing",
      files: {
        [LIGHTS]: lights(
          "- STATUS: In Progress",
          ...DRAFTED,
          "```",
          "SKELETON APPROVED",
          "```",
          "",
          "## VALIDATION",
          "- **Gates Passed**:",
          "  - [x] anchors_present",
          "",
          "## VALIDATION REPORT",
          "Verdict: FAIL",
          "SKELETON APPROVED",
        ),
      },
      says: "Work is recorded under VALIDATION",
    },
    {
      verdict: "bad",
      shows: "evidence for a requirement, while the approval is pending",
      files: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          ...DRAFTED,
          "SKELETON APPROVED: pending",
          "",
          "## EVIDENCE_MAPPING",
          "- REQUIREMENT: Lamps burn",
          "- EVIDENCE: `src/lamp.ts:3`",
        ),
      },
      says: "Work is recorded under EVIDENCE_MAPPING",
    },
    {
      verdict: "bad",
      shows: "the output of a command may be older than the work: a warning",
      files: { [LIGHTS]: lights("- **Status:** In Progress", ...DRAFTED, "## EVIDENCE", "- COMMAND: `npm test`") },
      says: "Work is recorded under EVIDENCE",
    },
    {
      verdict: "bad",
      shows: "the approval is a heading",
      files: { [LIGHTS]: lights("- **Status:** In Progress", ...DRAFTED, "## SKELETON APPROVED") },
      says: "`SKELETON APPROVED` is meant as the approval of the skeleton, but is not the line",
    },
    {
      verdict: "bad",
      shows: "the approval carries a remark",
      files: {
        [LIGHTS]: lights("- **Status:** In Progress", ...DRAFTED, "**SKELETON APPROVED** by mara", ...IMPLEMENTED),
      },
      says: "write exactly `SKELETON APPROVED`",
    },
    {
      verdict: "bad",
      shows: "the approval is a quotation",
      files: { [LIGHTS]: lights("- **Status:** In Progress", ...DRAFTED, "> SKELETON APPROVED", ...IMPLEMENTED) },
      says: "write exactly `SKELETON APPROVED`",
    },
    {
      verdict: "bad",
      shows: "only a report says that the skeleton was approved",
      files: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          ...DRAFTED,
          ...IMPLEMENTED,
          "## VALIDATION REPORT",
          "Verdict: PASS (SKELETON APPROVED)",
        ),
      },
      says: "Only a report says that the skeleton was approved",
    },
    {
      verdict: "bad",
      shows: "an approval of nothing",
      files: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "",
          "## BOOTSTRAP",
          "- Open src/lamp.ts",
          "",
          "## SKELETON",
          "- Notes:",
          "",
          "SKELETON APPROVED",
        ),
      },
      says: "SKELETON is still blank, and the skeleton was approved",
    },
    {
      verdict: "bad",
      shows: "a skeleton without the phase before it",
      files: { [LIGHTS]: lights("- **Status:** In Progress", "", "## SKELETON", "- A lamp has one switch.") },
      says: "BOOTSTRAP is missing, and the skeleton is drafted",
    },
    {
      verdict: "bad",
      shows: "the phases stand in another order than they are gone through",
      files: {
        [LIGHTS]: lights(
          "- **Status:** In Progress",
          "",
          "## SKELETON",
          "- A lamp has one switch.",
          "",
          "## BOOTSTRAP",
          "- Open src/lamp.ts",
          "",
          "SKELETON APPROVED",
        ),
      },
      says: "SKELETON stands above BOOTSTRAP",
    },
    {
      verdict: "bad",
      shows: "approved below the work",
      files: {
        [LIGHTS]: lights("- **Status:** In Progress", ...DRAFTED, ...IMPLEMENTED, "## NOTES", "SKELETON APPROVED"),
      },
      says: "IMPLEMENTATION stands above the approval",
    },
    {
      verdict: "bad",
      shows: "work in a packet that nobody has claimed: a warning",
      files: { [LIGHTS]: currentLights("- **Status:** Ready for Dev", ...DRAFTED, ...IMPLEMENTED) },
      says: "the skeleton was never approved",
    },
    {
      verdict: "bad",
      shows: "done under a template that asks for the phases: a warning, for nobody can approve now what is over",
      files: { [LIGHTS]: currentLights("- **Status:** Done", ...DRAFTED, ...IMPLEMENTED) },
      says: "nobody can approve it now",
    },
    {
      verdict: "bad",
      shows: "a change that declares unapproved work done",
      base: { [LIGHTS]: currentLights("- **Status:** In Progress", ...DRAFTED) },
      files: { [LIGHTS]: currentLights("- **Status:** Done", ...DRAFTED, ...IMPLEMENTED) },
      says: "Stop, and let the skeleton be approved",
    },
  ],
  *check(packet, context) {
    if (!hasPhases(packet)) return;
    const go = goOf(packet);
    const work = workIn(packet);
    yield* judgeApproval(packet, go, work, isPast(packet, context));
    yield* judgeBlanks(packet, go, work);
    yield* judgePlaces(packet, go);
  },
} as const satisfies Rule;

/** Finished before this change: nobody can approve now what is over. */
function isPast(packet: Packet, { change, before }: RuleContext): boolean {
  return packet.stateClass === "done" && (change === null || before(packet)?.stateClass === "done");
}

function* judgeApproval(packet: Packet, go: Go | null, work: Work | null, past: boolean): Iterable<Report> {
  const { exact } = dialect.approval;
  const expected = `a line that is exactly \`${exact}\``;
  if (go?.form === "near") {
    yield {
      at: go.span,
      subject: "approval form",
      severity: "warn",
      message:
        `${quoted(packet.source.slice(go.span))} is meant as the approval of the skeleton, but is not the line that ` +
        `everybody looks for: write exactly \`${exact}\` on a line of its own, without heading, list or emphasis.`,
      expected,
    };
    return;
  }
  if (work === null || go?.form === "exact") return;
  if (go !== null) {
    yield {
      at: work.span,
      subject: "approval form",
      severity: "warn",
      message:
        `Only a report says that the skeleton was approved. Whoever approved it writes exactly \`${exact}\` below ` +
        "the skeleton, on a line of its own.",
      expected,
      related: [{ path: packet.path, span: go.span, message: "The report's verdict on the skeleton." }],
    };
    return;
  }
  const mild = past || packet.stateClass === "ready" || work.section === "evidence";
  yield {
    at: work.span,
    subject: "approval",
    ...(mild ? { severity: "warn" } : {}),
    message:
      `Work is recorded under ${sectionLabel(work.section)}, and the skeleton was never approved. ` +
      (past
        ? "The work is over, and nobody can approve it now: if it shall stand, have a waiver recorded."
        : `Stop, and let the skeleton be approved: a line of its own, exactly \`${exact}\`, below it and outside ` +
          "code and reports."),
    expected,
  };
}

/** A phase that was passed over. */
function* judgeBlanks(packet: Packet, go: Go | null, work: Work | null): Iterable<Report> {
  const skeleton = phaseSection(packet, "skeleton");
  const bootstrap = phaseSection(packet, "bootstrap");
  const later = work !== null ? "work is recorded" : go !== null ? "the skeleton was approved" : null;
  const reached = later ?? (isBlank(skeleton) ? null : "the skeleton is drafted");
  const place = work?.span ?? go?.span ?? skeleton?.heading ?? null;
  for (const { name, section, passed } of [
    { name: "bootstrap", section: bootstrap, passed: reached },
    { name: "skeleton", section: skeleton, passed: later },
  ] as const) {
    if (passed === null || !isBlank(section)) continue;
    yield {
      at: section?.heading ?? place,
      subject: `${name} blank`,
      severity: "warn",
      message:
        `${sectionLabel(name)} is ${section === null ? "missing" : "still blank"}, and ${passed}. ` +
        "Fill it in: the phases build upon each other.",
      expected: "every phase filled in before the next",
      ...(section === null || place === null
        ? {}
        : { related: [{ path: packet.path, span: place, message: "What came after it." }] }),
    };
  }
}

/** The phases stand in the document in the order in which they are gone through. */
function* judgePlaces(packet: Packet, go: Go | null): Iterable<Report> {
  let last: { readonly name: string; readonly span: Span } | null = null;
  for (const { name, span } of [
    { name: sectionLabel("bootstrap"), span: phaseSection(packet, "bootstrap")?.heading ?? null },
    { name: sectionLabel("skeleton"), span: phaseSection(packet, "skeleton")?.heading ?? null },
    { name: "the approval", span: go === null || go.form === "report" ? null : go.span },
    { name: sectionLabel("implementation"), span: phaseSection(packet, "implementation")?.heading ?? null },
  ]) {
    if (span === null) continue;
    if (last !== null && span.start < last.span.start) {
      yield {
        at: span,
        subject: `order ${name}`,
        severity: "warn",
        message: `${capital(name)} stands above ${last.name}, which comes before it. Move it below.`,
        expected: `${last.name} first, then ${name}`,
        related: [{ path: packet.path, span: last.span, message: "The phase that comes before it." }],
      };
    } else {
      last = { name, span };
    }
  }
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
