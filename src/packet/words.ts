/** What is found by reading each line of a document once: citations, placeholders, approvals. */
import { CitationReader } from "./citations.ts";
import { dialect } from "./dialect.ts";
import { sectionWalker } from "./fields.ts";
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
    if (line.kind === "blank" || line.kind === "html" || line.kind === "rule" || line.kind === "fence") continue;
    const words = text.slice(line.content, line.span.end);
    const section = place(line.span.start);
    const reported = inReport(line.span.start);
    if (line.kind !== "code") {
      reader.read(words, line.content, section, reported);
      const approval = reported ? null : readApproval(line, words, text);
      if (approval !== null) approvals.push(approval);
    }
    const placeholder = firstPlaceholder(words, line.content);
    if (placeholder !== null) {
      placeholders.push({ ...placeholder, section, inReport: reported, inCode: line.kind === "code" });
    }
  }
  return { citations: reader.citations, placeholders, approvals };
}

/** All placeholders at once: most lines hold none, and one look settles that. */
const anyPlaceholder = new RegExp(dialect.placeholders.map((pattern) => `(?:${pattern.source})`).join("|"), "i");

function firstPlaceholder(words: string, offset: number): { text: string; span: Span } | null {
  if (!anyPlaceholder.test(words)) return null;
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
