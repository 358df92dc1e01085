/**
 * Findings as annotations of a GitHub check run.
 * https://docs.github.com/en/rest/checks/runs: at most 50 in a request, columns only within one line, a title of 255
 * characters, a message of 64 KB. One annotation that breaks a limit makes GitHub refuse all of its request, and then
 * the check is never reported; so what cannot be annotated is left out and counted.
 */
import { Buffer } from "node:buffer";
import type { Evaluation, Finding } from "../evaluate/evaluation.ts";
import { clip, oneLine } from "./harmless.ts";
import { prose } from "./markdown-text.ts";
import { byWeight, failing } from "./order.ts";
import type { RuleTexts } from "./rule-text.ts";

export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

export interface Annotated {
  /** The gravest first. */
  readonly annotations: readonly Annotation[];
  /** Findings of the change that have none. */
  readonly leftOut: number;
}

const LEVELS = { error: "failure", warn: "warning", note: "notice" } as const;
/** Twenty requests. A change that brings more is not read line by line, and must not use up the hour's requests. */
export const MOST_ANNOTATIONS = 1_000;
const LONGEST_TITLE = 255;
const LONGEST_MESSAGE_BYTES = 64_000;
const LONGEST_PATH_BYTES = 4_096;
const MOST_RELATED = 5;

/** Annotations for what the change brings and for what fails the check; the rest is told in the summary only. */
export function annotationsOf(evaluation: Evaluation, rules: RuleTexts): Annotated {
  const fails = failing(evaluation);
  const wanted = evaluation.findings.filter((finding) => finding.state === "new" || fails(finding)).sort(byWeight);
  const annotations = wanted.filter(({ path }) => hasPath(path)).slice(0, MOST_ANNOTATIONS).map((each) => annotation(each, rules));
  return { annotations, leftOut: wanted.length - annotations.length };
}

function annotation(finding: Finding, rules: RuleTexts): Annotation {
  const { path, severity, line, endLine, column, endColumn } = finding;
  const start = Math.max(1, line);
  const end = Math.max(start, endLine);
  const first = Math.max(1, column);
  return {
    path,
    start_line: start,
    end_line: end,
    // Ours ends before `endColumn`, GitHub's on it.
    ...(start === end ? { start_column: first, end_column: Math.max(first, endColumn - 1) } : {}),
    annotation_level: LEVELS[severity],
    title: titleOf(finding, rules),
    message: messageOf(finding),
  };
}

function titleOf({ rule, state }: Finding, rules: RuleTexts): string {
  const title = rules.get(rule)?.title;
  const named = title === undefined ? rule : `${rule}: ${title}`;
  return clip(oneLine(state === "existing" ? `${named} (was there before)` : named), LONGEST_TITLE);
}

/**
 * Written so that it does no harm as plain text nor as Markdown: GitHub shows it as the one in one place and may as the
 * other in another. Never cut within a line, as half a code span would let out what it holds.
 */
function messageOf({ rule, message, expected, related, fix }: Finding): string {
  const lines = [
    prose(message),
    ...(expected === null ? [] : [`Expected: ${prose(expected)}`]),
    ...related.slice(0, MOST_RELATED).map((place) => `See ${prose(`${place.path}:${place.line}`)}: ${prose(place.message)}`),
    ...(fix === null ? [] : [`Fix available: ${prose(fix.title)}`]),
  ].filter((line) => line !== "");
  let text = lines[0] ?? prose(rule);
  for (const line of lines.slice(1)) {
    if (Buffer.byteLength(text) + Buffer.byteLength(line) + 1 > LONGEST_MESSAGE_BYTES) break;
    text += `\n${line}`;
  }
  return text;
}

/** Whether GitHub can take the path as one of a file: not empty, all Unicode, not endless. */
function hasPath(path: string): boolean {
  return path !== "" && !/[\0\p{Cs}]/u.test(path) && Buffer.byteLength(path) <= LONGEST_PATH_BYTES;
}
