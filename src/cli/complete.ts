/** `writ __complete KIND [BEGINNING]`: one word a line. Silent when it cannot: a prompt is no place for errors. */
import { ruleIds } from "../rules/catalogue.ts";
import { openRepository } from "../snapshot/git.ts";
import type { Call, ExitCode } from "./call.ts";
import { loadPolicy } from "../project/policy-source.ts";
import { knownIds } from "./targets.ts";

export async function run(call: Call): Promise<ExitCode> {
  const [kind, beginning = ""] = call.arguments;
  const words = kind === "rule" ? ruleIds : kind === "id" ? await idsHere(call.terminal.cwd) : [];
  // Ids are names of files: what a shell might act upon is left out.
  const safe = words.filter((word) => word.startsWith(beginning) && /^[\w./-]+$/.test(word));
  call.terminal.out.write(safe.map((word) => `${word}\n`).join(""));
  return 0;
}

async function idsHere(cwd: string): Promise<readonly string[]> {
  try {
    const repository = await openRepository(cwd, { milliseconds: 3000 });
    try {
      const head = await repository.worktree();
      const paths = [...(await head.tree()).keys()];
      return knownIds((await loadPolicy(null, cwd, head, paths)).layout, paths);
    } finally {
      await repository.dispose();
    }
  } catch {
    return [];
  }
}
