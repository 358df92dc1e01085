/**
 * What is sent to GitHub to report a check, request by request. Pure: the same judgement makes the same requests.
 *
 * Conclusions are `success` and `failure` only where something was judged: `neutral` and `skipped` satisfy a required
 * check, and a check that must hold may never look like one of them.
 *
 * More annotations than one request takes are sent while the run is still in progress, and the last request completes
 * it. A process that dies in between leaves a run that is not finished, which is found and made right; a completed run
 * cannot be opened again.
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import type { Evaluation } from "../evaluate/evaluation.ts";
import { annotationsOf } from "../render/annotations.ts";
import type { Annotation } from "../render/annotations.ts";
import { clip, oneLine } from "../render/harmless.ts";
import { code, prose } from "../render/markdown-text.ts";
import { renderMarkdown } from "../render/markdown.ts";
import type { RuleTexts } from "../render/rule-text.ts";
import { count, verdict } from "../render/sentence.ts";
import { externalId } from "./external-id.ts";
import type { CheckSubject } from "./external-id.ts";
import { FIX_ACTION, RECHECK_ACTION } from "./front/events.ts";

/** The mechanical judgement. */
export const PACKETS_CHECK = "writ/packets";

/** Documented as characters, enforced as bytes. */
const LONGEST_SUMMARY_BYTES = 65_535;
const LONGEST_TITLE = 255;
const MOST_ANNOTATIONS_AT_ONCE = 50;
const MOST_SKIPPED = 10;

const OBSERVES = "The policy says `mode: observe`, so this holds nobody up; with `mode: packets` the check would fail.";

/** `action_required` holds a gate shut too, and says that it is somebody's turn. */
export type Conclusion = "success" | "failure" | "action_required";

// Types and not interfaces: only so do they fit Octokit's, which allow fields that they do not name.
export type CheckOutput = { readonly title: string; readonly summary: string; readonly annotations: Annotation[] };
type Button = { readonly label: string; readonly description: string; readonly identifier: string };
type InProgress = { readonly status: "in_progress" };
type Completed = { readonly status: "completed"; readonly conclusion: Conclusion | "cancelled"; readonly actions: Button[] };

export type CheckUpdate = { readonly output: CheckOutput } & (InProgress | Completed);
export type CheckCreation = CheckUpdate & { readonly name: string; readonly head_sha: string; readonly external_id: string };

/** To be sent in this order. Each update adds its annotations to those before. */
export interface CheckRunPlan {
  readonly create: CheckCreation;
  readonly updates: readonly CheckUpdate[];
}

export interface CheckPlace {
  readonly name: string;
  /** The commit that the check is shown at. */
  readonly head: string;
  readonly subject: CheckSubject;
  /** Of the job that reports it. */
  readonly trace: string;
}

const RECHECK: Button = { label: "Judge again", description: "Read everything anew and judge it again", identifier: RECHECK_ACTION };
/** For whoever wrote the pull request, or may write to the repository. */
const FIX: Button = { label: "Fix", description: "Commit what can be mended mechanically", identifier: FIX_ACTION };

export interface JudgedCheck extends CheckPlace {
  readonly evaluation: Evaluation;
  readonly rules: RuleTexts;
  /** Sentences that the reader must know beside the result, such as other pull requests with the same head. */
  readonly notes?: readonly string[];
  /** The policy only watches: the result is told in full, and the check holds nobody up. */
  readonly observe?: boolean;
}

/** Reports an evaluation. */
export function judgedCheck({ evaluation, rules, notes = [], observe = false, ...place }: JudgedCheck): CheckRunPlan {
  const { word, exit, sentence } = verdict(evaluation);
  const { annotations, leftOut } = annotationsOf(evaluation, rules);
  const more = leftOut === 0 ? [] : [`${count(leftOut, "finding")} could not be shown at their lines.`];
  const mode = observe && exit !== 0 ? [OBSERVES] : [];
  const foot = footOf(place, [...mode, ...notes, ...more, ...skippedSentences(evaluation)]);
  const summary = renderMarkdown(evaluation, { maxBytes: LONGEST_SUMMARY_BYTES - Buffer.byteLength(foot) }) + foot;
  const output = { title: titleOf(`${word}: ${sentence}`), summary };
  const batches: Annotation[][] = [];
  for (let at = 0; at < annotations.length; at += MOST_ANNOTATIONS_AT_ONCE) {
    batches.push(annotations.slice(at, at + MOST_ANNOTATIONS_AT_ONCE));
  }
  const isMendable = "pull" in place.subject && evaluation.findings.some(({ fix, state }) => fix !== null && state === "new");
  return planOf(place, output, batches, exit === 0 || observe ? "success" : "failure", isMendable ? [FIX] : []);
}

export interface ExplainedCheck extends CheckPlace {
  readonly conclusion: Conclusion;
  readonly title: string;
  /** What is so, where, and what can be done: one sentence each. Strangers' text in them does no harm. */
  readonly sentences: readonly string[];
  /** Markdown that does no harm already. What does not fit is cut off at a line, and that is said. */
  readonly body?: string;
}

/** Ends a run that was cut off before it said all, when a newer one says it. `cancelled` satisfies no required check. */
export const CUT_OFF: CheckUpdate = {
  status: "completed",
  conclusion: "cancelled",
  actions: [],
  output: { title: "Cut off: a newer run tells the result", summary: "Writ began to report here and was interrupted.", annotations: [] },
};

/** Reports why there is nothing to judge, or why it could not be judged. */
export function explainedCheck({ conclusion, title, sentences, body = "", ...place }: ExplainedCheck): CheckRunPlan {
  const [start, foot] = [paragraphs(sentences), footOf(place, [])];
  const room = LONGEST_SUMMARY_BYTES - Buffer.byteLength(start + foot);
  const summary = start + wholeLines(body, room) + foot;
  return planOf(place, { title: titleOf(title), summary }, [], conclusion);
}

function planOf(
  { name, head, subject }: CheckPlace,
  output: Omit<CheckOutput, "annotations">,
  batches: readonly Annotation[][],
  conclusion: Conclusion,
  buttons: readonly Button[] = [],
): CheckRunPlan {
  const actions = [...buttons, RECHECK];
  const [first = [], ...rest] = batches;
  const steps = [first, ...rest].map((annotations, index): CheckUpdate => {
    const whole = { output: { ...output, annotations } };
    if (index < rest.length) return { ...whole, status: "in_progress" };
    return { ...whole, status: "completed", conclusion, actions };
  });
  const [created, ...updates] = steps;
  if (created === undefined) throw new Error("a check run without a request");
  const said = createHash("sha256").update(JSON.stringify(steps)).digest("hex").slice(0, 16);
  return { create: { ...created, name, head_sha: head, external_id: externalId(subject, said) }, updates };
}

function titleOf(text: string): string {
  return clip(oneLine(text), LONGEST_TITLE);
}

/** Rules that could not run are told: silence would look like a pass. */
function skippedSentences({ summary: { skipped } }: Evaluation): readonly string[] {
  const shown = skipped.slice(0, MOST_SKIPPED).map(({ rule, reason }) => `The rule \`${rule}\` did not run: ${reason}.`);
  return skipped.length > MOST_SKIPPED ? [...shown, `${skipped.length - MOST_SKIPPED} more rules did not run.`] : shown;
}

function footOf({ trace }: CheckPlace, sentences: readonly string[]): string {
  return `\n${paragraphs(sentences)}Trace: ${code(trace)}\n`;
}

function wholeLines(text: string, bytes: number): string {
  if (Buffer.byteLength(text) + 1 <= bytes) return text === "" ? "" : `${text}\n`;
  const more = "\n\nThere is more than fits here.\n";
  let fits = "";
  for (const line of text.split("\n")) {
    if (Buffer.byteLength(fits) + Buffer.byteLength(line) + Buffer.byteLength(more) + 1 > bytes) return fits + more;
    fits += `${line}\n`;
  }
  return fits;
}

/** Bounded: at most as many as fit 16 kB, so that they never push the findings out. */
function paragraphs(sentences: readonly string[]): string {
  let text = "";
  for (const sentence of sentences) {
    const paragraph = `${prose(sentence)}\n\n`;
    if (Buffer.byteLength(text) + Buffer.byteLength(paragraph) > 16_384) return `${text}There is more to say than fits here.\n\n`;
    text += paragraph;
  }
  return text;
}
