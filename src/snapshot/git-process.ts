/**
 * Git run as a reader of repositories that nobody vouches for.
 *
 * The configuration inside a repository can name programs (`core.fsmonitor`, filters, hooks, `diff.external`, remotes
 * whose address is a command). None may run. So every process gets an environment made from nothing, and what could
 * start a program is switched off through GIT_CONFIG_*, which outranks every configuration file. An empty HOME would
 * not do: the repository's own file outranks it. HOME is the null device, so there is nothing to create or clean up.
 *
 * simple-git waits 50 ms before it believes in a process that printed nothing; commands are chosen so that the usual
 * path always prints something.
 */
import { devNull } from "node:os";
import { delimiter, isAbsolute, join } from "node:path";
import { GitConstructError, simpleGit } from "simple-git";
import type { SimpleGit, SimpleGitOptions } from "simple-git";
import { UserError } from "../errors.ts";

export interface GitOutput {
  /** Exit code. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface GitSettings {
  /** Wall-clock limit of one process. */
  readonly milliseconds: number;
  /** Configuration on top of the hardening, as key and value. */
  readonly config: readonly (readonly [key: string, value: string])[];
  /** True to let Git read the configuration of the person and the system; for `git config`, which only reads. */
  readonly personal: boolean;
}

/** Keys that would let a repository start programs. Filters have free names: see git-worktree.ts. */
const HARDENED: readonly (readonly [string, string])[] = [
  ["core.fsmonitor", "false"],
  ["core.hooksPath", devNull],
];

const SWITCHES = {
  /** Not one transport: objects that are not here are not fetched. Outranks `protocol.*.allow`. */
  GIT_ALLOW_PROTOCOL: "",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ATTR_NOSYSTEM: "1",
  /** No history but the real one; at a file that is there, an empty one too, Git prints a warning. */
  GIT_GRAFT_FILE: join(devNull, "none"),
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
} as const;

/** What simple-git's guard must let pass for the settings above; it cannot tell switching off from switching on. */
const UNSAFE = {
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
} as const;

/** Starts Git processes in one folder. */
export class GitProcess {
  readonly directory: string;
  readonly #settings: GitSettings;
  readonly #environment: Record<string, string>;
  readonly #running: Set<AbortController>;

  /** `running` is shared by processes that end together. */
  constructor(directory: string, settings: GitSettings, running = new Set<AbortController>()) {
    this.directory = directory;
    this.#settings = settings;
    this.#environment = environment(settings);
    this.#running = running;
  }

  /** The same Git with other settings or in another folder. */
  with(change: Partial<GitSettings>, directory = this.directory): GitProcess {
    return new GitProcess(directory, { ...this.#settings, ...change }, this.#running);
  }

  /** The configuration on top of the hardening. */
  get config(): GitSettings["config"] {
    return this.#settings.config;
  }

  /**
   * Runs `git` with `args` and gives back what it said, whatever the exit code. `input` goes to its standard input.
   * Throws UserError when Git is not installed, the folder has gone, or time is up.
   */
  run(args: readonly string[], input?: string): Promise<GitOutput> {
    return this.#run(args, input, new AbortController());
  }

  /** As `run`, but ends the process and gives null as soon as `allow` refuses a piece of its standard output. */
  async runWhile(args: readonly string[], input: string, allow: (piece: Buffer) => boolean): Promise<GitOutput | null> {
    const controller = new AbortController();
    const refused = new Error("the output was refused");
    const watch = (piece: Buffer): void => {
      if (!controller.signal.aborted && !allow(piece)) controller.abort(refused);
    };
    try {
      return await this.#run(args, input, controller, watch);
    } catch (error) {
      if (error === refused) return null;
      throw error;
    }
  }

  async #run(
    args: readonly string[],
    input: string | undefined,
    controller: AbortController,
    watch?: (piece: Buffer) => void,
  ): Promise<GitOutput> {
    const seconds = this.#settings.milliseconds / 1000;
    const timer = setTimeout(() => {
      const what = `git ${args[0] ?? ""} in ${JSON.stringify(this.directory)}`;
      controller.abort(new UserError(`${what} did not finish within ${seconds} s; see whether the disk is slow`));
    }, this.#settings.milliseconds);
    this.#running.add(controller);
    try {
      return await Promise.race([this.#spawn(args, input, controller.signal, watch), rejection(controller.signal)]);
    } finally {
      clearTimeout(timer);
      this.#running.delete(controller);
    }
  }

  /** As `run`, but an exit code other than 0 throws a UserError with Git's own words. Gives back standard output. */
  async read(args: readonly string[], input?: string): Promise<Buffer> {
    const output = await this.run(args, input);
    if (output.code !== 0) throw refusal(args, this.directory, output);
    return output.stdout;
  }

  /** Ends every process that still runs. */
  stop(): void {
    for (const controller of this.#running) controller.abort(new UserError("reading the repository was stopped"));
  }

  async #spawn(
    args: readonly string[],
    input: string | undefined,
    signal: AbortSignal,
    watch?: (piece: Buffer) => void,
  ): Promise<GitOutput> {
    let code = 0;
    let stderr = "";
    const chunks: Buffer[] = [];
    const git = instance({
      baseDir: this.directory,
      abort: signal,
      allowEnvironment: Object.keys(this.#environment),
      unsafe: UNSAFE,
      // Its default takes a process for done 50 ms after it ended, read to the end or not.
      completion: { onClose: true, onExit: false },
      input: () => input,
      errors: (_error, result) => {
        code = result.exitCode;
        stderr = Buffer.concat(result.stdErr).toString();
        return undefined;
      },
    });
    git.env(this.#environment);
    const isBinary = args[0] === "cat-file";
    git.outputHandler((_command, stream) => {
      // What `raw` gives back is decoded as UTF-8, which would make different file names equal; so take the bytes.
      if (!isBinary) stream.on("data", (piece: Buffer) => chunks.push(piece));
      if (watch !== undefined) stream.on("data", watch);
    });
    let stdout: Buffer;
    if (isBinary) {
      const answer: unknown = await git.binaryCatFile(args.slice(1));
      stdout = Buffer.isBuffer(answer) ? answer : Buffer.alloc(0);
    } else {
      await git.raw([...args]);
      stdout = Buffer.concat(chunks);
    }
    if (code < 0) throw new UserError("Git could not be started; install Git 2.31 or newer and put it on the PATH");
    return { code, stdout, stderr };
  }
}

/** A UserError that tells what Git complained about, and the cure where it is known. */
export function refusal(args: readonly string[], directory: string, output: GitOutput): UserError {
  const said = firstLine(output.stderr) || `exit code ${output.code}`;
  const where = JSON.stringify(directory);
  if (/promisor|lazy fetching/.test(output.stderr)) {
    return new UserError(
      `${where} is a partial clone and lacks objects that are needed (${said}); clone it without --filter`,
    );
  }
  const cure = said.includes("config") ? "mend that configuration" : "`git fsck` there tells whether it is damaged";
  return new UserError(`git ${args[0] ?? ""} failed in ${where}: ${said}; ${cure}`);
}

/** The first line Git printed, without its `fatal:`, at most 200 characters and without control characters. */
export function firstLine(stderr: string): string {
  const line = stderr.split("\n").find((text) => /^(?:fatal|error): /.test(text)) ?? stderr.split("\n")[0] ?? "";
  return line.replace(/^(?:fatal|error): /, "").replace(/\p{Cc}/gu, "?").slice(0, 200);
}

function instance(options: Partial<SimpleGitOptions> & { baseDir: string }): SimpleGit {
  try {
    return simpleGit(options);
  } catch (error) {
    if (error instanceof GitConstructError) {
      throw new UserError(`the folder ${JSON.stringify(options.baseDir)} has gone; run again where it is`);
    }
    throw error;
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
}

function environment(settings: GitSettings): Record<string, string> {
  const { personal } = settings;
  const result: Record<string, string> = { ...SWITCHES, LC_ALL: "C" };
  // Relative parts would look for `git` in the repository that is read; so would an empty PATH, but not a missing one.
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  if (path.length > 0) result["PATH"] = path.join(delimiter);
  if (personal) {
    const names = ["HOME", "XDG_CONFIG_HOME", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"];
    for (const name of names) {
      const value = process.env[name];
      if (value !== undefined) result[name] = value;
    }
  } else {
    result["HOME"] = devNull;
    result["GIT_CONFIG_NOSYSTEM"] = "1";
  }
  const config = [...HARDENED, ...settings.config];
  result["GIT_CONFIG_COUNT"] = String(config.length);
  config.forEach(([key, value], index) => {
    result[`GIT_CONFIG_KEY_${index}`] = key;
    result[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return result;
}
