/** What somebody said on a pull request, read again from GitHub: an event is believed only so far as it still holds. */
import { createHash } from "node:crypto";
import type { AccountAnswer } from "../github/hub-answers.ts";
import type { CommentAnswer } from "../github/hub-answers.ts";
import type { RepositoryHub } from "../github/hub.ts";

export interface SpokenPlace {
  readonly number: number;
  readonly comment: number;
  readonly source: "comment" | "review";
}

export interface Spoken extends SpokenPlace {
  readonly author: AccountAnswer;
  readonly text: string;
  /** When it was said: `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly at: string;
  readonly url: string;
  /** It is not what was said at first. */
  readonly edited: boolean;
}

/**
 * Null when it is gone, its author is, or it belongs to another pull request. A review's text is held against `digest`,
 * SHA-256 of what came with the event: GitHub does not say of reviews whether they were edited.
 */
export async function readSpoken(hub: RepositoryHub, place: SpokenPlace, digest: string): Promise<Spoken | null> {
  if (place.source === "comment") {
    const found = await hub.talk.comment(place.comment);
    return found === null ? null : spokenIn(found, place.number);
  }
  const found = await hub.talk.review(place.number, place.comment);
  if (found?.user == null || typeof found.submitted_at !== "string") return null;
  const edited = createHash("sha256").update(found.body).digest("hex") !== digest;
  return { ...place, author: found.user, text: found.body, at: second(found.submitted_at), url: found.html_url, edited };
}

/** A comment of the conversation as something that was said there; null when it was not. */
export function spokenIn(comment: CommentAnswer, number: number): Spoken | null {
  const { id, body, user, created_at, updated_at, html_url, issue_url } = comment;
  if (user === null || (typeof issue_url === "string" && !issue_url.endsWith(`/issues/${number}`))) return null;
  const edited = Date.parse(created_at) !== Date.parse(updated_at);
  return { number, comment: id, source: "comment", author: user, text: body, at: second(created_at), url: html_url, edited };
}

function second(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
