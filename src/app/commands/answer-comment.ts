/**
 * Does what somebody asked for in a comment, and answers it once.
 *
 * The same comment always leads to the same reports, waivers and words, so a job that died is simply run again. What a
 * branch does in the meantime is seen by the commit, which expects it where it was judged; then everything is read
 * anew. Nothing that Writ writes here asks for more writing: our own comments are no orders, and our own commits only
 * ask for judging.
 */
import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../../errors.ts";
import { readCommands } from "../../verdict/command/read.ts";
import { commandHelp } from "../../verdict/command/table.ts";
import type { Command, Reading } from "../../verdict/command/command.ts";
import { refusalDecision, type SaidDraft } from "../decisions/said.ts";
import { GitHubRefusal } from "../github/faults.ts";
import type { ReactionContent } from "../github/talk-hub.ts";
import type { Desk } from "../judge/desk.ts";
import { TryLater } from "../queue/port.ts";
import { explained } from "./explain.ts";
import { KNOWN } from "./known.ts";
import { answerText, reply, type Outcome } from "./reply.ts";
import { readSpoken, type Spoken, type SpokenPlace } from "./spoken.ts";
import { tryToWrite } from "./write.ts";
import { commandWord, type WritingCommand } from "./writing.ts";

/** A branch that moves while a verdict is recorded is read anew, so often. */
const TRIES = 4;
const MOVED_MS = 250;
const BUSY_MS = 15_000;

export async function answerComment(desk: Desk, target: SpokenPlace & { readonly digest: string }): Promise<void> {
  const { hub, log } = desk;
  const spoken = await readSpoken(hub, target, target.digest);
  if (spoken === null || spoken.author.type !== "User") {
    log.info({ comment: target.comment }, "a comment is gone, or no person's");
    return;
  }
  const reading = readCommands(spoken.text, KNOWN);
  if (!spoken.edited && reading.commands.length + reading.errors.length === 0) return;
  await react(desk, spoken, "eyes");
  const outcomes = await outcomesOf(desk, spoken, reading);
  log.info({ comment: spoken.comment, author: spoken.author.id, outcomes: outcomes.map(({ command, state }) => `${command} ${state}`) }, "a comment was answered");
  await writeDown(desk, spoken, outcomes);
  await say(desk, spoken, outcomes);
  // Nothing was pushed that would have the gate judged again.
  if (outcomes.some(({ state }) => state === "waiting")) await desk.ask([{ kind: "pull-request", repository: hub.repository, number: spoken.number }]);
  await react(desk, spoken, outcomes.some(({ state }) => state === "refused") ? "confused" : "rocket");
}

/** Before it is answered, so that a death in between has it written by the next try; with the same id. */
async function writeDown({ decide }: Desk, spoken: Spoken, outcomes: readonly Outcome[]): Promise<void> {
  for (const { decisions, state, command, line, sentences } of outcomes) {
    const refusal = (): SaidDraft => refusalDecision({ head: null, base: null, policy: null }, { spoken, command, line, why: sentences.join(" ") });
    for (const draft of decisions ?? (state === "refused" ? [refusal()] : [])) await decide({ ...draft, pull: spoken.number });
  }
}

async function outcomesOf(desk: Desk, spoken: Spoken, { commands, errors }: Reading): Promise<readonly Outcome[]> {
  if (spoken.edited) {
    const sentences = ["This comment was changed after it was written, so nothing in it is taken as a command.", "Say it again in a new comment."];
    return [{ command: "commands", line: 1, state: "refused", sentences }];
  }
  const wrong = errors.map(({ line, message }): Outcome => {
    return { command: `line ${line}`, line: 0, state: "refused", sentences: [`${message.charAt(0).toUpperCase()}${message.slice(1)}.`] };
  });
  const simple: Outcome[] = [];
  const writing: WritingCommand[] = [];
  for (const command of commands) {
    if (isWriting(command)) writing.push(command);
    else simple.push(await plainly(desk, spoken, command));
  }
  const written = writing.length === 0 ? [] : await write(desk, spoken, writing);
  return [...wrong, ...[...simple, ...written].sort((a, b) => a.line - b.line)];
}

function isWriting(command: Command): command is WritingCommand {
  return command.kind === "verdict" || command.kind === "ack" || command.kind === "waive" || command.kind === "unwaive";
}

async function plainly(desk: Desk, { number }: Spoken, command: Exclude<Command, WritingCommand>): Promise<Outcome> {
  const { line } = command;
  if (command.kind === "explain") return { command: "/explain", line, state: "done", sentences: [`The rule \`${command.rule}\`:`], markdown: explained(command.rule) };
  if (command.kind === "help") return { command: "/writ help", line, state: "done", sentences: ["What Writ listens to:"], markdown: commandHelp() };
  await desk.ask([{ kind: "pull-request", repository: desk.hub.repository, number }]);
  return { command: "/recheck", line, state: "done", sentences: ["Everything is read anew and judged again."] };
}

async function write(desk: Desk, spoken: Spoken, commands: readonly WritingCommand[]): Promise<readonly Outcome[]> {
  const { signal } = desk.run;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    signal.throwIfAborted();
    try {
      const outcomes = await tryToWrite(desk, spoken, commands);
      if (outcomes !== null) return outcomes;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const sentence = `Nothing was recorded: ${error.message}.`;
      return commands.map((command) => ({ command: commandWord(command), line: command.line, state: "refused", sentences: [sentence] }));
    }
    desk.log.info({ comment: spoken.comment, attempt }, "the branch moved while a command was carried out");
    await pause(MOVED_MS * attempt * Math.random(), undefined, { signal });
  }
  throw new TryLater(`pull request ${spoken.number} moves faster than it can be written to`, desk.now() + BUSY_MS, { wholeInstallation: false });
}

/** What is recorded stands in Git: where nothing can be said, in a locked conversation, it is recorded all the same. */
async function say(desk: Desk, spoken: Spoken, outcomes: readonly Outcome[]): Promise<void> {
  try {
    await reply(desk.hub, "answer", spoken, answerText(outcomes));
  } catch (error) {
    if (!(error instanceof GitHubRefusal)) throw error;
    desk.log.warn({ comment: spoken.comment, status: error.status }, "a comment cannot be answered");
  }
}

/** Reviews cannot be reacted to. */
async function react(desk: Desk, { source, comment }: Spoken, content: ReactionContent): Promise<void> {
  if (source !== "comment") return;
  try {
    await desk.hub.talk.react(comment, content);
  } catch (error) {
    if (!(error instanceof GitHubRefusal)) throw error;
    desk.log.info({ comment, status: error.status }, "a comment cannot be reacted to");
  }
}
