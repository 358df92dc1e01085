/** The labelled values of a document, wherever and however they are written. */
import { type FieldName, type SectionName } from "./dialect.ts";
import { fieldNamed, fieldVocabulary, sectionNamed } from "./vocabulary.ts";
import { readLabel, splitRemark, unwrap } from "./labels.ts";
import type { Field, Line, Section, Span } from "./model.ts";
import { isPlaceholder } from "./placeholders.ts";

export function readFields(
  lines: readonly Line[],
  sections: readonly Section[],
  text: string,
  inReport: (offset: number) => boolean,
): Field[] {
  const fields: Field[] = [];
  const place = sectionWalker(sections);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    if (line.kind !== "item" && line.kind !== "text" && line.kind !== "heading") continue;
    const found = line.kind === "heading" ? headingField(lines, index, text) : lineField(lines, index, text);
    if (found === null) continue;
    const { name, label, form, span, value, valueSpan } = found;
    const trimmed = hasRemark(name) ? splitRemark(value) : { value, remark: null };
    const inner = unwrap(trimmed.value);
    fields.push({
      name,
      label,
      form,
      span,
      value: inner.value,
      valueSpan: {
        start: valueSpan.start + inner.offset,
        end: valueSpan.start + inner.offset + inner.value.length,
      },
      remark: trimmed.remark,
      section: place(line.span.start),
      inReport: inReport(line.span.start),
      placeholder: inner.value !== "" && isPlaceholder(inner.value),
    });
  }
  return fields;
}

interface Found {
  readonly name: FieldName;
  readonly label: string;
  readonly form: Field["form"];
  readonly span: Span;
  readonly value: string;
  readonly valueSpan: Span;
}

/** Values of these forms never hold brackets of their own. */
function hasRemark(name: FieldName): boolean {
  const { form, values } = fieldVocabulary(name);
  return values !== undefined || (form !== undefined && form !== "status");
}

function lineField(lines: readonly Line[], index: number, text: string): Found | null {
  const line = lines[index];
  const label = line?.label ?? null;
  const name = label === null ? null : fieldNamed(label.label);
  if (line === undefined || label === null || name === null) return null;
  const bold = label.emphasis === "bold";
  const form =
    line.checked !== null ? "checkbox" : line.kind === "item" ? (bold ? "bold-list" : "list") : bold ? "bold" : "plain";
  const span = { start: line.content, end: line.span.end };
  if (label.value !== "") {
    return { name, label: label.label, form, span, value: label.value, valueSpan: label.valueSpan };
  }
  const below = firstBelow(lines, index, (next) => next.kind === "item" && next.depth > line.depth);
  return { name, label: label.label, form, span, ...wordsOf(below, text, line.span.end) };
}

/** `## STATUS: Done`, or `## RISK_TIER` with the value on the first line below. */
function headingField(lines: readonly Line[], index: number, text: string): Found | null {
  const line = lines[index];
  if (line === undefined) return null;
  const words = text.slice(line.content, line.span.end).trimEnd();
  const { label } = line;
  const bare = words.replace(/[([{].*$/, "");
  const name = fieldNamed(label?.label ?? bare);
  // A heading that stands for a section is not a field that happens to share its name.
  if (name === null || (sectionNamed(bare) !== null && (label?.value ?? "") === "")) return null;
  const span = { start: line.content, end: line.content + words.length };
  if (label !== null && label.value !== "") {
    return { name, label: label.label, form: "heading", span, value: label.value, valueSpan: label.valueSpan };
  }
  const below = firstBelow(lines, index, (next) => next.kind === "item" || next.kind === "text");
  const value = wordsOf(below, text, line.span.end);
  const nested = readLabel(value.value);
  const wanted = fieldVocabulary(name).nested;
  if (nested !== null && wanted !== undefined && nested.label.toUpperCase() === wanted) {
    const start = value.valueSpan.start + nested.valueSpan.start;
    const valueSpan = { start, end: start + nested.value.length };
    return { name, label: words, form: "heading", span, value: nested.value, valueSpan };
  }
  return { name, label: words, form: "heading", span, ...value };
}

function firstBelow(lines: readonly Line[], index: number, accepts: (line: Line) => boolean): Line | null {
  for (let next = index + 1; next < lines.length; next++) {
    const line = lines[next];
    if (line === undefined || line.kind === "heading") return null;
    if (line.kind === "blank" || line.kind === "html") continue;
    return accepts(line) ? line : null;
  }
  return null;
}

function wordsOf(line: Line | null, text: string, nowhere: number): { value: string; valueSpan: Span } {
  if (line === null) return { value: "", valueSpan: { start: nowhere, end: nowhere } };
  const words = text.slice(line.content, line.span.end);
  const { value, offset } = unwrap(words);
  const start = line.content + offset;
  return { value, valueSpan: { start, end: start + value.length } };
}

/** The innermost known section around ascending offsets. */
export function sectionWalker(sections: readonly Section[]): (offset: number) => SectionName | null {
  let next = 0;
  const open: Section[] = [];
  return (offset) => {
    for (; next < sections.length; next++) {
      const section = sections[next];
      if (section === undefined || section.heading.start > offset) break;
      while (open.length > 0 && (open.at(-1)?.body.end ?? 0) <= section.heading.start) open.pop();
      open.push(section);
    }
    while (open.length > 0 && (open.at(-1)?.body.end ?? 0) < offset) open.pop();
    for (let index = open.length - 1; index >= 0; index--) {
      const name = open[index]?.name ?? null;
      if (name !== null) return name;
    }
    return null;
  };
}
