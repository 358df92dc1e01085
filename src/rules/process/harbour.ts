/** The small repository that examples of this family play in: two packets, and what stands beside them. */

export const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
export const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
export const STUB = ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md";
export const REFINEMENT = ".GOV/refinements/WP-1-Harbour-Lights.md";
export const AUDIT = ".GOV/roles_shared/SIGNATURE_AUDIT.md";
export const BOARD = ".GOV/roles_shared/TASK_BOARD.md";

/** A report that passes the packet it stands in. */
export const REPORT = "\n## VALIDATION REPORT\nVerdict: PASS\n\n";

/** The packet about the lights, with these lines of metadata; of no template in particular. */
export function lights(...lines: readonly string[]): string {
  return packet("WP-1-Harbour-Lights", lines);
}

/** The same, grown from the template that came before the current one. */
export function templateLights(...lines: readonly string[]): string {
  return packet("WP-1-Harbour-Lights", ["## LINEAGE_AUDIT", "- N/A", "", "## METADATA", ...lines]);
}

/** The same, grown from the current template. */
export function currentLights(...lines: readonly string[]): string {
  return packet("WP-1-Harbour-Lights", ["- PACKET_FORMAT_VERSION: 2026-02-01", ...lines]);
}

/** The packet about the lights while somebody works on it. */
export const WORK = currentLights("- **Status:** In Progress", "- USER_SIGNATURE: mara140120261200");

export function crane(...lines: readonly string[]): string {
  return packet("WP-1-Harbour-Crane", lines);
}

/** A section with one complete waiver, as lines. Changes are given as for `refinement`. */
export function waiver(changes: Changes = {}): readonly string[] {
  return changed(WAIVER, changes);
}

const WAIVER = [
  "## WAIVERS GRANTED",
  "- WAIVER-LIGHTS-001",
  "  - Date: 2026-01-10",
  "  - Scope: `docs/lights.md`",
  "  - Justification: the lights are described there",
  "  - Approver: mara",
  "  - Expiry: 2026-03-01",
];

/**
 * The refinement of the lights, complete, approved and bound to lines of `SPEC`. Changes are given by how a line
 * begins: what stands behind that instead, or null where the line is left out.
 */
export function refinement(changes: Changes = {}): string {
  return changed(COMPLETE, changes).join("\n");
}

type Changes = Readonly<Record<string, string | null>>;

function changed(lines: readonly string[], changes: Changes): readonly string[] {
  return lines.flatMap((line) => {
    const start = Object.keys(changes).find((key) => line.startsWith(key));
    const rest = start === undefined ? "" : changes[start];
    return start === undefined ? [line] : rest === null ? [] : [`${start}${rest ?? ""}`];
  });
}

export const SPEC = ".GOV/spec/Harbour_Spec_v3.md";

/** The text of the spec that the refinement binds to; its SHA-1 stands in the refinement. */
export const SPEC_TEXT = [
  "# Harbour",
  "",
  "## 2 Lights",
  "",
  "Every lamp MUST burn from dusk to dawn.",
  "A dark lamp \u00a7 is reported within the hour.",
  "",
].join("\n");

const COMPLETE = [
  "## TECHNICAL_REFINEMENT (MASTER SPEC)",
  "",
  "### METADATA",
  "- WP_ID: WP-1-Harbour-Lights",
  "- SPEC_TARGET_RESOLVED: .GOV/spec/SPEC_CURRENT.md -> Harbour_Spec_v3.md",
  "- SPEC_TARGET_SHA1: b8b687195301558a39eebbac7e5e776116d0c36d",
  "- USER_REVIEW_STATUS: APPROVED",
  "- USER_SIGNATURE: mara140120261200",
  "",
  "### GAPS_IDENTIFIED",
  "- The lamps are lit by hand.",
  "",
  "### RED_TEAM_ADVISORY (security failure modes)",
  "- A lamp that lies about being lit.",
  "",
  "### PRIMITIVES (traits/structs/enums)",
  "- Lamp",
  "",
  "### CLEARLY_COVERS (5-point checklist)",
  "- Specific: [x] PASS",
  "- CLEARLY_COVERS_VERDICT: PASS",
  "- AMBIGUITY_FOUND: NO",
  "",
  "### ENRICHMENT",
  "- ENRICHMENT_NEEDED: NO",
  "- REASON_NO_ENRICHMENT: The spec says when a lamp burns.",
  "",
  "#### PROPOSED_SPEC_ENRICHMENT (VERBATIM)",
  "```md",
  "<not applicable; ENRICHMENT_NEEDED=NO>",
  "```",
  "",
  "### SPEC_ANCHORS (REQUIRED: one or more)",
  "",
  "#### ANCHOR 1",
  "- SPEC_ANCHOR: Harbour_Spec_v3.md 2 Lights",
  "- CONTEXT_START_LINE: 3",
  "- CONTEXT_END_LINE: 6",
  "- CONTEXT_TOKEN: MUST burn from dusk",
  "",
];

/** The lights as an entry of the backlog. */
export function stub(...lines: readonly string[]): string {
  return ["# Work Packet Stub: WP-1-Harbour-Lights", "", "- STUB_STATUS: STUB", ...lines, ""].join("\n");
}

/** The first phases of the work, filled in. */
export const DRAFTED: readonly string[] = [
  "",
  "## BOOTSTRAP",
  "- FILES_TO_OPEN:",
  "  - src/lamp.ts",
  "",
  "## SKELETON",
  "- A lamp has one switch.",
  "",
];

/** The work itself. */
export const IMPLEMENTED: readonly string[] = ["", "## IMPLEMENTATION", "- Wired the switch.", ""];

/** The signature audit with these rows. */
export function audit(...rows: readonly string[]): string {
  return ["# Signature audit", "", "| Signature | Used By | Purpose |", "|---|---|---|", ...rows, ""].join("\n");
}

function packet(id: string, lines: readonly string[]): string {
  return [`# Task Packet: ${id}`, "", ...lines, ""].join("\n");
}
