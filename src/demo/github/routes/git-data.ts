/** Git's own objects: refs, commits, trees and blobs. */
import { readCommit, writeCommit } from "../git/commit.ts";
import type { Person } from "../git/commit.ts";
import { isAncestor } from "../git/history.ts";
import { isObjectId } from "../git/objects.ts";
import { editTree, goodPath, listTree } from "../git/tree.ts";
import type { TreeFile } from "../git/tree.ts";
import { pushRefusal } from "../acts/gate.ts";
import { machine, personOf } from "../acts/pulls.ts";
import { moveRef } from "../acts/push.ts";
import { gitCommitView, refView, treeEntryView } from "../views/commit.ts";
import { nodeId, repositoryApi } from "../views/address.ts";
import type { Answer, Call } from "../http/call.ts";
import { created, DONE, ok } from "../http/call.ts";
import type { Route } from "../http/route.ts";
import { notFound, Refusal } from "../world/refusal.ts";

const READ = ["contents:read"];
const WRITE = ["contents:write"];
const MODES = new Set(["100644", "100755", "120000", "040000", "160000"]);
/** GitHub cuts a recursive listing here, and a blob above this is not shown. */
export const TREE_LIMITS = { entries: 100_000 };
const LARGEST_BLOB = 100 * 1024 * 1024;

export const GIT_ROUTES: readonly Route[] = [
  { method: "GET", path: "/repos/:owner/:repo/git/ref/*ref", needs: READ, handle: (call) => ok(oneRef(call)) },
  {
    method: "GET", path: "/repos/:owner/:repo/git/matching-refs/*ref", needs: READ,
    handle: (call) => call.pageOf(call.repository.refs.list(`refs/${call.param("ref")}`), ({ name, oid }) => {
      return refView(call.hub, call.repository, name, oid);
    }),
  },
  { method: "POST", path: "/repos/:owner/:repo/git/refs", needs: WRITE, handle: createRef },
  { method: "PATCH", path: "/repos/:owner/:repo/git/refs/*ref", needs: WRITE, handle: updateRef },
  { method: "DELETE", path: "/repos/:owner/:repo/git/refs/*ref", needs: WRITE, handle: deleteRef },
  { method: "GET", path: "/repos/:owner/:repo/git/commits/:sha", needs: READ, handle: showCommit },
  { method: "POST", path: "/repos/:owner/:repo/git/commits", needs: WRITE, handle: createCommit },
  { method: "GET", path: "/repos/:owner/:repo/git/trees/*sha", needs: READ, handle: showTree },
  { method: "POST", path: "/repos/:owner/:repo/git/trees", needs: WRITE, handle: createTree },
  { method: "GET", path: "/repos/:owner/:repo/git/blobs/:sha", needs: READ, handle: showBlob },
  { method: "POST", path: "/repos/:owner/:repo/git/blobs", needs: WRITE, handle: createBlob },
];

function oneRef(call: Call) {
  const name = `refs/${call.param("ref")}`;
  const oid = call.repository.refs.get(name);
  if (oid === null) throw notFound();
  return refView(call.hub, call.repository, name, oid);
}

async function createRef(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const name = call.text("ref");
  const sha = call.text("sha");
  if (!name.startsWith("refs/") || !(await repository.refs.allows(name))) {
    throw new Refusal(422, "Reference name is invalid");
  }
  if ((await readCommit(repository.objects, sha)) === null) throw new Refusal(422, "Object does not exist");
  if (repository.refs.get(name) !== null) throw new Refusal(422, "Reference already exists");
  await protect(call, name, null, sha);
  if (!(await moveRef(hub, repository, name, null, sha, call.by))) throw new Refusal(422, "Reference already exists");
  return created(refView(hub, repository, name, sha));
}

async function updateRef(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const name = `refs/${call.param("ref")}`;
  const sha = call.text("sha");
  const from = repository.refs.get(name);
  if (from === null) throw new Refusal(422, "Reference does not exist");
  if ((await readCommit(repository.objects, sha)) === null) throw new Refusal(422, "Object does not exist");
  if (!call.flag("force") && !(await isAncestor(repository.objects, from, sha))) {
    throw new Refusal(422, "Update is not a fast forward");
  }
  await protect(call, name, from, sha);
  if (!(await moveRef(hub, repository, name, from, sha, call.by))) {
    throw new Refusal(
      409, `Reference cannot be updated: is at ${repository.refs.get(name) ?? "nothing"} but expected ${from}`,
    );
  }
  return ok(refView(hub, repository, name, sha));
}

async function deleteRef(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const name = `refs/${call.param("ref")}`;
  const from = repository.refs.get(name);
  if (from === null) throw new Refusal(422, "Reference does not exist");
  await protect(call, name, from, null);
  if (!(await moveRef(hub, repository, name, from, null, call.by))) {
    throw new Refusal(409, "Reference cannot be deleted");
  }
  return DONE;
}

async function protect(call: Call, name: string, from: string | null, to: string | null): Promise<void> {
  if (!name.startsWith("refs/heads/")) return;
  const branch = name.slice("refs/heads/".length);
  const why = await pushRefusal(call.hub, call.repository, branch, call.actor, from, to);
  if (why !== null) throw new Refusal(422, why);
}

async function showCommit(call: Call): Promise<Answer> {
  const commit = await readCommit(call.repository.objects, call.param("sha"));
  if (commit === null) throw notFound();
  return ok(gitCommitView(call.hub, call.repository, commit));
}

async function createCommit(call: Call): Promise<Answer> {
  const { repository, hub, actor, by } = call;
  const message = call.text("message");
  const tree = call.text("tree");
  if ((await repository.objects.read(tree))?.type !== "tree") throw new Refusal(422, "Tree SHA does not exist");
  const parents = call.list("parents").map(String);
  for (const parent of parents) {
    if ((await readCommit(repository.objects, parent)) === null) {
      throw new Refusal(422, "Parent SHA does not exist or is not a commit object");
    }
  }
  const author = givenPerson(call, "author") ?? personOf(hub, by);
  const usual = actor.kind === "installation" ? machine(hub) : author;
  const committer = givenPerson(call, "committer") ?? givenPerson(call, "author") ?? usual;
  const oid = writeCommit(repository.objects, { tree, parents, author, committer, message });
  // Signed by GitHub only when an App commits in nobody's name.
  if (actor.kind === "installation" && call.body["author"] === undefined && call.body["committer"] === undefined) {
    repository.verified.add(oid);
  }
  const commit = await readCommit(repository.objects, oid);
  if (commit === null) throw new Error(`commit ${oid} was written and cannot be read`);
  return created(gitCommitView(hub, repository, commit));
}

/** `author` or `committer` of a body, with the time now unless it says another. */
export function givenPerson(call: Call, field: string): Person | null {
  const value = call.body[field];
  if (typeof value !== "object" || value === null) return null;
  const { name, email, date } = value as { name?: unknown; email?: unknown; date?: unknown };
  if (typeof name !== "string" || typeof email !== "string") {
    throw new Refusal(422, `Invalid request.\n\n"${field}" needs a name and an email.`);
  }
  return { name, email, date: typeof date === "string" ? new Date(date) : call.hub.now() };
}

async function showTree(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const name = call.param("sha");
  const commit = await readCommit(repository.objects, (await repository.resolve(name)) ?? name);
  const sha = commit?.tree ?? name;
  if ((await repository.objects.read(sha))?.type !== "tree") throw notFound();
  const asked = call.query("recursive");
  const all = await listTree(repository.objects, sha, asked !== null);
  const entries = all.slice(0, TREE_LIMITS.entries);
  const tree = entries.map((entry) => treeEntryView(hub, repository, entry));
  const url = `${repositoryApi(hub, repository)}/git/trees/${sha}`;
  return ok({ sha, url, tree, truncated: entries.length < all.length });
}

async function createTree(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const base = call.optionalText("base_tree");
  const baseTree = base === undefined ? null : ((await readCommit(repository.objects, base))?.tree ?? base);
  if (baseTree !== null && (await repository.objects.read(baseTree))?.type !== "tree") {
    throw new Refusal(422, "base_tree is not a valid tree oid");
  }
  const changes = new Map<string, TreeFile | null>();
  for (const one of call.list("tree") as Record<string, unknown>[]) {
    const { path, mode, sha, content } = one;
    if (typeof path !== "string" || !goodPath(path)) {
      throw new Refusal(422, "tree.path contains a malformed path component");
    }
    if (sha === null) {
      changes.set(path, null);
      continue;
    }
    if (typeof mode !== "string" || !MODES.has(mode)) throw new Refusal(422, "tree.mode is not valid");
    const given = typeof sha === "string" ? sha : "";
    const oid = typeof content === "string" ? repository.objects.write("blob", Buffer.from(content)) : given;
    if (mode !== "160000" && (await repository.objects.read(oid)) === null) {
      throw new Refusal(422, `tree.sha ${oid} is not a valid object`);
    }
    changes.set(path, { mode, oid });
  }
  const sha = await editTree(repository.objects, baseTree, changes);
  const entries = await listTree(repository.objects, sha, false);
  const tree = entries.map((entry) => treeEntryView(hub, repository, entry));
  return created({ sha, url: `${repositoryApi(hub, repository)}/git/trees/${sha}`, tree, truncated: false });
}

async function showBlob(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const sha = call.param("sha");
  if (!isObjectId(sha)) {
    throw new Refusal(422, "The sha parameter must be exactly 40 characters and contain only [0-9a-f].");
  }
  const object = await repository.objects.read(sha);
  if (object?.type !== "blob") throw notFound();
  const { content } = object;
  if (content.length > LARGEST_BLOB) {
    throw new Refusal(
      403, "This API returns blobs up to 100 MB in size.", [{ resource: "Blob", field: "data", code: "too_large" }],
    );
  }
  if (/application\/vnd\.github(?:\.v3)?\.raw/.test(call.accept)) {
    return { status: 200, body: content, headers: { "content-type": "application/vnd.github.raw; charset=utf-8" } };
  }
  const url = `${repositoryApi(hub, repository)}/git/blobs/${sha}`;
  const about = { sha, node_id: nodeId("Blob", sha), size: content.length, url };
  return ok({ ...about, content: wrapped(content), encoding: "base64" });
}

function createBlob(call: Call): Answer {
  const { repository, hub } = call;
  const encoding = call.optionalText("encoding") ?? "utf-8";
  if (encoding !== "utf-8" && encoding !== "base64") throw new Refusal(422, "Encoding must be utf-8 or base64");
  const sha = repository.objects.write("blob", Buffer.from(call.text("content"), encoding));
  return created({ url: `${repositoryApi(hub, repository)}/git/blobs/${sha}`, sha });
}

/** Base64 in lines of 60 characters, as GitHub writes it. */
export function wrapped(content: Buffer): string {
  return content.toString("base64").replace(/.{60}(?=.)/g, "$&\n") + (content.length === 0 ? "" : "\n");
}
