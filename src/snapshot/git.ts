import { readFile } from "node:fs/promises";
import { UserError } from "../errors.ts";
import { CommitSnapshot } from "./git-commit.ts";
import {
  changesBetween,
  commitsBetween,
  commitsUpTo,
  entriesBetween,
  pathsEnding,
  renamesBetween,
} from "./git-log.ts";
import { locate } from "./git-place.ts";
import type { Place } from "./git-place.ts";
import { refusal } from "./git-process.ts";
import type { GitProcess } from "./git-process.ts";
import { knownCommits } from "./cat-file.ts";
import { WorktreeSnapshot } from "./git-worktree.ts";
import { ObjectStore } from "./object-store.ts";
import type { BlobChange, CommitRecord, Content, EntryChange, History, Repository, Snapshot } from "./snapshot.ts";

export interface GitRepository extends Repository, Omit<Place, "shallow"> {
  /** Who commits here, as Git is configured: a claim that nothing proves. Null where a part of it is not set. */
  identity(): Promise<{ readonly name: string; readonly mail: string } | null>;
  /** Ends the Git processes that still run; what waits for them fails. */
  dispose(): Promise<void>;
}

/**
 * Opens the repository that holds `directory`: a checkout or a folder in it, a linked worktree, or a bare repository.
 * `milliseconds` bounds every single Git process. Nothing in the repository is run, written or fetched.
 *
 * Throws UserError when there is no such folder or repository, when Git is missing or older than 2.31, and when the
 * repository belongs to somebody else and the person has not said that it is safe.
 */
export async function openRepository(
  directory: string,
  { milliseconds = 60_000 }: { readonly milliseconds?: number } = {},
): Promise<GitRepository> {
  const { place, git } = await locate(directory, milliseconds);
  return new LocalRepository(place, git);
}

class LocalRepository implements GitRepository {
  readonly root: string;
  readonly bare: boolean;
  readonly gitDir: string;
  readonly #shallow: boolean;
  readonly #git: GitProcess;
  readonly #objects: ObjectStore;
  /** Committer dates by commit id, as far as they are known. */
  readonly #dates = new Map<string, string>();

  constructor(place: Place, git: GitProcess) {
    this.root = place.root;
    this.bare = place.bare;
    this.gitDir = place.gitDir;
    this.#shallow = place.shallow;
    this.#git = git;
    this.#objects = new ObjectStore(git);
  }

  async resolve(revision: string): Promise<string> {
    const name = JSON.stringify(revision.slice(0, 100));
    if (revision === "" || revision.length > 1000 || REFUSED.test(revision)) {
      throw new UserError(`${name} is not the name of one commit; give a commit id, a branch, a tag or HEAD~2`);
    }
    const output = await this.#git.run(["rev-list", ...ONE, "--end-of-options", `${revision}^{commit}`, "--"]);
    const match = /^commit ([0-9a-f]{40,64})\n(\S*)/.exec(output.stdout.toString("latin1"));
    if (output.code === 0 && match?.[1] !== undefined && match[2] !== undefined) {
      this.#dates.set(match[1], match[2]);
      return match[1];
    }
    if (!UNKNOWN.test(output.stderr)) throw refusal(["rev-list"], this.root, output);
    if (await this.#isEmpty()) {
      throw new UserError(`the repository ${JSON.stringify(this.root)} has no commit yet; commit something first`);
    }
    const cure = this.#shallow
      ? "this clone is shallow: run `git fetch --unshallow`, or set `fetch-depth: 0` where it is checked out"
      : "`git log --all --oneline` lists what there is, and `git fetch` gets what is missing";
    throw new UserError(`there is no commit ${name} in ${JSON.stringify(this.root)}; ${cure}`);
  }

  async commit(oid: string): Promise<Snapshot> {
    const commit = this.#dates.has(fullId(oid)) ? oid : await this.resolve(oid);
    return new CommitSnapshot(this.#git, this.#objects, commit, this.#dates.get(commit) ?? "");
  }

  async worktree(): Promise<Snapshot> {
    if (this.bare) {
      throw new UserError(`${JSON.stringify(this.root)} has no working tree; name the commit to judge with --rev`);
    }
    const output = await this.#git.run(["rev-parse", "--verify", "--end-of-options", "HEAD^{commit}"]);
    const head = output.code === 0 ? output.stdout.toString("latin1").trim() : null;
    if (head === null && !UNKNOWN.test(output.stderr)) throw refusal(["rev-parse"], this.root, output);
    return new WorktreeSnapshot(this.#git, this.#objects, head);
  }

  async mergeBase(a: string, b: string): Promise<string | null> {
    const args = ["merge-base", fullId(a), fullId(b)];
    const output = await this.#git.run(args);
    if (output.code === 0) return output.stdout.toString("latin1").trim();
    if (output.code !== 1) throw refusal(args, this.root, output);
    if (this.#shallow) throw this.#cutOff(`where ${a} and ${b} part`);
    return null;
  }

  async commits(base: string | null, head: string, limit: number): Promise<readonly CommitRecord[]> {
    const commits = await commitsBetween(this.#git, base === null ? null : fullId(base), fullId(head), limit);
    if ((await this.#cuts(commits)).length > 0) {
      throw this.#cutOff(base === null ? `every commit up to ${head}` : `every commit from ${base} to ${head}`);
    }
    for (const { oid, date } of commits) this.#dates.set(oid, date);
    return commits;
  }

  async history(head: string, places: readonly string[]): Promise<History> {
    const commits = await commitsUpTo(this.#git, fullId(head), places);
    return { commits, cuts: await this.#cuts(commits) };
  }

  changes(
    pairs: readonly (readonly [from: string, to: string])[],
    places: readonly string[],
  ): Promise<readonly (readonly BlobChange[])[]> {
    const named = pairs.map(([from, to]) => [fullId(from), fullId(to)] as const);
    return changesBetween(this.#git, named, places);
  }

  entries(pairs: readonly (readonly [from: string, to: string])[]): Promise<readonly (readonly EntryChange[])[]> {
    return entriesBetween(this.#git, pairs.map(([from, to]) => [fullId(from), fullId(to)] as const));
  }

  blobs(oids: Iterable<string>, limit: number): Promise<ReadonlyMap<string, Content>> {
    return this.#objects.contents(oids, limit);
  }

  blobSizes(oids: Iterable<string>): Promise<ReadonlyMap<string, number>> {
    return this.#objects.sizes(oids);
  }

  async known(ids: Iterable<string>): Promise<ReadonlyMap<string, string>> {
    const asked = [...new Set(ids)].filter((id) => /^[0-9a-f]{7,64}$/i.test(id));
    if (asked.length === 0) return new Map();
    const input = asked.map((id) => `${id}^{commit}\n`).join("");
    return knownCommits(asked, (await this.#git.read(["cat-file", "--batch-check"], input)).toString("latin1"));
  }

  pathsEnding(head: string, ends: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    return pathsEnding(this.#git, fullId(head), ends);
  }

  renames(
    pairs: readonly (readonly [from: string, to: string])[],
  ): Promise<readonly ReadonlyMap<string, string>[]> {
    return renamesBetween(this.#git, pairs.map(([from, to]) => [fullId(from), fullId(to)] as const));
  }

  /** Ids of the commits whose parents a shallow clone left behind. */
  async #cuts(commits: readonly Omit<CommitRecord, "paths">[]): Promise<readonly string[]> {
    const roots = this.#shallow ? commits.filter((commit) => commit.parents.length === 0) : [];
    if (roots.length === 0) return [];
    const path = await this.#git.read(["rev-parse", "--path-format=absolute", "--git-path", "shallow"]);
    const ends = new Set((await readFile(path.subarray(0, -1), "latin1")).split("\n"));
    return roots.map((commit) => commit.oid).filter((oid) => ends.has(oid));
  }

  async identity(): Promise<{ readonly name: string; readonly mail: string } | null> {
    const git = this.#git.with({ personal: true });
    const [name, mail] = await Promise.all(
      ["user.name", "user.email"].map(async (key) => (await git.run(["config", "--get", key])).stdout.toString("utf8").trim()),
    );
    return name === undefined || mail === undefined || name === "" || mail === "" ? null : { name, mail };
  }

  dispose(): Promise<void> {
    this.#git.stop();
    return Promise.resolve();
  }

  async #isEmpty(): Promise<boolean> {
    return (await this.#git.read(["rev-list", "--max-count=1", "--all"])).length === 0;
  }

  #cutOff(what: string): UserError {
    return new UserError(
      `the shallow clone ${JSON.stringify(this.root)} does not show ${what}; ` +
        "run `git fetch --unshallow`, or set `fetch-depth: 0` where it is checked out",
    );
  }
}

const ONE = ["--max-count=1", "--format=%cI"] as const;

/** Options, ranges, paths in a commit, searches through messages, and what no name can hold. */
const REFUSED = /^[-^]|[\0-\x20\x7f:?*[\\]|\.\.|\^[!@-]|\^\{\//;

/** What Git says of a name that stands for no commit. */
const UNKNOWN = /bad revision|Needed a single revision|unknown revision|bad object|expected commit type/;

function fullId(oid: string): string {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(oid)) throw new Error(`not a full object id: ${JSON.stringify(oid)}`);
  return oid;
}
