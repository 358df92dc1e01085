/** `writ completion SHELL`: scripts made from the command table. What only the repository knows is asked for on Tab. */
import type { Call, ExitCode } from "./call.ts";
import { UserError } from "../errors.ts";
import { nearest } from "../policy/nearest.ts";
import { quoted } from "../policy/quoted.ts";
import { bashScript } from "./completion-bash.ts";
import { fishScript } from "./completion-fish.ts";
import { zshScript } from "./completion-zsh.ts";
import { SHELLS, type Shell } from "./commands.ts";

const SCRIPTS: Readonly<Record<Shell, () => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

export function run(call: Call): Promise<ExitCode> {
  const wanted = call.arguments[0] ?? "";
  const shell = SHELLS.find((name) => name === wanted);
  if (shell === undefined) {
    const near = nearest(wanted, SHELLS);
    const hint = near === null ? `there are ${SHELLS.join(", ")}` : `did you mean ${quoted(near)}?`;
    return Promise.reject(new UserError(`no completion for the shell ${quoted(wanted)}; ${hint}`));
  }
  call.terminal.out.write(SCRIPTS[shell]());
  return Promise.resolve(0);
}
