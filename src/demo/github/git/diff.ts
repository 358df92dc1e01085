/** What changed between two trees, as Git tells it. */
import type { ObjectStore } from "./objects.ts";
import { readGit } from "./run.ts";

export interface FileChange {
  readonly status: "added" | "removed" | "modified" | "renamed" | "changed";
  readonly path: string;
  /** Where a renamed file was before. */
  readonly before: string | null;
  /** The blob now; of a removed file the one it had. */
  readonly oid: string;
  readonly additions: number;
  readonly deletions: number;
  /** The hunks of a text file, without the head of the patch. */
  readonly patch: string | null;
}

const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
const STATUS = { A: "added", D: "removed", M: "modified", R: "renamed", T: "changed" } as const;

/** Files that differ, by path. Null stands for no tree at all. */
export function changedFiles(store: ObjectStore, before: string | null, after: string): Promise<readonly FileChange[]> {
  return store.once(`files ${before ?? "nothing"} ${after}`, () => compare(store, before, after));
}

async function compare(store: ObjectStore, before: string | null, after: string): Promise<FileChange[]> {
  const trees = [before ?? EMPTY_TREE, after];
  if (before === null) store.write("tree", Buffer.alloc(0));
  const options = ["-r", "-M", "--full-index", "--no-ext-diff", "--no-textconv"];
  const [raw, patches] = await Promise.all([
    readGit(store.directory, ["diff-tree", ...options, "--raw", "--numstat", "-z", ...trees]),
    readGit(store.directory, ["diff-tree", ...options, "-p", ...trees]),
  ]);
  const hunks = patches.toString("utf8").split(/^diff --git .*\n/m).slice(1);
  const fields = raw.toString("utf8").split("\0");
  const changes: Omit<FileChange, "additions" | "deletions" | "patch">[] = [];
  let at = 0;
  for (; fields[at]?.startsWith(":"); ) {
    const [, , from = "", to = "", letter = "M"] = (fields[at] ?? "").split(" ");
    const status = STATUS[letter.charAt(0) as keyof typeof STATUS];
    const renamed = status === "renamed";
    const first = fields[at + 1] ?? "";
    const path = renamed ? (fields[at + 2] ?? "") : first;
    changes.push({ status, path, before: renamed ? first : null, oid: status === "removed" ? from : to });
    at += renamed ? 3 : 2;
  }
  let shown = 0;
  return changes.map((change) => {
    const [added = "", deleted = "", name] = (fields[at] ?? "").split("\t");
    at += name === "" ? 3 : 1;
    const text = hunks[shown] ?? "";
    // A file that became a link is shown as one removed and one added.
    shown += change.status === "changed" ? 2 : 1;
    const start = text.search(/^@@ /m);
    return {
      ...change,
      additions: Number(added) || 0,
      deletions: Number(deleted) || 0,
      patch: start < 0 ? null : text.slice(start).replace(/\n$/, ""),
    };
  });
}
