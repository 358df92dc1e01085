/** How messages name recorded text and the places in it. */
import type { Block } from "../../ledger/block.ts";
import type { Hunk } from "../../ledger/lines.ts";
import type { Packet } from "../../packet/model.ts";
import { quoted } from "../../policy/quoted.ts";
import type { Happening } from "./record.ts";

/** The report, by its heading and its verdict; or the text that is in no report, by how it begins. */
export function named(block: Block): string {
  if (block.report === null) return `text among the reports that begins with ${quoted(block.title)}`;
  const verdict = block.report.verdict;
  return `report ${quoted(block.title)}${verdict === null ? "" : ` (verdict ${quoted(verdict.raw, 30)})`}`;
}

/** Names a block in a fingerprint: its heading, as far as no encoding can touch it. */
export function subjectOf(block: Block): string {
  return block.lines[0]?.words.key ?? "";
}

/** What the first hunk did, with the line numbers of the version that held the text; and how many more there are. */
export function told(hunks: readonly Hunk[], before: Packet): string {
  const [first] = hunks;
  if (first === undefined) return "";
  const [old] = first.removed;
  const [fresh] = first.added;
  const where = old === undefined ? "" : `line ${String(before.source.lineAt(old.span.start))} `;
  const said =
    old === undefined
      ? `${quoted(fresh?.text.trim() ?? "")} came in`
      : fresh === undefined
        ? `${where}${quoted(old.text.trim())} is gone`
        : `${where}said ${quoted(old.text.trim())} and now says ${quoted(fresh.text.trim())}`;
  const more = rest(hunks);
  return more === 0 ? said : `${said}; ${String(more)} more ${more === 1 ? "line differs" : "lines differ"}`;
}

/** Lines that differ, besides the one that is quoted. */
function rest(hunks: readonly Hunk[]): number {
  const lines = hunks.map(({ removed, added }) => Math.max(removed.length, added.length));
  return lines.reduce((sum, count) => sum + count, 0) - 1;
}

/** Where the text can be had as it was. */
export function origin({ before, merge }: Happening): string {
  return merge === null
    ? `the base has it in ${quoted(before.path, 200)}`
    : `${quoted(`git show ${merge.parent.slice(0, 12)}:${before.path}`, 300)} has it`;
}

/** Who did it, as the beginning of a sentence. */
export function actor({ merge }: Happening): string {
  return merge === null ? "The change" : `The merge ${merge.oid.slice(0, 12)}`;
}
