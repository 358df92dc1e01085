import type { Evaluation, Finding } from "../evaluate/evaluation.ts";
import { painter } from "./colour.ts";
import type { Paint, Style } from "./colour.ts";
import { frame } from "./frame.ts";
import { groups } from "./group.ts";
import type { Group } from "./group.ts";
import { oneLine } from "./harmless.ts";
import { failing } from "./order.ts";
import { count, counts, duration, SEVERITY_WORD, verdict } from "./sentence.ts";
import { wrap } from "./width.ts";

const KIND_WORD = { packet: "Packet", stub: "Stub", refinement: "Refinement", file: "File" } as const;
const STYLES = { error: "red", warn: "yellow", note: "cyan" } as const satisfies Record<string, Style>;
const INDENT = "           ";
const NARROWEST = 40;
const MOST_RELATED = 5;

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
  const view: View = { options, paint, linesOf: linesReader(options.text) };
  const fails = failing(evaluation);
  const fresh = evaluation.findings.filter((finding) => finding.state === "new");
  const before = evaluation.findings.filter((finding) => finding.state === "existing");
  const shownBefore = options.all === true ? before : before.filter(fails);
  const found = [
    ...groups(evaluation, fresh).map((group) => ({ group, when: "" })),
    ...groups(evaluation, shownBefore).map((group) => ({ group, when: " from before the change" })),
  ].filter(({ group }) => group.findings.length > 0);
  const isDetailed = ({ group }: { group: Group }): boolean => detailedOf(group, options).length > 0;
  const detailed = found.filter(isDetailed);
  const blocks = [
    ...detailed.flatMap(({ group, when }) => groupBlocks(group, when, view)),
    ...notesBlock(found.filter((one) => !isDetailed(one)).map(({ group }) => group), paint),
    ...closing(evaluation, detailed.length > 0, before.length - shownBefore.length, paint),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** The findings of a group that are shown one by one. */
function detailedOf(group: Group, options: PrettyOptions): readonly Finding[] {
  return options.notes === true ? group.findings : group.findings.filter(({ severity }) => severity !== "note");
}

interface View {
  readonly options: PrettyOptions;
  readonly paint: Paint;
  /** The lines of a file, none when its text is not known. */
  linesOf(path: string): readonly string[];
}

function groupBlocks(group: Group, when: string, view: View): readonly (readonly string[])[] {
  const { options, paint } = view;
  const findings = detailedOf(group, options);
  const totals = new Map<string, number>();
  const shown = new Map<string, number>();
  for (const finding of findings) totals.set(kindOf(finding), (totals.get(kindOf(finding)) ?? 0) + 1);

  const limit = options.all === true ? Infinity : (options.maxPerRule ?? 10);
  const blocks = [[`${heading(group, paint)}${when}`]];
  for (const finding of findings) {
    const number = (shown.get(kindOf(finding)) ?? 0) + 1;
    shown.set(kindOf(finding), number);
    if (number > limit) continue;
    const block = findingLines(finding, group, view);
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

function findingLines(finding: Finding, group: Group, { options: { width = 80 }, paint, linesOf }: View): string[] {
  const style = STYLES[finding.severity];
  const room = Math.max(NARROWEST, width) - INDENT.length;
  const block = (label: string, text: string, ...styles: readonly Style[]): readonly string[] => {
    const [first = "", ...more] = wrap(text, room);
    const labelled = `  ${paint(label, ...styles)}${INDENT.slice(label.length + 2)}${first}`;
    return [labelled, ...more.map((line) => INDENT + line)].map((line) => line.trimEnd());
  };
  const out = [
    ...block(SEVERITY_WORD[finding.severity], oneLine(finding.message), style, "bold"),
    ...block("at", `${oneLine(finding.path)}:${finding.line}:${finding.column}`),
    ...frame(linesOf(finding.path), finding, { width: room, paint, style }).map((line) => INDENT + line),
  ];
  if (finding.expected !== null) out.push(...block("expected", oneLine(finding.expected)));
  for (const { path, line, message: why } of finding.related.slice(0, MOST_RELATED)) {
    out.push(...block("see", `${oneLine(path)}:${line}: ${oneLine(why)}`));
  }
  const unseen = finding.related.length - MOST_RELATED;
  if (unseen > 0) out.push(...block("see", `… and ${count(unseen, "more place")}`));
  if (finding.fix !== null) out.push(`  ${paint(`fix available: ${fixCommand(finding.rule, group)}`, "green")}`);
  out.push(...block("rule", finding.rule));
  return out;
}

/** The command to type. A name that would not reach it as it stands, even in quotes, is left out. */
function fixCommand(rule: string, { name }: Group): string {
  const [command, end] = rule === "evidence/drifted" ? ["writ evidence", " --fix"] : ["writ fix", ""];
  if (/^\w[\w./-]*$/.test(name)) return `${command} ${name}${end}`;
  const isUnfit = name.startsWith("-") || name.includes("'") || oneLine(name, 200) !== name;
  return isUnfit ? `${command}${end}` : `${command} '${name}'${end}`;
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
  hidden: number,
  paint: Paint,
): readonly (readonly string[])[] {
  const { summary } = evaluation;
  const hints: string[] = [];
  if (hidden > 0) hints.push(`Not shown: ${count(hidden, "finding")} from before the change (--all shows them)`);
  for (const reason of new Set(summary.skipped.map((skipped) => skipped.reason))) {
    const rules = summary.skipped.filter((skipped) => skipped.reason === reason);
    hints.push(`Not run: ${count(rules.length, "rule")}: ${oneLine(reason, 200)}`);
  }
  if (explains) hints.push("What a rule checks, why, and how to mend a finding: writ explain RULE");
  const { word, exit, sentence } = verdict(evaluation);
  const result = paint(`${word} (exit ${exit})`, word === "Failed" ? "red" : "green", "bold");
  const last = [`${result}: ${sentence} ${paint(duration(summary), "dim")}`];
  return hints.length === 0 ? [last] : [hints.map((hint) => paint(hint, "dim")), last];
}

/** Splits every file once, however many findings it has. */
function linesReader(text: PrettyOptions["text"]): View["linesOf"] {
  const cache = new Map<string, readonly string[]>();
  return (path) => {
    const lines = cache.get(path) ?? text(path)?.replace(/\n$/, "").split("\n") ?? [];
    cache.set(path, lines);
    return lines;
  };
}
