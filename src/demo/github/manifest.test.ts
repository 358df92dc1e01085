/** An App's first start: registered from a manifest in the browser, its secrets fetched once, and installed. */
import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { violations } from "../../../test/github/contract.ts";
import { client } from "./client.fixture.ts";
import type { Ask } from "./client.fixture.ts";
import { appToken } from "./credentials.ts";
import { receiver } from "./receiver.fixture.ts";
import type { Receiver } from "./receiver.fixture.ts";
import { StandIn } from "./stand-in.ts";

let now = new Date("2026-11-20T12:00:00Z");
let standIn: StandIn;
let ear: Receiver;
let nobody: Ask;
beforeAll(async () => {
  standIn = await StandIn.start({ now: () => now });
  ear = await receiver("unknown to us");
  standIn.organization("harbour");
  await standIn.createRepository("harbour/pier", { "README.md": "# Pier\n" });
  nobody = client(standIn, null);
});
afterAll(async () => {
  await standIn.stop();
  await ear.close();
});
afterEach(() => expect(standIn.server.exchanges.flatMap(violations)).toEqual([]));

const manifest = (more: object = {}) => ({
  name: "Writ of the harbour", url: "https://writ.example", redirect_url: "http://localhost:3000/probot/setup?from=setup",
  hook_attributes: { url: ear.url }, public: true, version: "v1",
  default_permissions: { checks: "write", contents: "write", pull_requests: "write" }, default_events: ["push", "pull_request"],
  ...more,
});

function post(path: string, form: Record<string, string>): Promise<Response> {
  return fetch(standIn.url + path, { method: "POST", redirect: "manual", body: new URLSearchParams(form) });
}

async function registered(more: object = {}, path = "/settings/apps/new"): Promise<URL> {
  const response = await post(path, { manifest: JSON.stringify(manifest(more)) });
  expect(response.status).toBe(302);
  return new URL(response.headers.get("location")!);
}

describe("a manifest", () => {
  it("makes an App whose secrets are handed out once, which signs its webhooks and is installed with one press", async () => {
    const back = await registered({}, "/organizations/harbour/settings/apps/new?state=s1");
    expect([back.origin + back.pathname, back.searchParams.get("from"), back.searchParams.get("state")]).toEqual([
      "http://localhost:3000/probot/setup", "setup", "s1",
    ]);
    const path = `/app-manifests/${back.searchParams.get("code")!}/conversions`;
    const { status, body } = await nobody("POST", path);
    expect([status, body.slug, body.owner.login]).toEqual([201, "writ-of-the-harbour", "harbour"]);
    expect(body.pem).toMatch(/^-----BEGIN RSA PRIVATE KEY-----/);
    expect((await nobody("POST", path)).status).toBe(404);

    const asApp = client(standIn, appToken(body.pem as string, body.client_id as string, now.getTime() / 1000));
    expect((await asApp("GET", "/app")).body).toMatchObject({ id: body.id, permissions: { metadata: "read", checks: "write" } });
    const page = new URL(`${body.html_url as string}/installations/new`).pathname;
    expect(await (await fetch(standIn.url + page)).text()).toContain('<button name="account" value="harbour">');
    expect((await post(page, { account: "harbour" })).status).toBe(200);
    expect((await post(page, { account: "harbour" })).status).toBe(200);
    expect((await asApp("GET", "/app/installations")).body).toMatchObject([{ account: { login: "harbour" } }]);
    await standIn.idle();
    const [delivery] = standIn.webhooks.log;
    expect(ear.received).toMatchObject([{ event: "installation", action: "created" }]);
    expect(delivery!.headers["x-hub-signature-256"]).toBe(
      `sha256=${createHmac("sha256", body.webhook_secret as string).update(delivery!.body).digest("hex")}`,
    );
  });

  it("hands out nothing after an hour, nor for a code that it never gave", async () => {
    const back = await registered({ name: "Late" });
    now = new Date(now.getTime() + 3_600_000);
    expect((await nobody("POST", `/app-manifests/${back.searchParams.get("code")!}/conversions`)).status).toBe(404);
    expect((await nobody("POST", "/app-manifests/guess/conversions")).status).toBe(404);
  });

  it("belongs to whoever has the browser", async () => {
    standIn.hub.visitor = "mara";
    const back = await registered({ name: "Own" });
    expect((await nobody("POST", `/app-manifests/${back.searchParams.get("code")!}/conversions`)).body.owner.login).toBe("mara");
    expect(await (await fetch(`${standIn.url}/settings/apps/new?state=%22%3E`)).text()).toContain("?state=%22%3E");
  });

  it.each([
    ["{", "manifest: it is not valid JSON"],
    ["[]", "manifest: it is not an object"],
    [{ name: undefined }, "name: it wasn&#39;t supplied"],
    [{ name: "writ OF the harbour" }, "is already taken"],
    [{ name: "A", redirect_url: "javascript:alert(1)" }, "redirect_url: it must be a URL with http or https"],
    [{ name: "A", hook_attributes: { url: "nowhere" } }, "hook_attributes.url: it must be a URL"],
    [{ name: "A", default_permissions: { checks: "all" } }, "default_permissions.checks: it must be read, write or admin"],
    [{ name: "A", default_events: "push" }, "default_events: it must be a list of names"],
  ])("is refused when it is %j", async (wrong, why) => {
    const text = typeof wrong === "string" ? wrong : JSON.stringify(manifest(wrong));
    const response = await post("/settings/apps/new", { manifest: text });
    expect([response.status, await response.text()]).toEqual([422, expect.stringContaining(why)]);
  });

  it("installs nothing that is not there", async () => {
    expect((await fetch(`${standIn.url}/apps/nothing/installations/new`)).status).toBe(404);
    expect((await post("/apps/writ-of-the-harbour/installations/new", { account: "nobody" })).status).toBe(404);
  });
});
