/**
 * GitHub workflow commands, which become annotations of the job's step.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import type { Evaluation, Finding } from "../evaluate/evaluation.ts";
import { clip, oneLine, visible } from "./harmless.ts";
import { byWeight, SEVERITIES } from "./order.ts";
import type { RuleTexts } from "./rule-text.ts";
import { count, list, SEVERITY_WORD, verdict } from "./sentence.ts";

const COMMANDS = { error: "error", warn: "warning", note: "notice" } as const;
/** GitHub shows ten annotations of each kind for a step and drops the rest without a word. */
const MOST_PER_KIND = 10;
const LONGEST_TITLE = 255;

export interface GithubOptions {
  readonly rules: RuleTexts;
}

/**
 * Annotations for the gravest findings, at most ten of each kind, new ones first; then, in plain lines, the result and
 * how many were left out. Mended findings are not annotated.
 */
export function renderGithub(evaluation: Evaluation, { rules }: GithubOptions): string {
  const open = evaluation.findings.filter((finding) => finding.state !== "fixed").sort(byWeight);
  const lines: string[] = [];
  const left: string[] = [];
  for (const severity of SEVERITIES) {
    const ofKind = open.filter((finding) => finding.severity === severity);
    lines.push(...ofKind.slice(0, MOST_PER_KIND).map((finding) => command(finding, rules)));
    if (ofKind.length > MOST_PER_KIND) left.push(count(ofKind.length - MOST_PER_KIND, SEVERITY_WORD[severity]));
  }
  const { word, exit, sentence } = verdict(evaluation);
  lines.push(`${word} (exit ${exit}): ${sentence}`);
  if (left.length > 0) {
    lines.push(
      `Not annotated: ${list(left)}. GitHub shows ${MOST_PER_KIND} of each kind; ` +
        "`writ check` with `--format pretty` or `--format json` shows them all.",
    );
  }
  return `${lines.join("\n")}\n`;
}

function command(finding: Finding, rules: RuleTexts): string {
  const { rule, severity, state, path, line, endLine, column, endColumn, message, expected } = finding;
  const title = rules.get(rule)?.title;
  const named = title === undefined ? rule : `${rule}: ${title}`;
  const properties: readonly (readonly [string, string | number])[] = [
    ["file", path.replace(/(?![\r\n])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, visible)],
    ["line", line],
    ["endLine", endLine],
    // GitHub takes columns only for an annotation of one line.
    ...(line === endLine ? ([["col", column], ["endColumn", endColumn]] as const) : []),
    ["title", clip(oneLine(state === "existing" ? `${named} (was there before)` : named), LONGEST_TITLE)],
  ];
  const body = expected === null ? oneLine(message) : `${oneLine(message)}\nExpected: ${oneLine(expected)}`;
  const given = properties.map(([name, value]) => `${name}=${property(value)}`).join(",");
  return `::${COMMANDS[severity]} ${given}::${data(body)}`;
}

/** As the runner's own toolkit escapes what stands after the second `::`. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(value: string | number): string {
  return data(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
