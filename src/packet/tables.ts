/** The cells of one table row, trimmed; an escaped `\|` is part of its cell. */
export function splitRow(row: string): string[] {
  const words = row.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return words.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}
