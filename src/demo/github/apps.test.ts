/** Apps, their tokens, and what a token may do. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { isDescribed, violations } from "../../../test/github/contract.ts";
import { asInstallation, client, EVERYTHING, harbour, jwt } from "./client.fixture.ts";
import type { Ask } from "./client.fixture.ts";
import { ROUTES } from "./routes/table.ts";

let scene: Awaited<ReturnType<typeof harbour>>;
let ask: Ask;
beforeAll(async () => {
  scene = await harbour();
  ask = scene.ask;
});
afterAll(() => scene.standIn.stop());
afterEach(() => expect(scene.standIn.server.exchanges.flatMap(violations)).toEqual([]));

const now = (): number => Math.floor(Date.now() / 1000);

describe("the routes", () => {
  it.each(ROUTES.map(({ method, path }) => [method, path]))("%s %s is one of GitHub's", (method, path) => {
    expect(isDescribed(method, path)).toBe(true);
  });
});

describe("an App", () => {
  const asApp = (claims = {}): Ask => client(scene.standIn, jwt(scene.standIn, scene.registered, claims));

  it("is who its token says", async () => {
    const { status, body } = await asApp()("GET", "/app");
    expect([status, body.slug, body.installations_count]).toEqual([200, "writ", 1]);
    const { body: list } = await asApp()("GET", "/app/installations");
    expect(list).toMatchObject([{ id: scene.installation.id, account: { login: "harbour" }, suspended_at: null }]);
    const found = await asApp()("GET", "/repos/harbour/pier/installation");
    expect(found.body.id).toBe(scene.installation.id);
  });

  it.each([
    ["expired", { exp: now() - 1 }],
    ["made in the future", { iat: now() + 3600, exp: now() + 3700 }],
    ["good for too long", { exp: now() + 3600 }],
  ])("is refused with a token that is %s", async (_what, claims) => {
    expect((await asApp(claims)("GET", "/app")).status).toBe(401);
  });

  it("is refused with a token that is signed by another, or not", async () => {
    const good = jwt(scene.standIn, scene.registered);
    const [head = "", claims = ""] = good.split(".");
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`;
    for (const bad of [`${head}.${claims}.AAAA`, none, "a.b.c"]) {
      expect((await client(scene.standIn, bad)("GET", "/app")).status).toBe(401);
    }
    expect((await ask("GET", "/app")).status).toBe(401);
  });
});

describe("a token of an installation", () => {
  it("lists what it reaches", async () => {
    const { body } = await ask("GET", "/installation/repositories");
    expect([body.total_count, body.repositories[0].full_name]).toEqual([1, "harbour/pier"]);
  });

  it("ends after an hour", async () => {
    let clock = new Date();
    const { StandIn } = await import("./stand-in.ts");
    const other = await StandIn.start({ now: () => clock });
    try {
      other.organization("harbour");
      const { KEYS } = await import("./client.fixture.ts");
      const registered = other.registerApp({ name: "Writ", owner: "mara", keys: KEYS, permissions: EVERYTHING, events: [] });
      const installation = other.install(registered.app, "harbour");
      const token = await asInstallation(other, registered, installation);
      expect((await token("GET", "/installation/repositories")).status).toBe(200);
      clock = new Date(clock.getTime() + 3_600_000);
      expect(await token("GET", "/installation/repositories")).toMatchObject({ status: 401, body: { message: "Bad credentials" } });
    } finally {
      await other.stop();
    }
  });

  it("may what it was asked for, and no more", async () => {
    const { standIn, registered, installation } = scene;
    const reader = await asInstallation(standIn, registered, installation, { permissions: { contents: "read" } });
    expect((await reader("GET", "/repos/harbour/pier/git/ref/heads/main")).status).toBe(200);
    const refused = await reader("POST", "/repos/harbour/pier/git/blobs", { content: "x" });
    expect(refused).toMatchObject({ status: 403, body: { message: "Resource not accessible by integration" } });
    expect(refused.headers.get("x-accepted-github-permissions")).toBe("contents=write");
    const more = await client(standIn, jwt(standIn, registered))(
      "POST", `/app/installations/${installation.id}/access_tokens`, { permissions: { administration: "admin" } },
    );
    expect(more.status).toBe(422);
  });

  it("is no good while the installation is suspended, nor afterwards when it has gone", async () => {
    const { standIn, registered } = scene;
    standIn.user("otto");
    const own = standIn.install(registered.app, "otto");
    const token = await asInstallation(standIn, registered, own);
    standIn.suspend(own);
    expect((await token("GET", "/installation/repositories")).status).toBe(403);
    const app = client(standIn, jwt(standIn, registered));
    expect((await app("POST", `/app/installations/${own.id}/access_tokens`)).status).toBe(403);
    standIn.unsuspend(own);
    expect((await token("GET", "/installation/repositories")).status).toBe(200);
    standIn.uninstall(own);
    expect((await token("GET", "/installation/repositories")).status).toBe(401);
    expect((await app("POST", `/app/installations/${own.id}/access_tokens`)).status).toBe(404);
  });

  it("does not see what is private elsewhere", async () => {
    await scene.standIn.createRepository("lena/boat", { "a.txt": "a" }, { private: true });
    expect((await ask("GET", "/repos/lena/boat")).status).toBe(404);
    expect((await client(scene.standIn, null)("GET", "/repos/lena/boat")).status).toBe(404);
    const lena = client(scene.standIn, scene.standIn.userToken("lena"));
    expect((await lena("GET", "/repos/lena/boat")).body.private).toBe(true);
  });
});

describe("every answer", () => {
  it("comes under both prefixes, with an ETag that costs nothing when it is known", async () => {
    const { standIn } = scene;
    const first = await ask("GET", "/repos/harbour/pier");
    const second = await client(standIn, standIn.userToken("mara"), "/api/v3")("GET", "/repos/harbour/pier");
    expect(second.body).toEqual(first.body);
    const etag = first.headers.get("etag") ?? "";
    const known = await ask("GET", "/repos/harbour/pier", undefined, { "if-none-match": etag });
    expect(known.status).toBe(304);
    expect(known.headers.get("x-ratelimit-remaining")).toBe(first.headers.get("x-ratelimit-remaining"));
    expect((await ask("GET", "/rate_limit")).body.rate.used).toBe(Number(first.headers.get("x-ratelimit-used")));
  });

  it("says no as GitHub does", async () => {
    expect(await ask("GET", "/nowhere")).toMatchObject({ status: 404, body: { message: "Not Found", status: "404" } });
    const garbled = await fetch(`${scene.standIn.url}/repos/harbour/pier/git/blobs`, { method: "POST", body: "{" });
    expect([garbled.status, await garbled.json()]).toMatchObject([400, { message: "Problems parsing JSON" }]);
  });

  it("is refused when the hour's requests are used up", async () => {
    const { limits } = scene.standIn.server;
    limits.limit = 1;
    const refused = await ask("GET", "/repos/harbour/pier");
    limits.limit = 5_000;
    expect(refused.status).toBe(403);
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(refused.body.message).toMatch(/^API rate limit exceeded/);
  });
});
