/** What a packet promises, and the evidence it gives for each promise. */
import { dialect } from "./dialect.ts";
import { readItems } from "./items.ts";
import { readLabel } from "./labels.ts";
import type { Citation, Field, Line, Requirement, Section, Span } from "./model.ts";
import { contentOfWords } from "./sections.ts";
import { splitRow } from "./tables.ts";

/** The bullets of the done means first, then the requirement lines and rows of the evidence map. */
export function readRequirements(
  lines: readonly Line[],
  sections: readonly Section[],
  fields: readonly Field[],
  citations: readonly Citation[],
  text: string,
): Requirement[] {
  const stated = sections
    .filter((section) => section.name === "doneMeans")
    .flatMap((section) => readItems(lines, section.firstLine, section.endLine, text, true))
    .filter((item) => isPoint(item.text))
    .map(({ text: words, span }): Requirement => {
      return { text: words, span, origin: "doneMeans", citations: between(citations, span.start, span.end) };
    });
  return [...stated, ...readMapping(lines, sections, fields, citations, text)];
}

function isPoint(words: string): boolean {
  const label = readLabel(words);
  if (label !== null && (dialect.aside.test(label.label) || contentOfWords(label.value) === "none")) return false;
  return contentOfWords(words) === "filled";
}

/**
 * Requirement lines of the evidence map with the citations up to the next one, rows of a mapping table, and in a map
 * without requirement lines the items that cite something.
 */
function readMapping(
  lines: readonly Line[],
  sections: readonly Section[],
  fields: readonly Field[],
  citations: readonly Citation[],
  text: string,
): Requirement[] {
  const found: Requirement[] = [];
  const stated = fields.filter((field) => field.name === "requirement");
  for (const section of sections) {
    if (section.name !== "evidenceMapping") continue;
    const inside = between(stated, section.body.start, section.body.end);
    for (const [order, field] of inside.entries()) {
      const end = inside[order + 1]?.span.start ?? section.body.end;
      const own = between(citations, field.span.start, end);
      if (field.placeholder || field.value === "") continue;
      const value = field.value.replace(/^"|"$/g, "");
      found.push({ text: value, span: field.span, origin: "evidenceMapping", citations: own });
    }
    if (inside.length === 0) found.push(...mappedItems(lines, section, citations, text));
    for (let index = section.firstLine; index < section.endLine; index++) {
      const line = lines[index];
      if (line?.kind !== "table") continue;
      const own = between(citations, line.span.start, line.span.end);
      const cells = splitRow(text.slice(line.span.start, line.span.end));
      if (own.length === 0 || cells.length < 2) continue;
      found.push({ text: cells[0] ?? "", span: line.span, origin: "evidenceMapping", citations: own });
    }
  }
  return found;
}

/** `- Lights burn: \`src/lights.c:4\``: what is left of an item without its citations is the requirement. */
function mappedItems(
  lines: readonly Line[],
  section: Section,
  citations: readonly Citation[],
  text: string,
): Requirement[] {
  return readItems(lines, section.firstLine, section.endLine, text, true).flatMap(({ span }): Requirement[] => {
    const own = between(citations, span.start, span.end);
    const [first] = own;
    if (first === undefined) return [];
    const lead = text.slice(span.start, first.span.start);
    const words = /[\p{L}\p{N}]/u.test(lead) ? lead : text.slice(own.at(-1)?.span.end ?? span.end, span.end);
    const bare = words.replace(/\s+/g, " ").replace(/^[\s`*:=>|-]+|[\s`*:=>|([-]+$/g, "");
    return bare === "" ? [] : [{ text: bare, span, origin: "evidenceMapping", citations: own }];
  });
}

/** Those of ascending things that begin in `[start, end)`. */
function between<T extends { readonly span: Span }>(things: readonly T[], start: number, end: number): readonly T[] {
  const first = (offset: number): number => {
    let low = 0;
    let high = things.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((things[middle]?.span.start ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return things.slice(first(start), first(end));
}
