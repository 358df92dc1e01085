/**
 * The document as logical lines, each with what the parse tree says it is. Everything that is read out of a document is
 * read from these lines, so code, comments and quotations are told apart from the packet's own words in one place.
 */
import { readLabel, type Label } from "./labels.ts";
import type { Line, LineKind, Span } from "./model.ts";
import type { Block } from "./parse.ts";
import type { Repaired } from "./repair.ts";

interface Mutable {
  kind: LineKind;
  span: Span;
  content: number;
  depth: number;
  checked: boolean | null;
  label: Label | null;
}

/** `source` is the original text, `root` the blocks of the repaired one. */
export function readLines(root: Block, repaired: Repaired, source: string): Line[] {
  const lines = split(repaired.text);
  paint(root, lines, repaired.text);
  const moved = repaired.text !== source;
  let colon = -1;
  for (const line of lines) {
    if (moved) {
      const { original } = repaired;
      line.span = { start: original(line.span.start), end: original(line.span.end) };
      line.content = Math.min(Math.max(original(line.content), line.span.start), line.span.end);
    }
    if (!hasWords(line.kind)) continue;
    // Where there is no colon there is no label.
    if (colon < line.content) colon = source.indexOf(":", line.content);
    if (colon < 0) colon = source.length;
    if (colon < line.span.end) line.label = readLabel(source.slice(line.content, line.span.end), line.content);
  }
  return lines;
}

function hasWords(kind: LineKind): boolean {
  return kind === "text" || kind === "item" || kind === "heading";
}

function split(text: string): Mutable[] {
  const lines: Mutable[] = [];
  for (let start = 0; ; ) {
    const feed = text.indexOf("\n", start);
    let end = feed < 0 ? text.length : feed;
    if (end > start && text.charCodeAt(end - 1) === 13) end--;
    const content = firstWord(text, start, end);
    const kind = content === end ? "blank" : "text";
    lines.push({ kind, span: { start, end }, content, depth: 0, checked: null, label: null });
    if (feed < 0) return lines;
    start = feed + 1;
  }
}

function firstWord(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (text.charCodeAt(at) === 32 || text.charCodeAt(at) === 9)) at++;
  return at;
}

interface Visit {
  readonly block: Block;
  readonly depth: number;
  readonly quoted: boolean;
}

/** Walks the blocks, outer before inner, without recursion: the depth of a document is its author's choice. */
function paint(root: Block, lines: Mutable[], text: string): void {
  const stack: Visit[] = [{ block: root, depth: 0, quoted: false }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { block, depth, quoted } = visit;
    const { first, last } = block;
    switch (block.kind) {
      case "root":
        push(stack, block.children, depth, quoted);
        break;
      case "blockquote":
        quote(lines, first, last, text);
        push(stack, block.children, depth, true);
        break;
      case "list":
        push(stack, block.children, depth + 1, quoted);
        break;
      case "listItem":
        item(lines, block, depth, quoted, text);
        push(stack, block.children, depth, quoted);
        break;
      case "heading":
        heading(lines[first], first === last && depth === 0 && !quoted, text);
        break;
      case "code":
        code(lines, first, last, text);
        break;
      case "html":
      case "table":
        each(lines, first, last, block.kind);
        break;
      case "thematicBreak":
        each(lines, first, last, "rule");
        break;
    }
  }
}

function push(stack: Visit[], children: readonly Block[], depth: number, quoted: boolean): void {
  for (let index = children.length - 1; index >= 0; index--) {
    const block = children[index];
    if (block !== undefined) stack.push({ block, depth, quoted });
  }
}

function each(lines: readonly Mutable[], first: number, last: number, kind: LineKind): void {
  for (let index = first; index <= last; index++) {
    const line = lines[index];
    if (line !== undefined && line.kind !== "blank") line.kind = kind;
  }
}

/** Quotation marks are not words. */
function quote(lines: readonly Mutable[], first: number, last: number, text: string): void {
  for (let index = first; index <= last; index++) {
    const line = lines[index];
    if (line === undefined || line.kind === "blank") continue;
    while (line.content < line.span.end && text.charCodeAt(line.content) === 62) {
      line.content = firstWord(text, line.content + 1, line.span.end);
    }
  }
}

/** What is quoted is somebody else's: an item there is none of the packet. */
function item(lines: readonly Mutable[], block: Block, depth: number, quoted: boolean, text: string): void {
  for (let index = block.first; index <= block.last; index++) {
    const line = lines[index];
    if (line !== undefined) line.depth = depth;
  }
  const line = lines[block.first];
  if (line === undefined || quoted) return;
  const end = markerEnd(text, line.content, line.span.end);
  if (end < 0) return;
  line.kind = "item";
  line.content = firstWord(text, end, line.span.end);
  line.checked = block.checked;
  const box = block.checked === null ? null : /^\[[ xX]\][ \t]+/.exec(text.slice(line.content, line.span.end));
  if (box !== null) line.content += box[0].length;
}

/** Behind the marker of a list item (`-`, `+`, `*`, `1.`, `1)`) that a blank or the line's end follows; -1 without one. */
function markerEnd(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && at < start + 9 && isDigit(text.charCodeAt(at))) at++;
  const mark = text.charCodeAt(at);
  const isMark = at === start ? mark === 45 || mark === 43 || mark === 42 : mark === 46 || mark === 41;
  if (!isMark || at >= end) return -1;
  const behind = text.charCodeAt(at + 1);
  return at + 1 === end || behind === 32 || behind === 9 ? at + 1 : -1;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A heading inside a list or quotation, or an underlined one, does not divide the document. */
function heading(line: Mutable | undefined, divides: boolean, text: string): void {
  if (line === undefined) return;
  const start = line.content;
  let end = start;
  while (end < line.span.end && end < start + 6 && text.charCodeAt(end) === 35) end++;
  if (end === start) return;
  line.content = firstWord(text, end, line.span.end);
  if (!divides) return;
  line.kind = "heading";
  line.depth = end - start;
}

function code(lines: Mutable[], first: number, last: number, text: string): void {
  const opens = isFence(lines[first], text);
  const closes = opens && last > first && isFence(lines[last], text);
  for (let index = first; index <= last; index++) {
    const line = lines[index];
    // Between lines of indented code, parsers do not agree on whose a blank line is.
    if (line === undefined || (!opens && line.kind === "blank")) continue;
    line.kind = (opens && index === first) || (closes && index === last) ? "fence" : "code";
  }
}

function isFence(line: Mutable | undefined, text: string): boolean {
  return line !== undefined && /^(?:[-+*>\s]|\d{1,9}[.)])*(?:`{3,}|~{3,})/.test(text.slice(line.span.start, line.span.end));
}
