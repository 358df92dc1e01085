/** Commits, files and refs as the API shows them. */
import type { Commit, Person } from "../git/commit.ts";
import type { FileChange } from "../git/diff.ts";
import type { SizedEntry } from "../git/tree.ts";
import { MACHINE_MAIL } from "../world/hub.ts";
import type { Hub } from "../world/hub.ts";
import type { Repository } from "../world/repository.ts";
import { accountView } from "./account.ts";
import { nodeId, page, repositoryApi, time } from "./address.ts";

export function gitCommitView(hub: Hub, repository: Repository, commit: Commit) {
  const url = `${repositoryApi(hub, repository)}/git/commits`;
  return {
    sha: commit.oid,
    node_id: nodeId("Commit", commit.oid),
    url: `${url}/${commit.oid}`,
    html_url: `${page(hub, repository)}/commit/${commit.oid}`,
    author: personView(commit.author),
    committer: personView(commit.committer),
    tree: { sha: commit.tree, url: `${repositoryApi(hub, repository)}/git/trees/${commit.tree}` },
    message: commit.message.replace(/\n$/, ""),
    parents: commit.parents.map((sha) => ({
      sha, url: `${url}/${sha}`, html_url: `${page(hub, repository)}/commit/${sha}`,
    })),
    verification: verificationView(repository, commit.oid),
  };
}

export function commitView(hub: Hub, repository: Repository, commit: Commit) {
  const url = `${repositoryApi(hub, repository)}/commits/${commit.oid}`;
  const { author, committer, message, tree, verification } = gitCommitView(hub, repository, commit);
  return {
    sha: commit.oid,
    node_id: nodeId("Commit", commit.oid),
    url,
    html_url: `${page(hub, repository)}/commit/${commit.oid}`,
    comments_url: `${url}/comments`,
    commit: {
      author, committer, message, tree, verification, comment_count: 0,
      url: `${repositoryApi(hub, repository)}/git/commits/${commit.oid}`,
    },
    author: authorView(hub, commit.author),
    committer: authorView(hub, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${repositoryApi(hub, repository)}/commits/${sha}`,
      html_url: `${page(hub, repository)}/commit/${sha}`,
    })),
  };
}

/** A commit as events carry it. */
export function eventCommitView(hub: Hub, repository: Repository, commit: Commit, files: readonly FileChange[]) {
  const paths = (...states: string[]): string[] => {
    return files.filter(({ status }) => states.includes(status)).map(({ path }) => path);
  };
  return {
    id: commit.oid,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message.replace(/\n$/, ""),
    timestamp: time(commit.committer.date),
    url: `${page(hub, repository)}/commit/${commit.oid}`,
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
    added: paths("added", "renamed"),
    removed: [...paths("removed"), ...files.flatMap(({ before }) => before ?? [])],
    modified: paths("modified", "changed"),
  };
}

export function simpleCommitView(commit: Commit) {
  return {
    id: commit.oid,
    tree_id: commit.tree,
    message: commit.message.replace(/\n$/, ""),
    timestamp: time(commit.committer.date),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

export function fileView(hub: Hub, repository: Repository, change: FileChange, commit: string) {
  const path = encodeURI(change.path);
  return {
    sha: change.oid,
    filename: change.path,
    status: change.status,
    additions: change.additions,
    deletions: change.deletions,
    changes: change.additions + change.deletions,
    blob_url: `${page(hub, repository)}/blob/${commit}/${path}`,
    raw_url: `${page(hub, repository)}/raw/${commit}/${path}`,
    contents_url: `${repositoryApi(hub, repository)}/contents/${path}?ref=${commit}`,
    ...(change.patch === null ? {} : { patch: change.patch }),
    ...(change.before === null ? {} : { previous_filename: change.before }),
  };
}

export function treeEntryView(hub: Hub, repository: Repository, entry: SizedEntry) {
  const kind = entry.type === "tree" ? "trees" : "blobs";
  return {
    path: entry.path,
    mode: entry.mode,
    type: entry.type,
    sha: entry.oid,
    ...(entry.size === null ? {} : { size: entry.size }),
    ...(entry.type === "commit" ? {} : { url: `${repositoryApi(hub, repository)}/git/${kind}/${entry.oid}` }),
  };
}

export function refView(hub: Hub, repository: Repository, name: string, oid: string) {
  return {
    ref: name,
    node_id: nodeId("Ref", `${repository.id}:${name}`),
    url: `${repositoryApi(hub, repository)}/git/${name}`,
    object: { sha: oid, type: "commit", url: `${repositoryApi(hub, repository)}/git/commits/${oid}` },
  };
}

export function personView({ name, email, date }: Person) {
  return { name, email, date: time(date) };
}

function verificationView(repository: Repository, oid: string) {
  const verified = repository.verified.has(oid);
  const reason = verified ? "valid" : "unsigned";
  return { verified, reason, signature: null, payload: null, verified_at: null };
}

/** GitHub knows people by their mail address; the stand-in gives everybody `login@…`. */
function authorView(hub: Hub, { email }: Person) {
  const login = email.replace(/@.*$/, "").replace(/^\d+\+/, "");
  // The account behind what is committed on GitHub's pages and through its API.
  const account = email === MACHINE_MAIL ? hub.join("web-flow", "User") : hub.accounts.get(login.toLowerCase());
  return account === undefined ? null : accountView(hub, account);
}
