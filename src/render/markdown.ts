import { Buffer } from "node:buffer";
import type { Evaluation, Finding } from "../evaluate/evaluation.ts";
import { groups } from "./group.ts";
import type { Group } from "./group.ts";
import { cell, code, prose } from "./markdown-text.ts";
import { compare } from "../evaluate/order.ts";
import { failing, SEVERITIES } from "./order.ts";
import { count, counts, SEVERITY_WORD, verdict } from "./sentence.ts";

const MOST_ROWS = 30;
const MOST_RELATED = 5;

export interface MarkdownOptions {
  /**
   * Bytes of UTF-8 the text may take, at least 300. Default 65,535: what GitHub takes for a check run, and enough for
   * a comment.
   */
  readonly maxBytes?: number;
}

/** Pieces that belong together. `open` and `close` are written only when at least one piece is. */
interface Section {
  readonly open: string;
  readonly pieces: readonly Piece[];
  readonly close: string;
}

/** What is never cut in two: a finding, with the heading of its group when it is the first one there. */
interface Piece {
  readonly finding: Finding;
  readonly group: Group;
  readonly isFirst: boolean;
}

/**
 * The evaluation as GitHub Markdown: verdict, table of packets, errors, warnings, and folded away the notes and what
 * was there before. What does not fit is left out from the end, whole findings at a time, and counted.
 */
export function renderMarkdown(evaluation: Evaluation, { maxBytes = 65_535 }: MarkdownOptions = {}): string {
  const { word, sentence } = verdict(evaluation);
  const sections = sectionsOf(evaluation);
  const all = sections.flatMap((section) => section.pieces.map((piece) => piece.finding));
  const head = `## Writ: ${word.toLowerCase()}\n\n${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}\n`;
  let room = maxBytes - bytes(head) - bytes(leftOut(all));
  const table = tableOf(evaluation, Math.floor(room / 4));
  room -= bytes(table);

  let text = head + table;
  let shown = 0;
  for (const each of sections) {
    const { body, pieces } = fill(each, room);
    text += body;
    room -= bytes(body);
    shown += pieces;
    if (pieces < each.pieces.length) break;
  }
  if (shown < all.length) return text + leftOut(all.slice(shown));
  const compared = evaluation.base === null ? "" : ` against ${code(evaluation.base)}`;
  const foot = `\nJudged ${code(evaluation.revision)}${compared}.\n`;
  return bytes(foot) <= room ? text + foot : text;
}

/** As many pieces of a section as fit `room` bytes, written out; nothing at all when not one does. */
function fill({ open, pieces, close }: Section, room: number): { readonly body: string; readonly pieces: number } {
  const texts: string[] = [];
  let left = room - bytes(open) - bytes(close);
  for (const piece of pieces) {
    const text = textOf(piece);
    left -= bytes(text);
    if (left < 0) break;
    texts.push(text);
  }
  return { body: texts.length === 0 ? "" : open + texts.join("") + close, pieces: texts.length };
}

function sectionsOf(evaluation: Evaluation): readonly Section[] {
  const fails = failing(evaluation);
  const open = evaluation.findings.filter((finding) => finding.state === "new" || fails(finding));
  const before = evaluation.findings.filter((finding) => finding.state === "existing" && !fails(finding));
  return [
    ...SEVERITIES.map((severity) => {
      const findings = open.filter((finding) => finding.severity === severity);
      const title = count(findings.length, SEVERITY_WORD[severity]);
      return section(evaluation, findings, severity === "note" ? folded(title) : [`\n### ${title}\n`, ""]);
    }),
    section(evaluation, before, folded(`There before the change: ${counts(before)}`)),
  ];
}

function folded(title: string): readonly [string, string] {
  return [`\n<details><summary>${title}</summary>\n`, "\n</details>\n"];
}

function section(
  evaluation: Evaluation,
  findings: readonly Finding[],
  [open, close]: readonly [open: string, close: string],
): Section {
  const pieces = groups(evaluation, findings).flatMap((group) =>
    group.findings.map((finding, index) => ({ finding, group, isFirst: index === 0 })),
  );
  return { open, pieces, close };
}

function textOf({ finding, group, isFirst }: Piece): string {
  const { severity, state, path, line, message, rule, expected, related, fix } = finding;
  const place = path === group.path ? `line ${line}` : code(`${path}:${line}`);
  const before = state === "existing" ? ", there before" : "";
  const lines = [`- **${SEVERITY_WORD[severity]}** ${place}${before}: ${prose(message)} (${code(rule)})`];
  if (expected !== null) lines.push(`  - expected: ${prose(expected)}`);
  for (const place of related.slice(0, MOST_RELATED)) {
    lines.push(`  - see ${code(`${place.path}:${place.line}`)}: ${prose(place.message)}`);
  }
  if (related.length > MOST_RELATED) lines.push(`  - and ${count(related.length - MOST_RELATED, "more place")}`);
  if (fix !== null) lines.push(`  - fix available: ${prose(fix.title)}`);
  const heading = isFirst ? `\n#### ${code(group.name)}\n\n` : "";
  return `${heading}${lines.join("\n")}\n`;
}

/** The packets and files with the most errors, as many rows as fit `room` bytes. Empty when not one does. */
function tableOf(evaluation: Evaluation, room: number): string {
  const open = evaluation.findings.filter((finding) => finding.state === "new");
  const rows = groups(evaluation, open)
    .filter((group) => group.findings.length > 0)
    .map((group) => ({ group, numbers: SEVERITIES.map((severity) => amount(group.findings, severity)) }))
    .sort((a, b) => compareNumbers(b.numbers, a.numbers) || compare(a.group.path, b.group.path))
    .map(({ group: { name, status }, numbers }) => {
      const cells = [cell(name), status === null ? "" : cell(status), ...numbers];
      return `| ${cells.join(" | ")} |\n`;
    });
  const head = "\n| Packet or file | Status | Errors | Warnings | Notes |\n|---|---|---:|---:|---:|\n";
  const more = (left: number): string => `\n… and ${left} more with findings.\n`;
  let table = head;
  let shown = 0;
  for (const row of rows.slice(0, MOST_ROWS)) {
    if (bytes(table + row + more(rows.length)) > room) break;
    table += row;
    shown += 1;
  }
  if (shown === 0) return "";
  return shown < rows.length ? table + more(rows.length - shown) : table;
}

function amount(findings: readonly Finding[], severity: Finding["severity"]): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  return a.map((number, index) => number - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function leftOut(findings: readonly Finding[]): string {
  return `\nLeft out for size: ${counts(findings)}.\n`;
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}
