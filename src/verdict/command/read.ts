/** A comment, read for commands. Pure: text in, commands and errors out. */
import { nearest } from "../../policy/nearest.ts";
import { quoted } from "../../policy/quoted.ts";
import { codePoint, hiddenIn } from "../inert.ts";
import type { Command, CommandError, Reading } from "./command.ts";
import { standings, tooCostly } from "./places.ts";
import { COMMANDS, type CommandEntry, type Known } from "./table.ts";

/** So many commands in one comment are read. */
export const MOST_COMMANDS = 10;

/** A line that begins like a command, with whatever cannot be seen before or in it. */
const CANDIDATE = /^ {0,3}\/(\S{1,40})/;
const NAMES = COMMANDS.map(({ name }) => name);

interface Candidate {
  /** Index of the line, from 0. */
  readonly index: number;
  /** Offset of the slash. */
  readonly offset: number;
  readonly line: string;
  readonly word: string;
}

/**
 * The commands of a comment in their order, and what is wrong with those that cannot be done. A comment with an error
 * that concerns all of it (too long, too many) gives no command at all. A line that is meant for somebody else, as
 * `/cc` or a path, is neither.
 */
export function readCommands(comment: string, known: Known): Reading {
  const text = comment.replace(/\r\n?/g, "\n");
  const lines = text.split("\n");
  const candidates = candidatesIn(lines);
  const [first] = candidates;
  if (first === undefined) return { commands: [], errors: [] };
  const costly = tooCostly(text);
  if (costly !== null) {
    const message = `this comment is too large to be read for commands (${costly}); give the command in a comment of its own`;
    return { commands: [], errors: [{ line: first.index + 1, code: "too-long", message }] };
  }
  const where = standings(text, candidates.map(({ offset }) => offset));
  const said = candidates.filter((_, index) => where[index] === "said");
  const misplaced = candidates.filter(({ word }, index) => where[index] === "inside" && entryOf(word) !== null);
  if (said.length > MOST_COMMANDS) {
    const message = `this comment gives ${said.length} commands, and ${MOST_COMMANDS} are read; split it`;
    return { commands: [], errors: [{ line: first.index + 1, code: "too-many", message }] };
  }
  const commands: Command[] = [];
  const errors: CommandError[] = misplaced.map(({ index, word }) => ({
    line: index + 1,
    code: "misplaced",
    message: `\`/${word.toLowerCase()}\` stands in a list, quotation, table, link or heading, and was not read; put a blank line above and below it`,
  }));
  for (const [order, candidate] of said.entries()) {
    const end = said[order + 1]?.index ?? lines.length;
    const read = readOne(candidate, lines.slice(candidate.index + 1, end).join("\n"), known);
    if (read === null) continue;
    if ("kind" in read) commands.push(read);
    else errors.push({ line: candidate.index + 1, ...read });
  }
  return { commands, errors: errors.sort((a, b) => a.line - b.line) };
}

/** A cheap look at a comment of any size, in linear time: false when `readCommands` would find nothing to say to it. */
export function mayHoldCommands(comment: string): boolean {
  return candidatesIn(comment.split(/\r\n?|\n/)).length > 0;
}

/** Lines that begin with a command of ours, or with something that may be meant as one. */
function candidatesIn(lines: readonly string[]): readonly Candidate[] {
  const found: Candidate[] = [];
  let offset = 0;
  for (const [index, line] of lines.entries()) {
    const word = CANDIDATE.exec(line.slice(0, 300).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}]/gu, ""))?.[1];
    const slash = line.indexOf("/");
    if (word !== undefined && isMeant(word)) found.push({ index, offset: offset + slash, line, word });
    offset += line.length + 1;
  }
  return found;
}

/** A path has more slashes, and what other robots listen to is not near any of our names. */
function isMeant(word: string): boolean {
  return entryOf(word) !== null || suggestion(word) !== null;
}

function entryOf(word: string): CommandEntry | null {
  return COMMANDS.find(({ name }) => name === word.toLowerCase()) ?? null;
}

/** The command that a word of at least four letters was probably meant to be. */
function suggestion(word: string): string | null {
  return word.length < 4 || /[^\p{L}]/u.test(word) ? null : nearest(word, NAMES);
}

function readOne(candidate: Candidate, below: string, known: Known): Command | Omit<CommandError, "line"> | null {
  const { word, line, index } = candidate;
  const hidden = hiddenIn(line);
  if (hidden !== null) {
    const message = `the command line holds the character ${codePoint(hidden.character)}, which nobody can see; type it again by hand`;
    return { code: "hidden-character", message };
  }
  const entry = entryOf(word);
  if (entry === null) {
    const near = suggestion(word);
    return near === null ? null : { code: "unknown-command", message: `there is no command ${quoted(`/${word}`)}; did you mean \`/${near}\`?` };
  }
  const rest = line.slice(line.indexOf("/") + 1 + word.length).trim();
  const words = rest === "" ? [] : rest.split(/[ \t]+/).map((part) => part.replace(/^`([^`]+)`$/, "$1"));
  return entry.read({ words, below, line: index + 1 }, known);
}
