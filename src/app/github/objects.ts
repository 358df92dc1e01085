/** A repository's objects as GitHub's API gives them. */
import type { ObjectSource, RemoteCommit, TreeListing } from "../../snapshot/remote-source.ts";
import { commitSchema, namedCommitSchema, orNull, read, treeSchema } from "./answers.ts";
import { BlobReader } from "./blobs.ts";
import type { RepositoryPlace } from "./blobs.ts";
import type { GitHubClient } from "./client.ts";

export interface GitHubObjectsOptions {
  /** Of an installation that covers the repository. */
  readonly client: GitHubClient;
  /** Address of the GraphQL API. */
  readonly graphql: string;
  readonly place: RepositoryPlace;
  readonly signal?: AbortSignal | undefined;
}

/** Heads of pull requests from forks are there too: a fork shares its objects with what it was forked from. */
export class GitHubObjects implements ObjectSource {
  readonly #client: GitHubClient;
  readonly #about: { readonly owner: string; readonly repo: string; readonly request?: { readonly signal: AbortSignal } };
  readonly #blobs: BlobReader;

  constructor({ client, graphql, place, signal }: GitHubObjectsOptions) {
    this.#client = client;
    this.#about = { owner: place.owner, repo: place.name, ...(signal === undefined ? {} : { request: { signal } }) };
    this.#blobs = new BlobReader({ client, graphql, place, signal });
  }

  async commit(oid: string): Promise<RemoteCommit | null> {
    const answer = await this.#askFor(() => this.#client.request(
      "GET /repos/{owner}/{repo}/git/commits/{commit_sha}", { ...this.#about, commit_sha: oid },
    ));
    return answer === null ? null : commitOf(read(commitSchema, answer.data, `the commit ${oid}`));
  }

  async named(name: string): Promise<(RemoteCommit & { readonly oid: string }) | null> {
    const answer = await this.#askFor(() => this.#client.request(
      "GET /repos/{owner}/{repo}/commits/{ref}", { ...this.#about, ref: name, per_page: 1 },
    ));
    if (answer === null) return null;
    const { sha, commit } = read(namedCommitSchema, answer.data, "a commit");
    return { oid: sha, ...commitOf(commit) };
  }

  async tree(oid: string, recursive: boolean): Promise<TreeListing | null> {
    const answer = await this.#askFor(() => this.#client.request(
      "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
      { ...this.#about, tree_sha: oid, ...(recursive ? { recursive: "1" } : {}) },
    ));
    if (answer === null) return null;
    const { sha: said, tree, truncated } = read(treeSchema, answer.data, `the tree ${oid}`);
    const entries = tree.map(({ path, mode, sha, size }) => ({ path, mode, oid: sha, size: size ?? null }));
    return { said, entries, truncated };
  }

  blobs(wanted: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, Uint8Array>> {
    return this.#blobs.read(wanted);
  }

  /** GitHub answers the same to what is missing in a repository and to a missing repository; so that is asked next. */
  async #askFor<T>(ask: () => Promise<T>): Promise<T | null> {
    const answer = await orNull(ask);
    if (answer === null) await this.#client.request("GET /repos/{owner}/{repo}", this.#about);
    return answer;
  }
}

function commitOf({ tree, committer }: { tree: { sha: string }; committer: { date: string } }): RemoteCommit {
  return { tree: tree.sha, date: committer.date };
}
