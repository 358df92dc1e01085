/**
 * Pointers from a document to lines of files: `path:12`, `path:12-40`, `path:47,85`, `path::symbol`.
 *
 * Read from the source text, never from text nodes of a parser, which would turn parts of a path into links.
 */
import type { SectionName } from "./dialect.ts";
import type { Citation } from "./model.ts";

// A path with an extension, then `:line` in one of its forms or `::symbol`. Every part is bounded, so a line of any
// length is read in time linear to it.
const CITATION =
  /(?<![\w/.\\-])((?:[A-Za-z0-9_.@()[\]{}+~-]{1,80}[/\\]){0,20}[A-Za-z0-9_.@()[\],+-]{1,120}\.[A-Za-z][A-Za-z0-9]{0,9})(?:::([A-Za-z_][\w:]{0,120})|:(\d{1,7}(?:-\d{1,7})?(?:,\s?\d{1,7}(?:-\d{1,7})?){0,40})(?![\d.]))/g;

/** Ends of host names and versions that look like files with a line behind. */
const NO_PATH = /^(?:https?|localhost|\d+\.\d+)/i;

export function readCitations(
  words: string,
  offset: number,
  section: SectionName | null,
  inReport: boolean,
): Citation[] {
  const citations: Citation[] = [];
  if (!/:(?:\d|:[A-Za-z_])/.test(words)) return citations;
  for (const found of words.matchAll(CITATION)) {
    const path = (found[1] ?? "").replaceAll("\\", "/");
    if (NO_PATH.test(path)) continue;
    const base = offset + found.index;
    if (found[2] !== undefined) {
      const span = { start: base, end: base + found[0].length };
      citations.push({ raw: found[0], span, path, start: null, end: null, symbol: found[2], section, inReport });
      continue;
    }
    let at = base + (found[1] ?? "").length + 1;
    for (const [order, part] of (found[3] ?? "").split(",").entries()) {
      const [start = 0, end = start] = part.trim().split("-").map(Number);
      const from = order === 0 ? base : at + part.length - part.trimStart().length;
      const span = { start: from, end: at + part.length };
      const raw = order === 0 ? `${found[1] ?? ""}:${part}` : part.trim();
      citations.push({ raw, span, path, start, end, symbol: null, section, inReport });
      at += part.length + 1;
    }
  }
  return citations;
}
