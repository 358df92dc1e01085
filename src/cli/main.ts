#!/usr/bin/env node
/** The `writ` command. Everything it does is in `run`; this file ties it to the process. */
import { report, run } from "./run.ts";
import { processTerminal } from "./terminal.ts";

const terminal = processTerminal();

process.once("SIGINT", () => process.exit(130));
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => process.exit(report(error, terminal)));
}

const code = await run(process.argv.slice(2), terminal);
// A stream that could not be written has set a code of its own.
process.exitCode ??= code;
