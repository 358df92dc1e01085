import { dialect } from "../../packet/dialect.ts";
import { titleId } from "../../packet/title.ts";
import { printable, quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";

export const title = {
  id: "structure/title",
  title: "A packet begins with a title that names it",
  severity: "error",
  what:
    "The first heading of a packet or stub must be a level 1 heading that says what the document is, then a colon " +
    "and the packet's id. A banner above the title of a stub is allowed.",
  why:
    "The title is what people see on every page that shows the file. Without the id in it, a copied or renamed " +
    "packet passes for another one.",
  how:
    "Write the title as the first heading of the file, with the packet's id behind the colon. Other words may follow " +
    "the id.",
  fixable: false,
  since: "0.1.0",
  scope: "packet",
  kinds: ["packet", "stub"],
  examples: [
    {
      verdict: "good",
      shows: "the title names the packet, with a remark behind the id",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Task Packet: WP-1-Harbour-Lights (second try)\n" },
    },
    {
      verdict: "good",
      shows: "a stub with the banner of its template above the title",
      files: {
        ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md":
          "# TASK_PACKET_STUB_TEMPLATE\n\nA backlog entry.\n\n# Work Packet Stub: WP-1-Harbour-Lights\n",
      },
    },
    {
      verdict: "bad",
      shows: "no heading at all",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "Lights for the harbour.\n" },
      says: "no title. Make its first line `# Task Packet: WP-1-Harbour-Lights`",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a heading that names no packet",
      files: { ".GOV/task_packets/WP-1-Harbour-Lights.md": "# Harbour lights\n" },
      says: "`Harbour lights` names no packet",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a stub whose only level 1 heading is the banner",
      files: { ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md": "# TASK_PACKET_STUB_TEMPLATE\n\n## INTENT\n" },
      says: "# Work Packet Stub: WP-1-Harbour-Lights",
      severity: "error",
    },
    {
      verdict: "bad",
      shows: "a section before the title",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights.md": "## SCOPE\n- What: lights\n\n# Task Packet: WP-1-Harbour-Lights\n",
      },
      says: "no title",
      severity: "error",
    },
  ],
  *check(packet) {
    const words = packet.kind === "stub" ? dialect.title.stubExample : dialect.title.example;
    const expected = `# ${words}: ${printable(packet.id, 120)}`;
    if (packet.title === null) {
      yield {
        at: null,
        subject: "missing",
        message: `The document has no title. Make its first line \`${expected}\`.`,
        expected,
      };
    } else if (titleId(packet.title.text) === null) {
      yield {
        at: packet.title.span,
        subject: "form",
        message: `The title ${quoted(packet.title.text)} names no packet. Write it as \`${expected}\`.`,
        expected,
      };
    }
  },
} as const satisfies Rule;
