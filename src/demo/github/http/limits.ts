/** GitHub's hourly limit of requests, counted per installation, person or App. */
import type { Actor, Hub } from "../world/hub.ts";

interface Budget {
  used: number;
  resets: number;
}

const HOUR = 3_600;

/** REST and GraphQL have budgets of their own. */
export type Resource = "core" | "graphql";

export class RateLimit {
  /** Requests an hour; people who are not known get 60. */
  limit = 5_000;
  readonly #budgets = new Map<string, Budget>();
  readonly #hub: Hub;

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  /** Takes one request from the actor's budget; false when there is none left. */
  spend(actor: Actor, resource: Resource = "core"): boolean {
    const budget = this.#budget(actor, resource);
    if (budget.used >= this.#limitOf(actor)) return false;
    budget.used += 1;
    return true;
  }

  /** Gives one back: an answer of 304 costs nothing. */
  refund(actor: Actor, resource: Resource = "core"): void {
    this.#budget(actor, resource).used -= 1;
  }

  headers(actor: Actor, resource: Resource = "core"): Record<string, string> {
    const { limit, remaining, reset, used } = this.view(actor, resource);
    return {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-reset": String(reset),
      "x-ratelimit-used": String(used),
      "x-ratelimit-resource": resource,
    };
  }

  view(
    actor: Actor, resource: Resource = "core",
  ): { limit: number; remaining: number; reset: number; used: number } {
    const { used, resets } = this.#budget(actor, resource);
    const limit = this.#limitOf(actor);
    return { limit, remaining: Math.max(0, limit - used), reset: resets, used };
  }

  #limitOf(actor: Actor): number {
    return actor.kind === "anonymous" ? Math.min(60, this.limit) : this.limit;
  }

  #budget(actor: Actor, resource: Resource): Budget {
    const who =
      actor.kind === "installation" ? `installation ${actor.installation.id}`
      : actor.kind === "user" ? `user ${actor.user.id}`
      : actor.kind === "app" ? `app ${actor.app.id}` : "anonymous";
    const key = `${resource} ${who}`;
    const now = Math.floor(this.#hub.now().getTime() / 1000);
    const old = this.#budgets.get(key);
    if (old !== undefined && old.resets > now) return old;
    const budget = { used: 0, resets: now + HOUR };
    this.#budgets.set(key, budget);
    return budget;
  }
}
