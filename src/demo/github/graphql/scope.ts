/** One query's view of the world: who asks, and what they may. */
import type { Actor, Hub } from "../world/hub.ts";
import type { Repository } from "../world/repository.ts";
import { GraphqlRefusal, notAccessible } from "./refusal.ts";

export interface Points {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
  readonly used: number;
}

export class Scope {
  readonly hub: Hub;
  readonly actor: Actor;
  /** What is left of the actor's hourly points. */
  readonly points: () => Points;

  constructor(hub: Hub, actor: Actor, points: () => Points) {
    this.hub = hub;
    this.actor = actor;
    this.points = points;
  }

  /** The repository `owner/name`. Throws NOT_FOUND for one that the actor may not see, too. */
  repository(fullName: string): Repository {
    const found = this.hub.repositories.get(fullName.toLowerCase());
    if (found !== undefined && this.hub.sees(this.actor, found)) return found;
    throw new GraphqlRefusal("NOT_FOUND", `Could not resolve to a Repository with the name '${fullName}'.`);
  }

  /** Throws FORBIDDEN unless the actor may do what needs this permission, such as `contents:read`. */
  demand(repository: Repository, permission: string, doing = ""): void {
    if (this.hub.allows(this.actor, repository, [permission])) return;
    if (this.actor.kind !== "user") throw notAccessible();
    const { login } = this.actor.user;
    throw new GraphqlRefusal("FORBIDDEN", `${login} does not have the correct permissions to execute \`${doing}\``);
  }

  /** Repositories the actor may see. */
  visible(): Repository[] {
    return [...this.hub.repositories.values()].filter((one) => this.hub.sees(this.actor, one));
  }
}
