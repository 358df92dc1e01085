/** The board after work has come to an end: the entry of a packet bears another token, in the column that fits it. */
import { columnOf } from "../packet/companions.ts";
import { dialect, type StateName } from "../packet/dialect.ts";
import type { Board, BoardColumn, BoardEntry } from "../packet/model.ts";
import { stateNamed } from "../packet/vocabulary.ts";
import { isBeside } from "../lineage/standing.ts";
import { below, wholeLine, type Splice } from "./splice.ts";

/**
 * Edits that give the entry of `id` the token, and move it to where that token may stand. Empty when it is so already.
 * A sentence without full stop when the board cannot be brought there by moving one line.
 */
export function boardTokenEdit(board: Board, id: string, token: string): readonly Splice[] | string {
  const [entry, second] = board.entries.filter((found) => found.id === id && !isBeside(found));
  if (entry === undefined) return `it has no entry for ${id}`;
  if (second !== undefined) return `it has several entries for ${id}`;
  const state = stateNamed(token);
  if (state === null) return `no column is known for the token ${token}`;
  const wanted = fits(entry.column, state) ? entry.column : columnFor(board, state);
  if (wanted === null) return `it has no column where ${token} may stand`;
  if (entry.column === wanted && entry.token === token) return [];
  const text = dialect.board.entry.replace("{id}", id).replace("{token}", token);
  // The line keeps what stands before its words: mark and indentation.
  if (entry.column === wanted) return [{ span: entry.span, text: text.replace(/^- /, "") }];
  return [{ span: wholeLine(board, entry.span.start), text: "" }, put(board, wanted, text)];
}

const STATES: Partial<Record<BoardColumn, readonly StateName[]>> = dialect.board.states;

function fits(column: BoardColumn | null, state: StateName): boolean {
  return column !== null && STATES[column]?.includes(state) === true;
}

/** The first column of the board whose entries may be in a state. */
function columnFor(board: Board, state: StateName): BoardColumn | null {
  for (const line of board.lines) {
    if (line.kind !== "heading") continue;
    const column = columnOf(board.source.text.slice(line.content, line.span.end));
    if (fits(column, state)) return column;
  }
  return null;
}

/** Below the last entry of the column, else below its heading. */
function put(board: Board, column: BoardColumn, text: string): Splice {
  const last: BoardEntry | undefined = board.entries.filter((entry) => entry.column === column).at(-1);
  const heading = board.lines.find(
    (line) => line.kind === "heading" && columnOf(board.source.text.slice(line.content, line.span.end)) === column,
  );
  return below(board, last?.span.end ?? heading?.span.end ?? board.source.text.length, [text]);
}
