/** Questions about how commits hang together, answered by Git. */
import type { ObjectStore } from "./objects.ts";
import { readGit, runGit } from "./run.ts";

/** The best common ancestor, or null when two commits share no history. */
export function mergeBase(store: ObjectStore, one: string, other: string): Promise<string | null> {
  return store.once(`merge-base ${one} ${other}`, async () => {
    if (one === other) return one;
    const { code, stdout } = await runGit(store.directory, ["merge-base", one, other]);
    return code === 0 ? stdout.toString().trim() : null;
  });
}

/** Whether `ancestor` is `commit` or led to it. */
export function isAncestor(store: ObjectStore, ancestor: string, commit: string): Promise<boolean> {
  return store.once(`ancestor ${ancestor} ${commit}`, async () => {
    if (ancestor === commit) return true;
    return (await runGit(store.directory, ["merge-base", "--is-ancestor", ancestor, commit])).code === 0;
  });
}

/** Commits that `head` has and `base` (null: nothing) has not, oldest first. */
export function commitsBetween(store: ObjectStore, base: string | null, head: string): Promise<readonly string[]> {
  return store.once(`between ${base ?? "nothing"} ${head}`, async () => {
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
