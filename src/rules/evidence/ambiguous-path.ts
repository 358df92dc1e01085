import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { faultsOf, remedy } from "./faults.ts";
import { atWork, CITING, LIGHTS } from "./harbour.ts";

const FILES = { "src/deck/mod.rs": "fn burn() {}\n", "src/quay/mod.rs": "fn ring() {}\n" };

export const ambiguousPath = {
  id: "evidence/ambiguous-path",
  title: "Cited paths name one file",
  severity: "error",
  what:
    "A shortened path that a finished packet cites must belong to one file. Where several files end with it, " +
    "the packet " +
    "must name the folder elsewhere: in its scope, its manifest, or by another citation.",
  why: "Evidence that may be any of five files is checked by nobody, and tomorrow there are six.",
  how: "Write the path from the top of the repository.",
  fixable: false,
  since: "0.1.0",
  needs: ["cited"],
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  states: ["done"],
  examples: [
    {
      verdict: "good",
      shows: "another citation names one of the two files, or the scope names the folder",
      files: {
        [LIGHTS]: `${CITING}  - EVIDENCE: \`src/deck/mod.rs:1\`, \`mod.rs:1\`\n`,
        ".GOV/task_packets/WP-1-Harbour-Bell.md":
          "# Task Packet: WP-1-Harbour-Bell\n- STATUS: Done\n- IN_SCOPE_PATHS:\n  - src/quay/\n\n" +
          '## EVIDENCE_MAPPING\n- REQUIREMENT: "It rings."\n  - EVIDENCE: `mod.rs:1`\n',
        ...FILES,
      },
    },
    {
      verdict: "good",
      shows: "work in hand",
      files: { [LIGHTS]: `${atWork(CITING)}  - EVIDENCE: \`mod.rs:1\`\n`, ...FILES },
    },
    {
      verdict: "bad",
      shows: "two files of the name",
      files: { [LIGHTS]: `${CITING}  - EVIDENCE: \`mod.rs:1\`\n`, ...FILES },
      says: "`mod.rs` may be any of 2 files: `src/deck/mod.rs`, `src/quay/mod.rs`.",
      severity: "warn",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the change that finishes the packet, with more files of the name than are worth listing",
      base: { [LIGHTS]: atWork(CITING) },
      files: {
        [LIGHTS]: `${CITING}  - EVIDENCE: \`mod.rs:1\`\n`,
        ...FILES,
        ...Object.fromEntries(["a", "b", "c", "d"].map((name) => [`src/${name}/mod.rs`, "fn burn() {}\n"])),
      },
      says: "any of 6 files: `src/a/mod.rs`, `src/b/mod.rs`, `src/c/mod.rs`, `src/d/mod.rs`, `src/deck/mod.rs`, …",
      severity: "error",
      count: 1,
    },
  ],
  *check(packet, context) {
    for (const fault of faultsOf(packet, context, "ambiguous", ({ citation }) => citation.path)) {
      const { citation, resolution } = fault.evidence;
      const { candidates, count } = resolution.how === "ambiguous" ? resolution : { candidates: [], count: 0 };
      const listed = candidates.map((path) => quoted(path, 120)).join(", ");
      const more = count > candidates.length ? ", …" : "";
      yield {
        at: citation.span,
        subject: citation.path,
        ...fault.weight,
        message:
          `${quoted(citation.path, 120)} may be any of ${String(count)} files: ${listed}${more}.` +
          remedy(fault, "Write the path from the top of the repository."),
        expected: "a path that belongs to one file",
      };
    }
  },
} as const satisfies Rule;
