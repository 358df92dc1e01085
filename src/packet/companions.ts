/** The documents that stand beside the packets: board, registry, signature audit, spec pointer. */
import { dialect } from "./dialect.ts";
import { normalise } from "./vocabulary.ts";
import { splitRow } from "./tables.ts";
import type {
  Board,
  BoardEntry,
  BoardColumn,
  Document,
  Line,
  Registry,
  RegistryRow,
  SignatureLog,
  SignatureRow,
  Span,
  SpecPointer,
} from "./model.ts";

export function readBoard(document: Document): Board {
  const text = document.source.text;
  const entries: BoardEntry[] = [];
  const strays: { id: string; column: BoardColumn; span: Span }[] = [];
  let heading = "";
  for (const line of document.lines) {
    const words = text.slice(line.content, line.span.end).trimEnd();
    if (line.kind === "heading") heading = words;
    if (line.kind !== "item") continue;
    const strict = dialect.board.strict.exec(words);
    const found = strict ?? dialect.board.loose.exec(words);
    const column = columnOf(heading);
    const span = { start: line.content, end: line.content + words.length };
    if (found !== null) {
      entries.push({ id: found[1] ?? "", token: found[2] ?? null, heading, column, span, strict: strict !== null });
    } else if (column !== null && dialect.board.stray.test(words)) {
      const [id = ""] = words.match(dialect.ids.mention) ?? [];
      strays.push({ id, column, span });
    }
  }
  return { ...document, kind: "board", entries, strays };
}

/** The column of the board that a heading, or a word in another document, stands for. */
export function columnOf(heading: string): BoardColumn | null {
  const words = normalise(heading);
  for (const [column, names] of Object.entries(dialect.board.columns)) {
    if (names.some((name) => words === name || words.startsWith(`${name} `))) return column as BoardColumn;
  }
  return null;
}

interface Row {
  readonly line: Line;
  readonly cells: readonly string[];
  /** The table's place among the tables of the document that have the wanted column. */
  readonly table: number;
  readonly header: readonly string[];
}

/** Rows of every table that has a column of the given name. */
function tableRows(document: Document, column: string): Row[] {
  const text = document.source.text;
  const rows: Row[] = [];
  let table = -1;
  let header: readonly string[] | null = null;
  let inTable = false;
  for (const line of document.lines) {
    if (line.kind !== "table") {
      inTable = false;
      header = null;
      continue;
    }
    const cells = splitRow(text.slice(line.span.start, line.span.end));
    if (!inTable) {
      inTable = true;
      const names = cells.map(normalise);
      header = names.includes(column) ? names : null;
      if (header !== null) table++;
      continue;
    }
    if (header === null || cells.every((cell) => /^:?-+:?$/.test(cell))) continue;
    rows.push({ line, cells, table, header });
  }
  return rows;
}

function cell(row: Row, column: string): string {
  return row.cells[row.header.indexOf(column)] ?? "";
}

export function readRegistry(document: Document): Registry {
  const rows = tableRows(document, dialect.registry.base).map(
    (row): RegistryRow => ({
      base: cell(row, dialect.registry.base),
      target: cell(row, dialect.registry.target).replace(/^`|`$/g, ""),
      board: cell(row, dialect.registry.board),
      notes: row.cells.slice(3).join(" "),
      span: row.line.span,
      table: row.header.includes(dialect.registry.target) ? 0 : row.table + 1,
    }),
  );
  return { ...document, kind: "registry", rows };
}

export function readSignatureLog(document: Document): SignatureLog {
  const rows = tableRows(document, dialect.signatures.signature).map((row): SignatureRow => {
    const words = row.cells.join(" ");
    return {
      signature: cell(row, dialect.signatures.signature).replace(/^`|`$/g, ""),
      purpose: cell(row, dialect.signatures.purpose),
      ids: [...new Set(words.match(dialect.ids.mention) ?? [])],
      span: row.line.span,
    };
  });
  return { ...document, kind: "signatures", rows, appendOnly: rows.map((row) => row.span) };
}

export function readSpecPointer(document: Document): SpecPointer {
  const found = dialect.specPointer.target.exec(document.source.text);
  if (found === null) return { ...document, kind: "specPointer", target: null };
  const path = (found[1] ?? "").trim();
  const start = found.index + found[0].indexOf(path);
  return { ...document, kind: "specPointer", target: { path, span: { start, end: start + path.length } } };
}
