/** What a call names with `--repo`, `--rev`, `--base`, `--policy` and `--strict`, opened. */
import { openHead as openRevision, openProject as open, repositoryAt, type Project } from "../project/project.ts";
import type { GitRepository } from "../snapshot/git.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Call } from "./call.ts";

/** Throws UserError when there is none. */
export function repositoryOf(call: Call): Promise<GitRepository> {
  return repositoryAt({ cwd: call.terminal.cwd, repo: call.value("repo") });
}

/** Throws UserError for what does not exist and for an invalid policy. */
export function openProject(call: Call): Promise<Project> {
  return open({
    cwd: call.terminal.cwd,
    repo: call.value("repo"),
    rev: call.value("rev"),
    base: call.value("base"),
    policy: call.value("policy"),
    strict: call.flag("strict"),
  });
}

export function openHead(call: Call, repository: GitRepository): Promise<{ head: Snapshot; name: string }> {
  return openRevision(call.value("rev"), repository);
}
