/** Commits made from files, as people make them. */
import { readCommit, writeCommit } from "../git/commit.ts";
import { editTree } from "../git/tree.ts";
import type { TreeFile } from "../git/tree.ts";
import type { Hub } from "../world/hub.ts";
import type { Account } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { personOf } from "./pulls.ts";

/** Path → content; null takes a file away. */
export type Files = Readonly<Record<string, NewFile | null>>;

export type NewFile = string | Uint8Array | { readonly executable: string } | { readonly symlink: string };

/** Stores a commit that changes files of its first parent (none: an empty tree), and gives back its id. */
export async function commitFiles(
  hub: Hub, repository: Repository, parents: readonly string[], files: Files, message: string, by: Account,
): Promise<string> {
  const { objects } = repository;
  const changes = new Map<string, TreeFile | null>();
  for (const [path, file] of Object.entries(files)) {
    const [mode, content] = file === null ? ["", null]
      : typeof file === "string" || file instanceof Uint8Array ? ["100644", file]
      : "symlink" in file ? ["120000", file.symlink] : ["100755", file.executable];
    changes.set(path, content === null ? null : { mode, oid: objects.write("blob", Buffer.from(content)) });
  }
  const parent = parents[0] === undefined ? null : await readCommit(objects, parents[0]);
  const tree = await editTree(objects, parent?.tree ?? null, changes);
  const person = personOf(hub, by);
  return writeCommit(objects, { tree, parents, author: person, committer: person, message });
}
