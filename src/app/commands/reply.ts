/**
 * One tidy answer to each comment. It is found again by a hidden mark on its first line, which counts only in what our
 * own App said, and is changed in place when the job runs again. Whatever strangers wrote stands in code.
 */
import { code, prose } from "../../render/markdown-text.ts";
import type { SaidDraft } from "../decisions/said.ts";
import type { RepositoryHub } from "../github/hub.ts";

/** What became of one command. */
export interface Outcome {
  /** As it is called: `/verdict`. */
  readonly command: string;
  readonly line: number;
  /** `waiting`: somebody else has to do something first. */
  readonly state: "done" | "waiting" | "refused";
  /** What is so and what can be done. Strangers' text in them does no harm. */
  readonly sentences: readonly string[];
  /** Markdown of our own making. */
  readonly markdown?: string;
  /** A report to be shown as it stands. */
  readonly block?: string;
  /** What is written down of it in the log of decisions; what was refused is written down without it. */
  readonly decisions?: readonly SaidDraft[];
}

/** GitHub takes 65,536 characters. */
const LONGEST = 60_000;
const MARKS = { answer: "writ:answer", changed: "writ:changed", merged: "writ:merged", fix: "writ:fix" } as const;
export type ReplyKind = keyof typeof MARKS;

/** `about` names the comment. */
export function markOf(kind: ReplyKind, about: { readonly source: string; readonly comment: number }): string {
  return `<!-- ${MARKS[kind]} ${about.source} ${about.comment} -->`;
}

export function answerText(outcomes: readonly Outcome[]): string {
  const parts = outcomes.map(({ command, line, sentences, markdown, block }) => {
    const head = `- ${code(command)}${outcomes.length > 1 ? ` (line ${line})` : ""}: ${prose(sentences.join(" "))}`;
    return [head, ...(markdown === undefined ? [] : ["", markdown]), ...(block === undefined ? [] : ["", fenced(block)])].join("\n");
  });
  const text = parts.join("\n\n");
  if (text.length <= LONGEST) return text;
  const short = outcomes.map(({ command, line, sentences }) => `- ${code(command)} (line ${line}): ${prose(sentences.join(" "))}`).join("\n");
  return `${short.slice(0, LONGEST)}\n\nThe reports are too long to be shown here.`;
}

/** Says it, or says it again where it was said before in other words. Requests: one for each hundred later comments, and one. */
export async function reply(
  hub: RepositoryHub,
  kind: ReplyKind,
  about: { readonly number: number; readonly source: string; readonly comment: number; readonly at: string | null },
  text: string,
): Promise<void> {
  const mark = markOf(kind, about);
  const body = `${mark}\n${text}`;
  for await (const page of hub.talk.comments(about.number, about.at ?? undefined)) {
    const old = page.find((comment) => hub.talk.isOwn(comment) && comment.body.startsWith(mark));
    if (old === undefined) continue;
    // GitHub ends lines as it likes.
    if (old.body.replaceAll("\r\n", "\n").trim() !== body.trim()) await hub.talk.reword(old.id, body);
    return;
  }
  await hub.talk.say(about.number, body);
}

function fenced(block: string): string {
  const runs = block.match(/`+/g) ?? [];
  const fence = "`".repeat(Math.max(2, ...runs.map((run) => run.length)) + 1);
  return `${fence}markdown\n${block}\n${fence}`;
}
