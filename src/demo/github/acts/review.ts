/** Reviews of pull requests, as far as they are heard of. */
import type { Hub } from "../world/hub.ts";
import type { Account, PullRequest, Review } from "../world/model.ts";
import { invalid } from "../world/refusal.ts";
import { pullView, reviewView } from "../views/pull.ts";
import { announce } from "./announce.ts";

/** Adds a review of the head, or of the commit that is named. Nobody may approve what they wrote themselves. */
export function addReview(
  hub: Hub, pull: PullRequest, author: Account, state: Review["state"], body: string, commit = pull.headSha,
): Review {
  if (author === pull.author && state !== "COMMENTED") {
    throw invalid("PullRequestReview", "event", "Can not approve your own pull request");
  }
  const review = { id: hub.id(), author, body, state, commit, at: hub.now() };
  pull.reviews.push(review);
  const shown = { ...reviewView(hub, pull, review), state: state.toLowerCase() };
  const payload = { review: shown, pull_request: pullView(hub, pull) };
  announce(hub, pull.repository, { event: "pull_request_review", action: "submitted", sender: author, payload });
  return review;
}
