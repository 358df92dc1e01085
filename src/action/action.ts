/**
 * The GitHub Action: `writ check` of what a workflow has checked out, against the base of its event. Findings go to the
 * log as annotations, the whole to the job's summary, and to a SARIF file where one is asked for. Inputs come as
 * environment variables, never as parts of a command line.
 */
import { appendFileSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { createFile } from "../cli/atomic-file.ts";
import { run } from "../cli/run.ts";
import type { Terminal } from "../cli/terminal.ts";
import { codeOf, UserError } from "../errors.ts";
import { quoted } from "../policy/quoted.ts";
import { openRepository } from "../snapshot/git.ts";
import { baseOf } from "./event.ts";

/** GitHub refuses a summary that is longer. */
const SUMMARY_BYTES = 1_000_000;
/** A webhook of GitHub's is never larger. */
const EVENT_BYTES = 25 * 2 ** 20;

type Environment = Terminal["env"];

/** Answers the exit code of `writ check`. Throws UserError for inputs that cannot be. */
export async function act(terminal: Terminal): Promise<number> {
  const { env } = terminal;
  const workspace = env["GITHUB_WORKSPACE"] ?? terminal.cwd;
  const repo = inside(workspace, env["WRIT_DIRECTORY"] ?? "", "working-directory");
  const sarif = env["WRIT_SARIF"] ?? "";
  const report = sarif === "" ? null : relative(workspace, inside(workspace, sarif, "sarif"));
  const base = env["WRIT_BASE"] ?? "";
  const against = base === "" ? await baseOfEvent(env, repo) : base;
  const args = ["check", "--repo", repo, "--rev", "HEAD", ...(against === null ? [] : ["--base", against])];
  for (const flag of ["drift", "strict"]) if (isTrue(env, flag)) args.push(`--${flag}`);
  terminal.err.write(against === null ? "Judges everything: this event has no base.\n" : `Judges what HEAD brings into ${quoted(against, 100)}.\n`);
  const code = await run([...args, "--format", "github"], terminal);
  if (code === 2) return code;
  const summary = env["GITHUB_STEP_SUMMARY"] ?? "";
  if (summary !== "") appendFileSync(summary, cut(await shown(args, "markdown", terminal)));
  if (report !== null) createFile(workspace, report, await shown(args, "sarif", terminal));
  return code;
}

/** The same once more in another form. */
async function shown(args: readonly string[], format: string, terminal: Terminal): Promise<string> {
  let text = "";
  const out = { isTerminal: false, columns: undefined, write: (more: string) => void (text += more) };
  await run([...args, "--format", format], { ...terminal, out });
  return text;
}

async function baseOfEvent(env: Environment, repo: string): Promise<string | null> {
  const name = env["GITHUB_EVENT_NAME"] ?? "";
  return baseOf({ name, payload: payloadOf(env), isMerge: await isMerge(env, repo) });
}

async function isMerge(env: Environment, repo: string): Promise<boolean> {
  if (!/^refs\/pull\/\d+\/merge$/.test(env["GITHUB_REF"] ?? "")) return false;
  const repository = await openRepository(repo);
  try {
    return (await repository.resolve("HEAD")) === env["GITHUB_SHA"];
  } finally {
    await repository.dispose();
  }
}

function payloadOf(env: Environment): unknown {
  const path = env["GITHUB_EVENT_PATH"] ?? "";
  if (path === "") return null;
  try {
    if (statSync(path).size > EVENT_BYTES) throw new UserError("the event is larger than any of GitHub's; name the base with `base:`");
    return JSON.parse(readFileSync(path, "utf8")) as unknown;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`the event cannot be read (${codeOf(error)}); name the base with \`base:\``);
  }
}

/** A path that a workflow gave, within its workspace. */
function inside(workspace: string, path: string, input: string): string {
  const whole = resolve(workspace, path);
  const way = relative(workspace, whole);
  if (way.startsWith("..") || isAbsolute(way)) throw new UserError(`the input ${input} is ${quoted(path, 200)}, which lies outside the workspace; give a path below it`);
  return whole;
}

function isTrue(env: Environment, input: string): boolean {
  const value = env[`WRIT_${input.toUpperCase()}`] ?? "";
  if (value === "" || value === "false") return false;
  if (value === "true") return true;
  throw new UserError(`the input ${input} is ${quoted(value, 100)}, which is neither true nor false; write one of them`);
}

function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= SUMMARY_BYTES) return text;
  // A character that was cut in two is left out whole.
  const whole = new TextDecoder("utf-8").decode(bytes.subarray(0, SUMMARY_BYTES), { stream: true });
  return `${whole}\n\nThe rest is left out: a summary holds no more.\n`;
}
