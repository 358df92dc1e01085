/** Waivers: what a maintainer let pass, in which scope, until when. */
import { dialect } from "./dialect.ts";
import { normalise } from "./vocabulary.ts";
import { readLabel } from "./labels.ts";
import type { Line, Section, Span, Waiver } from "./model.ts";
import { contentOfWords } from "./sections.ts";

interface Draft {
  id: string;
  span: { start: number; end: number };
  labels: Map<keyof typeof dialect.waiver.labels, string>;
  words: string;
}

/** A rule, and not a piece of a path: nothing joins it to other words. */
const RULE_ID =
  /(?<![\w./-])(?:text|structure|process|lineage|evidence|ledger|gate)\/[a-z][a-z-]{1,40}(?![\w/*-]|\.\w)/g;

export function readWaivers(lines: readonly Line[], sections: readonly Section[], text: string): Waiver[] {
  const drafts: Draft[] = [];
  for (const section of sections) {
    if (section.name !== "waivers") continue;
    let top = Number.POSITIVE_INFINITY;
    let current: Draft | null = null;
    for (let index = section.firstLine; index < section.endLine; index++) {
      const line = lines[index];
      if (line === undefined || (line.kind !== "item" && line.kind !== "text")) continue;
      const words = text.slice(line.content, line.span.end).trim();
      if (contentOfWords(words) !== "filled" && readLabel(words) === null) continue;
      const content = contentOfWords(words);
      if (content === "template" && current === null) continue;
      if (content === "none") continue;
      const outermost: boolean = line.kind === "item" && line.depth <= top;
      if (outermost && !isContinuation(words, current)) {
        top = line.depth;
        current = start(words, line.span, text, line.content);
        drafts.push(current);
      }
      if (current === null) continue;
      add(current, words);
      current.span.end = line.span.end;
    }
  }
  return drafts.map(finish);
}

/** `- Date: …` on the outermost level continues the waiver before it; an id begins the next. */
function isContinuation(words: string, current: Draft | null): boolean {
  if (current === null) return false;
  const label = readLabel(words);
  const concept = label === null ? null : conceptOf(label.label);
  return concept !== null && concept !== "id" && !current.labels.has(concept);
}

function start(words: string, span: Span, text: string, content: number): Draft {
  const id = dialect.waiver.id.exec(words)?.[0] ?? "";
  const begin = Math.min(content, span.end);
  return { id, span: { start: begin, end: span.end }, labels: new Map(), words: text.slice(begin, begin) };
}

function add(draft: Draft, words: string): void {
  draft.words += ` ${words}`;
  // A waiver on one line separates its parts with `|`.
  for (const part of words.split(/\s\|\s/)) {
    const label = readLabel(part.trim());
    const concept = label === null ? null : conceptOf(label.label);
    if (label === null || concept === null || draft.labels.has(concept)) continue;
    draft.labels.set(concept, label.value);
    if (concept === "id" && label.value !== "") draft.id = label.value.split(/\s/)[0] ?? label.value;
  }
}

function conceptOf(label: string): keyof typeof dialect.waiver.labels | null {
  const words = normalise(label);
  for (const concept of Object.keys(dialect.waiver.labels) as (keyof typeof dialect.waiver.labels)[]) {
    if ((dialect.waiver.labels[concept] as readonly string[]).includes(words)) return concept;
  }
  return null;
}

function finish(draft: Draft): Waiver {
  const value = (concept: keyof typeof dialect.waiver.labels): string | null => {
    const found = draft.labels.get(concept);
    return found === undefined || found === "" ? null : found;
  };
  return {
    id: draft.id,
    span: draft.span,
    date: value("date") ?? /\b\d{4}-\d{2}-\d{2}\b/.exec(draft.words)?.[0] ?? null,
    scope: value("scope"),
    justification: value("justification"),
    approver: value("approver"),
    expiry: value("expiry"),
    rules: [...new Set(draft.words.match(RULE_ID) ?? [])],
  };
}
