/** remark as the reference for the parser behind the seam. */
import type { Nodes } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { isBlock, isHolder, type Block } from "../../src/packet/parse.ts";

const processor = unified().use(remarkParse).use(remarkGfm);

export function referenceParse(text: string): Block {
  const root = processor.parse(text);
  return { kind: "root", first: 0, last: 0, checked: null, children: root.children.flatMap(blocks) };
}

function blocks(node: Nodes): Block[] {
  if (!isBlock(node.type)) return [];
  const first = (node.position?.start.line ?? 1) - 1;
  const last = (node.position?.end.line ?? 1) - 1;
  const checked = node.type === "listItem" ? (node.checked ?? null) : null;
  const children = isHolder(node.type) && "children" in node ? node.children.flatMap(blocks) : [];
  return [{ kind: node.type, first, last, checked, children }];
}
