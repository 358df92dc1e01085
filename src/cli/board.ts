import type { Call, ExitCode } from "./call.ts"; export function run(_: Call): Promise<ExitCode> { throw new Error("later"); }
