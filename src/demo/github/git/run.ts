/** Git as a child process on a repository that the stand-in made itself: no configuration but its own, no hooks. */
import { spawn } from "node:child_process";
import { devNull } from "node:os";

/** What holds for every Git process here. */
const SETTINGS: Readonly<Record<string, string>> = { "core.hooksPath": devNull, "gc.auto": "0" };

/** The environment of a Git process; nothing of the person's own configuration is read, but these settings hold. */
export function gitEnvironment(settings: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const all = Object.entries({ ...SETTINGS, ...settings });
  const named: Record<string, string> = {};
  for (const [index, [key, value]] of all.entries()) {
    named[`GIT_CONFIG_KEY_${index}`] = key;
    named[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return {
    HOME: devNull,
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_COUNT: String(all.length),
    ...named,
  };
}

/** The environment of every Git process that needs no settings of its own. */
export const GIT_ENVIRONMENT = gitEnvironment();

export interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs `git args` in a bare repository with these settings, whatever the exit code. */
export function runGit(
  directory: string, args: readonly string[], settings?: Readonly<Record<string, string>>,
): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const env = { ...(settings === undefined ? GIT_ENVIRONMENT : gitEnvironment(settings)), PATH: process.env["PATH"], GIT_DIR: directory };
    const child = spawn("git", args, { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? -1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString() });
    });
  });
}

/** As `runGit`, but throws on any exit code other than 0. Gives back standard output. */
export async function readGit(directory: string, args: readonly string[]): Promise<Buffer> {
  const { code, stdout, stderr } = await runGit(directory, args);
  if (code !== 0) throw new Error(`git ${args.join(" ")} in ${directory} ended with ${code}: ${stderr.trim()}`);
  return stdout;
}
