/** From what GitHub tells a workflow about its event to the commit that the checkout is compared with. */
import { z } from "zod";

const sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/);
const pullSchema = z.object({ pull_request: z.object({ base: z.object({ sha }) }) });
const groupSchema = z.object({ merge_group: z.object({ base_sha: sha }) });
const pushSchema = z.object({ before: sha });

export interface WorkflowEvent {
  /** `GITHUB_EVENT_NAME`. */
  readonly name: string;
  /** What `GITHUB_EVENT_PATH` holds, parsed. */
  readonly payload: unknown;
  /** True when the checkout is the merge that GitHub made of a pull request and its base: its first parent is the base. */
  readonly isMerge: boolean;
}

/** A revision to compare with; null where the event has none, and everything is judged. */
export function baseOf({ name, payload, isMerge }: WorkflowEvent): string | null {
  switch (name) {
    case "pull_request":
    case "pull_request_target":
      // The base may have moved since the event: what GitHub merged with counts.
      return isMerge ? "HEAD^1" : (pullSchema.safeParse(payload).data?.pull_request.base.sha ?? null);
    case "merge_group":
      return groupSchema.safeParse(payload).data?.merge_group.base_sha ?? null;
    case "push": {
      const before = pushSchema.safeParse(payload).data?.before ?? null;
      // Of a branch that is new.
      return before === null || /^0+$/.test(before) ? null : before;
    }
    default:
      return null;
  }
}
