/** The small repository that examples of this family play in: a base with revisions, and what stands beside them. */

export const FIRST = ".GOV/task_packets/WP-1-Harbour-Lights.md";
export const SECOND = ".GOV/task_packets/WP-1-Harbour-Lights-v2.md";
export const THIRD = ".GOV/task_packets/WP-1-Harbour-Lights-v3.md";
export const STUB = ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md";
export const STUB2 = ".GOV/task_packets/stubs/WP-1-Harbour-Lights-v2.md";
export const BOARD = ".GOV/roles_shared/TASK_BOARD.md";
export const REGISTRY = ".GOV/roles_shared/WP_TRACEABILITY_REGISTRY.md";
export const POINTER = ".GOV/roles_shared/SPEC_CURRENT.md";
export const SPEC = ".GOV/spec/HARBOUR_SPEC_v1.2.md";

/** The packet of an id, with these lines below its title; of no template in particular. */
export function packet(id: string, ...lines: readonly string[]): string {
  return [`# Task Packet: ${id}`, "", ...lines, ""].join("\n");
}

/** The first, second and third packet about the lights. */
export function first(...lines: readonly string[]): string {
  return packet("WP-1-Harbour-Lights", ...lines);
}

export function second(...lines: readonly string[]): string {
  return packet("WP-1-Harbour-Lights-v2", ...lines);
}

export function third(...lines: readonly string[]): string {
  return packet("WP-1-Harbour-Lights-v3", ...lines);
}

export function stub(id: string, ...lines: readonly string[]): string {
  return [`# Work Packet Stub: ${id}`, "", "## STUB_METADATA", "- STUB_STATUS: STUB", ...lines, ""].join("\n");
}

/** What done means, with these points. */
export function means(...points: readonly string[]): string {
  return ["## DONE_MEANS", ...points.map((point) => `- ${point}`), ""].join("\n");
}

/** The audit of the lineage, with these lines. */
export function audit(...lines: readonly string[]): string {
  return ["## LINEAGE_AUDIT", ...lines, ""].join("\n");
}

/** A board with these lines; a line that is no item is a heading. */
export function board(...lines: readonly string[]): string {
  return ["# Task Board", ...lines.map((line) => (line.startsWith("- ") ? line : `\n## ${line}`)), ""].join("\n");
}

/** A registry with these rows: base, target, column of the board, notes. */
export function registry(...rows: readonly (readonly string[])[]): string {
  return [
    "# Traceability Registry",
    "",
    "| Base WP ID | Active Packet | Task Board | Notes |",
    "|---|---|---|---|",
    ...rows.map(([base = "", target = "", column = "", notes = ""]) => `| ${base} | ${target} | ${column} | ${notes} |`),
    "",
  ].join("\n");
}

export const LIGHTS = "WP-1-Harbour-Lights";
export const DONE = "- **Status:** Done";
export const WORK = "- **Status:** In Progress";
export const READY = "- **Status:** Ready for Dev";
export const PASS = "\n## VALIDATION REPORT\nVerdict: PASS";
