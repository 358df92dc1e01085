/** What a packet says about the packets before it: which they are, and what becomes of their requirements. */
import { dialect, type SectionName } from "./dialect.ts";
import { readLabel } from "./labels.ts";
import type { LineageKind, LineageMention, LineageStatement, Line, Section, Span } from "./model.ts";
import { isTemplate } from "./placeholders.ts";
import { contentOfWords } from "./sections.ts";
import { splitRow } from "./tables.ts";
import { fieldNamed, normalise } from "./vocabulary.ts";

const TELLING: readonly SectionName[] = ["lineage", "priorPacket"];

/** An item that heads others: what it says holds for those below it. */
interface Head {
  readonly depth: number;
  readonly kind: LineageKind | null;
}

/** The statements of the audit in their order; sentences that only the template says are left out. */
export function readLineage(lines: readonly Line[], sections: readonly Section[], text: string): LineageStatement[] {
  const statements: LineageStatement[] = [];
  let read = 0;
  for (const section of sections) {
    if (section.name === null || !TELLING.includes(section.name) || section.form === "label") continue;
    let heads: Head[] = [];
    let headed: LineageKind | null = null;
    for (let index = Math.max(read, section.firstLine); index < section.endLine; index++) {
      const line = lines[index];
      if (line === undefined) break;
      const words = { start: line.content, end: line.span.end };
      const last = statements.at(-1);
      if (line.kind === "heading") {
        headed = leading(text.slice(words.start, words.end));
        heads = [];
      } else if (line.kind === "table") {
        statements.push(...sentences(rowSpan(line, text), text, headed));
      } else if (last !== undefined && last.span.start >= section.body.start && goesOn(line, text)) {
        statements[statements.length - 1] = joined(last, words, text);
      } else if (line.kind === "item" || line.kind === "text") {
        const depth = line.kind === "item" ? line.depth : line.depth + 1;
        heads = heads.filter((head) => head.depth < depth);
        const inherited = heads.at(-1)?.kind ?? headed;
        const own = sentences(words, text, inherited);
        statements.push(...own);
        if (line.kind === "item") heads.push({ depth, kind: own[0]?.kind ?? headKind(words, text) ?? inherited });
      }
    }
    read = Math.max(read, section.endLine);
  }
  return statements;
}

/** A line that belongs to the item above it, or a point below it that gives its reason. */
function goesOn(line: Line, text: string): boolean {
  if (line.kind === "text") return line.depth > 0;
  const label = line.kind === "item" && line.depth > 1 ? readLabel(text.slice(line.content, line.span.end)) : null;
  return label !== null && dialect.lineage.reason.test(normalise(label.label));
}

function joined(statement: LineageStatement, span: Span, text: string): LineageStatement {
  const words = text.slice(span.start, span.end).trim();
  return {
    ...statement,
    text: `${statement.text} ${words}`,
    span: { start: statement.span.start, end: span.end },
    mentions: [...statement.mentions, ...readMentions(span, text)],
    requirements: [...new Set([...statement.requirements, ...requirementIds(words)])],
  };
}

/** The kind that a label without words of its own gives to what is nested below it. */
function headKind(span: Span, text: string): LineageKind | null {
  return leading(text.slice(span.start, span.end));
}

function rowSpan(line: Line, text: string): Span {
  const cells = splitRow(text.slice(line.span.start, line.span.end));
  return cells.every((cell) => /^:?-*:?$/.test(cell)) ? { start: 0, end: 0 } : line.span;
}

/** Where a line goes on about another requirement, or about what else becomes of them. */
const NEXT = /(?<=;)\s(?=[*_`"]{0,3}(?:\[[A-Z]|[A-Za-z][A-Za-z ]{2,30}:))/;

/** One line, taken apart at such places: `[A-1] preserved; retired, because ...`. */
function sentences(span: Span, text: string, inherited: LineageKind | null): LineageStatement[] {
  const words = text.slice(span.start, span.end);
  const found: LineageStatement[] = [];
  let kind = inherited;
  let start = 0;
  for (const part of words.split(NEXT)) {
    const statement = sentence({ start: span.start + start, end: span.start + start + part.length }, text, kind);
    start += part.length + 1;
    if (statement === null) continue;
    const { labelled, ...rest } = statement;
    found.push(rest);
    kind = labelled ?? kind;
  }
  return found;
}

function sentence(
  span: Span,
  text: string,
  inherited: LineageKind | null,
): (LineageStatement & { readonly labelled: LineageKind | null }) | null {
  const words = text.slice(span.start, span.end).trim();
  const content = contentOfWords(words.replace(/;$/, ""));
  const mentions = readMentions(span, text);
  if ((content !== "filled" && mentions.length === 0) || isTemplate(words)) return null;
  const label = readLabel(words);
  const labelled = label === null ? null : kindOf(label.label);
  if (label !== null && labelled === null && inherited === null && fieldNamed(label.label) !== null) return null;
  const kind = labelled ?? inherited ?? (mentions.length > 0 && isListing(words) ? "prior" : said(words));
  return {
    kind,
    labelled,
    text: labelled === null ? words : (label?.value ?? words),
    span: { start: span.start, end: span.start + text.slice(span.start, span.end).trimEnd().length },
    mentions,
    requirements: requirementIds(words),
  };
}

/** `Preserved requirements (carried forward):`, or a sentence that begins with such a word and a colon. */
function leading(words: string): LineageKind | null {
  return kindOf(readLabel(words.trim())?.label ?? words.replace(/[([{].*$/, ""));
}

function kindOf(words: string): LineageKind | null {
  const plain = normalise(words);
  for (const kind of ["prior", "retired", "preserved", "changed"] as const) {
    if (dialect.lineage.kinds[kind].test(plain)) return kind;
  }
  return null;
}

function said(words: string): LineageKind | null {
  const plain = normalise(words);
  for (const kind of ["retired", "changed", "preserved"] as const) {
    if (dialect.lineage.said[kind].test(plain)) return kind;
  }
  return null;
}

/** A line that holds hardly more than an id or path lists it. */
function isListing(words: string): boolean {
  return requirementIds(words).length === 0 && said(words) === null && /^[*_`(]{0,3}\S+[*_`)]{0,3}(?:\s+\([^]*\))?\.?$/.test(words);
}

/** Ids of requirements in brackets, in their order, each once; ids of house rules are none. */
export function requirementIds(words: string): string[] {
  if (!words.includes("[")) return [];
  const ids = new Set<string>();
  for (const [, id = ""] of words.matchAll(dialect.lineage.requirement)) {
    if (/[0-9]/.test(id) && !dialect.lineage.houseRule.test(id)) ids.add(id);
  }
  return [...ids];
}

function readMentions(span: Span, text: string): LineageMention[] {
  const words = text.slice(span.start, span.end);
  const version = dialect.lineage.version.exec(words.trimStart());
  const mentions: LineageMention[] = [];
  if (version !== null) mentions.push({ id: null, version: Number(version[1]), place: null, span });
  for (const match of words.matchAll(dialect.ids.mention)) {
    const id = match[0].replace(/\.md$/, "");
    const start = span.start + match.index;
    const before = words.slice(Math.max(0, match.index - 80), match.index);
    mentions.push({ id, version: null, place: placeOf(before), span: { start, end: start + id.length } });
  }
  return mentions;
}

function placeOf(before: string): LineageMention["place"] {
  if (before.endsWith(dialect.lineage.stubFolder)) return "stub";
  if (before.endsWith(dialect.lineage.refinementFolder)) return "refinement";
  return before.endsWith("/") ? "packet" : null;
}
