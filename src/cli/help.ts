/** `writ help [COMMAND]`. */
import type { Call, ExitCode } from "./call.ts";
import { commandNamed } from "./commands.ts";
import { commandHelp, programHelp } from "./help-text.ts";
import { unknownCommand } from "./usage.ts";

export function run(call: Call): Promise<ExitCode> {
  const { out } = call.terminal;
  const name = call.arguments[0];
  const entry = name === undefined ? null : commandNamed(name);
  if (name !== undefined && entry === null) return Promise.reject(unknownCommand(name));
  out.write(entry === null ? programHelp(out.columns) : commandHelp(entry, out.columns));
  return Promise.resolve(0);
}
