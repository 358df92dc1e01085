/** The GitHub Action as a process. */
import { report } from "../cli/run.ts";
import { processTerminal } from "../cli/terminal.ts";
import { act } from "./action.ts";

const terminal = processTerminal();
process.exitCode = await act(terminal).catch((error: unknown) => report(error, terminal));
