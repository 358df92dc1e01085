/** Git's objects and refs as GraphQL shows them. What is costly is a function, which is called when it is asked for. */
import { readCommit } from "../git/commit.ts";
import type { Commit, Person } from "../git/commit.ts";
import { log } from "../git/history.ts";
import type { GitObject } from "../git/objects.ts";
import { findEntry, listTree } from "../git/tree.ts";
import type { SizedEntry } from "../git/tree.ts";
import { nodeId, time } from "../views/address.ts";
import type { Repository } from "../world/repository.ts";
import { connection } from "./connection.ts";
import type { PageArguments } from "./connection.ts";

/** Bytes of a text that GitHub shows. */
const SHOWN_TEXT = 512 * 1024;
/** Git takes a file for binary that has a zero byte here. */
const LOOKED_AT = 8_000;

/** The node of an object id in a repository; null when there is none of a kind that is shown. */
export async function objectNode(repository: Repository, oid: string) {
  const object = await repository.objects.read(oid);
  if (object?.type === "commit") return commitNode(repository, oid);
  if (object?.type === "tree") return treeNode(repository, oid);
  return object?.type === "blob" ? blobNode(oid, object) : null;
}

function common(kind: "Blob" | "Tree" | "Commit", oid: string) {
  return { __typename: kind, id: nodeId(kind, oid), oid, abbreviatedOid: oid.slice(0, 7) };
}

function blobNode(oid: string, { content }: GitObject) {
  const isBinary = content.subarray(0, LOOKED_AT).includes(0);
  const isTruncated = !isBinary && content.length > SHOWN_TEXT;
  return {
    ...common("Blob", oid), byteSize: content.length, isBinary, isTruncated,
    // Bytes that are no UTF-8 are replaced, as GitHub replaces them: what comes back is not what went in.
    text: () => (isBinary ? null : content.toString("utf8", 0, SHOWN_TEXT)),
  };
}

function treeNode(repository: Repository, oid: string) {
  return {
    ...common("Tree", oid),
    entries: async () => {
      return (await listTree(repository.objects, oid, false)).map((one) => entryNode(repository, one, ""));
    },
  };
}

function entryNode(repository: Repository, entry: SizedEntry, folder: string) {
  const { path, mode, type, oid, size } = entry;
  return {
    name: path.slice(path.lastIndexOf("/") + 1), path: folder + path, mode: Number.parseInt(mode, 8), type, oid,
    size: size ?? 0, object: () => objectNode(repository, oid),
  };
}

export async function commitNode(repository: Repository, oid: string) {
  const commit = await readCommit(repository.objects, oid);
  return commit === null ? null : shownCommit(repository, commit);
}

function shownCommit(repository: Repository, commit: Commit) {
  const { objects } = repository;
  const message = commit.message.replace(/\n$/, "");
  const [headline = "", ...rest] = message.split("\n");
  return {
    ...common("Commit", commit.oid), ...words(message, headline, rest),
    author: actorOf(commit.author), committer: actorOf(commit.committer),
    authoredDate: time(commit.author.date), committedDate: time(commit.committer.date),
    tree: () => treeNode(repository, commit.tree),
    signature: repository.verified.has(commit.oid)
      ? { __typename: "GpgSignature", isValid: true, state: "VALID", wasSignedByGitHub: true } : null,
    file: ({ path }: { path: string }) => fileOf(repository, commit.tree, path),
    history: async (page: PageArguments & { path?: string | null }) => {
      const oids = await log(objects, commit.oid, page.path ?? null);
      return connection("history", oids, page, (one) => commitNode(repository, one));
    },
    parents: (page: PageArguments) => {
      return connection("parents", commit.parents, page, (one) => commitNode(repository, one));
    },
  };
}

function words(message: string, messageHeadline: string, rest: readonly string[]) {
  return { message, messageHeadline, messageBody: rest.join("\n").trim() };
}

async function fileOf(repository: Repository, tree: string, path: string) {
  const entry = await findEntry(repository.objects, tree, path);
  if (entry === null || entry.path === "") return null;
  const object = entry.type === "blob" ? await repository.objects.read(entry.oid) : null;
  return entryNode(repository, { ...entry, size: object?.content.length ?? null }, "");
}

function actorOf({ name, email, date }: Person) {
  return { name, email, date: time(date) };
}

export function refNode(repository: Repository, qualified: string) {
  const oid = repository.refs.get(qualified);
  if (oid === null) return null;
  const [, prefix = "refs/", name = ""] = /^(refs\/(?:heads|tags|pull)\/|refs\/)(.*)$/.exec(qualified) ?? [];
  return {
    __typename: "Ref", id: nodeId("Ref", `${repository.id}:${qualified}`), name, prefix,
    target: () => objectNode(repository, oid),
  };
}
