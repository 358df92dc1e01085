/** What people say on pull requests, what Writ answers them, and who they are. Every method is one request, unless it says otherwise. */
import { orNull } from "./answers.ts";
import { commentAnswer, commentsAnswer, createdAnswer, membershipAnswer, permissionAnswer, reviewsAnswer } from "./hub-answers.ts";
import type { CommentAnswer, ReviewAnswer } from "./hub-answers.ts";
import { ask, pagesOf, understood } from "./requests.ts";
import type { Requester } from "./requests.ts";

/** More comments and reviews than this are not looked through: 3,000. */
const MOST_PAGES = 30;

export type ReactionContent = "eyes" | "rocket" | "confused";

export class TalkHub {
  readonly #github: Requester;
  readonly #place: { readonly owner: string; readonly repo: string };
  readonly #appId: number;

  constructor(github: Requester, place: { readonly owner: string; readonly repo: string }, appId: number) {
    this.#github = github;
    this.#place = place;
    this.#appId = appId;
  }

  /** Null when it is gone. A missing repository looks the same. */
  comment(comment: number): Promise<CommentAnswer | null> {
    const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
    return orNull(() => ask(this.#github, route, { ...this.#place, comment_id: comment }, commentAnswer));
  }

  /** Comments of a pull request, oldest first; with `since` those that changed at that time or later. A request for each hundred. */
  comments(number: number, since?: string): AsyncIterable<readonly CommentAnswer[]> {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    const parameters = { ...this.#place, issue_number: number, ...(since === undefined ? {} : { since }) };
    return pagesOf(this.#github, route, parameters, (data) => understood(route, data, commentsAnswer), MOST_PAGES);
  }

  /** Null when it is gone. A request for each hundred reviews. */
  async review(number: number, review: number): Promise<ReviewAnswer | null> {
    const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
    const parameters = { ...this.#place, pull_number: number };
    for await (const page of pagesOf(this.#github, route, parameters, (data) => understood(route, data, reviewsAnswer), MOST_PAGES)) {
      const found = page.find(({ id }) => id === review);
      if (found !== undefined) return found;
    }
    return null;
  }

  /** True for what our own App said. Whoever may write can change its text, but not who said it. */
  isOwn({ performed_via_github_app: app, user }: CommentAnswer): boolean {
    return app?.id === this.#appId && user?.type === "Bot";
  }

  async say(number: number, body: string): Promise<void> {
    const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
    await ask(this.#github, route, { ...this.#place, issue_number: number, body }, createdAnswer);
  }

  async reword(comment: number, body: string): Promise<void> {
    await this.#github.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", { ...this.#place, comment_id: comment, body });
  }

  /** The same reaction a second time changes nothing. */
  async react(comment: number, content: ReactionContent): Promise<void> {
    const route = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
    await this.#github.request(route, { ...this.#place, comment_id: comment, content });
  }

  /** What an account may do here now; `user` is the number of the account that bears the login. Null for nobody. */
  async permission(login: string): Promise<{ readonly user: number | null; readonly permission: string; readonly role: string } | null> {
    const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
    const found = await orNull(() => ask(this.#github, route, { ...this.#place, username: login }, permissionAnswer));
    if (found === null) return null;
    return { user: found.user?.id ?? null, permission: found.permission, role: found.role_name ?? found.permission };
  }

  /** Whether an account belongs to a team, or to one below it. An invitation does not count. */
  async isMember(organization: string, team: string, login: string): Promise<boolean> {
    const route = "GET /orgs/{org}/teams/{team_slug}/memberships/{username}";
    const found = await orNull(() => ask(this.#github, route, { org: organization, team_slug: team, username: login }, membershipAnswer));
    return found?.state === "active";
  }
}
