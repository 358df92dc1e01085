import { stateText } from "../../packet/vocabulary.ts";
import type { Packet, ReportBlock, Verdict } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { BOARD, LIGHTS, lights } from "./harbour.ts";
import { ownStatus } from "./own-status.ts";

export const doneWithoutPass = {
  id: "process/done-without-pass",
  title: "A packet is done only when its last verdict is a pass",
  severity: "error",
  what:
    "A packet whose status says that it is done must hold a report, and the last verdict among its reports must be a " +
    "pass. A verdict on one phase of the work decides nothing about the packet.",
  why:
    "Done is what others build upon. Without a pass nobody has compared the work with its requirements, and after a " +
    "fail somebody has and found it wanting.",
  how:
    "Let a validator judge the work and append a report. Until then, set the status back to where the work really " +
    "is. Never change an earlier report.",
  fixable: false,
  since: "0.1.0",
  states: ["done"],
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "the last verdict is a pass",
      files: { [LIGHTS]: lights("- **Status:** Done", "", "## VALIDATION REPORT", "Verdict: PASS") },
    },
    {
      verdict: "good",
      shows: "a fail that later work has answered",
      files: {
        [LIGHTS]: lights(
          "- **Status:** Done",
          "",
          "## VALIDATION REPORT - 2026-01-12",
          "Verdict: FAIL",
          "",
          "## VALIDATION REPORT - 2026-01-14",
          "Verdict: PASS",
        ),
      },
    },
    {
      verdict: "good",
      shows: "a pass, and behind it a note without a verdict and a review of one phase",
      files: {
        [LIGHTS]: lights(
          "- **Status:** Done",
          "",
          "## VALIDATION REPORT - 2026-01-12",
          "Verdict: PASS",
          "",
          "## VALIDATION NOTE - 2026-01-13",
          "The lamps were counted again.",
          "",
          "## VALIDATION REPORT - 2026-01-14",
          "Verdict: FAIL (SKELETON NOT APPROVED)",
          "",
          "## VALIDATION REPORT - 2026-01-15",
          "Verdict: PENDING",
        ),
      },
    },
    {
      verdict: "good",
      shows: "work in progress may stand under a fail",
      files: { [LIGHTS]: lights("- **Status:** In Progress", "", "## VALIDATION REPORT", "Verdict: FAIL") },
    },
    {
      verdict: "good",
      shows: "the status says itself that only the spec has moved on",
      files: {
        [LIGHTS]: lights(
          "- **Status:** Validated (OUTDATED_ONLY)",
          "",
          "## VALIDATION REPORT",
          "Verdict: OUTDATED_ONLY",
        ),
      },
    },
    {
      verdict: "good",
      shows: "the board files the packet among those that were replaced",
      files: {
        [LIGHTS]: lights("- **Status:** Done", "", "## VALIDATION REPORT", "Verdict: FAIL"),
        [BOARD]: "# Board\n\n## Superseded\n\n- **[WP-1-Harbour-Lights]** - [SUPERSEDED]\n",
      },
    },
    {
      verdict: "bad",
      shows: "done, and never judged",
      files: { [LIGHTS]: lights("- **Status:** Done") },
      says: "no report gives a verdict on the packet",
    },
    {
      verdict: "bad",
      shows: "a fail after the pass",
      files: {
        [LIGHTS]: lights(
          "- **Status:** Done",
          "",
          "## VALIDATION REPORT - 2026-01-12",
          "Verdict: PASS",
          "",
          "## VALIDATION REPORT - 2026-01-14",
          "Verdict: FAIL",
        ),
      },
      says: "the last verdict is `FAIL` of 2026-01-14, which outweighs the pass before it",
    },
    {
      verdict: "bad",
      shows: "a fail, and no pass at any time",
      files: { [LIGHTS]: lights("- **Status:** Validated", "", "## VALIDATION REPORT", "Verdict: FAIL") },
      says: "`Validated`, but the last verdict is `FAIL`. Answer",
    },
    {
      verdict: "bad",
      shows: "only one phase of the work has passed",
      files: {
        [LIGHTS]: lights("- **Status:** Done", "", "## VALIDATION REPORT", "Verdict: PASS (SKELETON APPROVED)"),
      },
      says: "no report gives a verdict on the packet",
    },
    {
      verdict: "bad",
      shows: "a verdict that is neither",
      files: { [LIGHTS]: lights("- **Status:** Done", "", "## VALIDATION REPORT", "Verdict: PENDING") },
      says: "no report gives a verdict on the packet",
    },
    {
      verdict: "bad",
      shows: "it passed, and then the spec moved on",
      files: {
        [LIGHTS]: lights(
          "- **Status:** Done",
          "",
          "## VALIDATION REPORT - 2026-01-12",
          "Verdict: PASS",
          "",
          "## VALIDATION REPORT - 2026-01-14",
          "Verdict: OUTDATED_ONLY",
        ),
      },
      says: "say so in the status: `Validated (OUTDATED_ONLY)`",
    },
    {
      verdict: "bad",
      shows: "outdated without ever having passed",
      files: { [LIGHTS]: lights("- **Status:** Done", "", "## VALIDATION REPORT", "Verdict: OUTDATED_ONLY") },
      says: "the last verdict is `OUTDATED_ONLY`",
    },
  ],
  *check(packet) {
    const decisions = decisionsOf(packet);
    const last = decisions.at(-1) ?? null;
    if (last?.verdict.value === "PASS") return;
    const status = ownStatus(packet);
    const at = status?.field.valueSpan ?? null;
    const says = `The status says ${quoted(status?.field.value ?? "")}`;
    if (last === null) {
      yield {
        at,
        subject: "no verdict",
        message:
          `${says}, but no report gives a verdict on the packet. Let a validator judge the work and append a report, ` +
          `or set the status back to \`${stateText("inProgress")}\`.`,
        expected: "a report whose verdict is PASS",
      };
      return;
    }
    const passed = decisions.some((decision) => decision.verdict.value === "PASS");
    const related = [{ path: packet.path, span: last.verdict.span, message: "The last verdict." }];
    if (last.verdict.value === "OUTDATED_ONLY" && passed) {
      yield {
        at,
        subject: "outdated",
        severity: "warn",
        message:
          `${says}, but the last verdict is \`${last.verdict.value}\`: it passed, and the spec has moved on. ` +
          `Leave the report as it is and say so in the status: \`${stateText("outdated")}\`.`,
        expected: stateText("outdated"),
        related,
      };
      return;
    }
    yield {
      at,
      subject: "last verdict",
      message:
        `${says}, but the last verdict is \`${last.verdict.value}\`${on(last.report)}` +
        `${passed ? ", which outweighs the pass before it" : ""}. ` +
        `Answer it with new work and a new report, or set the status back to \`${stateText("inProgress")}\`.`,
      expected: "PASS as the last verdict",
      related,
    };
  },
} as const satisfies Rule;

interface Decision {
  readonly report: ReportBlock;
  readonly verdict: Verdict;
}

/** What the reports decide about the packet as a whole, in the order in which they were appended. */
function decisionsOf(packet: Packet): readonly Decision[] {
  return packet.reports.flatMap((report) => {
    const { verdict } = report;
    return verdict === null || verdict.phase !== null || verdict.value === "OTHER" ? [] : [{ report, verdict }];
  });
}

function on(report: ReportBlock): string {
  return report.date === null ? "" : ` of ${report.date}`;
}
