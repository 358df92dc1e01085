import { derived } from "../../packet/derived.ts";
import { dialect } from "../../packet/dialect.ts";
import { fieldLabel, fieldVocabulary, sectionLabel, sectionVocabulary, stateText } from "../../packet/vocabulary.ts";
import type { Packet, Span } from "../../packet/model.ts";
import { printable, quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { isBlank } from "./stated.ts";

export const stub = {
  id: "structure/stub",
  title: "A stub is a stub, and nothing that looks like a packet",
  severity: "error",
  what:
    "A document in the folder of the stubs has the title and the status of a stub, and a checklist of what must " +
    "happen before anybody works on it; its status may also say that it was activated or superseded. It carries no signature, no approval, no report, no claim and no part of the " +
    "work. The other way round, nothing among the packets calls itself a stub.",
  why:
    "A stub is a backlog entry that nobody has refined or signed. When it looks executable, somebody executes it, " +
    "and the work stands on no agreement.",
  how:
    "To start the work, activate the stub: refine it, have it signed, and create the packet from it. Otherwise take " +
    "out of the stub what belongs to a packet. Move a stub that lies among the packets into the folder of the stubs.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet", "stub"],
  examples: [
    {
      verdict: "good",
      shows: "a stub with its banner, which speaks of signatures and readiness without claiming either",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# TASK_PACKET_STUB_TEMPLATE\n\nNo USER_SIGNATURE is needed.\n\n# Work Packet Stub: WP-1-Harbour-Lights\n\n" +
          "## STUB_METADATA\n- WP_ID: WP-1-Harbour-Lights\n- STUB_STATUS: STUB (NOT READY FOR DEV)\n\n" +
          "## ACTIVATION_CHECKLIST\n- [ ] Obtain USER_SIGNATURE.\n- [ ] Move the entry to Ready for Dev.\n",
      },
    },
    {
      verdict: "good",
      shows: "the older form of a stub, with a numbered checklist and a blank for the signature",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Task Packet Stub: WP-1-Harbour-Lights\n\n**Status:** STUB (Not Activated)\n**USER_SIGNATURE:** " +
          "<pending>\n\n" +
          "## Activation checklist\n1. Signature.\n",
      },
    },
    {
      verdict: "good",
      shows: "a stub that became a packet, and says so",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: ACTIVATED\n\n## ACTIVATION_CHECKLIST\n- [x] Signature.\n",
        ".GOV/task_packets/stubs/WP-1-Harbour-Quay.md":
          "# Work Packet Stub: WP-1-Harbour-Quay\n- STUB_STATUS: Superseded\n\n## ACTIVATION_CHECKLIST\n- [ ] Signature.\n",
      },
    },
    {
      verdict: "bad",
      shows: "a packet that has the status of a stub",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights\n- **Status:** Activated\n" },
      says: "The status `Activated` is that of a stub",
    },
    {
      verdict: "good",
      shows: "a packet that was created from a stub",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- **Status:** Ready for Dev\n- Prior: the stub of the same name\n",
      },
    },
    {
      verdict: "bad",
      shows: "a stub that says it is being worked on",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: In Progress\n\n## ACTIVATION_CHECKLIST\n- [ ] " +
          "Sign.\n",
      },
      says: "The status of the stub is `In Progress`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a stub whose two statuses disagree",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: STUB\n- Status: Done\n\n" +
          "## ACTIVATION_CHECKLIST\n- [ ] Sign.\n",
      },
      says: "The status of the stub is `Done`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a stub without status",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n\n## ACTIVATION_CHECKLIST\n- [ ] Sign.\n",
      },
      says: "does not say that it is one",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a stub under the title of a packet",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- STUB_STATUS: STUB\n\n## ACTIVATION_CHECKLIST\n- [ ] Sign.\n",
      },
      says: "Write `# Work Packet Stub: WP-1-Harbour-Lights`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "nothing says what must happen before the work",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: STUB\n",
      },
      says: "no section `ACTIVATION_CHECKLIST`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "a signed stub",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: STUB\n- USER_SIGNATURE: mara100120261200\n\n" +
          "## ACTIVATION_CHECKLIST\n- [ ] Sign.\n",
      },
      says: "carries a signature",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a claimed stub",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: STUB\n- CODER_MODEL: Beacon 4\n\n" +
          "## ACTIVATION_CHECKLIST\n- [ ] Sign.\n",
      },
      says: "carries a claim (`CODER_MODEL`)",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "an approved skeleton in a stub",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: STUB\n\nSKELETON APPROVED\n\n" +
          "## ACTIVATION_CHECKLIST\n- [ ] Sign.\n",
      },
      says: "carries an approval",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "work done in a stub",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: STUB\n\n## IMPLEMENTATION\n- src/lights.c\n\n" +
          "## ACTIVATION_CHECKLIST\n- [ ] Sign.\n",
      },
      says: "carries a part of the work (`IMPLEMENTATION`)",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a verdict on a stub",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: STUB\n\n## ACTIVATION_CHECKLIST\n- [ ] Sign.\n\n" +
          "## VALIDATION REPORT\nVerdict: PASS\n",
      },
      says: "carries a report",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a stub among the packets",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Work Packet Stub: WP-1-Harbour-Lights\n- STUB_STATUS: STUB (NOT READY FOR DEV)\n",
      },
      says: "The title `Work Packet Stub: WP-1-Harbour-Lights` is that of a stub",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a packet with the status of a stub",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- **Status:** STUB (Not Activated)\n",
      },
      says: "The status `STUB (Not Activated)` is that of a stub",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a packet that kept the field of the stub beside its own",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# Task Packet: WP-1-Harbour-Lights\n- **Status:** Ready for Dev\n- STUB_STATUS: ACTIVATED\n",
      },
      says: "The status `ACTIVATED` is that of a stub",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "the banner was left when the packet was made from the stub",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md":
          "# TASK_PACKET_STUB_TEMPLATE\n\n# Task Packet: WP-1-Harbour-Lights\n- **Status:** In Progress\n",
      },
      says: "The banner on top is that of a stub",
      severity: "error",
    },
  ],
  *check(packet: Packet, { policy }: Places) {
    if (packet.kind === "packet") {
      const sign = derived(packet, "sign of a stub", () => stubSign(packet));
      if (sign === null) return;
      yield {
        at: sign.at,
        subject: "placed",
        message:
          `${sign.what} that of a stub, but the document lies among the packets. ` +
          `Move it to ${quoted(policy.layout.stubs)}, or activate it and correct this.`,
      };
      return;
    }
    yield* form(packet);
    yield* status(packet);
    yield* claims(packet);
  },
} as const satisfies Rule;

/** What this rule asks of its surroundings. */
interface Places {
  readonly policy: { readonly layout: { readonly stubs: string } };
}

/** Where a document says that it is a stub: in its title, its status, or the banner of the stubs' template. */
function stubSign(packet: Packet): { readonly at: Span; readonly what: string } | null {
  const { text } = packet.source;
  if (packet.title !== null && dialect.title.stub.test(packet.title.text)) {
    return { at: packet.title.span, what: `The title ${quoted(packet.title.text)} is` };
  }
  const named = packet.fields.find((field) => field.name === "stubStatus" && !field.inReport && !isBlank(field));
  const own = packet.statuses.find((entry) => !entry.field.inReport);
  const field = named ?? (own?.state === "stub" || own?.state === "activated" ? own.field : undefined);
  if (field !== undefined) return { at: field.valueSpan, what: `The status ${quoted(field.value)} is` };
  for (const line of packet.lines) {
    if (line.kind !== "heading" || line.depth !== 1) continue;
    if (!dialect.title.banner.test(text.slice(line.content, line.span.end))) continue;
    return { at: { start: line.content, end: line.span.end }, what: "The banner on top is" };
  }
  return null;
}

function* form(packet: Packet): Iterable<Report> {
  if (packet.title !== null && dialect.title.packet.test(packet.title.text)) {
    const expected = `# ${dialect.title.stubExample}: ${printable(packet.id, 120)}`;
    yield {
      at: packet.title.span,
      subject: "title",
      message: `The title ${quoted(packet.title.text)} is that of a packet. Write \`${expected}\`.`,
      expected,
    };
  }
  if (packet.sections.some((section) => section.name === "activation")) return;
  const label = sectionLabel("activation");
  yield {
    at: packet.title?.span ?? null,
    subject: label,
    severity: "warn",
    message: `The stub has no section \`${label}\`. Add it, with what must happen before anybody works on it.`,
    expected: `## ${label}`,
  };
}

function* status(packet: Packet): Iterable<Report> {
  const expected = stateText("stub");
  const own = packet.statuses.filter((entry) => !entry.field.inReport && !isBlank(entry.field));
  if (own.length === 0) {
    const label = fieldLabel("stubStatus");
    yield {
      at: packet.title?.span ?? null,
      subject: label,
      message: `The stub does not say that it is one. Add the line \`- ${label}: ${expected}\`.`,
      expected: `${label}: ${expected}`,
    };
  }
  for (const { field, state } of own) {
    if (state === "stub" || state === "activated" || state === "superseded") continue;
    yield {
      at: field.valueSpan,
      subject: `${fieldLabel(field.name)}: ${field.value}`,
      message:
        `The status of the stub is ${quoted(field.value)}, as if it were a packet. ` +
        `Write \`${expected}\`, or activate the stub and create the packet.`,
      expected,
    };
  }
}

/** What belongs to a packet, and makes a stub look executable. */
function* claims(packet: Packet): Iterable<Report> {
  for (const signature of packet.signatures) {
    if (!signature.inReport && signature.form !== "pending") yield claimed("a signature", signature.span);
  }
  for (const approval of packet.approvals) if (approval.exact) yield claimed("an approval", approval.span);
  for (const report of packet.reports) yield claimed("a report", report.heading);
  for (const field of packet.fields) {
    if (fieldVocabulary(field.name).due !== "active" || field.inReport || isBlank(field)) continue;
    yield claimed(`a claim (\`${fieldLabel(field.name)}\`)`, field.valueSpan);
  }
  for (const section of packet.sections) {
    if (section.name === null || section.form !== "heading" || section.content !== "filled") continue;
    if (sectionVocabulary(section.name).owner !== "coder" || sectionVocabulary(section.name).due === "never") continue;
    yield claimed(`a part of the work (\`${sectionLabel(section.name)}\`)`, section.heading);
  }
}

function claimed(what: string, at: Span): Report {
  return {
    at,
    subject: what,
    message:
      `The stub carries ${what}, which only a packet may. Take it out, or activate the stub and create the packet.`,
  };
}
