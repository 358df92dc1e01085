/** The matrix of requirements and evidence, for people: on a terminal, and as Markdown. */
import type { CitedEvidence, EvidenceReport, MatrixMatch, MatrixRow } from "../evaluate/evidence-report.ts";
import { painter, type Paint, type Style } from "./colour.ts";
import { clip, oneLine } from "./harmless.ts";
import { cell, prose } from "./markdown-text.ts";
import { count } from "./sentence.ts";

export interface EvidenceOptions {
  readonly color: boolean;
  /** Cells in a row. */
  readonly width?: number;
}

const DEFAULT_WIDTH = 120;
/** So many citations of reports are listed on a terminal: nobody can mend them. */
const RECORDED = 10;

const COLOURS: Readonly<Record<string, Style>> = { ok: "green", moved: "yellow", ambiguous: "yellow", unverifiable: "yellow" };

export function renderEvidence(report: EvidenceReport, { color, width = DEFAULT_WIDTH }: EvidenceOptions): string {
  const paint = painter(color);
  const line = (indent: number, text: string): string =>
    " ".repeat(indent) + clip(oneLine(text, 4000), Math.max(40, width) - indent);
  const { packet, requirements, others, evidence } = report;
  const lines = [paint(line(0, `${packet.id}, ${packet.status ?? "no status"}`), "bold"), line(2, packet.path), ""];
  const row = (entry: MatrixRow, isPromise: boolean): void => {
    lines.push(line(0, `line ${String(entry.line)}: ${entry.text}`));
    for (const match of entry.matches) lines.push(line(2, `proven by line ${String(match.line)}: ${why(match)}`));
    for (const index of entry.evidence) lines.push(citedLine(evidence[index], line, paint));
    if (isPromise && entry.evidence.length === 0) lines.push(paint(line(2, missing(entry)), "red"));
    lines.push("");
  };
  for (const entry of requirements) row(entry, true);
  if (others.length > 0) lines.push(paint("Lines of the evidence map that prove no point of what done means", "bold"), "");
  for (const entry of others) row(entry, false);
  const told = new Set([...requirements, ...others].flatMap((entry) => entry.evidence));
  const rest = evidence.filter((one, index) => !told.has(index) && !one.inReport);
  if (rest.length > 0) lines.push(paint("Cited elsewhere in the packet", "bold"), ...rest.map((one) => citedLine(one, line, paint)), "");
  const recorded = evidence.filter((one) => one.inReport && !one.isFine);
  if (recorded.length > 0) {
    lines.push(paint("Cited in reports, which nobody may change", "bold"));
    lines.push(...recorded.slice(0, RECORDED).map((one) => citedLine(one, line, paint)));
    if (recorded.length > RECORDED) lines.push(line(2, `… and ${String(recorded.length - RECORDED)} more`));
    lines.push("");
  }
  return `${lines.join("\n")}\n${summary(report).map((text) => line(0, text)).join("\n")}\n`;
}

export function renderEvidenceMarkdown(report: EvidenceReport): string {
  const { packet, requirements, others, evidence } = report;
  const rows = [...requirements, ...others].flatMap((row, index) => {
    const isOpen = index < requirements.length && row.evidence.length === 0;
    const matched = row.matches.map((match) => `line ${String(match.line)}: ${why(match)}`).join("; ");
    const reason = isOpen ? missing(row) : matched === "" ? "its own citations" : matched;
    const head = `${inCell(`line ${String(row.line)}: ${row.text}`)} | ${inCell(reason)}`;
    const cited = row.evidence.flatMap((at) => evidence[at] ?? []);
    if (cited.length === 0) return [`| ${head} | | |`];
    return cited.map((one, order) => `| ${order === 0 ? head : " |"} | ${cell(place(one))} | ${inCell(state(one))} |`);
  });
  return [
    `## Evidence of ${prose(packet.id)}`,
    "",
    "| Requirement | Proven by | Evidence | State |",
    "|---|---|---|---|",
    ...rows,
    "",
    ...summary(report).map((text) => prose(text)),
    "",
  ].join("\n");
}

/** Words for a cell of a table: a bar would end it. */
function inCell(text: string): string {
  return prose(text).replaceAll("|", "\\|");
}

function citedLine(
  one: CitedEvidence | undefined,
  line: (indent: number, text: string) => string,
  paint: Paint,
): string {
  if (one === undefined) return "";
  return paint(line(4, `${place(one)}  ${state(one)}`), COLOURS[one.state] ?? "red");
}

function place({ raw, line, path, start, end }: CitedEvidence): string {
  const where = start === null ? raw : `${path}:${lines({ start, end })}`;
  return `${where} (line ${String(line)})`;
}

function lines({ start, end }: { readonly start: number | null; readonly end: number | null }): string {
  return start === end ? String(start) : `${String(start)}-${String(end)}`;
}

/** The state in words. */
function state({ state: name, path, now, anchor, went, reason }: CitedEvidence): string {
  const since = anchor === null ? "" : ` since ${anchor.slice(0, 10)}`;
  switch (name) {
    case "moved":
      return now === undefined ? "moved" : `moved${since} to ${now.path === path ? lines(now) : `${now.path}:${lines(now)}`}`;
    case "gone":
      return `gone ${went === null ? "since the last commit" : `in ${went.slice(0, 10)}`}`;
    case "changed":
      return `changed${since}: the text is not in the file any more`;
    case "ambiguous":
      return anchor === null ? "ambiguous: several files may be meant" : `ambiguous${since}: several places have the text`;
    case "never-valid":
      return "never valid: no commit had these lines";
    case "unverifiable":
      return `unverifiable: ${reason ?? "nobody can tell"}`;
    case "past-end":
      return "past the end of the file";
    case "hollow":
      return "hollow: blank or punctuation only";
    case "self":
      return "cites the packet itself";
    case "unread":
      return "looks like a citation, form unknown";
    default:
      return name;
  }
}

function why({ kind, score, text }: MatrixMatch): string {
  const percent = `${String(Math.round(score * 100))} % of the words in common`;
  switch (kind) {
    case "exact":
      return "the same words";
    case "substring":
      return `quotes a part (${percent}): ${text}`;
    case "fuzzy":
      return `nearly the same words (${percent}): ${text}`;
  }
}

function missing({ matches, nearest }: MatrixRow): string {
  if (matches.length > 0) return "the lines that quote it cite nothing";
  if (nearest === null) return "no evidence: no line of the evidence map quotes it";
  const share = `${String(Math.round(nearest.score * 100))} % of the words`;
  return `no evidence; line ${String(nearest.line)} comes closest (${share}): ${nearest.text}`;
}

function summary({ coverage, states, evidence }: EvidenceReport): readonly string[] {
  const { requirements, covered, standing } = coverage;
  const told = Object.entries(states).sort(([, a], [, b]) => b - a);
  const recorded = evidence.filter(({ inReport }) => inReport).length;
  return [
    `${String(covered)} of ${count(requirements, "requirement")} cited, ${String(standing)} by lines that still stand.`,
    `${count(evidence.length - recorded, "citation")}${told.length === 0 ? "" : `: ${told.map(([name, number]) => `${String(number)} ${name}`).join(", ")}`}` +
      `${recorded === 0 ? "" : `; ${String(recorded)} more in reports`}.`,
  ];
}
