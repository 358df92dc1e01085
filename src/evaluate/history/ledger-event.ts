/** One thing that a commit did to recorded text, as plain data that outlives the texts it was found in. */
import type { Block, LedgerLine } from "../../ledger/block.ts";
import type { Difference, DifferenceKind, Spelling } from "../../ledger/compare.ts";
import type { Hunk } from "../../ledger/lines.ts";
import type { Source } from "../../packet/source.ts";

export interface LedgerEvent {
  readonly commit: string;
  /** Committer date, ISO 8601. */
  readonly date: string;
  readonly subject: string;
  /** For a merge: the parent whose text it was. */
  readonly parent: string | null;
  readonly packet: string;
  /** The packet's file as the commit left it; as it was before where the commit took it away. */
  readonly path: string;
  readonly kind: Exclude<DifferenceKind, "appended">;
  /** The heading of the report, and the verdict it gave, as they were recorded. */
  readonly report: string;
  readonly verdict: string | null;
  /** The first line of the report, from 1: as the commit left it, or as it was where the report is gone. */
  readonly line: number;
  /** How its spelling changed, where nothing else did. */
  readonly spelling: readonly Spelling[];
  /** Lines that differ, at most `SHOWN` of them. */
  readonly changes: readonly LineChange[];
  /** How many more lines differ. */
  readonly more: number;
  /** The report stands again, word for word, at the end of the history. */
  readonly restored: boolean;
}

export interface LineChange {
  /** What the line said, at most `WIDEST` characters, and where it stood; null for a line that came in. */
  readonly was: string | null;
  readonly wasLine: number | null;
  /** What it says now, and where; null for a line that is gone. */
  readonly now: string | null;
  readonly nowLine: number | null;
}

/** A version of a packet: its path and its text. */
export interface EventSide {
  readonly path: string;
  readonly source: Source;
}

const SHOWN = 20;
const WIDEST = 200;

/** `before` and `after` are the versions that were compared; null where there is no packet. */
export function eventOf(
  about: Pick<LedgerEvent, "commit" | "date" | "subject" | "parent" | "packet">,
  difference: Exclude<Difference, { kind: "appended" }>,
  before: EventSide | null,
  after: EventSide | null,
): LedgerEvent {
  const old = difference.kind === "inserted" ? null : difference.before;
  const now = difference.kind === "deleted" ? null : difference.after;
  const told = (old ?? now)?.report ?? null;
  const changes = "hunks" in difference ? difference.hunks.flatMap((hunk) => linesOf(hunk, before, after)) : [];
  const place = now === null ? lineAt(before, old?.span.start) : lineAt(after, now.span.start);
  return {
    ...about,
    path: (after ?? before)?.path ?? "",
    kind: difference.kind,
    report: (old ?? now)?.title.slice(0, WIDEST) ?? "",
    verdict: told?.verdict?.raw.slice(0, WIDEST) ?? null,
    line: place ?? 1,
    spelling: difference.kind === "reencoded" ? [...difference.spelling].sort() : [],
    changes: changes.slice(0, SHOWN),
    more: Math.max(0, changes.length - SHOWN),
    restored: false,
  };
}

/** The block that must stand at the end of the history for an event to have been made good; null when none can. */
export function lostBlock(difference: Difference): Block | null {
  return difference.kind === "inserted" || difference.kind === "appended" ? null : difference.before;
}

function linesOf(hunk: Hunk, before: EventSide | null, after: EventSide | null): readonly LineChange[] {
  const count = Math.max(hunk.removed.length, hunk.added.length);
  return Array.from({ length: count }, (_, index) => {
    const [old, now] = [hunk.removed[index], hunk.added[index]];
    return {
      was: words(old),
      wasLine: lineAt(before, old?.span.start),
      now: words(now),
      nowLine: lineAt(after, now?.span.start),
    };
  });
}

function words(line: LedgerLine | undefined): string | null {
  return line === undefined ? null : line.text.trim().slice(0, WIDEST);
}

function lineAt(side: EventSide | null, offset: number | undefined): number | null {
  return side === null || offset === undefined ? null : side.source.lineAt(offset);
}
