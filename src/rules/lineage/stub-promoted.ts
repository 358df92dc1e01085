import { comparePlaces, lineageOf, type Lineage } from "../../lineage/graph.ts";
import { ownStatus } from "../../lineage/standing.ts";
import { dialect } from "../../packet/dialect.ts";
import type { Packet, Span } from "../../packet/model.ts";
import { stateClass, stateText } from "../../packet/vocabulary.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule } from "../rule.ts";
import { FIRST, first, LIGHTS, packet, SECOND, stub, STUB, STUB2 } from "./harbour.ts";
import { idPlace } from "./weight.ts";

export const stubPromoted = {
  id: "lineage/stub-promoted",
  title: "A stub that became a packet says so",
  severity: "warn",
  what:
    "Where an official packet of a stub's revision, or of a later one of its base, exists, the stub's status says that " +
    "it has been activated; a packet that is still a draft does not count yet. A stub that says so has a packet.",
  why:
    "The backlog offers the stub to whoever looks for work. Two people end up with one plan: one with the packet, one " +
    "with the stub that was forgotten.",
  how: `Set the status of the stub to \`${stateText("activated")}\`. \`writ activate\` does that.`,
  fixable: true,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["stub"],
  examples: [
    {
      verdict: "good",
      shows: "a stub of what comes next, one that says it, one whose packet is a draft, and one whose name begins alike",
      files: {
        [FIRST]: first(),
        [STUB]: stub(LIGHTS).replace("STUB_STATUS: STUB", "STUB_STATUS: ACTIVATED"),
        ".GOV/task_packets/stubs/WP-1-Mole.md": stub("WP-1-Mole").replace("STUB_STATUS: STUB", "STUB_STATUS: SUPERSEDED"),
        ".GOV/task_packets/WP-1-Mole.md": packet("WP-1-Mole"),
        [STUB2]: stub("WP-1-Harbour-Lights-v2"),
        ".GOV/task_packets/stubs/WP-1-Harbour.md": stub("WP-1-Harbour"),
        ".GOV/task_packets/stubs/WP-1-Quay.md": stub("WP-1-Quay"),
        ".GOV/task_packets/WP-1-Quay.md": packet("WP-1-Quay", "- **Status:** Draft"),
      },
    },
    {
      verdict: "bad",
      shows: "the packet of the same id exists",
      files: { [FIRST]: first(), [STUB]: stub(LIGHTS) },
      says: "`WP-1-Harbour-Lights` is an official packet, and its stub still says `STUB`",
      severity: "warn",
    },
    {
      verdict: "bad",
      shows: "the base has come further than the stub",
      files: { [SECOND]: packet("WP-1-Harbour-Lights-v2"), [STUB]: stub(LIGHTS) },
      says: "`WP-1-Harbour-Lights-v2` is an official packet, and the stub before it still says `STUB`",
    },
    {
      verdict: "bad",
      shows: "a stub that says it is being worked on",
      files: { [FIRST]: first(), [STUB]: stub(LIGHTS).replace("STUB_STATUS: STUB", "STUB_STATUS: In Progress") },
      says: "still says `In Progress`",
    },
    {
      verdict: "bad",
      shows: "a stub without a status",
      files: { [FIRST]: first(), [STUB]: "# Work Packet Stub: WP-1-Harbour-Lights\n" },
      says: "still says that it is one",
    },
    {
      verdict: "bad",
      shows: "activated, and there is no packet",
      files: { [STUB]: stub(LIGHTS).replace("STUB_STATUS: STUB", "STUB_STATUS: ACTIVATED") },
      says: "there is no packet `WP-1-Harbour-Lights`",
    },
  ],
  *check(own, { world }) {
    const lineage = lineageOf(world);
    const place = lineage.placeOf(own);
    const official = (lineage.bases.get(lineage.baseOf(own.id))?.revisions ?? []).filter(
      ({ packet, mark }) => packet.stateClass !== "draft" && mark !== "dotted",
    );
    const later = official.find(({ packet }) => packet.id === own.id) ?? official.find((revision) => comparePlaces(revision, place) >= 0);
    const status = ownStatus(own);
    if (later === undefined) {
      if (status?.state === "activated" && !hasPacket(own, lineage)) yield unfounded(own, status.field.valueSpan);
      return;
    }
    if (status?.state === "activated" || (status?.state != null && stateClass(status.state) === "history")) return;
    const { packet: promoted } = later;
    const expected = dialect.states.activated.spellings[0];
    const which = promoted.id === own.id ? "its stub" : "the stub before it";
    const says = status === null ? "that it is one" : quoted(status.field.value);
    yield {
      at: status?.field.valueSpan ?? idPlace(own),
      subject: "promoted",
      message:
        `${quoted(promoted.id, 100)} is an official packet, and ${which} still says ${says}. ` +
        `Set the status of the stub to \`${expected}\`.`,
      expected,
      related: [{ path: promoted.path, span: idPlace(promoted), message: "The packet." }],
      ...(status === null
        ? {}
        : { fix: { title: "Say that the stub was activated", edits: [{ span: status.field.valueSpan, text: expected }] } }),
    };
  },
} as const satisfies Rule;

/** Drafts count here: the stub is activated by the packet that is being written. */
function hasPacket(own: Packet, lineage: Lineage): boolean {
  const place = lineage.placeOf(own);
  const revisions = lineage.bases.get(lineage.baseOf(own.id))?.revisions ?? [];
  return revisions.some((revision) => comparePlaces(revision, place) >= 0);
}

function unfounded(own: Packet, at: Span): Report {
  return {
    at,
    subject: "unfounded",
    message:
      `The stub says that it was activated, and there is no packet ${quoted(own.id, 100)}. Activate it, or set its ` +
      "status back.",
    expected: stateText("stub"),
  };
}
