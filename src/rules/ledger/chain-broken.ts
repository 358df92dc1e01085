import { blocksOf } from "../../ledger/block.ts";
import { chainOf, type ChainLink } from "../../ledger/chain.ts";
import { dialect } from "../../packet/dialect.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Rule } from "../rule.ts";
import { LIGHTS, PASS, chained, lights } from "./harbour.ts";
import { named, subjectOf } from "./wording.ts";

export const chainBroken = {
  id: "ledger/chain-broken",
  title: "A report that names the one before it names the right one",
  severity: "error",
  what:
    "A report may name the report before it by a hash, or say that there is none. The hash is SHA-256 over the text of " +
    "that report, from the first character of its heading to the last one of its last line that is neither blank nor " +
    "a thematic break, with LF line ends, as UTF-8 without byte order mark. It must be the hash of the report that " +
    "does stand before it in the packet.",
  why:
    "With the hash, every report vouches for the one before: to change one, all that follow would have to be changed " +
    "too, and their validators hold copies.",
  how:
    "Find out what happened to the report before: `writ ledger verify` shows the commit. Restore it. Never correct the " +
    "hash.",
  fixable: false,
  since: "0.1.0",
  waivable: false,
  scope: "packet",
  kinds: ["packet"],
  examples: [
    {
      verdict: "good",
      shows: "a chain of two",
      files: { [LIGHTS]: lights(chained("2026-01-10", null), chained("2026-01-12", chained("2026-01-10", null))) },
    },
    {
      verdict: "good",
      shows: "a chain that begins behind an older report, in a file with a byte order mark and other line ends",
      files: { [LIGHTS]: `\ufeff${lights(PASS, "---", chained("2026-01-14", PASS))}`.replaceAll("\n", "\r\n") },
    },
    {
      verdict: "good",
      shows: "a report that quotes such a line, and one that names no other",
      files: { [LIGHTS]: lights(PASS, "### VALIDATION REPORT\nVerdict: PASS\n```\n- Previous-Report: none\n```", PASS) },
    },
    {
      verdict: "bad",
      shows: "the report before has changed",
      files: { [LIGHTS]: lights(PASS.replace("All", "Most"), chained("2026-01-14", PASS)) },
      says: "The report `VALIDATION REPORT - 2026-01-12` (verdict `PASS`) stands before it, and has another hash",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "a report came in between",
      files: { [LIGHTS]: lights(PASS, chained("2026-01-14", null)) },
      says: "says that no report stands before it",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "the report before is gone",
      files: { [LIGHTS]: lights(chained("2026-01-14", PASS)) },
      says: "No report stands before it any more",
      count: 1,
    },
    {
      verdict: "bad",
      shows: "something that is no hash",
      files: { [LIGHTS]: lights(PASS, chained("2026-01-14", PASS).replace(/sha256:\w+/, "see above")) },
      says: "names the one before it as `see above`, which is no hash",
    },
  ],
  *check(packet) {
    for (const link of chainOf(blocksOf(packet))) {
      if (link.state === "whole") continue;
      const previous = link.previous?.report ?? null;
      const related = { path: packet.path, span: previous?.heading ?? null, message: "The report before it." };
      yield {
        at: link.span,
        subject: `chain ${subjectOf(link.block)}`,
        message: `The ${named(link.block)} ${said(link)}`,
        expected: link.expected,
        related: previous === null ? [] : [related],
      };
    }
  },
} as const satisfies Rule;

function said({ state, named: value, previous }: ChainLink): string {
  const cure = "`writ ledger verify` shows what happened; restore what was recorded, and leave the hash as it is.";
  if (state === "malformed") {
    const form = `${quoted("sha256:")} and 64 hex digits, or ${quoted(dialect.report.previous.first)}`;
    return `names the one before it as ${quoted(value)}, which is no hash: ${form} would be. Append a report that does.`;
  }
  if (previous === null) return `names a report by the hash ${quoted(value, 20)}. No report stands before it any more: ${cure}`;
  if (value === dialect.report.previous.first) {
    return `says that no report stands before it, but the ${named(previous)} does: ${cure}`;
  }
  return `names the hash ${quoted(value, 20)}. The ${named(previous)} stands before it, and has another hash: ${cure}`;
}
