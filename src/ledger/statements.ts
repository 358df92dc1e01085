/**
 * What a report that Writ wrote says of itself: the labelled lines at its top.
 *
 * A report is Writ's own when it names a report id. Lines in code are words of the validator and never statements.
 */
import { createHash } from "node:crypto";
import { dialect } from "../packet/dialect.ts";
import { readLabel } from "../packet/labels.ts";
import type { Span, VerdictValue } from "../packet/model.ts";
import { normalise } from "../packet/vocabulary.ts";
import type { Block } from "./block.ts";

export type StatementName = keyof typeof dialect.report.written.labels | "status";

export interface Statement {
  readonly value: string;
  readonly span: Span;
}

export type Statements = Readonly<Partial<Record<StatementName, Statement>>>;

const NAMES: ReadonlyMap<string, StatementName> = new Map([
  ...(Object.entries(dialect.report.written.labels) as [StatementName, string][]).map(
    ([name, label]) => [normalise(label), name] as const,
  ),
  [normalise(dialect.report.written.status), "status"] as const,
]);

const known = new WeakMap<Block, Statements | null>();

/** The statements of a report that names a report id, the first of each; null for any other block. */
export function statementsOf(block: Block): Statements | null {
  const before = known.get(block);
  if (before !== undefined) return before;
  const found = block.report === null || !/report[^a-z0-9]{1,3}id/i.test(block.text) ? null : read(block);
  known.set(block, found);
  return found;
}

function read(block: Block): Statements | null {
  const found: Partial<Record<StatementName, Statement>> = {};
  for (const { text, span, inCode } of block.lines) {
    if (inCode || !/^- [A-Z]/.test(text)) continue;
    const label = readLabel(text.slice(2), span.start + 2);
    const name = label === null ? undefined : NAMES.get(normalise(label.label));
    if (label !== null && name !== undefined) found[name] ??= { value: label.value, span: label.valueSpan };
  }
  return found.id === undefined ? null : found;
}

/** What a report id is made of. `source` names the comment, or the command, that gave the verdict: see `sourceOf`. */
export interface ReportKey {
  readonly packet: string;
  /** `sha256:…` of the subject. */
  readonly subject: string;
  readonly verdict: VerdictValue;
  readonly source: string;
}

/** The id that the same verdict always gets: so it is recorded once, whoever records it and however often. */
export function reportId({ packet, subject, verdict, source }: ReportKey): string {
  const parts = ["writ.report/1", packet, subject, verdict, source];
  return `writ-${createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 40)}`;
}

/** The last word of the validator line: what gave the verdict. Of an address only what stands behind `#`. */
export function sourceOf(validator: string): string {
  const word = /(\S+)$/.exec(validator)?.[1] ?? "";
  return word.slice(word.indexOf("#") + 1);
}

/** The status that recording a report changed, as it was and as it became; null when it did not. */
export function statusChange(statements: Statements | null): { readonly from: string; readonly to: string } | null {
  const found = dialect.report.written.statusForm.exec(statements?.status?.value ?? "");
  return found?.[1] === undefined || found[2] === undefined ? null : { from: found[1], to: found[2] };
}

/**
 * `sha256:…` of what a report of Writ says on somebody's behalf: verdict, subject, validator, and every line from the
 * reason to the end. Everything else in it follows from Git. The same verdict recorded at another commit of the same
 * subject, behind another report, says the same.
 *
 * @param text the report with LF line ends
 */
export function reportEssence(text: string): string {
  const { labels, reason } = dialect.report.written;
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(reason.replace("{verdict}", "")));
  const said = [labels.id, labels.subject, labels.validator].map((label) => lines.find((line) => line.startsWith(`- ${label}: `)) ?? "");
  const essence = [lines[1] ?? "", ...said, ...lines.slice(Math.max(0, start))];
  return `sha256:${createHash("sha256").update(essence.join("\n")).digest("hex")}`;
}
