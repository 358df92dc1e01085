/**
 * The one seam to a Markdown parser: text in, mdast with positions out. Offsets and columns count UTF-16 units.
 *
 * Behind it stands the fastest well-kept parser, because a command line is always cold. remark is the reference: a
 * differential test holds the block structure of both against each other over real and generated documents.
 */
import type { Root } from "mdast";
import { markdownToMdast } from "satteri";

export function parse(text: string): Root {
  return markdownToMdast(text, { features: { gfm: true, frontmatter: false } }) as Root;
}
