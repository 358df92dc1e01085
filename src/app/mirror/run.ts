/**
 * Git run to fetch into a mirror. Its environment is made from nothing; the token is in it, so that it stands neither in
 * an argument, which every process of the machine can read, nor in an address, which Git writes down.
 */
import { spawn } from "node:child_process";
import { devNull } from "node:os";
import { delimiter, isAbsolute } from "node:path";
import type { Secret } from "../secret.ts";

export interface GitRun {
  readonly directory: string;
  readonly args: readonly string[];
  /** Where Git may go, and what it says there; nowhere without it. */
  readonly remote: { readonly url: string; readonly token: Secret } | null;
  /** Ends Git, and all that it started, at once. */
  readonly signal: AbortSignal;
  /** How much of what Git says on stdout is wanted: nothing without it, and more ends it. */
  readonly stdoutBytes?: number;
}

export interface GitEnd {
  /** Null when it was ended. */
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
}

/** Faults of old tools that are all over real histories, and do no harm to who never checks anything out. */
const TOLERATED = [
  "badTimezone", "badDateOverflow", "missingEmail", "missingNameBeforeEmail", "missingSpaceBeforeDate",
  "missingSpaceBeforeEmail", "zeroPaddedFilemode", "zeroPaddedDate", "badFilemode", "missingTaggerEntry",
] as const;

const CONFIG: readonly (readonly [string, string])[] = [
  ["core.hooksPath", devNull],
  ["core.fsmonitor", "false"],
  ["credential.helper", ""],
  // The token goes where it was given for, and nowhere that a server names.
  ["http.followRedirects", "false"],
  ["http.lowSpeedLimit", "1000"],
  ["http.lowSpeedTime", "30"],
  ["fetch.fsckObjects", "true"],
  ...TOLERATED.map((fault) => [`fetch.fsck.${fault}`, "ignore"] as const),
  ["fetch.recurseSubmodules", "false"],
  ["fetch.writeCommitGraph", "false"],
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
  ["protocol.version", "2"],
];

/** Certificates of a GitHub of one's own. */
const PASSED = ["SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO"] as const;
const LONGEST_STDERR = 10_000;

/** Runs Git until it ends by itself or is ended. Rejects only when it cannot be started. */
export function runGit({ directory, args, remote, signal, stdoutBytes = 0 }: GitRun): Promise<GitEnd> {
  return new Promise((resolve, reject) => {
    // A group of its own, so that what Git starts for the transport ends with it.
    const child = spawn("git", args, {
      cwd: directory, env: environment(remote), stdio: ["ignore", stdoutBytes > 0 ? "pipe" : "ignore", "pipe"], detached: true,
    });
    let stdout = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (stdout.length > stdoutBytes) end();
    });
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-LONGEST_STDERR);
    });
    const end = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        child.kill("SIGKILL");
      }
    };
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    const done = (): void => signal.removeEventListener("abort", end);
    child.once("error", (error) => {
      done();
      reject(error);
    });
    child.once("close", (code) => {
      done();
      resolve({ code, stderr, stdout });
    });
  });
}

function environment(remote: GitRun["remote"]): Record<string, string> {
  const path = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => isAbsolute(folder));
  const result: Record<string, string> = {
    PATH: path.join(delimiter), HOME: devNull, LC_ALL: "C", GIT_CONFIG_NOSYSTEM: "1", GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0", GIT_NO_REPLACE_OBJECTS: "1", GIT_ALLOW_PROTOCOL: "",
  };
  for (const name of PASSED) if (process.env[name] !== undefined) result[name] = process.env[name];
  const config = [...CONFIG];
  if (remote !== null) {
    const { protocol, origin } = new URL(remote.url);
    result["GIT_ALLOW_PROTOCOL"] = protocol === "http:" ? "http" : "https";
    const basic = Buffer.from(`x-access-token:${remote.token.reveal()}`).toString("base64");
    config.push([`http.${origin}/.extraHeader`, `Authorization: basic ${basic}`]);
  }
  result["GIT_CONFIG_COUNT"] = String(config.length);
  for (const [index, [key, value]] of config.entries()) {
    result[`GIT_CONFIG_KEY_${index}`] = key;
    result[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return result;
}
