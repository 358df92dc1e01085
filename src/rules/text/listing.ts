/** How many findings of one kind a document shows: a handful that can be read, then one that stands for the rest. */
import { derived } from "../../packet/derived.ts";
import type { AnyDocument, Span } from "../../packet/model.ts";
import { covering } from "../../packet/search.ts";
import type { Report, RuleContext } from "../rule.ts";

const MOST = 20;

/**
 * What `find` reports on the document, shortened. The finding for the rest carries all fixes of what it stands for.
 * `rest` names what is counted: `lines with double-encoded text`.
 *
 * Which ones are shown may not make an old finding look new: once a change mends some of them, the others stay where
 * the base has them, listed or among the rest.
 */
export function listed(
  find: Find,
  document: AnyDocument,
  context: RuleContext,
  rest: string,
): readonly Report[] {
  const found = (one: AnyDocument): readonly Report[] => derived(one, rest, () => find(one));
  const reports = found(document);
  if (reports.length <= MOST) return reports;
  const base = context.change?.base.documents.find((other) => other.path === document.path);
  const shown = base === undefined ? firstOf(document, reports) : sameAsBefore(document, reports, base, found(base));
  const [live, recorded] = apart(document, reports.filter((report) => !shown.includes(report)));
  return [...shown, ...restOf(document, live, rest, "rest"), ...restOf(document, recorded, rest, "recorded rest")];
}

type Find = (document: AnyDocument) => readonly Report[];

/** What stands in text that may still be changed, and what does not. */
function apart(document: AnyDocument, reports: readonly Report[]): readonly [readonly Report[], readonly Report[]] {
  const isRecorded = covering(document.appendOnly);
  const live = reports.filter(({ at }) => at === null || !isRecorded(at.start));
  return [live, reports.filter(({ at }) => at !== null && isRecorded(at.start))];
}

/** Text that may still be changed comes first; what is recorded can only be read. */
function firstOf(document: AnyDocument, reports: readonly Report[]): readonly Report[] {
  return apart(document, reports).flat().slice(0, MOST);
}

function sameAsBefore(
  document: AnyDocument,
  reports: readonly Report[],
  base: AnyDocument,
  before: readonly Report[],
): readonly Report[] {
  const known = new Set(before.map((report) => report.subject));
  const shown = new Set((before.length <= MOST ? before : firstOf(base, before)).map((report) => report.subject));
  const added = reports.filter((report) => !known.has(report.subject));
  const kept = reports.filter((report) => shown.has(report.subject));
  return firstOf(document, [...added, ...kept]);
}

function restOf(document: AnyDocument, reports: readonly Report[], rest: string, subject: string): readonly Report[] {
  const [first] = reports;
  const last = reports.at(-1);
  if (first === undefined || last === undefined) return [];
  const line = (report: Report): string => String(document.source.lineAt(report.at?.start ?? 0));
  const edits = reports.flatMap((report) => report.fix?.edits ?? []);
  const severity = highest(reports);
  return [
    {
      at: first.at,
      subject,
      message: `${String(reports.length)} more ${rest}, from line ${line(first)} to line ${line(last)}.`,
      ...(severity === undefined ? {} : { severity }),
      ...(edits.length === 0 ? {} : { fix: { title: first.fix?.title ?? `Mend the other ${rest}`, edits } }),
    },
  ];
}

/** What the weightiest weighs; undefined for the rule's own severity. */
function highest(reports: readonly Report[]): Report["severity"] {
  if (reports.some((report) => report.severity === undefined)) return undefined;
  return reports.some((report) => report.severity === "warn") ? "warn" : "note";
}

/** What stands on one line of the file, either all in text that nobody may change or none of it. */
export interface OnLine<T> {
  readonly places: readonly [T, ...T[]];
  /** From the first place to the end of the last. */
  readonly span: Span;
  /** The words around the first place: they name it wherever the line moves to. */
  readonly subject: string;
  /** The line stands in text that nobody may change: there is nothing to advise. */
  readonly recorded: boolean;
}

/** How much of the line names a place on it. */
const CONTEXT = 24;

/** Places, ascending, gathered by the line they stand on. */
export function byLine<T extends { readonly span: Span }>(document: AnyDocument, places: readonly T[]): OnLine<T>[] {
  const { source } = document;
  const isRecorded = covering(document.appendOnly);
  const lines: { places: [T, ...T[]]; span: Span; line: Span; recorded: boolean }[] = [];
  for (const place of places) {
    const { start, end } = place.span;
    const recorded = isRecorded(start);
    const last = lines.at(-1);
    if (last !== undefined && start <= last.line.end && last.recorded === recorded) {
      last.places.push(place);
      last.span = { start: last.span.start, end };
    } else {
      lines.push({ places: [place], span: { start, end }, line: source.lineSpan(source.lineAt(start)), recorded });
    }
  }
  return lines.map(({ places: own, span, line, recorded }) => {
    const start = Math.max(line.start, span.start - CONTEXT);
    const subject = source.slice({ start, end: Math.min(line.end, span.start + CONTEXT) });
    return { places: own, span, subject, recorded };
  });
}

/** ` (3 places on this line)`, or nothing for one. */
export function placeCount(places: readonly unknown[]): string {
  return places.length === 1 ? "" : ` (${String(places.length)} places on this line)`;
}

/** Whether an edit would touch text that nobody may change. */
export function touchesRecord({ appendOnly }: AnyDocument, { start, end }: Span): boolean {
  return appendOnly.some((span) => start < span.end && span.start < Math.max(end, start + 1));
}

/** The part of a report that carries a fix, when there is anything to edit. */
export function fixed(
  title: string,
  mends: readonly { readonly span: Span; readonly text: string | null }[],
): Pick<Report, "fix"> {
  const edits = mends.flatMap(({ span, text }) => (text === null ? [] : [{ span, text }]));
  return edits.length === 0 ? {} : { fix: { title, edits } };
}
