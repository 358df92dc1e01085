/** What the client makes of everything that GitHub and the line can answer. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ApiFault } from "../../demo/github/http/faults.ts";
import { createLog } from "../log.ts";
import { TryLater } from "../queue/port.ts";
import { Secret } from "../secret.ts";
import { GitHubClients } from "./client.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubRefusal } from "./faults.ts";
import { remote } from "./remote.fixture.ts";
import type { Remote } from "./remote.fixture.ts";

const REPO = { owner: "harbour", repo: "pier" };
const ROUTE = "/repos/:owner/:repo";

let place: Remote;
let client: GitHubClient;
beforeAll(async () => {
  place = await remote({ timeoutMs: 400 });
  client = await place.clients.clientFor(place.scene.installation.id);
  await client.request("GET /repos/{owner}/{repo}", REPO);
});
afterAll(() => place.close());
afterEach(() => place.scene.standIn.server.faults.heal());

const failing = (fault: ApiFault, times = Infinity, route = ROUTE): void =>
  place.scene.standIn.server.faults.add({ fault, times, route });

/** What a request ends with, and how many times it was sent. */
async function ending(ask: () => Promise<unknown> = () => client.request("GET /repos/{owner}/{repo}", REPO)): Promise<{ error: unknown; sent: number }> {
  place.counted();
  const before = place.asked.length;
  const error: unknown = await ask().then(() => null, (thrown: unknown) => thrown);
  return { error, sent: place.asked.length - before };
}

describe("limits are left to the queue", () => {
  it("of the hour, until it is over, for the whole installation", async () => {
    failing({ kind: "primary-limit", resetSeconds: 600 });
    const now = Date.now();
    const { error, sent } = await ending();
    expect(error).toBeInstanceOf(TryLater);
    expect(error).toMatchObject({ wholeInstallation: true });
    expect((error as TryLater).until - now).toBeGreaterThan(598_000);
    expect((error as TryLater).until - now).toBeLessThan(603_000);
    expect(sent).toBe(1);
  });

  it.each([403, 429] as const)("of the moment, with %i, as long as is asked for", async (status) => {
    failing({ kind: "secondary-limit", retryAfter: 77, status });
    const now = Date.now();
    const { error, sent } = await ending();
    expect(error).toMatchObject({ name: "TryLater", wholeInstallation: true });
    expect(Math.abs((error as TryLater).until - now - 77_000)).toBeLessThan(1_000);
    expect(sent).toBe(1);
  });

  it("but never for longer than limits last", async () => {
    failing({ kind: "primary-limit", resetSeconds: 1e9 });
    const { error } = await ending();
    expect((error as TryLater).until - Date.now()).toBeLessThan(3_700_000);
  });
});

describe("faults", () => {
  it.each([500, 502, 503])("of the server (%i) are tried again once, and then later", async (status) => {
    failing({ kind: "status", status });
    const { error, sent } = await ending();
    expect(error).toMatchObject({ name: "TryLater", wholeInstallation: false });
    expect(sent).toBe(2);
  });

  it("that pass are not noticed", async () => {
    failing({ kind: "status", status: 502 }, 1);
    expect(await ending()).toEqual({ error: null, sent: 2 });
  });

  it("of the line are tried later", async () => {
    failing({ kind: "cut" });
    expect((await ending()).error).toBeInstanceOf(TryLater);
  });

  it("that never end are cut off", async () => {
    failing({ kind: "hang" }, 2);
    const start = performance.now();
    expect((await ending()).error).toBeInstanceOf(TryLater);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it("of something that may have been done are never tried again", async () => {
    const post = () => client.request("POST /repos/{owner}/{repo}/git/blobs", { ...REPO, content: "x" });
    failing({ kind: "status", status: 502, applied: true }, Infinity, `${ROUTE}/git/blobs`);
    expect(await ending(post)).toMatchObject({ error: { name: "TryLater" }, sent: 1 });
    place.scene.standIn.server.faults.heal();
    for (const status of [409, 412, 422]) {
      failing({ kind: "status", status }, 1, `${ROUTE}/git/blobs`);
      expect(await ending(post), String(status)).toMatchObject({ error: { status }, sent: 1 });
      failing({ kind: "status", status }, 1);
      expect(await ending(), String(status)).toMatchObject({ error: { status }, sent: 1 });
    }
  });
});

describe("a refusal says what can be done", () => {
  it.each([
    [401, "Bad credentials", "not-installed", /install it again/],
    [403, "Resource not accessible by integration", "no-permission", /permission/],
    [403, "This installation has been suspended", "suspended", /unsuspend/],
    [403, "Repository access blocked", "blocked", /blocked/],
    [404, "Not Found", "gone", /exists/],
    [410, "Gone", "gone", /exists/],
    [451, "Unavailable", "blocked", /blocked/],
  ] as const)("for %i %s", async (status, message, reason, cure) => {
    failing({ kind: "status", status, message });
    const { error } = await ending();
    expect(error).toBeInstanceOf(GitHubRefusal);
    expect(error).toMatchObject({ status, reason, message: expect.stringMatching(cure) });
    expect(String(error)).toContain("GET /api/v3/repos/harbour/pier");
  });

  it("when the installation is suspended or gone, or the key is not the App's", async () => {
    const { standIn, registered } = place.scene;
    standIn.organization("quay");
    await standIn.createRepository("quay/crane", { a: "" });
    const second = standIn.install(registered.app, "quay");
    const asking = async () => (await place.clients.clientFor(second.id)).request("GET /repos/{owner}/{repo}", {
      owner: "quay", repo: "crane",
    });
    standIn.suspend(second);
    expect((await ending(asking)).error).toMatchObject({ name: "GitHubRefusal", reason: "suspended" });
    await expect(place.clients.gitToken(second.id, 1)).rejects.toMatchObject({ reason: "suspended" });
    standIn.unsuspend(second);
    expect((await ending(asking)).error).toBeNull();
    standIn.suspend(second);
    expect((await ending(asking)).error).toMatchObject({ reason: "suspended" });
    standIn.uninstall(second);
    place.clients.forget(second.id);
    await expect(place.clients.gitToken(second.id, 1)).rejects.toMatchObject({ reason: "not-installed", status: 404 });
    const strange = new GitHubClients({
      config: { ...place.config, appId: 999_999 }, log: createLog("silent"), metrics: { asked: () => undefined },
    });
    await expect((await strange.clientFor(second.id)).request("GET /rate_limit")).rejects.toMatchObject({ reason: "unauthorized" });
  });
});

describe("every request", () => {
  it("is of the version that Writ knows, and counted, tokens too", async () => {
    const seen: [string, string | null][] = [];
    const clients = new GitHubClients({
      config: place.config,
      log: createLog("silent"),
      metrics: { asked: (method, status, whose) => seen.push([`${method} ${status} ${String(whose)}`, null]) },
      fetch: (input, init) => {
        seen.push([(input as string).slice(place.config.github.api.length), new Headers(init?.headers).get("x-github-api-version")]);
        return fetch(input, init);
      },
    });
    const { id } = place.scene.installation;
    await (await clients.clientFor(id)).request("GET /repos/{owner}/{repo}", REPO);
    expect(seen).toEqual([
      [`/app/installations/${id}/access_tokens`, "2022-11-28"], [`POST 201 ${id}`, null],
      ["/repos/harbour/pier", "2022-11-28"], [`GET 200 ${id}`, null],
    ]);
  });

  it("ends when it is aborted, with the reason that was given", async () => {
    const reason = new Error("the head moved");
    failing({ kind: "hang" }, 1);
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 30);
    const request = { signal: controller.signal };
    expect(await ending(() => client.request("GET /repos/{owner}/{repo}", { ...REPO, request }))).toEqual({ error: reason, sent: 1 });
    expect((await ending(() => client.request("GET /repos/{owner}/{repo}", { ...REPO, request }))).error).toBe(reason);
  });

  it("is bounded in what it takes", async () => {
    const clients = new GitHubClients({
      config: place.config, log: createLog("silent"), metrics: { asked: () => undefined },
      fetch: (input, init) => {
        if ((input as string).endsWith("/access_tokens")) return fetch(input, init);
        const chunk = new Uint8Array(2 ** 20);
        const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(chunk) });
        return Promise.resolve(new Response(endless, { headers: { "content-type": "application/json" } }));
      },
    });
    const reply = (await clients.clientFor(place.scene.installation.id)).request("GET /repos/{owner}/{repo}", REPO);
    // Octokit gives back as text what it could not read to the end; no shape fits that.
    expect((await reply.then(({ data }) => data as unknown, () => null)) ?? "").toBe("");
  });

  it("of one installation does not wait for those of another", async () => {
    const { standIn, registered } = place.scene;
    const write = async (installation: number, owner: string): Promise<void> => {
      const own = await place.clients.clientFor(installation);
      await own.request("POST /repos/{owner}/{repo}/git/blobs", { owner, repo: "dock", content: "x" });
    };
    const ids: [number, string][] = [];
    for (const owner of ["north", "south", "west"]) {
      standIn.organization(owner);
      await standIn.createRepository(`${owner}/dock`, { a: "" });
      ids.push([standIn.install(registered.app, owner).id, owner]);
    }
    await Promise.all(ids.map(([id]) => place.clients.clientFor(id)));
    const start = performance.now();
    await Promise.all(ids.map(([id, owner]) => write(id, owner)));
    expect(performance.now() - start).toBeLessThan(900);
  });

  it("that only reads does not wait as one that writes, although a query is a POST", async () => {
    const { id } = place.scene.installation;
    const asking = { method: "POST", url: place.config.github.graphql, query: "query { rateLimit { remaining } }" } as const;
    const took = async (one: GitHubClient): Promise<number> => {
      await one.request("GET /rate_limit");
      const start = performance.now();
      for (let nth = 0; nth < 3; nth += 1) await one.request(asking).catch(() => undefined);
      return performance.now() - start;
    };
    expect(await took(await place.clients.readerFor(id))).toBeLessThan(900);
    expect(await took(await place.clients.clientFor(id))).toBeGreaterThan(1_800);
  });
});

describe("a token for Git", () => {
  it("is for one repository, asked for once, and shows itself to nobody", async () => {
    const { installation, desk } = place.scene;
    const from = place.scene.standIn.server.exchanges.length;
    const token = await place.clients.gitToken(installation.id, desk.repository.id);
    expect(await place.clients.gitToken(installation.id, desk.repository.id)).toBe(token);
    const asked = place.scene.standIn.server.exchanges.slice(from);
    expect(asked.map(({ request }) => request)).toEqual([
      { repository_ids: [desk.repository.id], permissions: { contents: "read" } },
    ]);
    expect(token).toBeInstanceOf(Secret);
    expect(token.reveal()).toMatch(/^ghs_/);
  });

  it("is asked for again before it ends, and when the answer is garbage that is said", async () => {
    let now = Date.now();
    const clients = new GitHubClients({
      config: place.config, log: createLog("silent"), metrics: { asked: () => undefined }, now: () => now,
    });
    const { installation, desk } = place.scene;
    const first = await clients.gitToken(installation.id, desk.repository.id);
    now += 56 * 60_000;
    expect((await clients.gitToken(installation.id, desk.repository.id)).reveal()).not.toBe(first.reveal());
    now += 56 * 60_000;
    failing({ kind: "garbage", body: "<html>" }, 1, "/app/installations/:installation/access_tokens");
    await expect(clients.gitToken(installation.id, desk.repository.id)).rejects.toMatchObject({ name: "GitHubFault" });
  });
});
