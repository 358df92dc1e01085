/** The parts of GitHub's answers that are used, and how an answer becomes one of them or a fault. */
import { z } from "zod";
import { GitHubFault, GitHubRefusal } from "./faults.ts";

export const objectId = z.string().regex(/^[0-9a-f]{40}$/);
const date = z.iso.datetime({ offset: true });

export const commitSchema = z.object({ tree: z.object({ sha: objectId }), committer: z.object({ date }) });

export const namedCommitSchema = z.object({ sha: objectId, commit: commitSchema });

const treeEntry = z.object({
  path: z.string().min(1).max(65_536),
  mode: z.string().regex(/^[0-7]{6}$/),
  sha: objectId,
  size: z.number().int().nonnegative().optional(),
  type: z.enum(["blob", "tree", "commit"]),
});

export const treeSchema = z.object({
  sha: objectId,
  truncated: z.boolean(),
  // A blob without a size could not be bounded.
  tree: z.array(treeEntry.refine(({ type, size }) => type !== "blob" || size !== undefined)).max(1_000_000),
});

export const blobSchema = z.object({ sha: objectId, encoding: z.literal("base64"), content: z.string() });

export const blobTextsSchema = z.object({
  data: z.object({ repository: z.record(z.string(), z.object({ oid: objectId, text: z.string().nullable() }).nullable()) }),
});

/** What an answer holds. Throws GitHubFault when it is of another shape, or no JSON at all. */
export function read<T>(schema: z.ZodType<T>, data: unknown, what: string): T {
  const { success, data: answer, error } = schema.safeParse(data);
  if (success) return answer;
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".").slice(0, 100)}`;
  throw new GitHubFault(`GitHub's answer about ${what} is not of the shape it describes${where}`);
}

/** The answer to a question about something that may not be there: null when it is not. */
export async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GitHubRefusal && error.reason === "gone") return null;
    // 409: the repository has no commit yet. 422: no such name, or an id of something else.
    const status = error instanceof Error && "status" in error ? error.status : null;
    if (status === 409 || status === 422) return null;
    throw error;
  }
}
