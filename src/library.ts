/** The check as one function, for programs. */
import type { Evaluated } from "./evaluate/evaluate.ts";
import { judgeProject } from "./project/judge.ts";
import { openProject } from "./project/project.ts";

export interface CheckOptions {
  /** A folder in the repository, or a bare one; the current folder when left out. */
  readonly repository?: string;
  /** The commit to judge; the working tree when left out. */
  readonly rev?: string;
  /** Judge what this change brings, compared with where it left the base. */
  readonly base?: string;
  /** A policy file instead of the repository's own. */
  readonly policy?: string;
  /** Findings that were there before count too. */
  readonly strict?: boolean;
  /** Report only on these packets, by id, and on these files and folders, from the top of the repository. */
  readonly only?: readonly string[];
}

/**
 * Judges a repository as `writ check` does. Reads it, writes nothing.
 *
 * @throws UserError for what the caller can mend: no repository, no such commit, an invalid policy
 */
export async function check(options: CheckOptions = {}): Promise<Evaluated> {
  const { repository = null, rev = null, base = null, policy = null, strict = false, only = [] } = options;
  const project = await openProject({ cwd: process.cwd(), repo: repository, rev, base, policy, strict });
  try {
    return await judgeProject(project, { now: new Date(), only });
  } finally {
    await project.repository.dispose();
  }
}
