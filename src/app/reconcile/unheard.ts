/**
 * Commands that nobody answered, because the webhook of their comment never came. An answer of ours names the comment
 * that it is for, so the conversation itself says what was heard.
 */
import { createHash } from "node:crypto";
import { readCommands } from "../../verdict/command/read.ts";
import { KNOWN } from "../commands/known.ts";
import { markOf } from "../commands/reply.ts";
import { spokenIn, type Spoken } from "../commands/spoken.ts";
import type { RepositoryHub } from "../github/hub.ts";
import type { JobTarget } from "../queue/job.ts";

/**
 * A webhook comes within seconds, and its answer soon after. With the four minutes between two rounds this is less than
 * the five within which what was lost is found.
 */
export const COMMANDS_SETTLED_MS = 45_000;
/** As far back as GitHub keeps deliveries. */
export const COMMANDS_BACK_MS = 3 * 24 * 3600_000;

type CommentTarget = Extract<JobTarget, { readonly kind: "comment" }>;

/** Those of the last three days on one pull request, oldest first. A request for each hundred comments of that time. */
export async function unheardCommands(hub: RepositoryHub, number: number, now: number): Promise<readonly CommentTarget[]> {
  const heard = new Set<string>();
  const said: Spoken[] = [];
  for await (const page of hub.talk.comments(number, new Date(now - COMMANDS_BACK_MS).toISOString())) {
    for (const comment of page) {
      if (hub.talk.isOwn(comment)) heard.add(comment.body.split("\n", 1)[0]?.trim() ?? "");
      const spoken = spokenIn(comment, number);
      if (spoken !== null && isCommand(spoken, now)) said.push(spoken);
    }
  }
  return said
    .filter(({ comment }) => !heard.has(markOf("answer", { source: "comment", comment })))
    .map(({ comment, text }) => {
      const digest = createHash("sha256").update(text).digest("hex");
      return { kind: "comment", repository: hub.repository, number, comment, source: "comment", digest };
    });
}

function isCommand({ author, edited, at, text }: Spoken, now: number): boolean {
  const age = now - Date.parse(at);
  if (author.type !== "User" || edited || age < COMMANDS_SETTLED_MS || age > COMMANDS_BACK_MS) return false;
  const { commands, errors } = readCommands(text, KNOWN);
  return commands.length + errors.length > 0;
}
