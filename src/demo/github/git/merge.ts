/** The three ways to merge, worked out by Git on the object store alone. */
import type { Person } from "./commit.ts";
import { readCommit, writeCommit } from "./commit.ts";
import { commitsBetween, mergeBase } from "./history.ts";
import type { ObjectStore } from "./objects.ts";
import { runGit } from "./run.ts";

export type MergeMethod = "merge" | "squash" | "rebase";

export interface MergeWords {
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
}

/** The tree of both commits together, or null when they conflict or share no history. */
export async function mergeTrees(store: ObjectStore, ours: string, theirs: string): Promise<string | null> {
  const { code, stdout } = await runGit(store.directory, ["merge-tree", "--write-tree", "--no-messages", ours, theirs]);
  return code === 0 ? stdout.toString().slice(0, 40) : null;
}

/** The commit that `base` would point to with `head` merged into it, or null when they conflict. */
export async function mergeInto(
  store: ObjectStore,
  base: string,
  head: string,
  method: MergeMethod,
  words: MergeWords,
): Promise<string | null> {
  if (method === "rebase") return rebaseOnto(store, base, head, words.committer);
  const tree = await mergeTrees(store, base, head);
  if (tree === null) return null;
  const parents = method === "merge" ? [base, head] : [base];
  return writeCommit(store, { tree, parents, ...words });
}

/**
 * Each commit of `head` again, on top of `base`. The Git of Debian 12 cannot be told a merge base; a copy of what is
 * built upon, with the commit's own parent as its parent, makes that parent the merge base.
 */
async function rebaseOnto(store: ObjectStore, base: string, head: string, committer: Person): Promise<string | null> {
  let top = base;
  for (const oid of await commitsBetween(store, await mergeBase(store, base, head), head)) {
    const commit = await readCommit(store, oid);
    const below = await readCommit(store, top);
    const parent = commit?.parents[0];
    if (commit === null || below === null || parent === undefined) return null;
    if (commit.parents.length > 1) continue;
    const copy = writeCommit(store, { ...below, parents: [parent], committer });
    const tree = await mergeTrees(store, copy, oid);
    if (tree === null) return null;
    top = writeCommit(store, { ...commit, tree, parents: [top], committer });
  }
  return top;
}
