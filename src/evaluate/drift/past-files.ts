/** Which files stood at which paths in commits of the past, told by how these differ from the head. */
import type { Entry, Repository } from "../../snapshot/snapshot.ts";

/** Characters of paths that one process is asked about. */
const ASKED = 16_384;

export class PastFiles {
  readonly #head: string;
  readonly #tree: ReadonlyMap<string, Entry>;
  readonly #paths: ReadonlySet<string>;
  /** By commit: blob ids of the paths that were different then; null where no regular file stood. */
  readonly #different = new Map<string, Map<string, string | null>>();

  private constructor(head: string, tree: ReadonlyMap<string, Entry>, paths: ReadonlySet<string>) {
    this.#head = head;
    this.#tree = tree;
    this.#paths = paths;
  }

  /** `tree` is that of the commit `head`. All commits are asked about all paths, in one process for many of them. */
  static async load(
    repository: Pick<Repository, "changes">,
    head: string,
    tree: ReadonlyMap<string, Entry>,
    commits: Iterable<string>,
    paths: Iterable<string>,
  ): Promise<PastFiles> {
    const past = new PastFiles(head, tree, new Set([...paths].filter((path) => path !== "")));
    const wanted = [...new Set(commits)].filter((commit) => commit !== head);
    for (const commit of wanted) past.#different.set(commit, new Map());
    const pairs = wanted.map((commit) => [commit, head] as const);
    for (const places of portions(past.#paths)) {
      const answers = pairs.length === 0 ? [] : await repository.changes(pairs, places);
      for (const [index, changes] of answers.entries()) {
        const different = past.#different.get(wanted[index] ?? "");
        // Below a path that is a folder now, or was one then, other files stand; they are not asked about.
        for (const { path, before } of changes) if (past.#paths.has(path)) different?.set(path, before);
      }
    }
    return past;
  }

  /** The blob id of the regular file at a path; null when there was none. Only what was asked for is known. */
  blobAt(commit: string, path: string): string | null {
    if (!this.#paths.has(path)) return null;
    const then = commit === this.#head ? undefined : this.#different.get(commit)?.get(path);
    return then === undefined ? blobOf(this.#tree.get(path)) : then;
  }
}

/** The blob of a regular file. */
export function blobOf(entry: Entry | undefined): string | null {
  return entry !== undefined && (entry.kind === "file" || entry.kind === "executable") ? entry.oid : null;
}

function* portions(paths: Iterable<string>): Generator<readonly string[]> {
  let portion: string[] = [];
  let length = 0;
  for (const path of paths) {
    if (portion.length > 0 && length + path.length > ASKED) {
      yield portion;
      portion = [];
      length = 0;
    }
    portion.push(path);
    length += path.length + 12;
  }
  if (portion.length > 0) yield portion;
}
