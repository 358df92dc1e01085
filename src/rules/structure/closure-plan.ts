import { dialect, type FieldName } from "../../packet/dialect.ts";
import { fieldLabel, normalise, sectionLabel } from "../../packet/vocabulary.ts";
import type { Field, Packet, Section } from "../../packet/model.ts";
import { contentOfWords } from "../../packet/sections.ts";
import type { Report, Rule } from "../rule.ts";
import { isDue, LIVE } from "./due.ts";
import { asksForSection } from "./era.ts";
import { isBlank, isNone, stated } from "./stated.ts";

export const closurePlan = {
  id: "structure/closure-plan",
  title: "The closure plan is answered before the work is built",
  severity: "error",
  what:
    "Packets of the newest template hold a plan for closing the work end to end. Once the skeleton is approved, the " +
    "plan must say whether it applies. When it does, each of its fields must be answered; when it does not, the plan " +
    "must say why.",
  why:
    "The plan is where trust boundaries, sources of truth and the ways to verify them are settled. Left for later, " +
    "they are settled by whatever was built.",
  how:
    "Answer the first field with YES or NO. With YES fill in every field of the plan, with NO add a line with the " +
    "reason.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet"],
  states: LIVE,
  examples: [
    {
      verdict: "good",
      shows: "nobody has approved a skeleton yet, so the plan may wait",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n" +
          "## END_TO_END_CLOSURE_PLAN\n- END_TO_END_CLOSURE_PLAN_APPLICABLE: YES | NO\n- TRUST_BOUNDARY: <fill>\n",
      },
    },
    {
      verdict: "good",
      shows: "the plan applies, and every field is answered; a field may say that there is nothing",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n" +
          "## END_TO_END_CLOSURE_PLAN\n- END_TO_END_CLOSURE_PLAN_APPLICABLE: YES\n- TRUST_BOUNDARY: pier -> lamp\n" +
          "- SERVER_SOURCES_OF_TRUTH:\n  - the harbour log\n- REQUIRED_PROVENANCE_FIELDS:\n  - lamp, hour\n" +
          "- VERIFICATION_PLAN:\n  - compare log and lamp\n- ERROR_TAXONOMY_PLAN:\n  - dark or dim\n" +
          "- UI_GUARDRAILS:\n  - N/A\n- VALIDATOR_ASSERTIONS:\n  - the log is complete\n",
      },
    },
    {
      verdict: "good",
      shows: "the plan does not apply, and says why; once behind the answer, once on a line of its own",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n" +
          "## END_TO_END_CLOSURE_PLAN\n- END_TO_END_CLOSURE_PLAN_APPLICABLE: NO (only documents change)\n" +
          "- TRUST_BOUNDARY: N/A\n",
        ".GOV/task_packets/WP-1-Harbour-Bell.md":
          "# Task Packet: WP-1-Harbour-Bell\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n" +
          "## END_TO_END_CLOSURE_PLAN\n- END_TO_END_CLOSURE_PLAN_APPLICABLE: NO\n- REASON_NO: only documents change\n",
      },
    },
    {
      verdict: "good",
      shows: "an older template knows no such plan",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- REFINEMENT_FILE: lights.md\n",
      },
    },
    {
      verdict: "bad",
      shows: "done, and the plan was never written",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n",
      },
      says: "no section `END_TO_END_CLOSURE_PLAN`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "the skeleton is approved, and nobody has said whether the plan applies",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: In Progress\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n" +
          "## SKELETON\n- lamp()\n\nSKELETON APPROVED\n\n" +
          "## END_TO_END_CLOSURE_PLAN\n- END_TO_END_CLOSURE_PLAN_APPLICABLE: YES | NO\n",
      },
      says: "does not say whether it applies",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "the plan applies, but two of its fields are open and one is missing",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n" +
          "## END_TO_END_CLOSURE_PLAN\n- END_TO_END_CLOSURE_PLAN_APPLICABLE: YES\n" +
          "- TRUST_BOUNDARY: <fill> (for example: pier -> lamp)\n- SERVER_SOURCES_OF_TRUTH:\n" +
          "- REQUIRED_PROVENANCE_FIELDS:\n  - lamp\n- ERROR_TAXONOMY_PLAN:\n  - dark\n- UI_GUARDRAILS:\n  - none\n" +
          "- VALIDATOR_ASSERTIONS:\n  - log\n",
      },
      says: "`TRUST_BOUNDARY`, `SERVER_SOURCES_OF_TRUTH` and `VERIFICATION_PLAN`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "it applies, they say, and there is nothing to any of it",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n" +
          "## END_TO_END_CLOSURE_PLAN\n- END_TO_END_CLOSURE_PLAN_APPLICABLE: YES\n- TRUST_BOUNDARY: N/A\n" +
          "- SERVER_SOURCES_OF_TRUTH: N/A\n- REQUIRED_PROVENANCE_FIELDS: N/A\n- VERIFICATION_PLAN: NONE\n" +
          "- ERROR_TAXONOMY_PLAN: N/A\n- UI_GUARDRAILS: N/A\n- VALIDATOR_ASSERTIONS: N/A\n",
      },
      says: "every field says that there is nothing",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "it does not apply, and no reason is given",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n" +
          "## END_TO_END_CLOSURE_PLAN\n- END_TO_END_CLOSURE_PLAN_APPLICABLE: NO\n- TRUST_BOUNDARY: N/A\n" +
          "- UI_GUARDRAILS:\n  - NONE\n",
      },
      says: "does not say why",
      severity: "warn",
    },
  ],
  *check(packet) {
    if (!isDue("approved", packet)) return;
    const label = sectionLabel("closurePlan");
    const plan = packet.sections.find((section) => section.name === "closurePlan");
    if (plan === undefined) {
      if (!asksForSection(packet, "closurePlan")) return;
      yield {
        at: packet.title?.span ?? null,
        subject: "missing",
        message: `The packet has no section \`${label}\`. Add it, and say first whether the plan applies.`,
        expected: `## ${label}`,
      };
      return;
    }
    const flag = stated(packet, "closureApplicable")[0];
    const answer = flag === undefined || isBlank(flag) ? null : normalise(flag.value).split(" ")[0];
    if (flag === undefined || answer === null) {
      yield unanswered(flag, plan);
    } else if (answer === dialect.closurePlan.yes) {
      yield* openFields(packet, flag);
    } else if (answer === dialect.closurePlan.no && !givesReason(packet, plan, flag)) {
      const reason = fieldLabel("noClosureReason");
      yield {
        at: flag.valueSpan,
        subject: "reason",
        severity: "warn",
        message:
          `The closure plan does not apply, but does not say why. Add a line \`- ${reason}: …\` with the reason.`,
        expected: reason,
      };
    }
  },
} as const satisfies Rule;

function unanswered(flag: Field | undefined, plan: Section): Report {
  const { yes, no } = dialect.closurePlan;
  const label = fieldLabel("closureApplicable");
  return {
    at: flag?.valueSpan ?? plan.heading,
    subject: "applicable",
    message: `The closure plan does not say whether it applies. Answer \`${label}\` with ${yes} or ${no}.`,
    expected: `${yes} | ${no}`,
  };
}

function* openFields(packet: Packet, flag: Field): Iterable<Report> {
  const names: readonly FieldName[] = dialect.closurePlan.fields;
  const blanks = new Set(packet.placeholders.map((blank) => blank.span.start));
  // Nothing, or a blank of the template, perhaps with its instruction behind it.
  const isOpen = (field: Field): boolean => isBlank(field) || blanks.has(field.valueSpan.start);
  const answers = names.map((name) => ({ name, field: stated(packet, name).find((field) => !isOpen(field)) }));
  const open = answers.filter(({ field }) => field === undefined);
  if (open.length > 0) {
    const labels = open.map(({ name }) => `\`${fieldLabel(name)}\``);
    const list = labels.length > 1 ? `${labels.slice(0, -1).join(", ")} and ${labels.at(-1) ?? ""}` : labels.join("");
    const first = open.flatMap(({ name }) => stated(packet, name))[0];
    yield {
      at: first?.span ?? flag.valueSpan,
      subject: open.map(({ name }) => name).join(", "),
      message: `The closure plan applies, but leaves ${list} open. Fill in what is missing.`,
      related: [{ path: packet.path, span: flag.span, message: "Here the plan says that it applies." }],
    };
  } else if (answers.every(({ field }) => field !== undefined && isNone(field.value))) {
    yield {
      at: flag.valueSpan,
      subject: "nothing",
      severity: "warn",
      message:
        "The closure plan applies, but every field says that there is nothing. Answer them, or say that the plan " +
        "does not apply and why.",
    };
  }
}

/** A reason may stand behind the answer, or anywhere in the plan where something else than a none is said. */
function givesReason(packet: Packet, plan: Section, flag: Field): boolean {
  if (normalise(flag.value).includes(" ") || (flag.remark !== null && !flag.remark.includes("|"))) return true;
  const { text } = packet.source;
  return packet.lines.slice(plan.firstLine, plan.endLine).some((line) => {
    if (line.kind !== "item" && line.kind !== "text") return false;
    if (line.content === flag.span.start) return false;
    const words = line.label?.value ?? text.slice(line.content, line.span.end).trim();
    return contentOfWords(words) === "filled";
  });
}
