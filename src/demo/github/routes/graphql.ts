/** GraphQL, at `/graphql` and `/api/graphql`. */
import { answerQuery } from "../graphql/answer.ts";
import { Scope } from "../graphql/scope.ts";
import { ok } from "../http/call.ts";
import type { Route } from "../http/route.ts";
import { Refusal } from "../world/refusal.ts";

export const GRAPHQL_ROUTES: readonly Route[] = [
  {
    method: "POST", path: "/graphql", needs: "any", resource: "graphql",
    handle: async (call) => {
      const { hub, actor, body, limits } = call;
      if (actor.kind === "anonymous") throw new Refusal(401, "This endpoint requires you to be authenticated.");
      return ok(await answerQuery(new Scope(hub, actor, () => limits.view(actor, "graphql")), body));
    },
  },
];
