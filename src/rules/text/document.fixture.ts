/** Documents for tests of the text rules: what a rule says of a text, and the text after its fixes. */
import type { AnyDocument } from "../../packet/model.ts";
import { readDocument } from "../../packet/read.ts";
import type { Report, Rule, RuleContext, TextEdit } from "../rule.ts";

export const PATH = ".GOV/task_packets/WP-1-Harbour-Lights.md";

/** Text rules ask nothing of their surroundings but the base of a change. */
const ALONE = { change: null } as RuleContext;

export function packetOf(text: string | Uint8Array): AnyDocument {
  return readDocument("packet", PATH, typeof text === "string" ? Buffer.from(text) : text);
}

/** What rules report on a document; with `base`, on a change that left it as it is. */
export function reportsOn(rules: readonly Rule[], document: AnyDocument, base: AnyDocument | null = null): Report[] {
  const change = base === null ? null : { base: { documents: [base] }, files: [], commits: [] };
  const context = { ...ALONE, change } as unknown as RuleContext;
  return rules.flatMap((rule) => (rule.scope === "document" ? [...rule.check(document, context)] : []));
}

/** All edits of all fixes, in order. */
export function editsOf(reports: readonly Report[]): TextEdit[] {
  return reports
    .flatMap((report) => report.fix?.edits ?? [])
    .sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

export function applied({ source }: AnyDocument, edits: readonly TextEdit[]): Buffer {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { span, text, bom } of edits) {
    parts.push(source.bytes.subarray(at, bom === true ? 0 : source.point(span.start).byte), Buffer.from(text));
    at = source.point(span.end).byte;
  }
  return Buffer.concat([...parts, source.bytes.subarray(at)]);
}

/** The text after the fixes of some rules. */
export function mendedBy(rules: readonly Rule[], text: string | Uint8Array): string {
  const document = packetOf(text);
  return applied(document, editsOf(reportsOn(rules, document))).toString();
}
