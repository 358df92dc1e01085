/** What the parser refuses, said so that the person knows what to type instead. */
import type { CommanderError } from "commander";
import { UserError } from "../errors.ts";
import { nearest } from "../policy/nearest.ts";
import { quoted } from "../policy/quoted.ts";
import { optionsOf, optionName, type CommandEntry, type OptionEntry } from "./command-entry.ts";
import { SHOWN } from "./commands.ts";

/** `entry` is the command whose arguments were read; null before one was named. */
export function usageError(error: CommanderError, entry: CommandEntry | null): UserError {
  const name = entry === null ? "writ" : `writ ${entry.name}`;
  const more = entry === null ? "`writ --help` lists the commands" : `see \`writ help ${entry.name}\``;
  const named = /'([^]*)'/.exec(error.message)?.[1] ?? "";
  switch (error.code) {
    case "commander.unknownCommand":
      return unknownCommand(named);
    case "commander.unknownOption": {
      const known = entry === null ? [] : optionsOf(entry).map((option) => `--${optionName(option)}`);
      const near = nearest(named, [...known, "--help", "--version"]);
      const hint = near === null ? more : `did you mean ${quoted(near)}?`;
      return new UserError(`\`${name}\` has no option ${quoted(named)}; ${hint}`);
    }
    case "commander.optionMissingArgument":
      return new UserError(`\`${named.split(" ")[0] ?? named}\` needs a value: \`${named}\`; ${more}`);
    case "commander.missingArgument":
      return new UserError(`\`${name}\` needs an argument: \`${usageLine(entry)}\`; ${more}`);
    case "commander.excessArguments":
      return new UserError(`\`${name}\` was given too many arguments; type \`${usageLine(entry)}\``);
    default:
      return new UserError(`${error.message.replace(/^error: /, "")}; ${more}`);
  }
}

export function unknownCommand(name: string): UserError {
  const near = nearest(name, SHOWN.map((command) => command.name));
  const hint = near === null ? "`writ --help` lists them" : `did you mean ${quoted(near)}?`;
  return new UserError(`there is no command ${quoted(name)}; ${hint}`);
}

/** The value again, when the option allows it. */
export function checkChoice(option: OptionEntry, value: string): string {
  const { kind } = option;
  if (!isChoice(kind) || kind.includes(value)) return value;
  const near = nearest(value, kind);
  const choices = kind.map((choice) => `\`${choice}\``).join(", ");
  const hint = near === null ? `choose one of ${choices}` : `did you mean ${quoted(near)}?`;
  throw new UserError(`\`--${optionName(option)}\` cannot be ${quoted(value)}; ${hint}`);
}

function isChoice(kind: OptionEntry["kind"]): kind is readonly string[] {
  return Array.isArray(kind);
}

export function usageLine(entry: CommandEntry | null): string {
  if (entry === null) return "writ <command> [options]";
  const options = entry.groups.length > 0 ? ["[options]"] : [];
  return ["writ", entry.name, ...options, ...entry.arguments.map((argument) => argument.form)].join(" ");
}
