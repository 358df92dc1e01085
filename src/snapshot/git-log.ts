import type { GitProcess } from "./git-process.ts";
import { entryKind, records } from "./listing.ts";
import type { BlobChange, CommitRecord, EntryChange, HistoryCommit } from "./snapshot.ts";

/** Every option that a configuration could change is said. `--root` tells what the first commit brought. */
const LOG = [
  "log", "-z", "--raw", "--root", "--topo-order", "--reverse", "--diff-merges=first-parent", "--no-renames",
  "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-mailmap", "--no-notes", "--no-decorate", "--no-color",
  "-O/dev/null", "--encoding=UTF-8", "--format=%H%x00%P%x00%cI%x00%s",
] as const;

/**
 * Commits reachable from `head` and not from `base` (full object ids; null for all), parents before children, at most `limit` of the
 * newest. A merge tells the paths that differ from its first parent; a submodule counts as a path.
 */
export async function commitsBetween(
  git: GitProcess,
  base: string | null,
  head: string,
  limit: number,
): Promise<readonly CommitRecord[]> {
  const most = `--max-count=${Math.max(0, Math.floor(limit))}`;
  const output = await git.read([...LOG, most, head, ...(base === null ? [] : [`^${base}`]), "--"]);
  return [...logged(output)].map(({ commit, files }) => ({ ...commit, paths: files.map(({ path }) => path) }));
}

/**
 * Every commit reachable from `head` (a full object id), parents before children, with what it did to the files at or
 * below `places`, all files when there are none. A merge is compared with its first parent.
 */
export async function commitsUpTo(
  git: GitProcess,
  head: string,
  places: readonly string[],
): Promise<readonly HistoryCommit[]> {
  // Without these two, Git would leave out commits that it takes for uninteresting, and whole sides of merges with them.
  const all = ["--full-history", "--sparse"];
  const output = await git.read([...LOG, "--no-abbrev", ...all, head, "--", ...places.map((path) => `:(literal)${path}`)]);
  return [...logged(output)].map(({ commit, files }) => ({ ...commit, changes: files.map(changeOf) }));
}

/** The paths of files that a history ever had at one of `ends`, or below any folder: by that end. */
export async function pathsEnding(
  git: GitProcess,
  head: string,
  ends: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (ends.length === 0) return new Map();
  const globs = ends.map((end) => `:(glob)**/${end.replace(/[\\*?[\]]/g, "\\$&")}`);
  const output = await git.read([...LOG, "--no-abbrev", "--full-history", head, "--", ...globs]);
  const changes = [...logged(output)].flatMap(({ files }) => files.map(changeOf));
  return byEnd(ends, changes);
}

/** Paths of the files among changes, by the end that each has. */
export function byEnd(ends: readonly string[], changes: Iterable<BlobChange>): Map<string, Set<string>> {
  const wanted = new Set(ends);
  const found = new Map<string, Set<string>>();
  for (const { path, before, after } of changes) {
    if (before === null && after === null) continue;
    for (let at = 0; at >= 0; at = path.indexOf("/", at + 1)) {
      const end = at === 0 ? path : path.slice(at + 1);
      if (wanted.has(end)) found.set(end, (found.get(end) ?? new Set()).add(path));
    }
  }
  return found;
}

const DIFF = [
  "diff-tree", "--stdin", "--always", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff",
  "--no-textconv", "-O/dev/null",
] as const;

/** What lies between the two commits of each pair, in the order of the pairs; for the files at or below `places`. */
export async function changesBetween(
  git: GitProcess,
  pairs: readonly (readonly [from: string, to: string])[],
  places: readonly string[],
): Promise<readonly (readonly BlobChange[])[]> {
  return (await filesBetween(git, pairs, places)).map((files) => files.map(changeOf));
}

/** How the list of files of the first commit of each pair becomes that of the second. */
export async function entriesBetween(
  git: GitProcess,
  pairs: readonly (readonly [from: string, to: string])[],
): Promise<readonly (readonly EntryChange[])[]> {
  return (await filesBetween(git, pairs, [])).map((files) => files.map(entryOf));
}

async function filesBetween(
  git: GitProcess,
  pairs: readonly (readonly [from: string, to: string])[],
  places: readonly string[],
): Promise<readonly (readonly LoggedFile[])[]> {
  if (pairs.length === 0) return [];
  // A commit, and what to take for its parent.
  const input = pairs.map(([from, to]) => `${to} ${from}\n`).join("");
  const list = records(await git.read([...DIFF, "--", ...places.map((path) => `:(literal)${path}`)], input));
  const files: LoggedFile[][] = [];
  for (let at = 0; at < list.length; ) {
    const record = list[at] ?? "";
    if (record.startsWith(":")) files.at(-1)?.push({ entry: record, path: list[at + 1] ?? "" });
    else files.push([]);
    at += record.startsWith(":") ? 2 : 1;
  }
  if (files.length !== pairs.length) throw new Error(`git diff-tree: ${files.length} answers to ${pairs.length} pairs`);
  return files;
}

const RENAMES = [
  "diff-tree", "--stdin", "--always", "-r", "-z", "--raw", "--no-abbrev", "--find-renames=50%", "-l1000",
  "--diff-filter=R", "--no-ext-diff", "--no-textconv", "-O/dev/null",
] as const;

/** For each pair of commits, the new paths by the old ones of the files that Git finds to be renamed. */
export async function renamesBetween(
  git: GitProcess,
  pairs: readonly (readonly [from: string, to: string])[],
): Promise<readonly ReadonlyMap<string, string>[]> {
  if (pairs.length === 0) return [];
  const list = records(await git.read(RENAMES, pairs.map(([from, to]) => `${to} ${from}\n`).join("")));
  const renames: Map<string, string>[] = [];
  for (let at = 0; at < list.length; ) {
    const record = list[at] ?? "";
    if (record.startsWith(":")) renames.at(-1)?.set(list[at + 1] ?? "", list[at + 2] ?? "");
    else renames.push(new Map());
    at += record.startsWith(":") ? 3 : 1;
  }
  if (renames.length !== pairs.length) throw new Error(`git diff-tree: ${renames.length} answers to ${pairs.length} pairs`);
  return renames;
}

interface Logged {
  readonly commit: Omit<CommitRecord, "paths">;
  readonly files: readonly LoggedFile[];
}

interface LoggedFile {
  /** `:modes ids letter`. */
  readonly entry: string;
  readonly path: string;
}

function* logged(output: Buffer): Generator<Logged> {
  const list = records(output);
  for (let at = 0; at + 3 < list.length; ) {
    const [oid = "", parents = "", date = "", subject = ""] = list.slice(at, at + 4);
    at += 4;
    const files: LoggedFile[] = [];
    // The entry, then the path. A line feed stands before the first; no commit id starts like this.
    for (; /^\n?:/.test(list[at] ?? ""); at += 2) files.push({ entry: list[at] ?? "", path: list[at + 1] ?? "" });
    yield { commit: { oid, parents: parents === "" ? [] : parents.split(" "), subject, date }, files };
  }
}

const ENTRY = /:(\d+) (\d+) (\w+) (\w+)/;

function entryOf({ entry, path }: LoggedFile): EntryChange {
  const [, , mode = "", , oid = ""] = ENTRY.exec(entry) ?? [];
  return { path, entry: mode === "000000" ? null : { kind: entryKind(mode), oid } };
}

function changeOf({ entry, path }: LoggedFile): BlobChange {
  const [, oldMode = "", newMode = "", before = "", after = ""] = ENTRY.exec(entry) ?? [];
  return { path, before: fileId(oldMode, before), after: fileId(newMode, after) };
}

/** Only regular files have a blob that counts: nothing is read through links. */
function fileId(mode: string, oid: string): string | null {
  const kind = mode === "000000" ? null : entryKind(mode);
  return kind === "file" || kind === "executable" ? oid : null;
}
