/**
 * Blobs over the API: many small ones with one GraphQL query, as text; what does not prove to be its id when it is
 * encoded again, is binary or was cut off, by REST, one each. Where GraphQL is refused, everything goes by REST.
 */
import { TryLater } from "../queue/port.ts";
import { blobId } from "../../snapshot/object-id.ts";
import { blobSchema, blobTextsSchema, orNull, read } from "./answers.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubRefusal } from "./faults.ts";

export interface RepositoryPlace {
  readonly owner: string;
  readonly name: string;
}

interface BlobsOptions {
  readonly client: GitHubClient;
  readonly graphql: string;
  readonly place: RepositoryPlace;
  readonly signal: AbortSignal | undefined;
}

/** GitHub gives up on a query after ten seconds. */
const QUERY_BLOBS = 100;
const QUERY_BYTES = 2 ** 20;
/** Longer texts are cut off in GraphQL. */
const LARGEST_TEXT = 2 ** 18;
/** Requests at a time; Octokit would take ten, and others want some. */
const AT_ONCE = 6;

export class BlobReader {
  readonly #options: BlobsOptions;
  #graphql = true;

  constructor(options: BlobsOptions) {
    this.#options = options;
  }

  /** Every blob comes with its own bytes; those that are not there are left out. */
  async read(wanted: ReadonlyMap<string, number>): Promise<ReadonlyMap<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    for (const batch of batches(wanted)) {
      // One is as cheap by REST, and comes as it is.
      if (batch.length < 2 || !this.#graphql) continue;
      for (const [oid, bytes] of await this.#texts(batch)) found.set(oid, bytes);
    }
    const left = [...wanted.keys()].filter((oid) => !found.has(oid));
    for (let at = 0; at < left.length; at += AT_ONCE) {
      const some = left.slice(at, at + AT_ONCE);
      const blobs = await Promise.all(some.map((oid) => this.#blob(oid)));
      for (const [index, bytes] of blobs.entries()) if (bytes !== null) found.set(some[index] ?? "", bytes);
    }
    return found;
  }

  /** The blobs whose text proves to be theirs. */
  async #texts(oids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const { client, graphql, place, signal } = this.#options;
    const found = new Map<string, Uint8Array>();
    const parts = oids.map((oid, index) => `b${index}: object(oid: "${oid}") { ... on Blob { oid text } }`);
    const query = `query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { ${parts.join(" ")} } }`;
    try {
      const request = { idempotent: true, ...(signal === undefined ? {} : { signal }) };
      const answer = await client.request({ method: "POST", url: graphql, query, variables: { ...place }, request });
      const { success, data } = blobTextsSchema.safeParse(answer.data);
      // What is refused comes with 200 too, and errors in place of the repository.
      this.#graphql = success;
      for (const one of Object.values(data?.data.repository ?? {})) {
        if (one === null || one.text === null) continue;
        const bytes = Buffer.from(one.text, "utf8");
        if (blobId(bytes) === one.oid) found.set(one.oid, bytes);
      }
    } catch (error) {
      // A query may be too much for GitHub where each blob alone is not; a limit holds for both.
      const tooMuch = error instanceof TryLater && !error.wholeInstallation;
      if (!(error instanceof GitHubRefusal) && !tooMuch) throw error;
      this.#graphql = false;
    }
    return found;
  }

  async #blob(oid: string): Promise<Uint8Array | null> {
    const { client, place, signal } = this.#options;
    const answer = await orNull(() => client.request("GET /repos/{owner}/{repo}/git/blobs/{file_sha}", {
      owner: place.owner, repo: place.name, file_sha: oid, ...(signal === undefined ? {} : { request: { signal } }),
    }));
    return answer === null ? null : Buffer.from(read(blobSchema, answer.data, `the blob ${oid}`).content, "base64");
  }
}

function* batches(wanted: ReadonlyMap<string, number>): Generator<readonly string[]> {
  let batch: string[] = [];
  let bytes = 0;
  for (const [oid, size] of wanted) {
    if (size > LARGEST_TEXT) continue;
    if (batch.length === QUERY_BLOBS || (batch.length > 0 && bytes + size > QUERY_BYTES)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(oid);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
