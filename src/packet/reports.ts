/**
 * Where validation reports begin and end, in every form they have been written in, and what they decided.
 *
 * A report is a region of text that may never change once it stands, so its bounds decide what the ledger protects:
 * sub-headings of a report stay inside it even at the report's own level; a new section of the packet ends it.
 */
import { dialect } from "./dialect.ts";
import { normalise, sectionNamed, sectionVocabulary } from "./vocabulary.ts";
import { readLabel, type Label } from "./labels.ts";
import { isTemplate } from "./placeholders.ts";
import type { Line, ReportBlock, Span, Verdict, VerdictValue } from "./model.ts";

interface Open {
  readonly first: number;
  readonly level: number;
  readonly form: ReportBlock["form"];
  verdicts: Verdict[];
  /** Verdicts inside a code block: they count when the report has no other. */
  fenced: Verdict[];
}

export function readReports(lines: readonly Line[], text: string): ReportBlock[] {
  const reports: ReportBlock[] = [];
  const state: { current: Open | null } = { current: null };
  /** Level of the section that collects reports, while inside it. */
  let collecting: number | null = null;
  let mutable = false;
  let firstFilled = -1;
  const close = (endLine: number): void => {
    if (state.current !== null) reports.push(finish(state.current, lines, endLine, text));
    state.current = null;
  };
  const open = (first: number, level: number, form: ReportBlock["form"]): void => {
    close(first);
    state.current = { first, level, form, verdicts: [], fenced: [] };
  };

  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) break;
    if (line.kind === "blank" || line.kind === "html" || line.kind === "rule") continue;
    const words = text.slice(line.content, line.span.end).trim();
    if (line.kind === "heading") {
      if (isReportHeading(words)) {
        if (collecting !== null && line.depth <= collecting) collecting = null;
        open(index, line.depth, "heading");
        mutable = false;
        continue;
      }
      const section = sectionNamed(words);
      const level = collecting ?? levelOf(state.current);
      if (level !== null && (line.depth > level || isPart(words))) continue;
      close(index);
      collecting = section === "reports" ? line.depth : null;
      mutable = section !== null && sectionVocabulary(section).region === "mutable";
      firstFilled = -1;
      continue;
    }
    if (mutable) continue;
    if (line.kind === "code" || line.kind === "fence") {
      if (state.current !== null && line.kind === "code") addVerdict(state.current.fenced, line, text);
      else if (line.kind === "fence" && collecting !== null && isFencedReport(lines[index + 1], text)) {
        open(index, 7, "code");
      }
      continue;
    }
    if (dialect.report.line.test(words) && !isUndecided(state.current)) open(index, 7, "line");
    else if (collecting !== null && line.kind === "item" && line.depth === 1 && dialect.report.item.test(words)) {
      open(index, 7, "item");
    }
    if (collecting !== null && state.current === null) {
      if (firstFilled < 0 && !isTemplate(words)) firstFilled = index;
      if (firstFilled >= 0 && readVerdict(line, text) !== null) open(firstFilled, 7, "bare");
    }
    if (state.current !== null) addVerdict(state.current.verdicts, line, text);
  }
  close(lines.length);
  return reports;
}

function levelOf(current: Open | null): number | null {
  return current === null ? null : current.level === 7 ? 1 : current.level;
}

function isUndecided(current: Open | null): boolean {
  return current !== null && current.verdicts.length === 0;
}

export function isReportHeading(words: string): boolean {
  return dialect.report.heading.test(words.replace(/^[^A-Za-z0-9]+/, "")) && sectionNamed(words) !== "reports";
}

function isPart(words: string): boolean {
  const name = normalise(words.replace(/[([{].*$/, "").replace(/:.*$/, ""));
  return (dialect.report.parts as readonly string[]).includes(name);
}

function isFencedReport(line: Line | undefined, text: string): boolean {
  if (line?.kind !== "code") return false;
  const words = text.slice(line.content, line.span.end).replace(/^#+\s*/, "");
  return dialect.report.line.test(words) || isReportHeading(words);
}

function addVerdict(verdicts: Verdict[], line: Line, text: string): void {
  const verdict = readVerdict(line, text);
  if (verdict !== null) verdicts.push(verdict);
}

/** Labels are not read in code, but a report may stand in a fence as a whole. */
function codeLabel(line: Line, text: string): Label | null {
  const words = text.slice(line.content, line.span.end);
  return /^[*_`]{0,3}verdict/i.test(words) ? readLabel(words, line.content) : null;
}

/** A line whose label is the verdict label and whose value decides. Enumerations (`PASS | FAIL`) decide nothing. */
export function readVerdict(line: Line, text: string): Verdict | null {
  const label = line.kind === "code" ? codeLabel(line, text) : line.label;
  if (label === null || !/^verdict$/i.test(label.label)) return null;
  const raw = label.value;
  if (raw === "" || /\s\|\s/.test(raw)) return null;
  const remark = /\(([^()]*)\)/.exec(raw)?.[1] ?? "";
  const phase = dialect.report.phases.find((entry) => entry.pattern.test(remark.trim()))?.phase ?? null;
  return {
    value: verdictValue(raw),
    raw,
    span: label.valueSpan,
    phase,
  };
}

/** A compound verdict is as bad as its worst part. */
function verdictValue(raw: string): VerdictValue {
  const values: Readonly<Record<string, VerdictValue>> = dialect.report.values;
  const parts = raw.replace(/\([^()]*\)/g, " ").split("/").map((part) => normalise(part));
  const known = parts.map((part) => {
    const whole = values[part];
    return whole ?? values[part.split(" ").slice(0, 2).join(" ")] ?? values[part.split(" ")[0] ?? ""];
  });
  if (known.includes("FAIL")) return "FAIL";
  return known.find((value) => value !== undefined) ?? "OTHER";
}

function finish(open: Open, lines: readonly Line[], endLine: number, text: string): ReportBlock {
  let last = endLine - 1;
  while (last > open.first && (lines[last]?.kind === "blank" || lines[last]?.kind === "rule")) last--;
  const first = lines[open.first];
  const heading: Span = first?.span ?? { start: 0, end: 0 };
  const title = first === undefined ? "" : text.slice(first.content, first.span.end).trim();
  const verdicts = open.verdicts.length > 0 ? open.verdicts : open.fenced;
  return {
    title,
    heading,
    span: { start: heading.start, end: lines[last]?.span.end ?? heading.end },
    form: open.form,
    date: reportDate(title, lines, open.first, last, text),
    verdicts,
    verdict: verdicts.find((verdict) => verdict.phase === null) ?? verdicts[0] ?? null,
  };
}

/** The date in the report's title, else the one that a date label in its first lines gives. `YYYY-MM-DD`. */
function reportDate(title: string, lines: readonly Line[], first: number, last: number, text: string): string | null {
  const inTitle = /\d{4}-\d{2}-\d{2}/.exec(title);
  if (inTitle !== null) return inTitle[0];
  for (let index = first + 1; index <= Math.min(last, first + 12); index++) {
    const line = lines[index];
    const words = line === undefined ? "" : text.slice(line.content, line.span.end);
    const date = /^[*_`]{0,3}date/i.test(words) ? /\d{4}-\d{2}-\d{2}/.exec(words) : null;
    if (date !== null) return date[0];
  }
  return null;
}
