/** remark as the reference for the parser behind the seam. */
import type { Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";

const processor = unified().use(remarkParse).use(remarkGfm);

export function referenceParse(text: string): Root {
  return processor.parse(text);
}
