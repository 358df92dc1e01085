/** Repositories, branches, commits and files by path. */
import { readCommit, writeCommit } from "../git/commit.ts";
import { changedFiles } from "../git/diff.ts";
import { commitsBetween, log, mergeBase } from "../git/history.ts";
import { editTree, findEntry, goodPath, listTree } from "../git/tree.ts";
import type { TreeEntry } from "../git/tree.ts";
import { pushRefusal } from "../acts/gate.ts";
import { machine, personOf } from "../acts/pulls.ts";
import { moveRef } from "../acts/push.ts";
import { page, repositoryApi } from "../views/address.ts";
import { commitView, fileView, gitCommitView } from "../views/commit.ts";
import type { Answer, Call } from "../http/call.ts";
import { created, ok } from "../http/call.ts";
import type { Route } from "../http/route.ts";
import { notFound, Refusal } from "../world/refusal.ts";
import type { Repository } from "../world/repository.ts";
import { givenPerson, wrapped } from "./git-data.ts";

const READ = ["contents:read"];
const ROOT = "/repos/:owner/:repo";
/** Limits that GitHub sets and bots run into. */
const INLINE_BYTES = 1024 * 1024;
const COMPARE_COMMITS = 250;
const COMPARE_FILES = 300;
const COMMIT_FILES = 3_000;
const KINDS = { tree: "dir", commit: "submodule", blob: "file" } as const;

export const CONTENT_ROUTES: readonly Route[] = [
  { method: "GET", path: `${ROOT}/contents/*path`, needs: READ, handle: showContent },
  { method: "GET", path: `${ROOT}/contents`, needs: READ, handle: showContent },
  { method: "PUT", path: `${ROOT}/contents/*path`, needs: ["contents:write"], handle: putContent },
  { method: "GET", path: `${ROOT}/compare/*basehead`, needs: READ, handle: compare },
  { method: "GET", path: `${ROOT}/commits`, needs: READ, handle: listCommits },
];

/** After the routes whose paths go on behind the name of a commit. */
export const COMMIT_ROUTES: readonly Route[] = [
  { method: "GET", path: `${ROOT}/commits/*ref`, needs: READ, handle: showCommit },
];

async function showContent(call: Call): Promise<Answer> {
  const { repository } = call;
  const ref = call.query("ref") ?? repository.defaultBranch;
  const commit = await readCommit(repository.objects, (await repository.resolve(ref)) ?? "");
  if (commit === null) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const entry = await findEntry(repository.objects, commit.tree, call.param("path"));
  if (entry === null) throw notFound();
  if (entry.type === "tree") {
    const below = entry.path === "" ? "" : `${entry.path}/`;
    const inside = await listTree(repository.objects, entry.oid, false);
    return ok(await Promise.all(inside.map((one) => contentView(call, { ...one, path: `${below}${one.path}` }, ref))));
  }
  const view = await contentView(call, entry, ref);
  if (entry.type === "commit") return ok(view);
  const object = await repository.objects.read(entry.oid);
  if (object === null) throw notFound();
  if (/application\/vnd\.github(?:\.v3)?\.raw/.test(call.accept)) {
    const headers = { "content-type": "application/vnd.github.raw; charset=utf-8" };
    return { status: 200, body: object.content, headers };
  }
  const inline = object.content.length <= INLINE_BYTES;
  const shown = inline ? { content: wrapped(object.content), encoding: "base64" } : { content: "", encoding: "none" };
  return ok({ ...view, ...shown });
}

async function contentView(call: Call, entry: TreeEntry, ref: string) {
  const { repository, hub } = call;
  const root = repositoryApi(hub, repository);
  const path = encodeURI(entry.path);
  const kind = entry.type === "tree" ? "trees" : "blobs";
  const urls = {
    url: `${root}/contents/${path}?ref=${encodeURIComponent(ref)}`,
    git_url: `${root}/git/${kind}/${entry.oid}`,
    html_url: `${page(hub, repository)}/${entry.type === "tree" ? "tree" : "blob"}/${ref}/${path}`,
  };
  const object = entry.type === "blob" ? await repository.objects.read(entry.oid) : null;
  return {
    name: entry.path.slice(entry.path.lastIndexOf("/") + 1),
    path: entry.path,
    sha: entry.oid,
    size: object?.content.length ?? 0,
    ...urls,
    download_url: entry.type === "blob" ? `${page(hub, repository)}/raw/${ref}/${path}` : null,
    type: entry.mode === "120000" ? "symlink" : KINDS[entry.type],
    _links: { self: urls.url, git: urls.git_url, html: urls.html_url },
  };
}

async function putContent(call: Call): Promise<Answer> {
  const { repository, hub, actor, by } = call;
  const { objects } = repository;
  const path = call.param("path");
  if (!goodPath(path)) throw new Refusal(422, "path contains a malformed path component");
  const branch = call.optionalText("branch") ?? repository.defaultBranch;
  const head = repository.branch(branch);
  const parent = head === null ? null : await readCommit(objects, head);
  if (parent === null || head === null) throw new Refusal(404, `Branch ${branch} not found`);
  const old = await findEntry(objects, parent.tree, path);
  const sha = call.optionalText("sha");
  if (old !== null && sha === undefined) throw new Refusal(422, `Invalid request.\n\n"sha" wasn't supplied.`);
  if ((old?.oid ?? undefined) !== sha) throw new Refusal(409, `${path} does not match ${sha ?? "nothing"}`);
  const oid = objects.write("blob", Buffer.from(call.text("content"), "base64"));
  const tree = await editTree(objects, parent.tree, new Map([[path, { mode: old?.mode ?? "100644", oid }]]));
  const author = givenPerson(call, "author") ?? personOf(hub, by);
  const committer = givenPerson(call, "committer") ?? machine(hub);
  const commit = { tree, parents: [head], author, committer, message: call.text("message") };
  const made = writeCommit(objects, commit);
  const why = await pushRefusal(hub, repository, branch, actor, head, made);
  if (why !== null) throw new Refusal(409, `Could not update file: ${why}`);
  if (actor.kind === "installation" && call.body["author"] === undefined && call.body["committer"] === undefined) {
    repository.verified.add(made);
  }
  if (!(await moveRef(hub, repository, `refs/heads/${branch}`, head, made, by))) {
    throw new Refusal(409, `is at ${repository.branch(branch) ?? "nothing"} but expected ${head}`);
  }
  const content = await contentView(call, { mode: old?.mode ?? "100644", type: "blob", path, oid }, branch);
  const answer = { content, commit: gitCommitView(hub, repository, { ...commit, oid: made }) };
  return old === null ? created(answer) : ok(answer);
}

async function compare(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const [, baseName = "", headName = ""] = /^(.+?)\.\.\.(.+)$/.exec(call.param("basehead")) ?? [];
  const base = await sideOf(call, repository, baseName);
  const head = await sideOf(call, repository, headName);
  const { objects } = repository;
  const middle = await mergeBase(objects, base, head);
  if (middle === null) throw new Refusal(404, `No common ancestor between ${baseName} and ${headName}.`);
  const ahead = await commitsBetween(objects, base, head);
  const behind = await commitsBetween(objects, head, base);
  const [from, start, to] = await Promise.all([base, middle, head].map((oid) => readCommit(objects, oid)));
  if (!from || !start || !to) throw notFound();
  const files = await changedFiles(objects, start.tree, to.tree);
  const whole = { items: ahead.slice(-COMPARE_COMMITS), headers: {} };
  const { items, headers } = call.query("page") === null ? whole : call.page(ahead);
  const commits = await Promise.all(items.map(async (oid) => viewOf(call, oid)));
  const url = `${repositoryApi(hub, repository)}/compare/${baseName}...${headName}`;
  const html = `${page(hub, repository)}/compare/${baseName}...${headName}`;
  const still = ahead.length === 0 ? "identical" : "ahead";
  const status = behind.length === 0 ? still : ahead.length === 0 ? "behind" : "diverged";
  const body = {
    url, html_url: html, permalink_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch`,
    base_commit: commitView(hub, repository, from), merge_base_commit: commitView(hub, repository, start),
    status, ahead_by: ahead.length, behind_by: behind.length, total_commits: ahead.length, commits,
    files: files.slice(0, COMPARE_FILES).map((file) => fileView(hub, repository, file, head)),
  };
  return { status: 200, body, headers };
}

/** A branch, a tag or a commit; `owner:branch` is one of a fork. */
async function sideOf(call: Call, repository: Repository, name: string): Promise<string> {
  const colon = name.indexOf(":");
  const owner = name.slice(0, Math.max(0, colon));
  const network = [...call.hub.repositories.values()].filter(({ objects }) => objects === repository.objects);
  const there = colon < 0 ? repository : network.find((one) => one.owner.login.toLowerCase() === owner.toLowerCase());
  const oid = (await there?.resolve(name.slice(colon + 1))) ?? null;
  if (oid === null) throw notFound();
  return oid;
}

async function listCommits(call: Call): Promise<Answer> {
  const { repository } = call;
  const head = await repository.resolve(call.query("sha") ?? repository.defaultBranch);
  if (head === null) throw notFound();
  return call.pageOf(await log(repository.objects, head, call.query("path")), (oid) => viewOf(call, oid));
}

async function showCommit(call: Call): Promise<Answer> {
  const { repository, hub } = call;
  const name = call.param("ref");
  const commit = await readCommit(repository.objects, (await repository.resolve(name)) ?? "");
  if (commit === null) throw new Refusal(422, `No commit found for SHA: ${name}`);
  if (/application\/vnd\.github(?:\.v3)?\.sha/.test(call.accept)) {
    return { status: 200, body: commit.oid, headers: { "content-type": "application/vnd.github.sha; charset=utf-8" } };
  }
  const parent = await readCommit(repository.objects, commit.parents[0] ?? "");
  const files = await changedFiles(repository.objects, parent?.tree ?? null, commit.tree);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  const { items, headers } = call.page(files.slice(0, COMMIT_FILES));
  const shown = (call.query("page") === null ? files.slice(0, COMPARE_FILES) : items);
  const body = {
    ...commitView(hub, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: shown.map((file) => fileView(hub, repository, file, commit.oid)),
  };
  return { status: 200, body, headers };
}

async function viewOf(call: Call, oid: string) {
  const commit = await readCommit(call.repository.objects, oid);
  if (commit === null) throw notFound();
  return commitView(call.hub, call.repository, commit);
}
