/**
 * Questions about how commits hang together. Where one commit stands in a straight line above the other, which is what
 * nearly every push and pull request is, that is seen without a process; everything else Git answers.
 */
import { readCommit } from "./commit.ts";
import type { ObjectStore } from "./objects.ts";
import { readGit, runGit } from "./run.ts";

/** How far a straight line is followed before Git is asked. */
const STRAIGHT = 200;

/**
 * Commits from `head` (first) down to what stands on `base`, if they stand in one line; null when that is not so or not
 * seen soon.
 */
async function straightLine(store: ObjectStore, base: string, head: string): Promise<string[] | null> {
  const line: string[] = [];
  for (let at = head; at !== base; ) {
    const commit = line.length < STRAIGHT ? await readCommit(store, at) : null;
    const [parent] = commit?.parents ?? [];
    if (commit === null || parent === undefined || commit.parents.length > 1) return null;
    line.push(at);
    at = parent;
  }
  return line;
}

/** The best common ancestor, or null when two commits share no history. */
export function mergeBase(store: ObjectStore, one: string, other: string): Promise<string | null> {
  return store.once(`merge-base ${one} ${other}`, async () => {
    if ((await straightLine(store, one, other)) !== null) return one;
    if ((await straightLine(store, other, one)) !== null) return other;
    const { code, stdout } = await runGit(store.directory, ["merge-base", one, other]);
    return code === 0 ? stdout.toString().trim() : null;
  });
}

/** Whether `ancestor` is `commit` or led to it. */
export function isAncestor(store: ObjectStore, ancestor: string, commit: string): Promise<boolean> {
  return store.once(`ancestor ${ancestor} ${commit}`, async () => {
    if ((await straightLine(store, ancestor, commit)) !== null) return true;
    return (await runGit(store.directory, ["merge-base", "--is-ancestor", ancestor, commit])).code === 0;
  });
}

/** Commits that `head` has and `base` (null: nothing) has not, oldest first. */
export function commitsBetween(store: ObjectStore, base: string | null, head: string): Promise<readonly string[]> {
  return store.once(`between ${base ?? "nothing"} ${head}`, async () => {
    const line = base === null ? null : await straightLine(store, base, head);
    if (line !== null) return line.reverse();
    const range = base === null ? [head] : [head, `^${base}`];
    const out = await readGit(store.directory, ["rev-list", "--topo-order", "--reverse", ...range]);
    return out.toString().split("\n").filter((row) => row !== "");
  });
}

/** The newest commits that led to `head`, newest first; with `path` only those that changed it. */
export async function log(store: ObjectStore, head: string, path: string | null): Promise<string[]> {
  const only = path === null ? [] : ["--", path];
  const out = await readGit(store.directory, ["rev-list", "--max-count=1000", head, ...only]);
  return out.toString().split("\n").filter((row) => row !== "");
}
