/**
 * The document as logical lines, each with what the parse tree says it is. Everything that is read out of a document is
 * read from these lines, so code, comments and quotations are told apart from the packet's own words in one place.
 */
import type { Nodes, Root } from "mdast";
import { readLabel } from "./labels.ts";
import type { Line, LineKind, Span } from "./model.ts";
import type { Repaired } from "./repair.ts";

interface Mutable {
  kind: LineKind;
  start: number;
  end: number;
  content: number;
  depth: number;
  checked: boolean | null;
  quoted: boolean;
}

/** `source` is the original text, `root` the tree of the repaired one. */
export function readLines(root: Root, repaired: Repaired, source: string): Line[] {
  const lines = split(repaired.text);
  paint(root, lines, repaired.text);
  return lines.map((line) => {
    const span: Span = { start: repaired.original(line.start), end: repaired.original(line.end) };
    const content = Math.min(Math.max(repaired.original(line.content), span.start), span.end);
    const label = hasWords(line.kind) ? readLabel(source.slice(content, span.end), content) : null;
    return { kind: line.kind, span, content, depth: line.depth, checked: line.checked, label };
  });
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
    lines.push({ kind, start, end, content, depth: 0, checked: null, quoted: false });
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
  readonly node: Nodes;
  readonly depth: number;
  readonly quoted: boolean;
}

/** Walks the blocks of the tree, outer before inner, without recursion: the depth of a document is its author's choice. */
function paint(root: Root, lines: Mutable[], text: string): void {
  const stack: Visit[] = [{ node: root, depth: 0, quoted: false }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { node, depth, quoted } = visit;
    const first = (node.position?.start.line ?? 1) - 1;
    const last = (node.position?.end.line ?? 1) - 1;
    switch (node.type) {
      case "root":
        push(stack, node.children, depth, quoted);
        break;
      case "blockquote":
        quote(lines, first, last, text);
        push(stack, node.children, depth, true);
        break;
      case "list":
        push(stack, node.children, depth + 1, quoted);
        break;
      case "listItem":
        item(lines, first, last, depth, node.checked ?? null, text);
        push(stack, node.children, depth, quoted);
        break;
      case "heading":
        heading(lines[first], first === last && depth === 0 && !quoted ? node.depth : 0, text);
        break;
      case "code":
        code(lines, first, last, text);
        break;
      case "html":
        each(lines, first, last, (line) => (line.kind = "html"));
        break;
      case "table":
        each(lines, first, last, (line) => (line.kind = "table"));
        break;
      case "thematicBreak":
        each(lines, first, last, (line) => (line.kind = "rule"));
        break;
      default:
        break;
    }
  }
}

function push(stack: Visit[], children: readonly Nodes[], depth: number, quoted: boolean): void {
  for (let index = children.length - 1; index >= 0; index--) {
    const node = children[index];
    if (node !== undefined) stack.push({ node, depth, quoted });
  }
}

function each(lines: Mutable[], first: number, last: number, change: (line: Mutable) => void): void {
  for (let index = first; index <= last; index++) {
    const line = lines[index];
    if (line !== undefined && line.kind !== "blank") change(line);
  }
}

/** Quotation marks are not words; what is quoted is somebody else's and never a field of the packet. */
function quote(lines: Mutable[], first: number, last: number, text: string): void {
  each(lines, first, last, (line) => {
    line.quoted = true;
    while (line.content < line.end && text.charAt(line.content) === ">") {
      line.content = firstWord(text, line.content + 1, line.end);
    }
  });
}

function item(
  lines: Mutable[],
  first: number,
  last: number,
  depth: number,
  checked: boolean | null,
  text: string,
): void {
  for (let index = first; index <= last; index++) {
    const line = lines[index];
    if (line !== undefined) line.depth = depth;
  }
  const line = lines[first];
  if (line === undefined || line.quoted) return;
  const rest = text.slice(line.content, line.end);
  const marker = /^(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)/.exec(rest);
  if (marker === null) return;
  line.kind = "item";
  line.content += marker[0].length;
  line.checked = checked;
  const box = checked === null ? null : /^\[[ xX]\][ \t]+/.exec(text.slice(line.content, line.end));
  if (box !== null) line.content += box[0].length;
}

/** Level 0: a heading inside a list or quotation, or an underlined one, does not divide the document. */
function heading(line: Mutable | undefined, level: number, text: string): void {
  const marks = line === undefined ? null : /^#{1,6}[ \t]*/.exec(text.slice(line.content, line.end));
  if (line === undefined || marks === null) return;
  line.content += marks[0].length;
  if (level === 0) return;
  line.kind = "heading";
  line.depth = level;
}

function code(lines: Mutable[], first: number, last: number, text: string): void {
  const opens = isFence(lines[first], text);
  const closes = opens && last > first && isFence(lines[last], text);
  for (let index = first; index <= last; index++) {
    const line = lines[index];
    if (line === undefined) continue;
    line.kind = (opens && index === first) || (closes && index === last) ? "fence" : "code";
  }
}

function isFence(line: Mutable | undefined, text: string): boolean {
  return line !== undefined && /^(?:[-+*>\s]|\d{1,9}[.)])*(?:`{3,}|~{3,})/.test(text.slice(line.start, line.end));
}
