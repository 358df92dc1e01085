/** Packets with reports in all the forms that reports are written in, for property tests. */
import fc from "fast-check";
import { blocksOf } from "../../src/ledger/block.ts";
import { compareLedger, type LedgerComparison } from "../../src/ledger/compare.ts";
import type { Packet } from "../../src/packet/model.ts";
import { readDocument } from "../../src/packet/read.ts";

const PATH = ".GOV/task_packets/WP-1-Harbour-Lights.md";

export function packetOf(text: string | Uint8Array): Packet {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const packet = readDocument("packet", PATH, bytes);
  if (packet.kind !== "packet") throw new Error("not a packet");
  return packet;
}

export function compared(before: string | Uint8Array, after: string | Uint8Array): LedgerComparison {
  return compareLedger(blocksOf(packetOf(before)), blocksOf(packetOf(after)));
}

const LINES = [
  "- All lamps burn: src/lamp.ts:12",
  "- Packet: docs/task_packets/WP-1-Harbour-Lights.md",
  "- `scripts/gates/check.mjs` and .GOV/roles_shared/TASK_BOARD.md were read",
  "Findings:",
  "  - nested \u2013 with a dash, \u00a72.1 and \u201cquotes\u201d",
  "* \u2705 the first lamp",
  "* \u274c the third lamp",
  "1. counted",
  "REASON FOR PASS:",
  "**bold** and `code`",
  "```text\n$ check --all\nok\n```",
  "| Requirement | Evidence |\n|---|---|\n| lamps | `pier.ts:3` |",
  "A sentence about the verdict.",
  "- [x] ticked",
  "naive caf\u00e9 \u{1f6a2}",
] as const;

const body = fc.array(fc.constantFrom(...LINES), { minLength: 1, maxLength: 6 });
const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-01-${String(number).padStart(2, "0")}`);
const verdict = fc.constantFrom("PASS", "FAIL", "PASS (with waivers)", "OUTDATED_ONLY", "PASS \u2705");

type Form = "##" | "###" | "line" | "item";

function report(...forms: readonly Form[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...forms), day, verdict, body, fc.boolean())
    .map(([form, date, word, lines, spaced]) => {
      const text = lines.join(spaced ? "\n\n" : "\n");
      if (form === "item") return `- ${date}T08:00:00Z | mara\n  - Verdict: ${word}\n  - lamps ${lines.length}`;
      const heading = `VALIDATION REPORT \u2014 WP-1-Harbour-Lights (${date})`;
      return `${form === "line" ? "" : `${form} `}${heading}\nVerdict: ${word}\n${text}`;
    });
}

/** Reports of one packet. A heading at the level of the section ends it, and list items are reports only in there. */
export function reports(minLength: number, maxLength: number): fc.Arbitrary<readonly string[]> {
  const length = { minLength, maxLength };
  return fc.oneof(fc.array(report("##", "###", "line"), length), fc.array(report("###", "line", "item"), length));
}

/** A packet that keeps its reports in a section at its end. */
export function packetText(reports: readonly string[]): string {
  const head = ["# Task Packet: WP-1-Harbour-Lights", "", "- **Status:** Done", "", "## SCOPE", "- lamps", ""];
  return [...head, "## VALIDATION_REPORTS", "", ...reports.flatMap((text) => [text, ""])].join("\n");
}
