/** Git's own CGI program, `git http-backend`, run for one request: nothing but `upload-pack` on one repository. */
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gitEnvironment } from "../git/run.ts";
import { Refusal } from "../world/refusal.ts";

export type GitVerb = "info/refs" | "git-upload-pack";

/** Bytes of what a fetch wants and has, as they are sent; a hundred thousand commits take less. */
const LARGEST_REQUEST = 8 * 1024 * 1024;
const REQUEST_TYPE = "application/x-git-upload-pack-request";
/** What a client may say about the version it speaks; it becomes a variable of the process. */
const VERSION = /^version=[0-2]$/;

/** As GitHub has it: any reachable commit may be asked for by its id, and partial clones work. */
const SETTINGS = {
  "uploadpack.allowTipSHA1InWant": "true",
  "uploadpack.allowReachableSHA1InWant": "true",
  "uploadpack.allowFilter": "true",
  "http.receivepack": "false",
  "http.getanyfile": "false",
} as const;

/** Lets Git answer from a bare repository, and gives back the status. Whoever calls it has asked who may read it. */
export async function serveGit(
  directory: string, verb: GitVerb, request: IncomingMessage, response: ServerResponse,
): Promise<number> {
  const posted = verb === "git-upload-pack";
  if (posted && request.headers["content-type"] !== REQUEST_TYPE) throw new Refusal(415, "Unsupported Media Type");
  const child = spawn("git", ["http-backend"], { cwd: directory, env: environmentOf(directory, verb, request) });
  // A client that goes away takes its process with it.
  const leave = (): void => void child.kill();
  response.once("close", leave);
  try {
    if (posted) feed(request, child);
    else child.stdin.end();
    return await relay(child, response);
  } finally {
    response.off("close", leave);
    child.kill();
  }
}

function environmentOf(directory: string, verb: GitVerb, request: IncomingMessage) {
  const version = request.headers["git-protocol"];
  const zipped = request.headers["content-encoding"];
  return {
    ...gitEnvironment(SETTINGS),
    PATH: process.env["PATH"],
    PATH_TRANSLATED: `${directory}/${verb}`,
    GIT_HTTP_EXPORT_ALL: "1",
    REMOTE_ADDR: "127.0.0.1",
    REQUEST_METHOD: verb === "info/refs" ? "GET" : "POST",
    ...(verb === "info/refs" ? { QUERY_STRING: "service=git-upload-pack" } : { CONTENT_TYPE: REQUEST_TYPE }),
    ...(zipped === "gzip" || zipped === "x-gzip" ? { HTTP_CONTENT_ENCODING: zipped } : {}),
    ...(typeof version === "string" && VERSION.test(version) ? { GIT_PROTOCOL: version } : {}),
  };
}

function feed(request: IncomingMessage, child: ChildProcessWithoutNullStreams): void {
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > LARGEST_REQUEST) child.kill();
  });
  // Git may end before it has read everything.
  child.stdin.on("error", () => undefined);
  request.pipe(child.stdin);
}

/** Passes on what a CGI program says: a head of lines, an empty line, and the body. */
function relay(child: ChildProcessWithoutNullStreams, response: ServerResponse): Promise<number> {
  return new Promise((resolve, reject) => {
    let head: Buffer | null = Buffer.alloc(0);
    let status = 200;
    const complaints: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
    child.stdout.on("data", (chunk: Buffer) => {
      if (head === null) {
        if (!response.write(chunk)) pause(child, response);
        return;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      const { status: told = 200, headers } = parseHead(head.toString("latin1", 0, end));
      status = told;
      response.writeHead(status, headers).write(head.subarray(end + 4));
      head = null;
    });
    child.on("error", reject);
    child.on("close", () => {
      if (head !== null) {
        reject(new Error(`git http-backend said nothing: ${Buffer.concat(complaints).toString().trim()}`));
        return;
      }
      response.end();
      resolve(status);
    });
  });
}

function pause({ stdout }: ChildProcessWithoutNullStreams, response: ServerResponse): void {
  stdout.pause();
  response.once("drain", () => stdout.resume());
}

function parseHead(text: string): { readonly status?: number; readonly headers: Record<string, string> } {
  const headers: Record<string, string> = {};
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(":");
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const { status, ...rest } = headers;
  return status === undefined ? { headers: rest } : { status: Number.parseInt(status, 10), headers: rest };
}
