/** The `writ` command. Everything it does is in `run`; this file ties it to the process. */
import { report, run } from "./run.ts";
import { processTerminal } from "./terminal.ts";

const terminal = processTerminal();

process.once("SIGINT", () => process.exit(130));
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => process.exit(report(error, terminal)));
}

/** Settles when the command has ended. */
export const done = run(process.argv.slice(2), terminal).then((code) => {
  // A stream that could not be written has set a code of its own.
  process.exitCode ??= code;
});
