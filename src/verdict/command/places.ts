/**
 * The lines of a comment that can hold a command: lines of a paragraph that stands at the top level, and whose first
 * character is plain text. What is in code, in a quotation, in a list or table, in a link or in HTML was not said, it
 * was shown.
 *
 * remark reads the comment, because it knows what is inside a line. Emphasis and bare addresses are switched off: they
 * decide nothing here, and hostile ones cost it minutes. Nested containers are counted before it sees them, because
 * its lists and lazy quotations are superlinear. Within these bounds every comment is read in well under a second.
 */
import type { Nodes, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified, type Processor } from "unified";

/** A comment that holds commands may be this long; GitHub allows 65,536 characters. */
export const LIMITS = { characters: 20_000, lines: 1000, depth: 12, containers: 2500, brackets: 2000 } as const;

const COSTLY = ["attention", "strikethrough", "wwwAutolink", "protocolAutolink", "emailAutolink"];

function withoutCostly(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: unknown[] };
  (data.micromarkExtensions ??= []).push({ disable: { null: COSTLY } });
}

const processor = unified().use(remarkParse).use(remarkGfm, { singleTilde: false }).use(withoutCostly).freeze();

/** Where a line stands: `said` in a paragraph of its own right, `shown` in code or HTML, `inside` something else. */
export type Standing = "said" | "shown" | "inside";

/** Why a comment is not read at all; null when it can be. */
export function tooCostly(text: string): string | null {
  if (text.length > LIMITS.characters) return `${text.length} characters, and ${LIMITS.characters} are read`;
  const lines = text.split("\n");
  if (lines.length > LIMITS.lines) return `${lines.length} lines, and ${LIMITS.lines} are read`;
  const depths = lines.map(depthOf);
  if (depths.some((depth) => depth > LIMITS.depth) || sum(depths) > LIMITS.containers) return "lists or quotations nested too deep, or too many of them";
  const brackets = text.split("[").length - 1;
  return brackets > LIMITS.brackets ? `${brackets} opening brackets, and ${LIMITS.brackets} are read` : null;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** At most so many containers a line can open or continue: marks at its beginning, and its indentation. */
function depthOf(line: string): number {
  const lead = /^(?:[ \t>]|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))*/.exec(line.slice(0, 400))?.[0] ?? "";
  const marks = (lead.match(/>|[-*+]|\d+[.)]/g) ?? []).length;
  const indent = /^[ \t]*/.exec(lead)?.[0].replaceAll("\t", "    ").length ?? 0;
  return marks + Math.floor(indent / 4);
}

/** The standing of each line whose first character is at one of these offsets. `text` ends its lines with LF. */
export function standings(text: string, offsets: readonly number[]): readonly Standing[] {
  const root = processor.parse(text);
  return offsets.map((offset) => standingIn(root, offset));
}

function standingIn(root: Root, offset: number): Standing {
  const top = root.children.find((node) => covers(node, offset));
  if (top === undefined) return "inside";
  if (top.type === "code" || top.type === "html") return "shown";
  if (top.type !== "paragraph") return holdsCode(top, offset) ? "shown" : "inside";
  const leaf = top.children.find((node) => covers(node, offset));
  if (leaf === undefined || leaf.type === "text") return "said";
  return leaf.type === "inlineCode" || leaf.type === "html" ? "shown" : "inside";
}

function holdsCode(node: Nodes, offset: number): boolean {
  if (node.type === "code" || node.type === "html" || node.type === "inlineCode") return true;
  if (!("children" in node)) return false;
  const child = (node.children as readonly Nodes[]).find((entry) => covers(entry, offset));
  return child !== undefined && holdsCode(child, offset);
}

function covers({ position }: Nodes, offset: number): boolean {
  const start = position?.start.offset;
  const end = position?.end.offset;
  return start !== undefined && end !== undefined && start <= offset && offset < end;
}
