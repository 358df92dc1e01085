/** A terminal that remembers what was written to it, and `writ` run in it, for tests. */
import { run } from "./run.ts";
import type { Terminal } from "./terminal.ts";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Setting {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** True for a terminal that a person looks at. */
  readonly isTerminal?: boolean;
  readonly now?: Date;
}

export async function writ(setting: Setting, ...args: string[]): Promise<Outcome> {
  const written = { out: "", err: "" };
  const stream = (name: "out" | "err"): Terminal["out"] => ({
    isTerminal: setting.isTerminal === true,
    columns: setting.isTerminal === true ? 80 : undefined,
    write: (text) => {
      written[name] += text;
    },
  });
  const code = await run(args, {
    cwd: setting.cwd,
    env: setting.env ?? {},
    out: stream("out"),
    err: stream("err"),
    now: () => setting.now ?? new Date("2026-01-15T12:34:56.789Z"),
  });
  return { code, ...written };
}
