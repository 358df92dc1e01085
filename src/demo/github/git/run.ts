/** Git as a child process on a repository that the stand-in made itself: no configuration but its own, no hooks. */
import { spawn } from "node:child_process";
import { devNull } from "node:os";

/** The environment of every Git process here; nothing of the person's own configuration is read. */
export const GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  HOME: devNull,
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_TERMINAL_PROMPT: "0",
  GIT_CONFIG_COUNT: "2",
  GIT_CONFIG_KEY_0: "core.hooksPath",
  GIT_CONFIG_VALUE_0: devNull,
  GIT_CONFIG_KEY_1: "gc.auto",
  GIT_CONFIG_VALUE_1: "0",
};

export interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs `git args` in a bare repository, whatever the exit code. */
export function runGit(directory: string, args: readonly string[]): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const env = { ...GIT_ENVIRONMENT, PATH: process.env["PATH"], GIT_DIR: directory };
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
