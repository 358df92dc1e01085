/** The client at the edges of GitHub itself: its real address, and what only a proxy, a rename or a bad day sends. */
import { createVerify } from "node:crypto";
import nock from "nock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { KEYS } from "../../demo/github/client.fixture.ts";
import { createLog } from "../log.ts";
import { createMetrics } from "../metrics.ts";
import { TryLater } from "../queue/port.ts";
import { Secret } from "../secret.ts";
import { GitHubClients } from "./client.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFault, GitHubRefusal } from "./faults.ts";
import { RepositoryHub } from "./hub.ts";

const API = "https://api.github.com";
const REPO = { owner: "harbour", repo: "pier" };
const PULL = "/repos/harbour/pier/pulls/7";
const TOKEN = "ghs_harbour";

let clients: GitHubClients;
let client: GitHubClient;
let hub: RepositoryHub;

beforeAll(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

beforeEach(async () => {
  clients = new GitHubClients({
    config: { appId: 12, privateKey: new Secret(KEYS.privateKey), github: { api: API, graphql: `${API}/graphql`, web: "https://github.com" } },
    log: createLog("silent"), metrics: createMetrics(), throttled: false, timeoutMs: 2_000,
  });
  client = await clients.clientFor(34);
  hub = new RepositoryHub(client, { id: 56, owner: "harbour", name: "pier" }, { appId: 12, bot: () => Promise.resolve(1), graphql: `${API}/graphql` });
});
afterEach(() => {
  const left = nock.pendingMocks();
  nock.cleanAll();
  expect(left, "asked for").toEqual([]);
});

function github(token = TOKEN): nock.Scope {
  nock(API).post("/app/installations/34/access_tokens").reply(201, {
    token, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {}, repository_selection: "all",
  });
  return nock(API);
}

const asked = (): Promise<unknown> => client.request("GET /repos/{owner}/{repo}", REPO);
const ending = (asking: Promise<unknown>): Promise<unknown> => asking.then(() => null, (error: unknown) => error);

describe("a request to GitHub", () => {
  it("names App, installation and version as GitHub asks for it", async () => {
    const jwt: string[] = [];
    nock(API).post("/app/installations/34/access_tokens").reply(201, function () {
      jwt.push(String(this.req.headers["authorization"]));
      return { token: TOKEN, expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {}, repository_selection: "all" };
    });
    const headers: Record<string, unknown> = {};
    nock(API).get("/repos/harbour/pier").reply(200, function () {
      Object.assign(headers, this.req.headers);
      return { id: 56 };
    });
    await asked();
    expect([headers["authorization"]].flat()).toEqual([`token ${TOKEN}`]);
    expect([headers["x-github-api-version"]].flat()).toEqual(["2022-11-28"]);
    expect(String(headers["accept"])).toContain("application/vnd.github");
    expect(String(headers["user-agent"])).not.toBe("undefined");
    const [kind = "", token = ""] = (jwt[0] ?? "").split(" ");
    expect(kind.toLowerCase()).toBe("bearer");
    const [head = "", body = "", signature = ""] = token.split(".");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as { iss: number | string; iat: number; exp: number };
    expect(Number(claims.iss)).toBe(12);
    expect(claims.exp - claims.iat).toBeLessThanOrEqual(660);
    expect(createVerify("RSA-SHA256").update(`${head}.${body}`).verify(KEYS.publicKey, signature, "base64url")).toBe(true);
  });

  it("follows a repository that was renamed, and takes the token to no other host", async () => {
    github().get("/repos/harbour/pier").reply(301, { message: "Moved Permanently" }, { location: `${API}/repositories/56` })
      .get("/repositories/56").matchHeader("authorization", `token ${TOKEN}`).reply(200, { id: 56, name: "quay" });
    expect(await asked()).toMatchObject({ data: { name: "quay" } });
    const seen: unknown[] = [];
    nock(API).get("/repos/harbour/pier").reply(302, "", { location: "https://elsewhere.example/pier" });
    nock("https://elsewhere.example").get("/pier").reply(200, function () {
      seen.push(this.req.headers["authorization"]);
      return { id: 1 };
    });
    await ending(asked());
    expect(seen).toEqual([undefined]);
  });
});

describe("an answer that is none", () => {
  const html = { "content-type": "text/html" };
  it.each([
    ["a page of a proxy with 200", () => github().get(PULL).reply(200, "<html>Sign in to the network</html>", html)],
    ["no words at all", () => github().get(PULL).reply(200, "", { "content-type": "application/json" })],
    ["JSON that is cut off", () => github().get(PULL).reply(200, '{"number": 7, "state": "op', { "content-type": "application/json" })],
    ["JSON of something else", () => github().get(PULL).reply(200, { message: "hello" })],
    ["a list where one thing was asked for", () => github().get(PULL).reply(200, [])],
    ["null", () => github().get(PULL).reply(200, "null", { "content-type": "application/json" })],
    ["a head that is no commit id", () => github().get(PULL).reply(200, { number: 7, state: "open", head: { sha: "../../etc" } })],
  ])("is believed by nobody: %s", async (_, answers) => {
    answers();
    expect(await ending(hub.pull(7))).toBeInstanceOf(GitHubFault);
  });

  it("is a page of a gateway with 502: asked for again, then left to the queue", async () => {
    github().get("/repos/harbour/pier").times(2).reply(502, "<html>Bad gateway</html>", html);
    expect(await ending(asked())).toBeInstanceOf(TryLater);
    nock(API).get("/repos/harbour/pier").reply(502, "<html>Bad gateway</html>", html).get("/repos/harbour/pier").reply(200, { id: 56 });
    expect(await asked()).toMatchObject({ data: { id: 56 } });
  });
});

describe("a limit", () => {
  const later = async (): Promise<{ wait: number; whole: boolean }> => {
    const before = Date.now();
    const error = await ending(asked());
    if (!(error instanceof TryLater)) throw new Error(`not later: ${String(error)}`);
    return { wait: Math.round((error.until - before) / 1000), whole: error.wholeInstallation };
  };

  it("that says for how long holds so long, whatever else it says", async () => {
    github().get("/repos/harbour/pier").reply(403, { message: "You have exceeded a secondary rate limit." }, { "retry-after": "90", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" });
    expect(await later()).toEqual({ wait: 90, whole: true });
  });

  it("that says it in a form nobody described holds a minute", async () => {
    github().get("/repos/harbour/pier").reply(429, { message: "Slow down" }, { "retry-after": "Wed, 21 Oct 2037 07:28:00 GMT" });
    expect(await later()).toEqual({ wait: 60, whole: true });
    nock(API).get("/repos/harbour/pier").reply(403, { message: "API rate limit exceeded" }, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon" });
    expect(await later()).toEqual({ wait: 60, whole: true });
  });

  it("is told from a permission that is missing", async () => {
    github().get("/repos/harbour/pier").reply(403, { message: "Resource not accessible by integration" }, { "x-ratelimit-remaining": "4999" });
    expect(await ending(asked())).toMatchObject({ reason: "no-permission" });
    nock(API).get("/repos/harbour/pier").reply(451, { message: "Repository access blocked" });
    expect(await ending(asked())).toMatchObject({ reason: "blocked" });
  });
});

describe("the line", () => {
  it.each(["ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "CERT_HAS_EXPIRED"])("that fails with %s is tried later, and never a write twice", async (code) => {
    github().get("/repos/harbour/pier").times(2).replyWithError(Object.assign(new Error(`getaddrinfo ${code}`), { code }));
    expect(await ending(asked())).toBeInstanceOf(TryLater);
    const write = nock(API).post("/repos/harbour/pier/check-runs").replyWithError(Object.assign(new Error(code), { code }));
    const spare = nock(API).post("/repos/harbour/pier/check-runs").reply(201, { id: 1 });
    const error = await ending(client.request("POST /repos/{owner}/{repo}/check-runs", { ...REPO, name: "writ/packets", head_sha: "0".repeat(40) }));
    expect(error).not.toBeNull();
    expect([write.isDone(), spare.isDone()]).toEqual([true, false]);
    nock.cleanAll();
  });
});

describe("the token of an installation", () => {
  it("that is not given says what a person can do", async () => {
    nock(API).post("/app/installations/34/access_tokens").reply(403, { message: "This installation has been suspended" });
    const error = await ending(asked());
    expect(error).toBeInstanceOf(GitHubRefusal);
    expect(error).toMatchObject({ reason: "suspended", message: expect.stringContaining("unsuspend") as unknown });
  });

  it("shows itself in no error", async () => {
    github("ghs_secret_of_the_harbour").get("/repos/harbour/pier").reply(404, { message: "Not Found" });
    const error = await ending(asked());
    expect(error).toMatchObject({ reason: "gone" });
    expect(JSON.stringify(error) + String(error) + String((error as Error).stack)).not.toContain("secret_of_the_harbour");
  });
});
