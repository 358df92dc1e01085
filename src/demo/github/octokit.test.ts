/** The clients that Apps really use, against the stand-in: Probot's Octokit and the plain one. */
import { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { violations } from "../../../test/github/contract.ts";
import { harbour } from "./client.fixture.ts";

const REPO = { owner: "harbour", repo: "pier" } as const;
let scene: Awaited<ReturnType<typeof harbour>>;
beforeAll(async () => {
  scene = await harbour();
});
afterAll(() => scene.standIn.stop());
afterEach(() => {
  expect(scene.standIn.server.exchanges.flatMap(violations)).toEqual([]);
  scene.standIn.server.faults.heal();
});

const base = () => ({ baseUrl: `${scene.standIn.url}/api/v3`, log: { debug: noop, info: noop, warn: noop, error: noop } });
const noop = (): void => undefined;

/** As Probot makes one: JSON web tokens, installation tokens, retries and throttling. */
function probot(settings: object = {}) {
  const { app, privateKey } = scene.registered;
  const auth = { appId: app.id, privateKey, installationId: scene.installation.id };
  return new ProbotOctokit({ ...base(), auth, throttle: { enabled: false }, retry: { enabled: false }, ...settings });
}

function plain(login: string): Octokit {
  return new Octokit({ ...base(), auth: scene.standIn.userToken(login) });
}

describe("Probot's Octokit", () => {
  it("signs itself in as the App and as an installation, and keeps its token", async () => {
    const octokit = probot();
    const since = scene.standIn.server.exchanges.length;
    expect((await octokit.rest.apps.getAuthenticated()).data!.slug).toBe("writ");
    expect((await octokit.rest.apps.listReposAccessibleToInstallation()).data.total_count).toBe(1);
    expect((await octokit.rest.repos.get(REPO)).data.full_name).toBe("harbour/pier");
    expect(scene.standIn.requests(since).get("POST /app/installations/:installation/access_tokens")).toBe(1);
  });

  it("writes a check run and reads its annotations", async () => {
    const octokit = probot();
    const annotation = { path: "README.md", start_line: 1, end_line: 1, annotation_level: "warning", message: "m" } as const;
    const annotations = Array.from({ length: 50 }, () => annotation);
    const output = { title: "t", summary: "s", annotations };
    const { data } = await octokit.rest.checks.create({ ...REPO, name: "writ/packets", head_sha: scene.desk.head(), output });
    await octokit.rest.checks.update({ ...REPO, check_run_id: data.id, conclusion: "success", output: { ...output, annotations: [annotation] } });
    const all = await octokit.paginate(octokit.rest.checks.listAnnotations, { ...REPO, check_run_id: data.id, per_page: 20 });
    expect(all).toHaveLength(51);
  });

  it("commits through GraphQL, and throws what GraphQL refuses", async () => {
    const octokit = probot();
    const query = `mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }`;
    const input = (expectedHeadOid: string) => ({
      branch: { repositoryNameWithOwner: "harbour/pier", branchName: "main" }, expectedHeadOid,
      message: { headline: "Record" }, fileChanges: { additions: [{ path: "report.md", contents: Buffer.from("r\n").toString("base64") }] },
    });
    const before = scene.desk.head();
    const made = await octokit.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(query, { input: input(before) });
    expect(made.createCommitOnBranch.commit.oid).toBe(scene.desk.head());
    await expect(octokit.graphql(query, { input: input(before) })).rejects.toMatchObject({
      name: "GraphqlResponseError", errors: [{ type: "STALE_DATA" }], data: { createCommitOnBranch: null },
    });
  });

  it("is told of limits as its throttling plugin understands them", async () => {
    const told: string[] = [];
    const hear = (name: string) => (after: number) => {
      told.push(`${name} ${after}`);
      return false;
    };
    const limits = { throttle: { onRateLimit: hear("primary"), onSecondaryRateLimit: hear("secondary") } };
    const octokit = probot(limits);
    const { faults } = scene.standIn.server;
    faults.add({ fault: { kind: "secondary-limit", retryAfter: 7 }, route: "/repos/:owner/:repo", times: 1 });
    await expect(octokit.rest.repos.get(REPO)).rejects.toMatchObject({ status: 403 });
    faults.add({ fault: { kind: "primary-limit", resetSeconds: 30 }, route: "/repos/:owner/:repo", times: 1 });
    await expect(octokit.rest.repos.get(REPO)).rejects.toMatchObject({ status: 403 });
    faults.add({ fault: { kind: "primary-limit", resetSeconds: 30 }, route: "/graphql", times: 1 });
    // The plugin knows GraphQL by the path it has on github.com, and is blind to it at `/api/graphql`.
    const dotCom = probot({ ...limits, baseUrl: scene.standIn.url });
    await expect(dotCom.graphql("{ viewer { login } }")).rejects.toThrow("GraphQL Rate Limit Exceeded");
    expect(told.map((one) => one.replace(/\d+/, (after) => (Number(after) > 25 ? "soon" : after)))).toEqual(["secondary 7", "primary soon", "primary soon"]);
  });

  it("tries again after an answer was lost, when it is told to", async () => {
    const octokit = probot({ retry: { enabled: true, retries: 1, retryAfterBaseValue: 1 } });
    const since = scene.standIn.server.exchanges.length;
    scene.standIn.server.faults.add({ fault: { kind: "status", status: 502 }, route: "/repos/:owner/:repo", times: 1 });
    expect((await octokit.rest.repos.get(REPO)).status).toBe(200);
    expect(scene.standIn.requests(since).get("GET /repos/:owner/:repo")).toBe(2);
  });
});

describe("the plain Octokit", () => {
  it("follows pages by their links", async () => {
    const mara = plain("mara");
    for (let count = 0; count < 5; count += 1) await scene.desk.push(`page-${count}`, { "p.txt": `${count}` });
    const one = await mara.rest.repos.listBranches({ ...REPO, per_page: 2 });
    expect(one.headers.link).toMatch(/page=2>; rel="next", <[^>]*page=3>; rel="last"/);
    const all = await mara.paginate(mara.rest.repos.listBranches, { ...REPO, per_page: 2 });
    expect(all.map(({ name }) => name)).toEqual(["main", "page-0", "page-1", "page-2", "page-3", "page-4"]);
  });

  it("maps what is refused to its status and fields", async () => {
    const mara = plain("mara");
    const { data } = await mara.rest.repos.getContent({ ...REPO, path: "README.md" });
    const change = { ...REPO, path: "README.md", message: "m", content: "eA==" };
    await expect(mara.rest.repos.createOrUpdateFileContents({ ...change, sha: "0".repeat(40) })).rejects.toMatchObject({ status: 409 });
    await expect(mara.rest.repos.createOrUpdateFileContents(change)).rejects.toMatchObject({ status: 422 });
    expect((await mara.rest.repos.createOrUpdateFileContents({ ...change, sha: (data as { sha: string }).sha })).status).toBe(200);
    await expect(mara.rest.pulls.create({ ...REPO, title: "t", head: "nowhere", base: "main" })).rejects.toMatchObject({
      status: 422, response: { data: { errors: [{ resource: "PullRequest", field: "head", code: "invalid" }] } },
    });
    await expect(mara.rest.repos.get({ owner: "harbour", repo: "nowhere" })).rejects.toMatchObject({ status: 404 });
    await expect(new Octokit({ ...base(), auth: "wrong" }).rest.repos.get(REPO)).rejects.toMatchObject({ status: 401 });
    await expect(plain("nils").rest.git.createRef({ ...REPO, ref: "refs/heads/x", sha: scene.desk.head() })).rejects.toMatchObject({ status: 403 });
  });

  it("is answered with 304 for nothing when nothing changed", async () => {
    const mara = plain("mara");
    const first = await mara.rest.repos.get(REPO);
    const used = (await mara.rest.rateLimit.get()).data.rate.used;
    await expect(mara.rest.repos.get({ ...REPO, headers: { "if-none-match": first.headers.etag! } })).rejects.toMatchObject({ status: 304 });
    expect((await mara.rest.rateLimit.get()).data.rate.used).toBe(used);
  });
});
