import { readFile, realpath, stat } from "node:fs/promises";
import { join, parse, resolve } from "node:path";
import { codeOf, UserError } from "../errors.ts";
import { firstLine, GitProcess } from "./git-process.ts";
import type { GitOutput, GitSettings } from "./git-process.ts";

/** Where a repository is. */
export interface Place {
  /** Absolute path of the top folder of the working tree; of the Git folder where there is no working tree. */
  readonly root: string;
  /** True when there is no working tree: a bare repository, or a folder inside `.git`. */
  readonly bare: boolean;
  /** Absolute path of the Git folder. */
  readonly gitDir: string;
  readonly shallow: boolean;
}

/**
 * `--path-format` is as old as GIT_CONFIG_COUNT: Git 2.31. The object format stands between two paths, of which the
 * first is `../` for every folder that the working tree goes up, or left out, and the second may hold line feeds.
 */
const WHERE = [
  "rev-parse", "--path-format=absolute", "--is-inside-work-tree", "--is-inside-git-dir", "--is-bare-repository",
  "--is-shallow-repository", "--show-cdup", "--show-object-format", "--git-dir",
] as const;

const ANSWER = /^(true|false)\n(true|false)\n(true|false)\n(true|false)\n(?:([^\n]*)\n)?sha(?:1|256)\n(.*)\n$/s;

/**
 * Finds the repository that holds `directory`, and the Git that runs at its top. Throws UserError when there is no such
 * folder or repository, when Git is missing or too old, and when the repository is not to be trusted.
 */
export async function locate(directory: string, milliseconds: number): Promise<{ place: Place; git: GitProcess }> {
  const folder = await existingFolder(directory);
  let git = new GitProcess(folder, { milliseconds, config: [], personal: false });
  let output = await git.run(WHERE);
  if (output.code !== 0 && /dubious ownership|unsafe repository/.test(output.stderr)) {
    git = git.with({ config: await trustedFolders(git) });
    output = await git.run(WHERE);
  }
  const place = await located(folder, git, output);
  return { place, git: git.with({}, place.root) };
}

async function existingFolder(directory: string): Promise<string> {
  const name = JSON.stringify(directory);
  try {
    if ((await stat(directory)).isDirectory()) return await realpath(directory);
  } catch (error) {
    throw new UserError(`the folder ${name} cannot be opened (${codeOf(error)}); give the folder of a Git repository`);
  }
  throw new UserError(`${name} is not a folder; give the folder of a Git repository`);
}

/** Folders that the person or the system has declared safe, for a repository that belongs to somebody else. */
async function trustedFolders(git: GitProcess): Promise<GitSettings["config"]> {
  const outside = git.with({ personal: true }, parse(git.directory).root);
  const { stdout } = await outside.run(["config", "--type=path", "--null", "--get-all", "safe.directory"]);
  return stdout
    .toString("utf8")
    .split("\0")
    .slice(0, -1)
    .map((folder) => ["safe.directory", folder] as const);
}

async function located(folder: string, git: GitProcess, output: GitOutput): Promise<Place> {
  const name = JSON.stringify(folder);
  const said = output.stdout.toString("utf8");
  if (said.startsWith("--path-format")) {
    const version = (await git.run(["--version"])).stdout.toString("latin1").trim();
    throw new UserError(`${version} is too old to read repositories safely; install Git 2.31 or newer`);
  }
  if (output.code !== 0) {
    if (output.stderr.includes("not a git repository")) {
      throw new UserError(`${name} is not in a Git repository; give the folder of one, or run \`git init\` there`);
    }
    if (/dubious ownership|unsafe repository/.test(output.stderr)) {
      // Git knows which folder it is about, and how a shell wants it quoted.
      const told = /git config --global --add safe\.directory .+/.exec(output.stderr)?.[0];
      const cure = told ?? `git config --global --add safe.directory ${name}`;
      throw new UserError(`the repository ${name} belongs to another user; if you trust it, run \`${cure}\``);
    }
    throw new UserError(`Git cannot open ${name}: ${firstLine(output.stderr)}; mend that repository's .git/config`);
  }
  const [, inside, inGitDir, isBare, shallow, up = "", gitDir] = ANSWER.exec(said) ?? [];
  if (gitDir === undefined) throw new Error(`git rev-parse: cannot read ${JSON.stringify(said)}`);
  const bare = inside === "false" && (inGitDir === "true" || isBare === "true");
  const root = bare ? gitDir : resolve(folder, up);
  if (!bare && (inside === "false" || !(await isGitDirOf(root, gitDir)))) throw elsewhere(gitDir);
  return { root, bare, gitDir, shallow: shallow === "true" };
}

/** True when `root/.git` is the Git folder, or the file that points to it. */
async function isGitDirOf(root: string, gitDir: string): Promise<boolean> {
  const dotGit = join(root, ".git");
  try {
    if ((await stat(dotGit)).isDirectory()) return (await realpath(dotGit)) === (await realpath(gitDir));
    const target = /^gitdir: (.*?)\r?\n?$/s.exec(await readFile(dotGit, "utf8"))?.[1];
    return target !== undefined && (await realpath(resolve(root, target))) === (await realpath(gitDir));
  } catch {
    return false;
  }
}

/** With `core.worktree` a repository could have any folder of the machine judged as its working tree. */
function elsewhere(gitDir: string): UserError {
  const config = JSON.stringify(join(gitDir, "config"));
  return new UserError(`core.worktree in ${config} points away from the checkout; remove that line`);
}
