/** Git's commits: read and written. */
import type { ObjectStore } from "./objects.ts";

export interface Person {
  readonly name: string;
  readonly email: string;
  /** To the second; Git keeps no more. */
  readonly date: Date;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

export interface Commit extends NewCommit {
  readonly oid: string;
}

/** Stores a commit and gives back its id. */
export function writeCommit(store: ObjectStore, commit: NewCommit): string {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${line(commit.author)}`,
    `committer ${line(commit.committer)}`,
  ];
  return store.write("commit", Buffer.from(`${lines.join("\n")}\n\n${commit.message}`));
}

/** The commit of this full id, or null when there is none or it is another object. */
export async function readCommit(store: ObjectStore, oid: string): Promise<Commit | null> {
  const object = await store.read(oid);
  if (object?.type !== "commit") return null;
  const text = object.content.toString("utf8");
  const end = text.indexOf("\n\n");
  const commit = { oid, tree: "", parents: [] as string[], author: person(""), committer: person("") };
  for (const header of text.slice(0, end).split("\n")) {
    const value = header.slice(header.indexOf(" ") + 1);
    if (header.startsWith("tree ")) commit.tree = value;
    else if (header.startsWith("parent ")) commit.parents.push(value);
    else if (header.startsWith("author ")) commit.author = person(value);
    else if (header.startsWith("committer ")) commit.committer = person(value);
  }
  return { ...commit, message: text.slice(end + 2) };
}

function line({ name, email, date }: Person): string {
  const clean = (text: string): string => text.replace(/[<>\n\0]/g, "");
  return `${clean(name)} <${clean(email)}> ${Math.floor(date.getTime() / 1000)} +0000`;
}

function person(text: string): Person {
  const found = /^(.*?) ?<([^>]*)> (\d+)/.exec(text);
  return { name: found?.[1] ?? "", email: found?.[2] ?? "", date: new Date(Number(found?.[3] ?? 0) * 1000) };
}
