/**
 * The chain of reports: a report may name the one before it by a hash, so that an edit of any report shows in the next.
 *
 * What is hashed is the text of a block, from the first character of its heading line to the last of its last line that
 * is neither blank nor a thematic break, with LF line ends, as UTF-8 and without a byte order mark. Text that is stored
 * in another encoding is decoded first. The hash is SHA-256, written `sha256:` and 64 hex digits in lower case.
 */
import { createHash } from "node:crypto";
import { dialect } from "../packet/dialect.ts";
import { normalise } from "../packet/vocabulary.ts";
import { readLabel } from "../packet/labels.ts";
import type { Span } from "../packet/model.ts";
import type { Block } from "./block.ts";

export interface ChainLink {
  /** The report that names another one. */
  readonly block: Block;
  /** What it says stands before it, as written, and where it says so. */
  readonly named: string;
  readonly span: Span;
  /** What does stand before it; null for the first report. */
  readonly previous: Block | null;
  /** The value that belongs there. */
  readonly expected: string;
  /** `malformed`: neither a hash nor the word for none. */
  readonly state: "whole" | "broken" | "malformed";
}

/** `sha256:…` of a block's text. */
export function blockDigest(block: Block): string {
  return `sha256:${createHash("sha256").update(block.text, "utf8").digest("hex")}`;
}

/** The links that the reports among a packet's blocks state, in order. Reports that state none are left out. */
export function chainOf(blocks: readonly Block[]): readonly ChainLink[] {
  const links: ChainLink[] = [];
  let previous: Block | null = null;
  for (const block of blocks) {
    if (block.report === null) continue;
    const stated = statedLink(block);
    if (stated !== null) links.push(linkOf(block, stated, previous));
    previous = block;
  }
  return links;
}

function linkOf(block: Block, { value, span }: StatedLink, previous: Block | null): ChainLink {
  const { first, digest } = dialect.report.previous;
  const expected = previous === null ? first : blockDigest(previous);
  const isForm = value === first || digest.test(value);
  const state = !isForm ? "malformed" : value === expected ? "whole" : "broken";
  return { block, named: value, span, previous, expected, state };
}

interface StatedLink {
  readonly value: string;
  readonly span: Span;
}

/** Hardly any report names another, and one look at the whole block settles that. */
const MENTION = new RegExp(dialect.report.previous.label.replace(/ /g, "[^A-Za-z0-9]+"), "i");

/** The first line of a report that names the report before. What it quotes in a code block is somebody else's. */
function statedLink(block: Block): StatedLink | null {
  if (!MENTION.test(block.text)) return null;
  const isFenced = block.report?.form === "code";
  for (const { text, span, inCode } of block.lines) {
    if (inCode && !isFenced) continue;
    const lead = /^[\s>*+-]*/.exec(text)?.[0].length ?? 0;
    const label = readLabel(text.slice(lead), span.start + lead);
    if (label !== null && normalise(label.label) === dialect.report.previous.label) {
      return { value: label.value, span: label.valueSpan };
    }
  }
  return null;
}
