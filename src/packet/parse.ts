/**
 * The one seam to a Markdown parser: text in, the tree of its blocks out.
 *
 * Behind it stands the fastest well-kept parser, because a command line is always cold. Its nodes are read where the
 * native side left them, and only blocks are: words inside a line are read from the source, never from a parser's text
 * nodes. remark is the reference: a differential test holds the blocks of both against each other over real and
 * generated documents.
 */
import { createMdastHandle, dropHandle, MdastReader, serializeHandle } from "satteri";

/** Named as in mdast. Every other block is a leaf that nothing asks about. */
export type BlockKind =
  | "root"
  | "blockquote"
  | "list"
  | "listItem"
  | "heading"
  | "code"
  | "html"
  | "table"
  | "thematicBreak";

export interface Block {
  readonly kind: BlockKind;
  /** First and last line, from 0, both inclusive; 0 for the root and for lists. */
  readonly first: number;
  readonly last: number;
  /** For an item with a checkbox: ticked or not. */
  readonly checked: boolean | null;
  readonly children: readonly Block[];
}

/** What holds other blocks. */
const HOLDERS: ReadonlySet<string> = new Set(["root", "blockquote", "list", "listItem"]);
const LEAVES: ReadonlySet<string> = new Set(["heading", "code", "html", "table", "thematicBreak"]);

export function isHolder(kind: string): kind is BlockKind {
  return HOLDERS.has(kind);
}

export function isBlock(kind: string): kind is BlockKind {
  return HOLDERS.has(kind) || LEAVES.has(kind);
}

export function parse(text: string): Block {
  const handle = createMdastHandle(text, { gfm: true, frontmatter: false });
  try {
    return readTree(new MdastReader(serializeHandle(handle)));
  } finally {
    dropHandle(handle);
  }
}

interface Growing extends Block {
  readonly children: Growing[];
}

/** Most blocks hold none, and an array of their own each would be most of what a tree is made of. */
const NONE: Growing[] = [];

/** Level by level and without recursion: the depth of a document is its author's choice. */
function readTree(reader: MdastReader): Block {
  const root: Growing = { kind: "root", first: 0, last: 0, checked: null, children: [] };
  const parents = [root];
  const ids = [0];
  for (let next = 0; next < parents.length; next++) {
    const parent = parents[next];
    if (parent === undefined) break;
    for (const id of reader.getChildIds(ids[next] ?? 0)) {
      const kind = kindOf(reader, id);
      if (kind === null) continue;
      const block = kind === "list" ? { ...LIST, children: [] } : blockOf(reader, id, kind);
      parent.children.push(block);
      if (block.children === NONE) continue;
      parents.push(block);
      ids.push(id);
    }
  }
  return root;
}

/** Nobody asks where a list is, only where its items are. */
const LIST = { kind: "list", first: 0, last: 0, checked: null } as const;

function blockOf(reader: MdastReader, id: number, kind: BlockKind): Growing {
  const { start, end } = reader.getPosition(id) ?? NOWHERE;
  const checked = kind === "listItem" ? reader.getListItemData(id).checked : null;
  return { kind, first: start.line - 1, last: end.line - 1, checked, children: isHolder(kind) ? [] : NONE };
}

const NOWHERE = { start: { line: 1 }, end: { line: 1 } } as const;

/** Names of the parser's kinds by their number, learned as they are met. */
const kinds = new Map<number, BlockKind | null>();

function kindOf(reader: MdastReader, id: number): BlockKind | null {
  const number = reader.getNodeType(id);
  let kind = kinds.get(number);
  if (kind === undefined) {
    const { typeName } = reader.getNode(id);
    const name = typeName.charAt(0).toLowerCase() + typeName.slice(1);
    kind = isBlock(name) ? name : null;
    kinds.set(number, kind);
  }
  return kind;
}
