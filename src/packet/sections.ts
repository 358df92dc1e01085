/** The sections of a document: headings, list labels that stand for one, and how far each reaches. */
import { dialect, type SectionName } from "./dialect.ts";
import { sectionNamed, sectionVocabulary } from "./vocabulary.ts";
import { readLabel, type Label } from "./labels.ts";
import type { Content, Line, Section, Span } from "./model.ts";
import { isPlaceholder, isTemplate } from "./placeholders.ts";
import { trimOf } from "./trim.ts";

const LABEL_LEVEL = 7;

interface Start {
  readonly index: number;
  readonly name: SectionName | null;
  readonly title: string;
  readonly form: Section["form"];
  readonly level: number;
  readonly heading: Span;
  readonly bodyStart: number;
}

/** `inReport(offset)` is true inside a report: what is headed there belongs to the report. */
export function readSections(
  lines: readonly Line[],
  text: string,
  inReport: (offset: number) => boolean,
): Section[] {
  const starts = findStarts(lines, text, inReport);
  return starts.map((start, order) => {
    const endLine =
      start.form === "label" ? labelEnd(lines, start, starts, order) : headingEnd(starts, order, lines.length);
    const firstLine = start.index + 1;
    let filled = endLine - 1;
    while (filled > start.index && lines[filled]?.kind === "blank") filled--;
    const last = lines[filled];
    const body = { start: start.bodyStart, end: Math.max(start.bodyStart, last?.span.end ?? start.bodyStart) };
    return {
      name: start.name,
      title: start.title,
      form: start.form,
      level: start.level,
      heading: start.heading,
      body,
      firstLine,
      endLine,
      content: contentOf(lines, text, start, endLine),
    };
  });
}

function findStarts(lines: readonly Line[], text: string, inReport: (offset: number) => boolean): Start[] {
  const starts: Start[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    if (line.kind === "heading") {
      const title = closed(text.slice(line.content, line.span.end).trim());
      starts.push({
        index,
        name: inReport(line.span.start) ? null : sectionNamed(title),
        title,
        form: text.charAt(line.span.start - 1) === "n" && text.charAt(line.span.start - 2) === "\\" ? "inline" : "heading",
        level: line.depth,
        heading: line.span,
        bodyStart: line.span.end,
      });
      continue;
    }
    if (line.kind !== "item" && line.kind !== "text") continue;
    const label = sectionLabelOf(line);
    if (label === null || inReport(line.span.start)) continue;
    const colon = label.label.valueSpan.start;
    starts.push({
      index,
      name: label.name,
      title: label.label.label,
      form: "label",
      level: LABEL_LEVEL,
      heading: { start: line.content, end: label.label.value === "" ? line.span.end : colon },
      bodyStart: label.label.value === "" ? line.span.end : colon,
    });
  }
  return starts;
}

/** A heading may be closed by as many marks as it likes, behind a blank. */
function closed(title: string): string {
  const bare = trimOf(title, "", "#");
  return bare === bare.trimEnd() ? title : bare.trimEnd();
}

function sectionLabelOf(line: Line): { name: SectionName; label: Label } | null {
  const { label } = line;
  if (label === null || (line.kind === "text" && label.emphasis === "none" && label.value !== "")) return null;
  const name = sectionNamed(label.label);
  return name !== null && sectionVocabulary(name).asLabel === true ? { name, label } : null;
}

function headingEnd(starts: readonly Start[], order: number, lineCount: number): number {
  const level = starts[order]?.level ?? 1;
  for (let next = order + 1; next < starts.length; next++) {
    const start = starts[next];
    if (start !== undefined && start.form !== "label" && start.level <= level) return start.index;
  }
  return lineCount;
}

/** A label holds what is nested below it. */
function labelEnd(lines: readonly Line[], start: Start, starts: readonly Start[], order: number): number {
  const own = lines[start.index];
  const depth = own?.depth ?? 0;
  const next = starts[order + 1]?.index ?? lines.length;
  for (let index = start.index + 1; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined || line.kind === "heading" || line.kind === "rule") return index;
    if (line.kind === "blank" || line.kind === "code" || line.kind === "fence") continue;
    if (own?.kind === "text") {
      if (index >= next) return index;
      continue;
    }
    if (line.kind === "item" ? line.depth <= depth : line.depth < depth) return index;
  }
  return lines.length;
}

function contentOf(lines: readonly Line[], text: string, start: Start, endLine: number): Content {
  let content: Content = "empty";
  const inline = start.form === "label" ? text.slice(start.bodyStart, lines[start.index]?.span.end ?? 0).trim() : "";
  if (inline !== "") content = heavier(content, contentOfWords(inline));
  for (let index = start.index + 1; index < endLine && content !== "filled"; index++) {
    const line = lines[index];
    if (line !== undefined) content = heavier(content, contentOfLine(line, text, isTicked(start.name)));
  }
  return content;
}

const WEIGHT: Readonly<Record<Content, number>> = { empty: 0, template: 1, none: 2, filled: 3 };

function heavier(a: Content, b: Content): Content {
  return WEIGHT[a] >= WEIGHT[b] ? a : b;
}

/** In the proof of finished work an unticked box is a blank; in a plan it is something to be done. */
function isTicked(name: SectionName | null): boolean {
  return name !== null && sectionVocabulary(name).due === "done";
}

function contentOfLine(line: Line, text: string, ticked: boolean): Content {
  switch (line.kind) {
    case "blank":
    case "heading":
    case "rule":
    case "fence":
      return "empty";
    case "html":
      return "template";
    case "item":
      if (line.checked === false && ticked) return "template";
      break;
    default:
      break;
  }
  return contentOfWords(text.slice(line.content, line.span.end).trim());
}

/** What a line of words amounts to: nothing yet, an explicit none, or something. */
export function contentOfWords(words: string): Content {
  if (words === "") return "empty";
  const bare = trimOf(words, "*_`").trim();
  if (isTemplate(bare)) return "template";
  if (dialect.none.test(bare)) return "none";
  // An approval is said about the section, it is not what the section says.
  if (dialect.approval.near.test(bare)) return "empty";
  if (bare.endsWith(":")) return "template";
  const label = readLabel(words);
  const value = label?.value ?? words;
  if (value === "" || isPlaceholder(value)) return "template";
  return "filled";
}
