/** What a command that writes is given, and what it gives back. */
import type { Command } from "../../verdict/command/command.ts";
import type { JudgedCommit } from "../../verdict/judge-commit.ts";
import type { Draft } from "./draft.ts";
import type { Outcome } from "./reply.ts";
import type { Scene } from "./scene.ts";
import type { Spoken } from "./spoken.ts";

export type WritingCommand = Extract<Command, { readonly kind: "verdict" | "ack" | "waive" | "unwaive" }>;

/** What a command needs besides itself: the pull request, judged at its head, and the documents to be changed. */
export interface Writing {
  readonly scene: Scene;
  readonly judged: JudgedCommit;
  readonly draft: Draft;
  readonly spoken: Spoken;
  /** What the comment asks for, in the order in which it is done. */
  readonly commands: readonly WritingCommand[];
}

/** What came of a command, and the line that the commit's message says of it; null when nothing is to be written for it. */
export interface Written {
  readonly outcome: Outcome;
  readonly record: { readonly headline: string; readonly trailer: string; /** The report, where it is one. */ readonly report?: string } | null;
}

export function commandWord(command: WritingCommand): string {
  return `/${command.kind}`;
}

export function refused(command: WritingCommand, sentences: readonly string[]): Outcome {
  return { command: commandWord(command), line: command.line, state: "refused", sentences };
}
