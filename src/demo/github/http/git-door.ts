/**
 * Git over HTTP at `/owner/name.git`, for reading: Git's own `http-backend` answers, after the same questions about
 * who asks as the API has. Only the smart protocol, and only what `git fetch` and `git clone` say.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Actor, Hub } from "../world/hub.ts";
import { Refusal } from "../world/refusal.ts";
import type { Repository } from "../world/repository.ts";
import { authenticate } from "./authenticate.ts";
import { broken } from "./broken.ts";
import type { Answer } from "./call.ts";
import type { ApiFault } from "./faults.ts";
import { serveGit } from "./git-backend.ts";
import type { GitVerb } from "./git-backend.ts";

const PATH = /^\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** The route of a path as rules for faults and the list of exchanges name it; null when it is none of Git's. */
export function gitRoute(path: string): string | null {
  const verb = PATH.exec(path)?.[3];
  return verb === undefined ? null : `/:owner/:repo.git/${verb}`;
}

/** Answers a request of Git's, or what a fault makes of it. Gives back who asked, and with which status it ended. */
export async function openGitDoor(
  hub: Hub, request: IncomingMessage, response: ServerResponse, url: URL, fault: ApiFault | null,
): Promise<{ readonly actor: Actor; readonly status: number }> {
  let actor: Actor = { kind: "anonymous" };
  try {
    actor = whoAsks(hub, request.headers.authorization);
    const verb = verbOf(request.method ?? "GET", url);
    const [, owner = "", name = ""] = PATH.exec(url.pathname) ?? [];
    const repository = readable(hub, actor, `${owner}/${name}`);
    const instead = broken(fault, hub.now());
    if (fault?.kind === "cut") {
      request.socket.destroy();
      return { actor, status: 200 };
    }
    if (instead === null) return { actor, status: await serveGit(repository.directory, verb, request, response) };
    say(response, instead);
    return { actor, status: instead.status };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(response, { status: error.status, body: error.message, headers: error.headers });
    return { actor, status: error.status };
  }
}

function whoAsks(hub: Hub, header: string | undefined): Actor {
  try {
    const actor = authenticate(hub, header);
    if (actor.kind !== "app") return actor;
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error;
  }
  throw unknown("Invalid username or token. Password authentication is not supported for Git operations.");
}

function verbOf(method: string, url: URL): GitVerb {
  const verb = PATH.exec(url.pathname)?.[3];
  const service = verb === "info/refs" ? url.searchParams.get("service") : verb;
  if (service === "git-receive-pack") throw new Refusal(403, "The stand-in takes no pushes over HTTP.");
  if (verb === "info/refs" && method === "GET" && service === "git-upload-pack") return verb;
  if (verb === "git-upload-pack" && method === "POST") return verb;
  throw new Refusal(403, "Please upgrade your git client.");
}

/** The repository, if the actor may read it. Throws 401 to nobody, and 403 or 404 to somebody, as GitHub does. */
function readable(hub: Hub, actor: Actor, fullName: string): Repository {
  const found = hub.repositories.get(fullName.toLowerCase());
  if (found === undefined || !hub.sees(actor, found)) {
    // Nobody is told whether a repository is not there or not to be seen: they are asked who they are.
    throw actor.kind === "anonymous" ? unknown("Repository not found.") : new Refusal(404, "Repository not found.");
  }
  if (found.private && !hub.may(actor, found, ["contents:read"])) {
    throw new Refusal(403, "Write access to repository not granted.");
  }
  return found;
}

/** 401, which makes Git look for credentials. */
function unknown(message: string): Refusal {
  return new Refusal(401, message, null, { "www-authenticate": 'Basic realm="GitHub"' });
}

function say(response: ServerResponse, { status, body, headers }: Answer): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", ...headers }).end(text);
}
