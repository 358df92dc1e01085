/** List items below a heading or label. */
import type { Item, Line } from "./model.ts";

/**
 * The items of the given lines, each with the lines that continue it. `outermost` keeps those of the least depth only
 * and folds deeper ones into the words of their parent.
 */
export function readItems(
  lines: readonly Line[],
  firstLine: number,
  endLine: number,
  text: string,
  outermost: boolean,
): Item[] {
  let top = Number.POSITIVE_INFINITY;
  for (let index = firstLine; index < endLine; index++) {
    const line = lines[index];
    if (line?.kind === "item") top = Math.min(top, line.depth);
  }
  const items: { text: string; start: number; end: number; depth: number; checked: boolean | null }[] = [];
  let open = false;
  for (let index = firstLine; index < endLine; index++) {
    const line = lines[index];
    if (line === undefined) break;
    const words = text.slice(line.content, line.span.end).trim();
    if (line.kind === "item" && (!outermost || line.depth === top)) {
      items.push({ text: words, start: line.content, end: line.span.end, depth: line.depth, checked: line.checked });
      open = true;
    } else if (line.kind === "heading" || line.kind === "rule" || (line.depth < top && line.kind === "text")) {
      open = false;
    } else if (open && (line.kind === "text" || line.kind === "item" || line.kind === "code")) {
      const last = items.at(-1);
      if (last === undefined) continue;
      if (line.kind !== "code") last.text += ` ${words}`;
      last.end = line.span.end;
    }
  }
  return items.map((item) => ({
    text: item.text.replace(/\s+/g, " "),
    span: { start: item.start, end: item.end },
    depth: item.depth,
    checked: item.checked,
  }));
}
