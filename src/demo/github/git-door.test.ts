/** Git over HTTP: real `git fetch` and `git clone` against the stand-in, and who is let in. */
import { join } from "node:path";
import { mkdirSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { scratch } from "../../snapshot/git.fixture.ts";
import { client, harbour, jwt } from "./client.fixture.ts";
import { readGit, runGit } from "./git/run.ts";

let scene: Awaited<ReturnType<typeof harbour>>;
let token: string;
const { folder, remove } = scratch();
let clones = 0;

beforeAll(async () => {
  scene = await harbour();
  await scene.standIn.createRepository("harbour/vault", { "gold.txt": "12 bars\n" }, { private: true });
  token = await newToken();
});
afterAll(async () => {
  await scene.standIn.stop();
  remove();
});
afterEach(() => scene.standIn.server.faults.heal());

async function newToken(body: unknown = {}): Promise<string> {
  const asApp = client(scene.standIn, jwt(scene.standIn, scene.registered));
  return (await asApp("POST", `/app/installations/${scene.installation.id}/access_tokens`, body)).body.token as string;
}

function basic(secret: string): string {
  return `Authorization: basic ${Buffer.from(`x-access-token:${secret}`).toString("base64")}`;
}

/** A new bare repository that fetched `what`, and what came of it. */
async function fetched(name: string, secret: string | null, ...what: string[]) {
  clones += 1;
  const directory = join(folder, String(clones));
  mkdirSync(directory);
  await readGit(directory, ["init", "--quiet", "--bare", directory]);
  const settings: Record<string, string> = secret === null ? {} : { "http.extraHeader": basic(secret) };
  const answer = await runGit(directory, ["fetch", `${scene.standIn.url}/${name}`, ...what], settings);
  return { ...answer, directory };
}

/** What `info/refs` answers: status, and whom it asks for. */
async function knock(name: string, authorization: string | null, service = "git-upload-pack") {
  const headers: Record<string, string> = authorization === null ? {} : { authorization };
  const response = await fetch(`${scene.standIn.url}/${name}/info/refs?service=${service}`, { headers });
  return [response.status, response.headers.get("www-authenticate"), (await response.text()).slice(0, 40)];
}

const REALM = 'Basic realm="GitHub"';

describe("git fetch", () => {
  it("brings the commits of a public repository to anybody", async () => {
    const { code, directory } = await fetched("harbour/pier.git", null, "refs/heads/*:refs/heads/*");
    expect(code).toBe(0);
    expect((await readGit(directory, ["rev-parse", "main"])).toString().trim()).toBe(scene.desk.head());
    expect((await readGit(directory, ["show", "main:README.md"])).toString()).toBe("# Pier\n");
  });

  it("brings a single commit by its id, without its files when it is told so", async () => {
    const first = scene.desk.head();
    await scene.desk.push("main", { "new.txt": "n\n" });
    const { code, directory } = await fetched("harbour/pier", token, "--depth=1", "--filter=blob:none", first);
    expect(code).toBe(0);
    expect((await readGit(directory, ["cat-file", "-t", first])).toString().trim()).toBe("commit");
  });

  it("brings the head of a pull request that came from a fork", async () => {
    const theirs = await scene.desk.fork("nils");
    const head = await theirs.push("work", { "nils.txt": "from afar\n" });
    const pull = await scene.desk.openPull("work", { from: theirs });
    const { code, directory } = await fetched("harbour/pier.git", token, `+refs/pull/${pull.number}/head:refs/heads/p`);
    expect(code).toBe(0);
    expect((await readGit(directory, ["rev-parse", "p"])).toString().trim()).toBe(head);
    expect((await readGit(directory, ["show", "p:nils.txt"])).toString()).toBe("from afar\n");
    expect((await fetched("nils/pier.git", null, "work")).code).toBe(0);
  });

  it("takes a long list of what is known, zipped as Git zips it", async () => {
    const { directory } = await fetched("harbour/pier.git", null, "refs/heads/*:refs/heads/*");
    let head = scene.desk.head();
    for (let count = 0; count < 25; count += 1) head = await scene.desk.push("long", { "count.txt": `${count}\n` });
    expect((await runGit(directory, ["fetch", `${scene.standIn.url}/harbour/pier.git`, "long:long"])).code).toBe(0);
    for (let count = 0; count < 25; count += 1) await scene.desk.push(`side-${count}`, { "s.txt": `${count}\n` }, { onto: head });
    const again = await runGit(directory, ["fetch", `${scene.standIn.url}/harbour/pier.git`, "refs/heads/*:refs/heads/*"]);
    expect([again.code, (await readGit(directory, ["rev-parse", "side-24"])).toString().trim()]).toEqual([0, scene.desk.head("side-24")]);
  });
});

describe("the door", () => {
  it("lets an installation, and a person, into a private repository", async () => {
    expect((await fetched("harbour/vault.git", token, "main")).code).toBe(0);
    expect((await fetched("harbour/vault.git", scene.standIn.userToken("harbour"), "main")).code).toBe(0);
  });

  it("asks nobody's name twice, and tells nobody what there is", async () => {
    expect(await knock("harbour/vault.git", null)).toEqual([401, REALM, "Repository not found."]);
    expect(await knock("harbour/nowhere.git", null)).toEqual([401, REALM, "Repository not found."]);
    expect(await knock("harbour/vault.git", `basic ${Buffer.from("x:wrong").toString("base64")}`)).toMatchObject({ 0: 401, 1: REALM });
    expect(await knock("harbour/vault.git", `bearer ${jwt(scene.standIn, scene.registered)}`)).toMatchObject({ 0: 401, 1: REALM });
  });

  it("says 404 to those who are known and may not see, and 403 to a token without contents", async () => {
    const bearer = (secret: string): string => `Bearer ${secret}`;
    expect(await knock("harbour/nowhere.git", bearer(token))).toMatchObject({ 0: 404, 1: null });
    expect(await knock("harbour/vault.git", bearer(scene.standIn.userToken("nils")))).toMatchObject({ 0: 404, 1: null });
    expect(await knock("harbour/vault.git", bearer(await newToken({ repositories: ["pier"] })))).toMatchObject({ 0: 404, 1: null });
    const small = await newToken({ permissions: { checks: "write" } });
    expect(await knock("harbour/vault.git", bearer(small))).toMatchObject({ 0: 403, 1: null });
    expect(await knock("harbour/pier.git", bearer(small))).toMatchObject({ 0: 200, 1: null });
  });

  it("takes no pushes, no dumb clients, and no request of another kind", async () => {
    expect(await knock("harbour/pier.git", `Bearer ${token}`, "git-receive-pack")).toMatchObject({ 0: 403, 1: null });
    expect(await knock("harbour/pier.git", `Bearer ${token}`, "")).toEqual([403, null, "Please upgrade your git client."]);
    const url = `${scene.standIn.url}/harbour/pier.git`;
    expect((await fetch(`${url}/git-receive-pack`, { method: "POST" })).status).toBe(403);
    expect((await fetch(`${url}/git-upload-pack`, { method: "POST", body: "0000" })).status).toBe(415);
    expect((await fetch(`${url}/HEAD`)).status).toBe(404);
    expect((await fetch(`${url}/../../../etc/passwd`)).status).toBe(404);
  });

  it("costs nothing of the hourly limit", async () => {
    const before = (await scene.ask("GET", "/rate_limit")).body.rate.used;
    await fetched("harbour/pier.git", token, "main");
    expect((await scene.ask("GET", "/rate_limit")).body.rate.used).toBe(before);
  });

  it("fails as it is told to, and is well again", async () => {
    const { faults } = scene.standIn.server;
    faults.add({ fault: { kind: "status", status: 503 }, route: "/:owner/:repo.git/info/refs", times: 1 });
    expect((await fetched("harbour/pier.git", token, "main")).stderr).toContain("503");
    faults.add({ fault: { kind: "cut" }, route: "/:owner/:repo.git/git-upload-pack" });
    expect((await fetched("harbour/pier.git", token, "main")).code).not.toBe(0);
    faults.heal();
    faults.add({ fault: { kind: "garbage", body: "<html>" }, route: "/:owner/:repo.git/git-upload-pack", times: 1 });
    expect((await fetched("harbour/pier.git", token, "main")).code).not.toBe(0);
    expect((await fetched("harbour/pier.git", token, "main")).code).toBe(0);
  });
});
