/** Check runs with GitHub's limits, comments, reactions, and who may what. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { violations } from "../../../test/github/contract.ts";
import { asInstallation, client, EVERYTHING, harbour, KEYS } from "./client.fixture.ts";
import type { Ask } from "./client.fixture.ts";

const ROOT = "/repos/harbour/pier";
const OUTPUT = { title: "t", summary: "s" };
let scene: Awaited<ReturnType<typeof harbour>>;
let ask: Ask;
let sha = "";
beforeAll(async () => {
  scene = await harbour();
  ask = scene.ask;
  sha = scene.desk.head();
});
afterAll(() => scene.standIn.stop());
afterEach(() => expect(scene.standIn.server.exchanges.flatMap(violations)).toEqual([]));

const create = (more: Record<string, unknown>, name = "writ/packets") => ask("POST", `${ROOT}/check-runs`, { name, head_sha: sha, ...more });
const annotation = (line: number, more = {}) => ({ path: "a.md", start_line: line, end_line: line, annotation_level: "failure", message: "m", ...more });

describe("a check run", () => {
  it("takes annotations fifty at a time, and adds them up", async () => {
    const made = await create({ status: "in_progress", external_id: "1:main" }, "fifty");
    expect([made.status, made.body.status, made.body.conclusion]).toEqual([201, "in_progress", null]);
    const url = `${ROOT}/check-runs/${made.body.id as number}`;
    for (const start of [1, 51]) {
      const annotations = Array.from({ length: 50 }, (_, index) => annotation(start + index));
      expect((await ask("PATCH", url, { output: { ...OUTPUT, annotations } })).status).toBe(200);
    }
    const done = await ask("PATCH", url, { conclusion: "failure", output: { ...OUTPUT, annotations: [annotation(101)] } });
    expect(done.body).toMatchObject({ status: "completed", conclusion: "failure", external_id: "1:main", output: { annotations_count: 101 } });
    const last = await ask("GET", `${url}/annotations?per_page=100&page=2`);
    expect(last.body).toMatchObject([{ start_line: 101, path: "a.md" }]);
    expect((await ask("PATCH", url, { status: "in_progress" })).status).toBe(422);
  });

  it.each([
    ["no summary", { output: { title: "t" } }],
    ["too long a summary, in bytes", { output: { title: "t", summary: "ü".repeat(32_768) } }],
    ["too long a text", { output: { ...OUTPUT, text: "x".repeat(65_536) } }],
    ["51 annotations", { output: { ...OUTPUT, annotations: Array.from({ length: 51 }, () => annotation(1)) } }],
    ["line 0", { output: { ...OUTPUT, annotations: [annotation(0)] } }],
    ["an end before the start", { output: { ...OUTPUT, annotations: [annotation(3, { end_line: 2 })] } }],
    ["columns over lines", { output: { ...OUTPUT, annotations: [annotation(3, { end_line: 4, start_column: 1 })] } }],
    ["too long a title of one", { output: { ...OUTPUT, annotations: [annotation(3, { title: "x".repeat(256) })] } }],
    ["completed without a conclusion", { status: "completed" }],
    ["a conclusion that only GitHub gives", { conclusion: "stale" }],
    ["four buttons", { actions: Array.from({ length: 4 }, () => ({ label: "l", description: "d", identifier: "i" })) }],
    ["a long label", { actions: [{ label: "l".repeat(21), description: "d", identifier: "i" }] }],
    ["a commit that is not there", { head_sha: "0".repeat(40) }],
  ])("is refused with %s", async (_what, body) => {
    expect((await create(body)).status).toBe(422);
  });

  it("takes what is just within the limits", async () => {
    expect((await create({ output: { title: "t", summary: `${"ü".repeat(32_767)}x` } }, "limits")).status).toBe(201);
  });

  it("belongs to its App alone", async () => {
    const { standIn } = scene;
    const made = await create({ conclusion: "success" });
    const other = standIn.registerApp({ name: "Other", owner: "mara", keys: KEYS, permissions: EVERYTHING, events: [] });
    const stranger = await asInstallation(standIn, other, standIn.install(other.app, "harbour"));
    expect((await stranger("PATCH", `${ROOT}/check-runs/${made.body.id as number}`, { conclusion: "failure" })).status).toBe(403);
    const mara = client(standIn, standIn.userToken("mara"));
    expect(await mara("POST", `${ROOT}/check-runs`, { name: "x", head_sha: sha })).toMatchObject({ status: 403, body: { message: "You must authenticate via a GitHub App." } });
  });

  it("is the newest of its name, and in a suite", async () => {
    await create({ conclusion: "failure" }, "named");
    await create({ conclusion: "success" }, "named");
    const url = `${ROOT}/commits/main/check-runs?check_name=named&app_id=${scene.registered.app.id}`;
    expect((await ask("GET", url)).body).toMatchObject({ total_count: 1, check_runs: [{ conclusion: "success" }] });
    expect((await ask("GET", `${url}&filter=all`)).body.total_count).toBe(2);
    const suites = await ask("GET", `${ROOT}/commits/main/check-suites?app_id=${scene.registered.app.id}`);
    expect(suites.body).toMatchObject({ total_count: 1, check_suites: [{ head_sha: sha, head_branch: "main" }] });
    const suite = suites.body.check_suites[0].id as number;
    expect((await ask("GET", `${ROOT}/check-suites/${suite}`)).body.id).toBe(suite);
    expect((await ask("GET", `${ROOT}/check-suites/${suite}/check-runs?check_name=named`)).body.total_count).toBe(1);
  });
});

describe("a commit's statuses", () => {
  it("are combined, the newest of each context", async () => {
    for (const state of ["failure", "success"]) {
      expect((await ask("POST", `${ROOT}/statuses/${sha}`, { state, context: "ci" })).status).toBe(201);
    }
    expect((await ask("GET", `${ROOT}/commits/${sha}/statuses`)).body).toMatchObject([{ state: "success" }, { state: "failure" }]);
    expect((await ask("GET", `${ROOT}/commits/main/status`)).body).toMatchObject({ state: "success", total_count: 1 });
  });
});

describe("comments", () => {
  it("are written, changed, answered with reactions and deleted", async () => {
    const { desk, standIn } = scene;
    await desk.push("words", { "w.txt": "w" });
    const pull = await desk.openPull("words", { by: "mara" });
    const url = `${ROOT}/issues/${pull.number}/comments`;
    const lena = client(standIn, standIn.userToken("lena"));
    const own = await ask("POST", url, { body: "Hello" });
    const hers = await lena("POST", url, { body: "Ahoy" });
    expect(own.body).toMatchObject({ user: { login: "writ[bot]", type: "Bot" }, performed_via_github_app: { slug: "writ" } });
    expect((await ask("GET", url)).body).toMatchObject([{ body: "Hello" }, { body: "Ahoy", author_association: "NONE" }]);
    const one = (id: unknown): string => `${ROOT}/issues/comments/${String(id)}`;
    expect((await lena("PATCH", one(own.body.id), { body: "Mine now" })).status).toBe(403);
    expect((await ask("PATCH", one(own.body.id), { body: "Hello again" })).body.body).toBe("Hello again");
    expect((await ask("POST", `${one(hers.body.id)}/reactions`, { content: "eyes" })).status).toBe(201);
    const twice = await ask("POST", `${one(hers.body.id)}/reactions`, { content: "eyes" });
    expect([twice.status, (await ask("GET", `${one(hers.body.id)}/reactions`)).body.length]).toEqual([200, 1]);
    expect((await ask("DELETE", `${one(hers.body.id)}/reactions/${twice.body.id as number}`)).status).toBe(204);
    expect((await lena("DELETE", one(hers.body.id))).status).toBe(204);
    expect((await ask("GET", one(hers.body.id))).status).toBe(404);
    expect((await ask("POST", url, { body: " " })).status).toBe(422);
    expect((await client(standIn, null)("POST", url, { body: "x" })).status).toBe(401);
    const reader = await asInstallation(standIn, scene.registered, scene.installation, { permissions: { issues: "read" } });
    expect((await reader("POST", url, { body: "x" })).status).toBe(403);
    expect((await ask("GET", `${ROOT}/issues/${pull.number}`)).body).toMatchObject({ number: pull.number, comments: 1 });
    await lena("POST", `${ROOT}/pulls/${pull.number}/reviews`, { event: "APPROVE", body: "Good" });
    expect((await ask("GET", `${ROOT}/pulls/${pull.number}/reviews`)).body).toMatchObject([{ state: "APPROVED", commit_id: pull.headSha }]);
  });
});

describe("who may what", () => {
  it.each([
    ["admin", "admin", "admin"], ["maintain", "write", "maintain"], ["write", "write", "write"],
    ["triage", "read", "triage"], [null, "read", "read"],
  ] as const)("is told for the role %s as %s and %s", async (role, permission, name) => {
    scene.desk.permit("ruth", role);
    const { body } = await ask("GET", `${ROOT}/collaborators/ruth/permission`);
    expect([body.permission, body.role_name]).toEqual([permission, name]);
    expect((await ask("GET", `${ROOT}/collaborators/ruth`)).status).toBe(role === null ? 404 : 204);
  });

  it("is told for teams to those who may read members", async () => {
    const { standIn, registered, installation } = scene;
    standIn.team("harbour", "pilots", ["ruth"]);
    standIn.team("harbour", "pilots", ["lena"], "pending");
    const url = (login: string): string => `/orgs/harbour/teams/pilots/memberships/${login}`;
    expect((await ask("GET", url("ruth"))).body).toMatchObject({ state: "active", role: "member" });
    expect((await ask("GET", url("lena"))).body.state).toBe("pending");
    expect((await ask("GET", url("mara"))).status).toBe(404);
    const blind = await asInstallation(standIn, registered, installation, { permissions: { checks: "write" } });
    expect((await blind("GET", url("ruth"))).status).toBe(403);
  });
});
