/** The board after a packet has come into being: one entry for it, and the packets it replaces among the superseded. */
import { columnOf } from "../packet/companions.ts";
import { dialect } from "../packet/dialect.ts";
import type { Board, BoardColumn } from "../packet/model.ts";
import { isBeside } from "../lineage/standing.ts";
import { below, wholeLine, type Splice } from "./splice.ts";

type Column = keyof typeof dialect.board.headings;

/** Edits that leave one entry for `id`, a draft, and move the replaced ones; others stay as they are. */
export function boardEdits(board: Board, id: string, replaced: readonly string[]): readonly Splice[] {
  const moved = new Set([id, ...replaced]);
  const filed = new Set<string>();
  const edits: Splice[] = [];
  for (const entry of board.entries) {
    if (isBeside(entry) || !moved.has(entry.id)) continue;
    if (entry.column === "superseded" && entry.id !== id && !filed.has(entry.id)) filed.add(entry.id);
    else edits.push({ span: wholeLine(board, entry.span.start), text: "" });
  }
  edits.push(put(board, "ready", [entryText(id, dialect.board.tokens.draft)]));
  const superseded = replaced.filter((old) => !filed.has(old)).map((old) => entryText(old, dialect.board.tokens.superseded));
  if (superseded.length > 0) edits.push(put(board, "superseded", superseded));
  return edits;
}

/** The heading under which the board has a column, or the one that is written. */
export function columnHeading(board: Board | null, column: Column): string {
  const line = board === null ? undefined : headingOf(board, column);
  return line === undefined || board === null
    ? dialect.board.headings[column]
    : board.source.text.slice(line.content, line.span.end).trim();
}

function entryText(id: string, token: string): string {
  return dialect.board.entry.replace("{id}", id).replace("{token}", token);
}

function headingOf(board: Board, column: BoardColumn): Board["lines"][number] | undefined {
  const { text } = board.source;
  return board.lines.find((line) => line.kind === "heading" && columnOf(text.slice(line.content, line.span.end)) === column);
}

/** Below the last entry of the column, else below its heading, else in a column of its own at the end. */
function put(board: Board, column: Column, lines: readonly string[]): Splice {
  const last = board.entries.filter((entry) => entry.column === column).at(-1);
  if (last !== undefined) return below(board, last.span.end, lines);
  const heading = headingOf(board, column);
  if (heading !== undefined) return below(board, heading.span.end, lines);
  return below(board, board.source.text.length, ["", `## ${dialect.board.headings[column]}`, ...lines]);
}
