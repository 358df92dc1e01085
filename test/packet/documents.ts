/** Documents for property tests: lines that the format uses, lines that damage it, and noise between them. */
import fc from "fast-check";

const LINES = [
  "# Task Packet: WP-1-Harbour-Lights-v2",
  "# TASK_PACKET_STUB_TEMPLATE",
  "## METADATA",
  "- TASK_ID: WP-1-Harbour-Lights-v2",
  "- **Status:** In Progress",
  "**STATUS:** Done",
  "- RISK_TIER: HIGH (LOW | MEDIUM | HIGH)",
  "- USER_SIGNATURE: mara120120260930",
  "- PACKET_FORMAT_VERSION: 2026-02-01",
  "## SCOPE",
  "- What: light the pier",
  "- IN_SCOPE_PATHS:",
  "  - src/lamps/pier.ts (new)",
  "  - `assets/Font(opsz,wght).ttf`",
  "## QUALITY_GATE",
  "### TEST_PLAN",
  "### DONE_MEANS",
  "- Every lamp answers within a second.",
  "  and says so",
  "* second bullet",
  "1. numbered",
  "- [x] ticked",
  "  - [ ] open",
  "    - deeper",
  "```bash",
  "  ```text",
  "```",
  "~~~",
  "`ash",
  "`\u0008ash",
  "`",
  "- Task Board: docs/TASK_BOARD.md\\n\\n## EVIDENCE_MAPPING",
  "  - REQUIREMENT: \"Every lamp answers within a second.\"",
  "  - EVIDENCE: `src/lamps/pier.ts:12-40`",
  "| Requirement | Evidence |",
  "|---|---|",
  "| lamps | `pier.ts:3` |",
  "SKELETON APPROVED",
  "## SKELETON APPROVED",
  "## VALIDATION_REPORTS",
  "### VALIDATION REPORT - WP-1-Harbour-Lights-v2 (2026-01-02)",
  "VALIDATION REPORT -- WP-1-Harbour-Lights-v2",
  "Verdict: PASS",
  "**Verdict: FAIL (Process) / PASS (Logic)**",
  "- 2026-01-02T11:11:27Z | Validator: mara",
  "### REASON FOR PASS",
  "## WAIVERS GRANTED",
  "- WAIVER-LAMPS-001 | Date: 2026-01-02 | Scope: structure/placeholder | Approver: mara",
  "<!-- Allowed: YES | NO -->",
  "<!--",
  "> quoted ## SCOPE",
  "---",
  "===",
  "",
  "",
  "   ",
  "\u00e2\u20ac\u201d \u00c2\u00a71 \u00f0\u0178\u2022\u00b5\u00ef\u00b8\u008f",
  "words \u2014 and \u{1f575}\ufe0f",
  "a\rb",
  "\tindented",
  "    four blanks",
] as const;

const noise = fc.string({ unit: "binary", maxLength: 30 });
const line = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...LINES) }, { weight: 1, arbitrary: noise });

/** Text of a document. */
export const documentText: fc.Arbitrary<string> = fc
  .tuple(fc.array(line, { maxLength: 60 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
  .map(([lines, end, final]) => lines.join(end) + (final ? end : ""));

/** Bytes of a document: UTF-8 with or without mark, with stray bytes, or nothing that was ever text. */
export const documentBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(documentText, fc.boolean(), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0x80, max: 0xff })), { maxLength: 4 }))
      .map(([text, bom, stray]) => {
        const bytes = [...new TextEncoder().encode(text)];
        for (const [at, byte] of stray) bytes.splice(bytes.length === 0 ? 0 : at % bytes.length, 0, byte);
        return Uint8Array.from(bom ? [0xef, 0xbb, 0xbf, ...bytes] : bytes);
      }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
);
