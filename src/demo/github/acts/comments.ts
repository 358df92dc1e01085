/** Comments in the conversation of a pull request, and reactions to them. */
import type { Hub } from "../world/hub.ts";
import type { Account, App, Comment, PullRequest, Reaction } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { notFound } from "../world/refusal.ts";
import { commentView, issueView } from "../views/pull.ts";
import { announce } from "./announce.ts";

/** Adds a comment. */
export function addComment(hub: Hub, pull: PullRequest, author: Account, app: App | null, body: string): Comment {
  const now = hub.now();
  const comment = {
    id: hub.id(), author, app, issue: pull.number, body, createdAt: now, updatedAt: now, reactions: [],
  };
  pull.repository.comments.set(comment.id, comment);
  pull.updatedAt = now;
  tellComment(hub, pull.repository, comment, "created", author);
  return comment;
}

/** Changes the text of a comment; whoever may write may do so. */
export function editComment(hub: Hub, repository: Repository, comment: Comment, body: string, by: Account): void {
  const from = comment.body;
  comment.body = body;
  comment.updatedAt = hub.now();
  tellComment(hub, repository, comment, "edited", by, { changes: { body: { from } } });
}

export function deleteComment(hub: Hub, repository: Repository, comment: Comment, by: Account): void {
  repository.comments.delete(comment.id);
  tellComment(hub, repository, comment, "deleted", by);
}

/** Adds a reaction, or gives back the same one of the same person. */
export function react(
  hub: Hub, all: Reaction[], author: Account, content: string,
): { readonly reaction: Reaction; readonly fresh: boolean } {
  const old = all.find((one) => one.author === author && one.content === content);
  if (old !== undefined) return { reaction: old, fresh: false };
  const reaction = { id: hub.id(), author, content, at: hub.now() };
  all.push(reaction);
  return { reaction, fresh: true };
}

function tellComment(
  hub: Hub, repository: Repository, comment: Comment, action: string, by: Account, more: Record<string, unknown> = {},
): void {
  const pull = repository.pulls.get(comment.issue);
  if (pull === undefined) throw notFound();
  const payload = { issue: issueView(hub, pull), comment: commentView(hub, repository, comment), ...more };
  announce(hub, repository, { event: "issue_comment", action, sender: by, payload });
}
