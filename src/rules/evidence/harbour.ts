/** The packets that the examples of this family are made of: their words belong to the format, and not to the rules. */

export const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
export const BELL = ".GOV/task_packets/WP-1-Harbour-Bell.md";
export const QUAY = ".GOV/task_packets/WP-1-Harbour-Quay.md";

/** A finished packet of the newest template, without any section. */
export const DONE =
  "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n" +
  "- SPEC_TARGET: Harbour_Spec_v3.2.md\n- IN_SCOPE_PATHS:\n  - src/\n\n";

/** The same with the sections that evidence stands in, each to be written on. */
export const MAP = `${DONE}## EVIDENCE_MAPPING\n`;
export const CITING = `${MAP}- REQUIREMENT: "Lights burn."\n`;
export const CITES = `${CITING}  - EVIDENCE: \`src/lights.rs:2\`\n`;
export const COMMANDS = `${DONE}## EVIDENCE\n`;
export const MANIFEST = `${DONE}## VALIDATION\n`;
export const REPORT = `${DONE}## VALIDATION REPORT\nVerdict: PASS\n`;

/** Two points of what done means, and the line that proves the second. */
export const MEANS =
  `${DONE}## DONE_MEANS\n- Every lamp burns from dusk to dawn, on both piers.\n- The bell ` +
  `rings.\n\n## EVIDENCE_MAPPING\n`;
export const RINGS = '- REQUIREMENT: "The bell rings."\n  - EVIDENCE: `src/bell.rs:4`\n';

/** A packet of the template that knew claims and manifests, but no format version. */
export function older(packet: string): string {
  return packet.replace("PACKET_FORMAT_VERSION: 2026-02-01", "CODER_MODEL: mara");
}

/** A packet of the time before that. */
export function oldest(packet: string): string {
  return packet.replace("- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n", "\n## Metadata\n- STATUS: Done\n");
}

/** The packet before it is finished, and before anybody has claimed it. */
export function atWork(packet: string): string {
  return packet.replace("STATUS: Done", "STATUS: In Progress");
}

export function unclaimed(packet: string): string {
  return packet.replace("STATUS: Done", "STATUS: Ready for Dev");
}

/** SHA-1s of `a\n`, of `a\nb\n`, of the latter with CRLF, and Git's id of it. */
export const SHA = {
  one: "3f786850e387550fdab836ed7e6dc881de23001b",
  two: "05dec960e24d918b8a73a1c53bcbbaac2ee5c2e0",
  crlf: "72dd82ee6968b55d1833597e2d6e1638a100c2ea",
  blob: "422c2b7ab3b3c668038da977e4e93a5fc623169c",
  none: "0".repeat(40),
} as const;

export interface BlockParts {
  readonly file?: string;
  readonly start?: string;
  readonly end?: string;
  readonly delta?: string;
  readonly before?: string;
  readonly after?: string;
}

/** A block of a manifest with the parts that are given. */
export function block(parts: BlockParts): string {
  const { file = "src/lights.rs", start, end, delta, before, after } = parts;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["Target File", `\`${file}\``],
    ["Start", start],
    ["End", end],
    ["Line Delta", delta],
    ["Pre-SHA1", before === undefined ? undefined : `\`${before}\``],
    ["Post-SHA1", after === undefined ? undefined : `\`${after}\``],
  ];
  return lines.map(([label, value]) => (value === undefined ? "" : `- **${label}**: ${value}\n`)).join("");
}

/** The ten gates of a block, all ticked. */
export const GATES =
  "- **Gates Passed**:\n  - [x] anchors_present\n  - [x] window_matches_plan\n" +
  "  - [x] rails_untouched_outside_window\n  - [x] filename_canonical_and_openable\n  - [x] pre_sha1_captured\n" +
  "  - [x] post_sha1_captured\n  - [x] line_delta_equals_expected\n  - [x] all_links_resolvable\n" +
  "  - [x] manifest_written_and_path_returned\n  - [x] current_file_matches_preimage\n";
