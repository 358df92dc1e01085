/** What is found by reading each line of a document once: citations, placeholders, approvals. */
import { CitationReader, mayCite } from "./citations.ts";
import { dialect } from "./dialect.ts";
import { sectionWalker } from "./fields.ts";
import { mayHoldPlaceholder } from "./placeholders.ts";
import type { Approval, Citation, Line, Placeholder, Section, Span } from "./model.ts";

export interface Words {
  readonly citations: readonly Citation[];
  readonly placeholders: readonly Placeholder[];
  readonly approvals: readonly Approval[];
}

/** Everything that is found by reading each line once. */
export function readWords(
  lines: readonly Line[],
  sections: readonly Section[],
  text: string,
  inReport: (offset: number) => boolean,
): Words {
  const reader = new CitationReader();
  const placeholders: Placeholder[] = [];
  const approvals: Approval[] = [];
  const place = sectionWalker(sections);
  for (const line of lines) {
    const { kind, content } = line;
    if (kind === "blank" || kind === "html" || kind === "rule" || kind === "fence") continue;
    const words = text.slice(content, line.span.end);
    const isCode = kind === "code";
    const placeholder = firstPlaceholder(words, content);
    // Most lines hold nothing, and then nobody needs to know where they stand.
    if (placeholder === null && (isCode || !(mayCite(words) || mayApprove(words)))) continue;
    const section = place(line.span.start);
    const reported = inReport(line.span.start);
    if (!isCode) {
      reader.read(words, content, section, reported);
      const approval = reported ? null : readApproval(line, words, text);
      if (approval !== null) approvals.push(approval);
    }
    if (placeholder !== null) placeholders.push({ ...placeholder, section, inReport: reported, inCode: isCode });
  }
  return { citations: reader.citations, placeholders, approvals };
}

function mayApprove(words: string): boolean {
  return dialect.approval.anywhere.test(words);
}

function firstPlaceholder(words: string, offset: number): { text: string; span: Span } | null {
  if (!mayHoldPlaceholder(words)) return null;
  for (const pattern of dialect.placeholders) {
    const found = pattern.exec(words);
    if (found !== null) {
      const start = offset + found.index;
      return { text: found[0], span: { start, end: start + found[0].length } };
    }
  }
  return null;
}

/** What stands behind a quotation mark was said by somebody else, somewhere else. */
function readApproval(line: Line, words: string, text: string): Approval | null {
  const trimmed = words.trim();
  const span = { start: line.content, end: line.content + words.trimEnd().length };
  const alone = text.slice(line.span.start, line.content).trim() === "" && trimmed === dialect.approval.exact;
  if (line.kind === "text" && line.depth === 0 && alone) {
    return { span, exact: true, form: "line" };
  }
  const bare = trimmed.replace(/^[*_`#>\s-]+/, "");
  if (!dialect.approval.near.test(bare)) return null;
  return { span, exact: false, form: line.kind === "heading" ? "heading" : "decorated" };
}
