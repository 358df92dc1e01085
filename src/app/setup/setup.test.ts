/** The first start over HTTP, against a GitHub that hands out what GitHub hands out. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { parseEnv } from "node:util";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { setupAtStandIn } from "./setup.fixture.ts";
import type { SetupFixture } from "./setup.fixture.ts";
import type { SetupOptions } from "./setup.ts";

const open: SetupFixture[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function begun(options: Partial<SetupOptions> = {}): Promise<SetupFixture> {
  const fixture = await setupAtStandIn(options);
  open.push(fixture);
  return fixture;
}

interface Shown {
  readonly status: number;
  readonly html: string;
}

async function visit(address: string | URL): Promise<Shown> {
  const response = await fetch(address);
  return { status: response.status, html: await response.text() };
}

const plain = (html: string): string => html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** What a browser sends when the button on the second page is pressed; gives back where GitHub sends it then. */
async function pressRegister({ html }: Shown): Promise<URL> {
  const action = plain(/<form action="([^"]*)"/.exec(html)![1]!);
  const manifest = plain(/name="manifest" value="([^"]*)"/.exec(html)![1]!);
  const response = await fetch(action, { method: "POST", redirect: "manual", body: new URLSearchParams({ manifest }) });
  return new URL(response.headers.get("location")!);
}

test("an App is registered step by step, and the next start finds all it needs in a file that only its owner reads", async () => {
  const { setup, standIn, environmentFile } = await begun();
  writeFileSync(environmentFile, "LOG_LEVEL=debug", { mode: 0o644 });
  expect((await visit(setup.url)).html).toContain("<h1>Connect Writ to GitHub</h1>");
  const form = new URL(`${setup.url}/setup/register?address=https%3A%2F%2Fwrit.example.org&organization=harbour`);
  const back = await pressRegister(await visit(form));
  expect(back.origin + back.pathname).toBe(`${setup.url}/setup/done`);
  const done = await visit(back);
  expect(done).toMatchObject({ status: 200, html: expect.stringContaining("<h1>Writ is registered</h1>") });

  const [app] = [...standIn.hub.apps.values()];
  expect(app).toMatchObject({
    owner: { login: "harbour" }, webhookUrl: "https://writ.example.org/api/github/webhooks",
    permissions: { checks: "write", contents: "write", members: "read" },
  });
  expect(plain(done.html)).toContain(`href="${standIn.url}/apps/${app!.slug}/installations/new"`);
  const text = readFileSync(environmentFile, "utf8");
  expect(text.startsWith("LOG_LEVEL=debug\n")).toBe(true);
  expect(statSync(environmentFile).mode & 0o777).toBe(0o600);
  const variables = parseEnv(text);
  expect(variables).toMatchObject(await setup.registered);
  const config = readConfig(variables);
  expect([config.appId, config.webhookSecrets.reveal()]).toEqual([app!.id, [app!.webhookSecret]]);
});

test("without an address no webhook is sent, and without an organization the App belongs to whoever registers it", async () => {
  const { setup, standIn } = await begun();
  standIn.hub.visitor = "mara";
  await visit(await pressRegister(await visit(`${setup.url}/setup/register?address=&organization=`)));
  expect([...standIn.hub.apps.values()]).toMatchObject([{ owner: { login: "mara" }, webhookUrl: null }]);
});

test("what comes back counts only with the word that was sent along, and only once", async () => {
  const { setup, standIn, environmentFile } = await begun();
  const back = await pressRegister(await visit(`${setup.url}/setup/register`));
  for (const state of ["", "guess", "x".repeat(32)]) {
    const forged = new URL(back);
    forged.searchParams.set("state", state);
    expect(await visit(forged)).toMatchObject({ status: 400, html: expect.stringContaining("does not belong to the registration") });
  }
  expect(existsSync(environmentFile)).toBe(false);
  expect(standIn.requests().get("POST /app-manifests/:code/conversions")).toBeUndefined();
  expect((await visit(back)).status).toBe(200);
  expect(await visit(back)).toMatchObject({ status: 400, html: expect.stringContaining("APP_ID is set already") });
});

test.each([
  ["..%2F..%2Fuser", "holds no code"], ["", "holds no code"], ["x".repeat(201), "holds no code"],
  ["nobody-gave-this", "GitHub does not know this code"],
])("a code like %j is refused in a sentence", async (code, why) => {
  const { setup, environmentFile } = await begun();
  const state = (await pressRegister(await visit(`${setup.url}/setup/register`))).searchParams.get("state")!;
  expect(await visit(`${setup.url}/setup/done?state=${state}&code=${code}`)).toMatchObject({ status: 400, html: expect.stringContaining(why) });
  expect(existsSync(environmentFile)).toBe(false);
});

test("GitHub that is away, or answers something else, is a page and not a crash", async () => {
  const { setup, standIn } = await begun();
  const back = await pressRegister(await visit(`${setup.url}/setup/register`));
  const route = "/app-manifests/:code/conversions";
  standIn.server.faults.add({ fault: { kind: "status", status: 503 }, times: 1, when: (call) => call.route === route });
  expect(await visit(back)).toMatchObject({ status: 502, html: expect.stringContaining("GitHub did not give the App") });
  expect((await visit(back)).status).toBe(200);
});

test.each(["http://writ.example.org", "ftp://writ.example.org", "writ.example.org", "https://", "https://a:b@writ.example.org", "https://writ.example.org/writ", "javascript:alert(1)"])(
  "%s is no address that GitHub could use, and nothing that was typed is lost", async (address) => {
    const { setup } = await begun({ web: "https://github.com" });
    const shown = await visit(`${setup.url}/setup/register?${new URLSearchParams({ address, organization: "acme" }).toString()}`);
    expect(shown.status).toBe(400);
    expect(shown.html).toContain("The address has to be one like https://writ.example.org, with https:// and without a path.");
    expect(plain(shown.html)).toContain(`value="${address}"`);
    expect(shown.html).toContain('value="acme"');
  },
);

test("what is typed in stays text", async () => {
  const { setup } = await begun();
  const shown = await visit(`${setup.url}/setup/register?${new URLSearchParams({ organization: '"><script>' }).toString()}`);
  expect(shown.status).toBe(400);
  expect(shown.html).not.toContain("<script>");
});

test("a name that somebody else points to this machine is not answered", async () => {
  const { setup } = await begun();
  const status = await new Promise((resolve) => {
    request(`http://127.0.0.1:${setup.port}/`, { headers: { host: `evil.example:${setup.port}` } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(400);
});

test("what is not there or not asked for is said", async () => {
  const { setup } = await begun();
  expect((await visit(`${setup.url}/other`)).status).toBe(404);
  expect((await fetch(setup.url, { method: "POST" })).status).toBe(405);
  const { headers } = await fetch(setup.url);
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(headers.get("cache-control")).toBe("no-store");
});

test("a port that is taken gives way to a free one", async () => {
  const holder = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => holder.once("listening", resolve));
  const { port } = holder.address() as AddressInfo;
  const { setup } = await begun({ port });
  expect(setup.port).not.toBe(port);
  expect((await visit(setup.url)).status).toBe(200);
  holder.close();
});

test.each([["the file", 'APP_ID="7"\n', {}], ["the environment", "", { APP_ID: "7" }]])(
  "an App that is set in %s is found before GitHub makes another", async (_, file, environment) => {
    const { setup, environmentFile, standIn } = await begun({ environment });
    writeFileSync(environmentFile, file);
    for (const path of ["/", "/setup/register"]) expect((await visit(setup.url + path)).html).toContain("APP_ID is set already");
    expect(standIn.hub.apps.size).toBe(0);
  },
);
