import type { Evaluation, Finding } from "../evaluate/evaluation.ts";
import { painter } from "./colour.ts";
import type { Paint, Style } from "./colour.ts";
import { frame } from "./frame.ts";
import { groups } from "./group.ts";
import type { Group } from "./group.ts";
import { oneLine } from "./harmless.ts";
import { failing } from "./order.ts";
import { count, counts, duration, list, SEVERITY_WORD, verdict } from "./sentence.ts";
import { wrap } from "./width.ts";

const KIND_WORD = { packet: "Packet", stub: "Stub", refinement: "Refinement", file: "File" } as const;
const STYLES = { error: "red", warn: "yellow", note: "cyan" } as const satisfies Record<string, Style>;
const INDENT = "           ";
const NARROWEST = 40;

export interface PrettyOptions {
  /** The decoded text of a file at the revision judged, for code frames; undefined when there is none. */
  text(path: string): string | undefined;
  readonly color: boolean;
  /** Columns of the terminal. Default 80. */
  readonly width?: number;
  /** Show notes one by one instead of counting them. */
  readonly notes?: boolean;
  /** Show everything: findings that were there before, and any number of one rule. */
  readonly all?: boolean;
  /** How many findings of one rule in one file are shown. Default 10. */
  readonly maxPerRule?: number;
}

/** The evaluation for people in a terminal. Ends with one line that says the result, what it means, and the time. */
export function renderPretty(evaluation: Evaluation, options: PrettyOptions): string {
  const paint = painter(options.color);
  const fails = failing(evaluation);
  const isShown = (finding: Finding): boolean =>
    finding.state === "new" || (finding.state === "existing" && (options.all === true || fails(finding)));
  const found = groups(evaluation, evaluation.findings.filter(isShown)).filter((group) => group.findings.length > 0);
  const detailed = found.filter((group) => group.findings.some((finding) => isDetailed(finding, options)));
  const blocks = [
    ...detailed.flatMap((group) => groupBlocks(group, options, paint)),
    ...notesBlock(found.filter((group) => !detailed.includes(group)), paint),
    ...closing(evaluation, detailed.length > 0, evaluation.findings.filter((finding) => !isShown(finding)), paint),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function isDetailed(finding: Finding, options: PrettyOptions): boolean {
  return finding.severity !== "note" || options.notes === true;
}

function groupBlocks(group: Group, options: PrettyOptions, paint: Paint): readonly (readonly string[])[] {
  const findings = group.findings.filter((finding) => isDetailed(finding, options));
  const linesOf = linesReader(options.text);
  const totals = new Map<string, number>();
  const shown = new Map<string, number>();
  for (const finding of findings) totals.set(kindOf(finding), (totals.get(kindOf(finding)) ?? 0) + 1);

  const limit = options.all === true ? Infinity : (options.maxPerRule ?? 10);
  const blocks = [[heading(group, paint)]];
  for (const finding of findings) {
    const number = (shown.get(kindOf(finding)) ?? 0) + 1;
    shown.set(kindOf(finding), number);
    if (number > limit) continue;
    const block = findingLines(finding, group, linesOf(finding.path), options, paint);
    const rest = (totals.get(kindOf(finding)) ?? 0) - limit;
    if (number === limit && rest > 0) {
      block.push("", INDENT + paint(`… and ${rest} more like this (--all shows them)`, "dim"));
    }
    blocks.push(block);
  }
  const notes = group.findings.length - findings.length;
  if (notes > 0) blocks.push([`  ${paint(`and ${count(notes, "note")} (--notes shows them)`, "dim")}`]);
  return blocks;
}

function kindOf(finding: Finding): string {
  return `${finding.rule} ${finding.path}`;
}

function heading(group: Group, paint: Paint): string {
  const name = paint(`${KIND_WORD[group.kind]} ${oneLine(group.name, 200)}`, "bold");
  const status = group.status === null ? "" : `, ${oneLine(group.status, 60)}`;
  return `${name}${status}: ${counts(group.findings)}`;
}

function findingLines(
  finding: Finding,
  group: Group,
  lines: readonly string[],
  { width = 80 }: PrettyOptions,
  paint: Paint,
): string[] {
  const style = STYLES[finding.severity];
  const room = Math.max(NARROWEST, width) - INDENT.length;
  const block = (label: string, text: string): readonly string[] =>
    wrap(oneLine(text), room).map((line, index) => (index === 0 ? label.padEnd(INDENT.length) : INDENT) + line);

  const [message = "", ...moreMessage] = block("", finding.message);
  const word = SEVERITY_WORD[finding.severity].padEnd(INDENT.length - 2);
  const place = `${oneLine(finding.path)}:${finding.line}:${finding.column}`;
  const before = finding.state === "existing" ? ", was there before" : "";
  const out = [
    `  ${paint(word, style, "bold")}${message.slice(INDENT.length)}`,
    ...moreMessage,
    `${INDENT}${paint(`at ${place}`, "cyan")}${paint(before, "dim")}`,
    ...frame(lines, finding, { width: room, paint, style }).map((line) => INDENT + line),
  ];
  if (finding.expected !== null) out.push(...block("  expected", finding.expected));
  for (const { path, line, message: why } of finding.related) {
    out.push(...block("  see", `${oneLine(path)}:${line}: ${why}`));
  }
  if (finding.fix !== null) out.push(`${INDENT}${paint(`fix available: ${fixCommand(group)}`, "green")}`);
  out.push(`${INDENT}${paint(finding.rule, "dim")}`);
  return out;
}

/** The command to type, only ever with a name that a shell takes as it stands. */
function fixCommand({ name }: Group): string {
  return /^\w[\w./-]*$/.test(name) ? `writ fix ${name}` : "writ fix";
}

function notesBlock(found: readonly Group[], paint: Paint): readonly (readonly string[])[] {
  if (found.length === 0) return [];
  const named = found.slice(0, 10);
  const total = found.reduce((sum, group) => sum + group.findings.length, 0);
  const out = [`Only notes, ${total} in all (--notes shows them)`];
  for (const group of named) {
    const name = `${KIND_WORD[group.kind]} ${oneLine(group.name, 200)}`;
    out.push(`  ${name}: ${count(group.findings.length, "note")}`);
  }
  if (found.length > named.length) out.push(`  … and ${found.length - named.length} more`);
  return [out.map((line) => paint(line, "dim"))];
}

function closing(
  evaluation: Evaluation,
  explains: boolean,
  hidden: readonly Finding[],
  paint: Paint,
): readonly (readonly string[])[] {
  const { summary } = evaluation;
  const hints: string[] = [];
  const existing = hidden.filter((finding) => finding.state === "existing").length;
  if (existing > 0) hints.push(`Not shown: ${count(existing, "finding")} from before the change (--all shows them)`);
  for (const reason of new Set(summary.skipped.map((skipped) => skipped.reason))) {
    const rules = summary.skipped.filter((skipped) => skipped.reason === reason).map(({ rule }) => oneLine(rule));
    const more = rules.length > 3 ? [`${rules.length - 3} more`] : [];
    hints.push(`Not run: ${list([...rules.slice(0, 3), ...more])}: ${oneLine(reason, 200)}`);
  }
  if (explains) hints.push("What a rule checks, why, and how to mend a finding: writ explain RULE");
  const { word, exit, sentence } = verdict(evaluation);
  const result = paint(`${word} (exit ${exit})`, word === "Failed" ? "red" : "green", "bold");
  const last = [`${result}: ${sentence} ${paint(duration(summary), "dim")}`];
  return hints.length === 0 ? [last] : [hints.map((hint) => paint(hint, "dim")), last];
}

/** The lines of a file, split once for findings that follow one another. */
function linesReader(text: PrettyOptions["text"]): (path: string) => readonly string[] {
  const cache = new Map<string, readonly string[]>();
  return (path) => {
    const lines = cache.get(path) ?? text(path)?.split("\n") ?? [];
    cache.set(path, lines);
    return lines;
  };
}
