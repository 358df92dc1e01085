import { fieldLabel } from "../../packet/vocabulary.ts";
import type { Field, Packet, Span } from "../../packet/model.ts";
import { contentOfWords } from "../../packet/sections.ts";
import type { Layout } from "../../policy/policy.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Report, Rule, World } from "../rule.ts";
import { stated } from "../structure/stated.ts";
import { LIGHTS, REFINEMENT, currentLights, lights, templateLights } from "./harbour.ts";
import { hasClaimTemplate, isNewest } from "./stage.ts";

const FIX = "Name the refinement where it is";

export const refinementMissing = {
  id: "process/refinement-missing",
  title: "A packet has the refinement that it was made from",
  severity: "error",
  what:
    "The refinement that a packet names must exist and must be its own. Where the packet's template asks for a " +
    "refinement, there must be one of the packet's id even if the packet does not name it.",
  why:
    "The refinement binds the packet to the text of the spec. Without it nobody can check that the requirements are " +
    "what the spec asks for, or that a maintainer approved them.",
  how:
    "Write the refinement in the folder of refinements, under the packet's id, and name its path in the packet; " +
    "where only the path is wrong, correct it.",
  fixable: true,
  since: "0.1.0",
  states: ["ready", "active", "blocked", "done", "history"],
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "the refinement is where the packet says",
      files: {
        [LIGHTS]: currentLights("- **Status:** In Progress", `- REFINEMENT_FILE: \`./${REFINEMENT}\``),
        [REFINEMENT]: "## TECHNICAL_REFINEMENT\n",
      },
    },
    {
      verdict: "good",
      shows: "not named, but there under the packet's id",
      files: {
        [LIGHTS]: currentLights("- **Status:** In Progress", "- REFINEMENT_FILE: <pending>"),
        [REFINEMENT]: "## TECHNICAL_REFINEMENT\n",
      },
    },
    {
      verdict: "good",
      shows: "a draft, whose refinement is still to be written",
      files: { [LIGHTS]: currentLights("- **Status:** Draft", `- REFINEMENT_FILE: ${REFINEMENT}`) },
    },
    {
      verdict: "good",
      shows: "a template older than refinements",
      files: { [LIGHTS]: lights("- **Status:** In Progress") },
    },
    {
      verdict: "good",
      shows: "a refinement kept elsewhere",
      files: {
        [LIGHTS]: lights("- **Status:** In Progress", "- REFINEMENT_FILE: plans/lights.md"),
        "plans/lights.md": "## TECHNICAL_REFINEMENT\n",
      },
    },
    {
      verdict: "bad",
      shows: "the file that the packet names does not exist",
      files: { [LIGHTS]: lights("- **Status:** In Progress", `- REFINEMENT_FILE: ${REFINEMENT}`) },
      says: `names \`${REFINEMENT}\`, which does not exist`,
    },
    {
      verdict: "bad",
      shows: "an earlier revision had one, this revision has not",
      files: {
        ".GOV/task_packets/WP-1-Harbour-Lights-v2.md":
          "# Task Packet: WP-1-Harbour-Lights-v2\n\n- PACKET_FORMAT_VERSION: 2026-02-01\n",
        [REFINEMENT]: "## TECHNICAL_REFINEMENT\n",
      },
      says: "there is none for `WP-1-Harbour-Lights-v2`",
    },
    {
      verdict: "bad",
      shows: "the current template asks for a refinement",
      files: { [LIGHTS]: currentLights("- **Status:** In Progress", "- REFINEMENT_FILE: N/A") },
      says: "there is none for `WP-1-Harbour-Lights`",
    },
    {
      verdict: "bad",
      shows: "the older template asks for one where it has a section for it",
      files: { [LIGHTS]: templateLights("- **Status:** Done", "", "## TECHNICAL_REFINEMENT", "- To be written.") },
      says: "there is none for `WP-1-Harbour-Lights`",
    },
    {
      verdict: "bad",
      shows: "the older template, in a version that may not have had the section yet",
      files: { [LIGHTS]: templateLights("- **Status:** Done") },
      says: "there is none for `WP-1-Harbour-Lights`",
    },
    {
      verdict: "bad",
      shows: "the documents moved and the path did not follow",
      files: {
        [LIGHTS]: currentLights("- **Status:** Done", "- REFINEMENT_FILE: docs/refinements/WP-1-Harbour-Lights.md"),
        [REFINEMENT]: "## TECHNICAL_REFINEMENT\n",
      },
      says: `it is \`${REFINEMENT}\` now`,
    },
    {
      verdict: "bad",
      shows: "moved, and called something that is better not copied",
      files: {
        ".GOV/task_packets/WP-1-Harbour `Lights`.md": currentLights("- REFINEMENT_FILE: plans/lights.md"),
        ".GOV/refinements/WP-1-Harbour `Lights`.md": "## TECHNICAL_REFINEMENT\n",
      },
      says: "it is `.GOV/refinements/WP-1-Harbour 'Lights'.md` now",
    },
    {
      verdict: "bad",
      shows: "the refinement of another packet",
      files: {
        [LIGHTS]: currentLights("- **Status:** Done", "- REFINEMENT_FILE: .GOV/refinements/WP-1-Harbour-Crane.md"),
        [REFINEMENT]: "## TECHNICAL_REFINEMENT\n",
        ".GOV/refinements/WP-1-Harbour-Crane.md": "## TECHNICAL_REFINEMENT\n",
      },
      says: "is the refinement of `WP-1-Harbour-Crane`",
    },
  ],
  *check(packet, { world, policy }) {
    const own = world.refinements.find((refinement) => refinement.id === packet.id) ?? null;
    const field = stated(packet, "refinementFile")[0] ?? null;
    const report =
      field !== null && contentOfWords(field.value) === "filled"
        ? judgeNamed(packet, field, own, world)
        : own === null
          ? judgeUnnamed(packet, field, world, policy.layout)
          : null;
    if (report !== null) yield report;
  },
} as const satisfies Rule;

function judgeNamed(packet: Packet, field: Field, own: Packet | null, world: World): Report | null {
  const path = field.value.replaceAll("\\", "/").replace(/^\.\//, "");
  const at = field.valueSpan;
  if (world.tree.has(path)) {
    const named = world.refinements.find((refinement) => refinement.path === path);
    if (named === undefined || named.id === packet.id) return null;
    return {
      at,
      subject: "named",
      message:
        `${quoted(path)} is the refinement of ${quoted(named.id)}, not of this packet. ` +
        (own === null ? "Write one for this packet and name it." : `Name ${quoted(own.path)}.`),
      related: [{ path: named.path, span: null, message: `The refinement of ${quoted(named.id)}.` }],
    };
  }
  if (own !== null) {
    return {
      at,
      subject: "moved",
      severity: "warn",
      message: `The packet names ${quoted(path)}, but it is ${quoted(own.path)} now. Correct the path.`,
      expected: own.path,
      // A file can be called anything; only a plain name goes into the packet.
      ...(/^[\w./-]+$/.test(own.path) ? { fix: { title: FIX, edits: [{ span: at, text: own.path }] } } : {}),
      related: [{ path: own.path, span: null, message: "The refinement of this packet." }],
    };
  }
  return {
    at,
    subject: "missing",
    message:
      `${fieldLabel("refinementFile")} names ${quoted(path)}, which does not exist. ` +
      "Write the refinement there, or name the one that the packet was made from.",
    expected: "a file of the repository",
    related: siblings(packet, world),
  };
}

function judgeUnnamed(packet: Packet, field: Field | null, world: World, layout: Layout): Report | null {
  if (!hasClaimTemplate(packet)) return null;
  const section = packet.sections.find((entry) => entry.name === "refinementRef");
  const at: Span | null = field?.span ?? section?.heading ?? null;
  // Early versions of the older template had neither the section nor the field.
  const isAsked = isNewest(packet) || section !== undefined;
  const path = `${layout.refinements}/${packet.id}.md`;
  return {
    at,
    subject: "missing",
    message:
      `The packet's template asks for a refinement, and there is none for ${quoted(packet.id)}. ` +
      `Write ${quoted(path)}, have it approved, and name it in ${fieldLabel("refinementFile")}.`,
    expected: "a refinement of this packet's id",
    related: siblings(packet, world),
    ...(isAsked ? {} : { severity: "warn" as const }),
  };
}

/** Refinements of other revisions, one of which may have been meant. */
function siblings(packet: Packet, world: World): NonNullable<Report["related"]> {
  return world.refinements
    .filter((refinement) => refinement.base === packet.base)
    .map(({ id, path }) => ({ path, span: null, message: `The refinement of ${quoted(id)}.` }));
}
