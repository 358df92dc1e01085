/** From the words a person typed to an exit code. The only place that knows commander. */
import { Command, CommanderError } from "commander";
import { UserError } from "../errors.ts";
import { callOf, type OptionValue } from "./call.ts";
import { optionName, optionsOf, takesValue, type CommandEntry } from "./command-entry.ts";
import { COMMANDS } from "./commands.ts";
import { commandHelp, programHelp } from "./help-text.ts";
import { LOADERS } from "./loaders.ts";
import type { Terminal } from "./terminal.ts";
import { checkChoice, usageError } from "./usage.ts";
import { version } from "./version.ts";

/**
 * Runs `writ` with these arguments (without node and the script).
 * Answers the exit code; never throws.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    if (args.length === 0) {
      terminal.err.write(programHelp(terminal.err.columns));
      return 2;
    }
    return await dispatch(args, terminal);
  } catch (error) {
    return report(error, terminal);
  }
}

/** Says what went wrong, on stderr. Answers the exit code. */
export function report(error: unknown, terminal: Terminal): 2 {
  if (error instanceof UserError) {
    terminal.err.write(`writ: ${error.message}\n`);
  } else {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    terminal.err.write(`writ: internal fault (${message}); this is a mistake in Writ, not in your packets\n`);
    if (terminal.env["WRIT_DEBUG"] === "1") {
      terminal.err.write(`${error instanceof Error ? (error.stack ?? message) : message}\n`);
    } else {
      terminal.err.write("Run the same with WRIT_DEBUG=1 and report what it prints, with the command you typed.\n");
    }
  }
  return 2;
}

interface Chosen {
  readonly entry: CommandEntry;
  readonly command: Command;
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  let chosen: Chosen | null = null;
  const program = new Command("writ")
    .helpCommand(false)
    .helpOption("-h, --help")
    .version(version(), "-V, --version")
    .configureOutput({ writeOut: (text) => terminal.out.write(text), writeErr: () => undefined })
    .configureHelp({ formatHelp: () => programHelp(terminal.out.columns) })
    .exitOverride(refuse(null));
  for (const entry of COMMANDS) {
    const command = program
      .command(entry.name)
      .configureHelp({ formatHelp: () => commandHelp(entry, terminal.out.columns) })
      .exitOverride(refuse(entry))
      .action(() => {
        chosen = { entry, command };
      });
    for (const argument of entry.arguments) command.argument(argument.form, argument.about);
    for (const option of optionsOf(entry)) {
      if (option.repeats === true) command.option(option.flags, option.about, collect, []);
      else command.option(option.flags, option.about);
    }
  }
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
  return chosen === null ? 2 : execute(chosen, terminal);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Help and version end the parse like errors do, with exit code 0. */
function refuse(entry: CommandEntry | null): (error: CommanderError) => never {
  return (error) => {
    throw error.exitCode === 0 ? error : usageError(error, entry);
  };
}

async function execute({ entry, command }: Chosen, terminal: Terminal): Promise<number> {
  const given = new Map<string, OptionValue>();
  for (const option of optionsOf(entry)) {
    const name = optionName(option);
    const attribute = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const value: unknown = command.getOptionValue(attribute);
    if (value === true) given.set(name, true);
    else if (typeof value === "string" && takesValue(option)) given.set(name, checkChoice(option, value));
    else if (Array.isArray(value)) given.set(name, value.map(String));
  }
  const load = LOADERS[entry.name];
  if (load === undefined) throw new Error(`nothing runs the command ${entry.name}`);
  const { run: runCommand } = await load();
  return runCommand(callOf(terminal, command.args, given));
}
