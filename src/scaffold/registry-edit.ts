/** The registry after a packet has come into being: the row of its base names it. */
import { UserError } from "../errors.ts";
import { dialect } from "../packet/dialect.ts";
import type { Line, Registry } from "../packet/model.ts";
import { splitRow } from "../packet/tables.ts";
import { normalise } from "../packet/vocabulary.ts";
import { quoted } from "../policy/quoted.ts";
import { below, type Splice } from "./splice.ts";

export interface RowOrder {
  readonly base: string;
  /** Path of the packet that is to be in force. */
  readonly target: string;
  readonly id: string;
  /** The heading of the board under which it stands. */
  readonly column: string;
  readonly replaced: readonly string[];
}

/** Rewrites the first row of the base, or adds one. Throws UserError when the registry has no table for it. */
export function registryEdit(registry: Registry, order: RowOrder): Splice {
  const table = tableOf(registry);
  const row = registry.rows.find((entry) => entry.table === 0 && entry.base === order.base);
  const { text } = registry.source;
  const old = row === undefined ? [] : splitRow(text.slice(row.span.start, row.span.end));
  const cells = table.columns.map((_, index) => old[index] ?? "");
  const set = (name: string, value: (before: string) => string): void => {
    const index = table.columns.indexOf(name);
    if (index >= 0) cells[index] = value(cells[index] ?? "");
  };
  set(dialect.registry.base, () => order.base);
  set(dialect.registry.target, (before) => (before.startsWith("`") ? `\`${order.target}\`` : order.target));
  set(dialect.registry.board, () => `${order.column}: ${order.id}`);
  set(dialect.registry.notes, (before) => notes(before, order));
  const written = `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return row === undefined ? below(registry, table.last.span.start, [written]) : { span: row.span, text: written };
}

function notes(before: string, { id, replaced }: RowOrder): string {
  const { supersedes, supersedesText, active, activeText } = dialect.registry;
  const named = before.replace(active, `${activeText}${id}`);
  if (replaced.length === 0) return named;
  const list = `${supersedesText}${replaced.join(", ")}`;
  if (supersedes.test(named)) return named.replace(supersedes, list);
  return named === "" ? list : `${named}; ${list}`;
}

/** The table that maps bases to packets: its columns, normalised, and its last line. */
function tableOf(registry: Registry): { readonly columns: readonly string[]; readonly last: Line } {
  const { lines, source } = registry;
  for (const [index, line] of lines.entries()) {
    if (line.kind !== "table" || lines[index - 1]?.kind === "table") continue;
    const columns = splitRow(source.text.slice(line.span.start, line.span.end)).map(normalise);
    if (!columns.includes(dialect.registry.base) || !columns.includes(dialect.registry.target)) continue;
    let last = index;
    while (lines[last + 1]?.kind === "table") last++;
    return { columns, last: lines[last] ?? line };
  }
  throw new UserError(
    `${quoted(registry.path, 200)} has no table that maps bases to packets; add one with the columns ` +
      "`Base WP ID`, `Active Packet`, `Task Board` and `Notes`",
  );
}
