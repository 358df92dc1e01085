/** The rows of a text as they are before anything is parsed: what the mending of fences and headings looks at. */
import { dialect } from "./dialect.ts";
import { sectionNamed } from "./vocabulary.ts";
import type { Span } from "./model.ts";
import { trimOf } from "./trim.ts";

export interface Row {
  readonly start: number;
  /** Without its line end. */
  readonly text: string;
}

/** A piece of the text that the parser gets to see as something else. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function splitRows(text: string): Row[] {
  const rows: Row[] = [];
  let start = 0;
  for (;;) {
    const end = text.indexOf("\n", start);
    const stop = end < 0 ? text.length : end;
    rows.push({ start, text: text.slice(start, text.charCodeAt(stop - 1) === 13 && stop > start ? stop - 1 : stop) });
    if (end < 0) return rows;
    start = end + 1;
  }
}

export function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

export function contentSpan(row: Row | undefined): Span {
  if (row === undefined) return { start: 0, end: 0 };
  const start = row.start + indentOf(row.text);
  return { start, end: row.start + row.text.trimEnd().length };
}

export function rowEnd(row: Row | undefined): number {
  return row === undefined ? 0 : row.start + row.text.length;
}

/** True for the words of a section or a report: nothing that stands in a heading by chance. */
export function isKnownHeading(words: string): boolean {
  return sectionNamed(words) !== null || dialect.report.heading.test(words.replace(/^[^A-Za-z0-9]+/, ""));
}

/** A heading at the margin whose words the dialect knows: nothing that belongs inside a code block. */
export function isSectionRow(row: Row | undefined): boolean {
  const heading = row?.text.charCodeAt(0) !== 35 ? null : /^#{1,2} +(?=[^ ])(.*)$/.exec(row.text);
  return heading !== null && isKnownHeading(trimOf(heading[1] ?? "", "", " #"));
}
