/** What a person asked of a command, checked against the command table. */
import type { Terminal } from "./terminal.ts";

export interface Call {
  readonly terminal: Terminal;
  readonly arguments: readonly string[];
  /** True when a switch such as `--strict` was given. */
  flag(option: string): boolean;
  /** The value of an option, or null. The last one when it was given more than once. */
  value(option: string): string | null;
  /** All values of an option that may be given more than once. */
  values(option: string): readonly string[];
}

/** 0: done, nothing wrong. 1: done, and something was found. 2 is what a UserError or a fault ends with. */
export type ExitCode = 0 | 1;

/** What a command's module exports. */
export interface Command {
  run(call: Call): Promise<ExitCode>;
}

/** A call with options by their long name without dashes. */
export function callOf(terminal: Terminal, args: readonly string[], given: ReadonlyMap<string, OptionValue>): Call {
  return {
    terminal,
    arguments: args,
    flag: (option) => given.get(option) === true,
    value: (option) => {
      const value = given.get(option);
      return typeof value === "string" ? value : isList(value) ? (value.at(-1) ?? null) : null;
    },
    values: (option) => {
      const value = given.get(option);
      return isList(value) ? value : typeof value === "string" ? [value] : [];
    },
  };
}

export type OptionValue = boolean | string | readonly string[];

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}
