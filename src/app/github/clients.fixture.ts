/** The App's clients on a stand-in for GitHub, as they are used in life. */
import { createMetrics } from "../metrics.ts";
import { createLog } from "../log.ts";
import { Secret } from "../secret.ts";
import { GitHubClients } from "./client.ts";

export interface OnStandIn {
  readonly standIn: { readonly url: string };
  readonly registered: { readonly app: { readonly id: number }; readonly privateKey: string };
}

export function clientsOn({ standIn, registered }: OnStandIn): GitHubClients {
  const api = `${standIn.url}/api/v3`;
  return new GitHubClients({
    config: {
      appId: registered.app.id, privateKey: new Secret(registered.privateKey),
      github: { api, graphql: `${standIn.url}/api/graphql`, web: standIn.url },
    },
    log: createLog("silent"),
    metrics: createMetrics(),
    throttled: false,
  });
}
