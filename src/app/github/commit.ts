/**
 * Commits onto a branch through GraphQL's `createCommitOnBranch`: one signed commit, and only while the branch is where
 * it is expected to be. Whether a request that was cut off has been carried out, the branch itself tells: whoever tries
 * again reads it first.
 */
import { z } from "zod";
import type { RepositoryName } from "../queue/job.ts";
import { oneLine } from "../../render/harmless.ts";
import { objectId } from "./answers.ts";
import { GitHubFault } from "./faults.ts";
import type { Requester } from "./requests.ts";

export interface BranchCommit {
  /** Without `refs/heads/`. */
  readonly branch: string;
  /** The commit that the branch must stand at. */
  readonly expected: string;
  readonly headline: string;
  readonly body: string;
  /** Whole files, as plain ones. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

export type CommitOutcome =
  | { readonly state: "committed"; readonly oid: string }
  /** The branch stands elsewhere. */
  | { readonly state: "moved" }
  /** GitHub does not allow it, in its words: a protected branch, for example. */
  | { readonly state: "refused"; readonly why: string };

/** GitHub takes some 40 MB a request, and base64 makes four bytes of three. */
const MOST_BYTES = 24 * 2 ** 20;

const MUTATION = "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }";

const errorSchema = z.object({ type: z.string().nullish(), message: z.string() });
const answerSchema = z.object({
  data: z.object({ createCommitOnBranch: z.object({ commit: z.object({ oid: objectId }) }).nullish() }).nullish(),
  errors: z.array(errorSchema).nullish(),
});

/** Faults of GitHub's own; everything else that it says no with would be said again. */
const PASSING = /something went wrong|timed? ?out|internal|unavailable/i;

export async function commitOnBranch(
  github: Requester,
  graphql: string,
  { owner, name }: RepositoryName,
  { branch, expected, headline, body, files }: BranchCommit,
): Promise<CommitOutcome> {
  const size = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (size > MOST_BYTES) return { state: "refused", why: `${size} bytes are more than one commit may hold` };
  const additions = files.map(({ path, bytes }) => ({ path, contents: Buffer.from(bytes).toString("base64") }));
  const input = {
    branch: { repositoryNameWithOwner: `${owner}/${name}`, branchName: branch },
    expectedHeadOid: expected,
    message: { headline, body },
    fileChanges: { additions },
  };
  const { data } = await github.request(`POST ${graphql}`, { query: MUTATION, variables: { input } });
  const { success, data: answer } = answerSchema.safeParse(data);
  if (!success) throw new GitHubFault("GitHub's answer to a commit makes no sense");
  const oid = answer.data?.createCommitOnBranch?.commit.oid;
  if (oid !== undefined) return { state: "committed", oid };
  const errors = answer.errors ?? [];
  if (errors.some(({ type }) => type === "STALE_DATA")) return { state: "moved" };
  const [first] = errors;
  if (first === undefined || PASSING.test(`${first.type ?? ""} ${first.message}`)) {
    throw new GitHubFault(`GitHub failed at a commit: ${oneLine(first?.message ?? "it does not say why", 200)}`);
  }
  return { state: "refused", why: oneLine(first.message, 300) };
}
