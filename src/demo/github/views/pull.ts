/** Pull requests, comments and reviews as the API shows them. */
import type { Hub } from "../world/hub.ts";
import type { Account, App, Comment, PullRequest, Reaction, Review } from "../world/model.ts";
import type { Repository } from "../world/repository.ts";
import { accountView, appView } from "./account.ts";
import { nodeId, page, repositoryApi, time, timeOrNull } from "./address.ts";
import { repositoryView } from "./repository.ts";

export function pullView(hub: Hub, pull: PullRequest) {
  const { repository, number } = pull;
  const root = repositoryApi(hub, repository);
  const url = `${root}/pulls/${number}`;
  const html = `${page(hub, repository)}/pull/${number}`;
  const issue = `${root}/issues/${number}`;
  const link = (href: string) => ({ href });
  const reviewComment = `${root}/pulls/comments{/number}`;
  return {
    url, id: pull.id, node_id: nodeId("PullRequest", pull.id), html_url: html,
    diff_url: `${html}.diff`, patch_url: `${html}.patch`, issue_url: issue,
    number, state: pull.state, locked: false, title: pull.title, user: accountView(hub, pull.author), body: pull.body,
    created_at: time(pull.createdAt), updated_at: time(pull.updatedAt), closed_at: timeOrNull(pull.closedAt),
    merged_at: timeOrNull(pull.merged?.at ?? null),
    merge_commit_sha: pull.merged?.sha ?? pull.test?.sha ?? null,
    assignee: null, assignees: [], requested_reviewers: [], requested_teams: [], labels: [], milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`, review_comments_url: `${url}/comments`, review_comment_url: reviewComment,
    comments_url: `${issue}/comments`, statuses_url: `${root}/statuses/${pull.headSha}`,
    head: sideView(hub, pull.headRepository, pull.headRef, pull.headSha, pull.author),
    base: sideView(hub, repository, pull.baseRef, pull.baseSha, repository.owner),
    _links: {
      self: link(url), html: link(html), issue: link(issue), comments: link(`${issue}/comments`),
      review_comments: link(`${url}/comments`), review_comment: link(reviewComment),
      commits: link(`${url}/commits`), statuses: link(`${root}/statuses/${pull.headSha}`),
    },
    author_association: association(repository, pull.author),
    auto_merge: null,
    active_lock_reason: null,
  };
}

/** What has become of a pull request, and how much was said. */
export function outcomeView(hub: Hub, { merged, repository, number }: PullRequest) {
  return {
    merged: merged !== null,
    merged_by: merged === null ? null : accountView(hub, merged.by),
    comments: [...repository.comments.values()].filter(({ issue }) => issue === number).length,
    review_comments: 0,
    maintainer_can_modify: false,
  };
}

/** A pull request as a check names it. */
export function pullLinkView(hub: Hub, pull: PullRequest) {
  const side = (repository: Repository, ref: string, sha: string) => ({
    ref, sha, repo: { id: repository.id, url: repositoryApi(hub, repository), name: repository.name },
  });
  return {
    url: `${repositoryApi(hub, pull.repository)}/pulls/${pull.number}`,
    id: pull.id,
    number: pull.number,
    head: side(pull.headRepository ?? pull.repository, pull.headRef, pull.headSha),
    base: side(pull.repository, pull.baseRef, pull.baseSha),
  };
}

/** The issue that every pull request is too, as comment events carry it. */
export function issueView(hub: Hub, pull: PullRequest) {
  const { repository, number } = pull;
  const url = `${repositoryApi(hub, repository)}/issues/${number}`;
  const view = pullView(hub, pull);
  const comments = [...repository.comments.values()].filter(({ issue }) => issue === number).length;
  return {
    url, repository_url: repositoryApi(hub, repository), labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`, events_url: `${url}/events`, html_url: view.html_url,
    id: pull.id, node_id: view.node_id, number, title: pull.title, user: view.user, labels: [], state: pull.state,
    locked: false, assignee: null, assignees: [], milestone: null, comments, draft: pull.draft,
    created_at: view.created_at, updated_at: view.updated_at, closed_at: view.closed_at,
    author_association: view.author_association, active_lock_reason: null, body: pull.body,
    pull_request: {
      url: view.url, html_url: view.html_url, diff_url: view.diff_url, patch_url: view.patch_url,
      merged_at: view.merged_at,
    },
    reactions: reactionsView(url, repository.reactions.get(number) ?? []),
  };
}

export function commentView(hub: Hub, repository: Repository, comment: Comment) {
  const url = `${repositoryApi(hub, repository)}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    url,
    html_url: `${page(hub, repository)}/pull/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${repositoryApi(hub, repository)}/issues/${comment.issue}`,
    user: accountView(hub, comment.author),
    created_at: time(comment.createdAt),
    updated_at: time(comment.updatedAt),
    body: comment.body,
    author_association: association(repository, comment.author),
    performed_via_github_app: viaApp(hub, comment.app),
    reactions: reactionsView(url, comment.reactions),
  };
}

export function reactionView(hub: Hub, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId("Reaction", reaction.id),
    user: accountView(hub, reaction.author),
    content: reaction.content,
    created_at: time(reaction.at),
  };
}

/** Reactions by their kind. */
function reactionsView(url: string, all: readonly Reaction[]) {
  const count = (content: string): number => all.filter((one) => one.content === content).length;
  return {
    url: `${url}/reactions`, total_count: all.length, "+1": count("+1"), "-1": count("-1"), laugh: count("laugh"),
    hooray: count("hooray"), confused: count("confused"), heart: count("heart"), rocket: count("rocket"),
    eyes: count("eyes"),
  };
}

export function reviewView(hub: Hub, pull: PullRequest, review: Review) {
  const url = `${repositoryApi(hub, pull.repository)}/pulls/${pull.number}`;
  const html = `${page(hub, pull.repository)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: accountView(hub, review.author),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    _links: { html: { href: html }, pull_request: { href: url } },
    submitted_at: time(review.at),
    commit_id: review.commit,
    author_association: association(pull.repository, review.author),
  };
}

function sideView(hub: Hub, repository: Repository | null, ref: string, sha: string, other: Account) {
  const owner = repository?.owner ?? other;
  const repo = repository === null ? null : repositoryView(hub, repository);
  return { label: `${owner.login}:${ref}`, ref, sha, user: accountView(hub, owner), repo };
}

function association(repository: Repository, author: Account): string {
  if (author.id === repository.owner.id) return "OWNER";
  return repository.collaborators.has(author.login.toLowerCase()) ? "COLLABORATOR" : "NONE";
}

function viaApp(hub: Hub, app: App | null) {
  return app === null ? null : appView(hub, app);
}
