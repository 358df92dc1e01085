/** A stand-in and plain clients for its tests. */
import { newAppKeys, appToken } from "./credentials.ts";
import type { RegisteredApp } from "./stand-in.ts";
import { StandIn } from "./stand-in.ts";
import type { Installation } from "./world/model.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // Tests say what they expect of an answer.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;

/** Making a key takes a tenth of a second; all tests share one. */
export const KEYS = newAppKeys();

export const EVERYTHING = {
  metadata: "read", contents: "write", pull_requests: "write", issues: "write", checks: "write", statuses: "write",
  administration: "write", members: "read", merge_queues: "read",
} as const;

export const EVENTS = [
  "push", "pull_request", "pull_request_review", "check_run", "check_suite", "issue_comment", "merge_group", "status",
  "create", "delete", "fork",
];

/** A client that sends this token. */
export function client(standIn: StandIn, token: string | null, prefix = ""): Ask {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${standIn.url}${prefix}${path}`, {
      method,
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, headers: response.headers, body: json && text !== "" ? JSON.parse(text) : text };
  };
}

export function jwt(standIn: StandIn, registered: RegisteredApp, claims: { iat?: number; exp?: number } = {}): string {
  const { app, privateKey } = registered;
  return appToken(privateKey, app.id, Math.floor(standIn.hub.now().getTime() / 1000), claims);
}

/** A client with a new token of an installation. */
export async function asInstallation(
  standIn: StandIn, registered: RegisteredApp, installation: Installation, body: unknown = {},
): Promise<Ask> {
  const asApp = client(standIn, jwt(standIn, registered));
  const reply = await asApp("POST", `/app/installations/${installation.id}/access_tokens`, body);
  return client(standIn, (reply.body as { token: string }).token);
}

/** A harbour on GitHub: the organisation, a repository, and the App installed there. */
export async function harbour(webhookUrl: string | null = null) {
  const standIn = await StandIn.start();
  standIn.organization("harbour");
  standIn.user("mara");
  const registered = standIn.registerApp({
    name: "Writ", owner: "mara", webhookUrl, webhookSecret: "a secret of thirty-two characters", keys: KEYS,
    permissions: EVERYTHING, events: EVENTS,
  });
  const files = { "README.md": "# Pier\n", "src/crane.txt": "one\ntwo\nthree\n" };
  const desk = await standIn.createRepository("harbour/pier", files);
  desk.permit("mara", "admin");
  const installation = standIn.install(registered.app, "harbour");
  return { standIn, registered, desk, installation, ask: await asInstallation(standIn, registered, installation) };
}
