/** Webhooks: what is told to whom, the log, and what goes wrong on demand; and how the API goes wrong. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { violations } from "../../../test/github/contract.ts";
import { describedEvents, payloadViolations } from "../../../test/github/webhook-contract.ts";
import { client, EVERYTHING, harbour, jwt } from "./client.fixture.ts";
import type { Ask } from "./client.fixture.ts";
import type { ApiFault } from "./http/faults.ts";
import { receiver } from "./receiver.fixture.ts";
import type { Receiver } from "./receiver.fixture.ts";

const ROOT = "/repos/harbour/pier";
let ear: Receiver;
let scene: Awaited<ReturnType<typeof harbour>>;
let ask: Ask;
let asApp: Ask;
beforeAll(async () => {
  ear = await receiver("a secret of thirty-two characters");
  scene = await harbour(ear.url);
  ask = scene.ask;
  asApp = client(scene.standIn, jwt(scene.standIn, scene.registered));
});
afterAll(async () => {
  await scene.standIn.stop();
  await ear.close();
});
beforeEach(async () => {
  await scene.standIn.idle();
  ear.received.length = 0;
});
afterEach(() => {
  scene.standIn.webhooks.heal();
  scene.standIn.server.faults.heal();
  ear.status = 202;
  expect(scene.standIn.webhooks.log.flatMap(payloadViolations)).toEqual([]);
  expect(scene.standIn.server.exchanges.filter(({ answer }) => typeof answer !== "string").flatMap(violations)).toEqual([]);
});

/** What came since the last look, as `event` or `event.action`. */
async function heard(): Promise<string[]> {
  await scene.standIn.idle();
  return ear.received.splice(0).map(({ event, action }) => (action === null ? event : `${event}.${action}`));
}

let branches = 0;
async function pushed(): Promise<string> {
  branches += 1;
  await scene.desk.push(`b${branches}`, { [`f${branches}.txt`]: "x\n" }, { by: "mara" });
  return `b${branches}`;
}

describe("what happens", () => {
  it("is told, signed, with all that is needed", async () => {
    const branch = await pushed();
    await scene.standIn.idle();
    const push = ear.received.find(({ event }) => event === "push");
    expect(push).toMatchObject({
      signed: true,
      payload: {
        ref: `refs/heads/${branch}`, created: true, forced: false, after: scene.desk.head(branch),
        commits: [{ added: [`f${branches}.txt`], modified: [] }], sender: { login: "mara" },
        repository: { full_name: "harbour/pier" }, organization: { login: "harbour" },
        installation: { id: scene.installation.id },
      },
    });
    expect(await heard()).toEqual(["create", "push", "check_suite.requested"]);
  });

  it("to a pull request is told from its beginning to its end", async () => {
    const { desk } = scene;
    const branch = await pushed();
    await heard();
    const pull = await desk.openPull(branch, { by: "mara", draft: true });
    desk.edit(pull, { draft: false });
    await desk.push("other", { "o.txt": "o" });
    desk.edit(pull, { base: "other", title: "New" });
    expect((await heard()).filter((one) => one.startsWith("pull_request"))).toEqual([
      "pull_request.opened", "pull_request.ready_for_review", "pull_request.edited",
    ]);
    await desk.push(branch, { "again.txt": "x" }, { onto: desk.head() });
    await scene.standIn.idle();
    const moved = ear.received.filter(({ event }) => event === "push" || event === "pull_request");
    expect(moved).toMatchObject([
      { event: "push", payload: { forced: true } },
      { event: "pull_request", action: "synchronize", payload: { after: desk.head(branch), pull_request: { base: { ref: "other" } } } },
    ]);
    ear.received.length = 0;
    desk.edit(pull, { base: "main" });
    await desk.merge(pull, "squash", "mara");
    await scene.standIn.idle();
    const closed = ear.received.find(({ action }) => action === "closed");
    expect(closed?.payload.pull_request).toMatchObject({ merged: true, merge_commit_sha: desk.head() });
    expect(await heard()).toEqual(["pull_request.edited", "push", "check_suite.requested", "pull_request.closed"]);
  });

  it("to checks is told to their App", async () => {
    const { desk, standIn } = scene;
    const actions = [{ label: "Mend", description: "Mend it", identifier: "mend" }];
    const made = await ask("POST", `${ROOT}/check-runs`, { name: "writ/packets", head_sha: desk.head(), conclusion: "failure", actions });
    const run = desk.runs(desk.head()).find(({ id }) => id === made.body.id)!;
    expect(await heard()).toEqual(["check_run.created", "check_run.completed"]);
    standIn.rerequest(desk, run, "mara");
    standIn.press(desk, run, "mend", "mara");
    standIn.rerequest(desk, run, "mara", true);
    await standIn.idle();
    expect(ear.received[1]).toMatchObject({ payload: { requested_action: { identifier: "mend" }, check_run: { id: run.id } } });
    expect(await heard()).toEqual(["check_run.rerequested", "check_run.requested_action", "check_suite.rerequested"]);
  });

  it("in talk and in the queue is told", async () => {
    const { desk } = scene;
    const pull = await desk.openPull(await pushed(), { by: "mara" });
    await heard();
    const comment = desk.comment(pull, "/verdict pass", "mara");
    desk.editComment(comment, "/verdict fail", "lena");
    desk.deleteComment(comment, "mara");
    await scene.standIn.idle();
    expect(ear.received[1]).toMatchObject({ payload: { changes: { body: { from: "/verdict pass" } }, sender: { login: "lena" }, comment: { user: { login: "mara" } } } });
    expect(await heard()).toEqual(["issue_comment.created", "issue_comment.edited", "issue_comment.deleted"]);
    desk.protect("main", { checks: [{ context: "never", appId: null }] });
    await ask("POST", `${ROOT}/statuses/${pull.headSha}`, { state: "success", context: "never" });
    const group = await desk.queue(pull);
    await scene.standIn.idle();
    expect(ear.received.find(({ event }) => event === "merge_group")).toMatchObject({
      payload: { merge_group: { head_sha: group.headSha, base_sha: desk.head(), base_ref: "refs/heads/main" } },
    });
    await heard();
    await ask("POST", `${ROOT}/statuses/${group.headSha}`, { state: "failure", context: "never" });
    expect(await heard()).toContain("merge_group.destroyed");
    desk.repository.protections.clear();
  });

  it("to the installation is told, and nothing to a suspended one, nor what it may not read", async () => {
    const { standIn, installation } = scene;
    standIn.suspend(installation);
    await pushed();
    standIn.unsuspend(installation);
    const { issues: _, ...less } = EVERYTHING;
    standIn.allow(installation, less);
    const pull = await scene.desk.openPull(await pushed(), { by: "mara" });
    scene.desk.comment(pull, "Hello", "mara");
    standIn.allow(installation, EVERYTHING);
    expect((await heard()).filter((one) => /installation|comment/.test(one))).toEqual([
      "installation.suspend", "installation.unsuspend",
      "installation.new_permissions_accepted", "installation.new_permissions_accepted",
    ]);
  });

  it("to what an installation reaches is told, and to its end", async () => {
    const { standIn, registered } = scene;
    await standIn.createRepository("quay/one", { "a.txt": "a\n" });
    await standIn.createRepository("quay/two", { "b.txt": "b\n" });
    const installation = standIn.install(registered.app, "quay", ["one"]);
    standIn.choose(installation, null);
    standIn.choose(installation, ["one"]);
    standIn.uninstall(installation);
    await standIn.idle();
    const named = ear.received.map(({ payload }) => (payload.repositories_added ?? payload.repositories) as { name: string }[]);
    expect(named.map((list) => list.map(({ name }) => name))).toEqual([["one"], ["two"], [], ["one"]]);
    expect(await heard()).toEqual(["installation.created", "installation_repositories.added", "installation_repositories.removed", "installation.deleted"]);
  });

  it("is told in GitHub's own shapes, all of it", async () => {
    const { desk } = scene;
    const pull = await desk.openPull(await pushed(), { by: "mara" });
    desk.edit(pull, { draft: true });
    desk.edit(pull, { state: "closed" });
    desk.edit(pull, { state: "open" });
    desk.review(pull, "APPROVED", "lena", "Fine");
    await desk.fork("lena");
    await desk.merge(pull, "merge", "mara").catch(() => undefined);
    desk.edit(pull, { draft: false });
    await desk.merge(pull);
    await desk.deleteBranch(pull.headRef);
    await scene.standIn.idle();
    expect(ear.received.find(({ action }) => action === "opened")?.payload.pull_request).toMatchObject({ additions: 1, deletions: 0, changed_files: 1, commits: 1 });
    const sent = new Set(scene.standIn.webhooks.log.map(({ event, action }) => (action === null ? event : `${event}.${action}`)));
    expect(describedEvents().filter((name) => !sent.has(name))).toEqual([]);
  });
});

describe("a delivery", () => {
  /** The push events that arrive of two pushes when this befalls the first. */
  async function guids(): Promise<string[]> {
    await scene.standIn.idle();
    return ear.received.filter(({ event }) => event === "push").map(({ guid }) => guid);
  }

  it("that failed is in the log, and comes again with its own id when it is asked for", async () => {
    ear.status = 503;
    await pushed();
    await scene.standIn.idle();
    const [first] = await guids();
    ear.status = 202;
    const { body: log } = await asApp("GET", "/app/hook/deliveries?per_page=100");
    const failed = (log as Record<string, unknown>[]).find(({ guid }) => guid === first)!;
    expect(failed).toMatchObject({ status_code: 503, event: "push", redelivery: false, installation_id: scene.installation.id });
    expect(failed["status"]).not.toBe("OK");
    expect((await asApp("GET", "/app/hook/deliveries?status=failure")).body).toContainEqual(failed);
    expect((await asApp("POST", `/app/hook/deliveries/${String(failed["id"])}/attempts`)).status).toBe(202);
    expect(await guids()).toEqual([first, first]);
    const whole = await asApp("GET", `/app/hook/deliveries/${String(failed["id"])}`);
    expect(whole.body).toMatchObject({ request: { payload: { ref: `refs/heads/b${branches}` } }, response: { payload: "heard" } });
    const [newest] = (await asApp("GET", "/app/hook/deliveries?per_page=1")).body;
    expect(newest).toMatchObject({ guid: first, redelivery: true, status: "OK" });
    expect((await asApp("POST", "/app/hook/deliveries/1/attempts")).status).toBe(404);
  });

  it("is found by walking through the log", async () => {
    const seen: unknown[] = [];
    let path: string | null = "/app/hook/deliveries?per_page=7";
    while (path !== null) {
      const reply = await asApp("GET", path);
      seen.push(...(reply.body as { id: number }[]).map(({ id }) => id));
      path = /<[^>]*(\/app\/[^>]+)>; rel="next"/.exec(reply.headers.get("link") ?? "")?.[1] ?? null;
    }
    expect(seen).toEqual(scene.standIn.webhooks.log.map(({ id }) => id).reverse());
  });

  it("can be dropped, which the log knows, or lost, which nothing knows", async () => {
    const { webhooks } = scene.standIn;
    const before = webhooks.log.length;
    webhooks.fault({ fault: { kind: "drop" }, event: "push", times: 1 });
    webhooks.fault({ fault: { kind: "lose" }, event: "create", times: 1 });
    await pushed();
    expect(await heard()).toEqual(["check_suite.requested"]);
    expect(webhooks.log.slice(before).map(({ event, outcome }) => [event, outcome?.status])).toEqual([["push", 502], ["check_suite", 202]]);
    await pushed();
    expect(await heard()).toContain("push");
  });

  it("can come twice, late, out of order, and with its answer lost", async () => {
    const { webhooks } = scene.standIn;
    webhooks.fault({ fault: { kind: "duplicate" }, event: "push", times: 1 });
    await pushed();
    const twice = await guids();
    expect([twice.length, new Set(twice).size]).toEqual([2, 1]);
    await heard();
    webhooks.fault({ fault: { kind: "delay", milliseconds: 900 }, event: "create", times: 1 });
    await pushed();
    expect(await heard()).toEqual(["push", "check_suite.requested", "create"]);
    webhooks.fault({ fault: { kind: "reorder", count: 3 }, times: 3 });
    await pushed();
    expect(await heard()).toEqual(["check_suite.requested", "push", "create"]);
    webhooks.fault({ fault: { kind: "answer", status: 504 }, event: "push", times: 1 });
    await pushed();
    expect(await guids()).toHaveLength(1);
    expect(webhooks.log.findLast(({ event }) => event === "push")?.outcome?.status).toBe(504);
  });

  it("fails when nobody listens", async () => {
    const { app } = scene.registered;
    app.webhookUrl = "http://127.0.0.1:9/";
    await pushed();
    await scene.standIn.idle();
    app.webhookUrl = ear.url;
    expect(scene.standIn.webhooks.log.at(-1)?.outcome).toMatchObject({ status: 502 });
  });
});

describe("the API", () => {
  const route = "/repos/:owner/:repo/check-runs";
  const create = () => ask("POST", `${ROOT}/check-runs`, { name: "fault", head_sha: scene.desk.head() });
  const made = (): number => scene.desk.runs(scene.desk.head()).filter(({ name }) => name === "fault").length;
  const fault = (one: ApiFault, times = 1): void => scene.standIn.server.faults.add({ fault: one, method: "POST", route, times });

  it("fails as it is told, and only as often", async () => {
    const before = made();
    fault({ kind: "status", status: 502 });
    expect((await create()).status).toBe(502);
    fault({ kind: "status", status: 409, message: "Conflict" });
    expect(await create()).toMatchObject({ status: 409, body: { message: "Conflict" } });
    expect(made()).toBe(before);
    fault({ kind: "status", status: 502, applied: true });
    expect([(await create()).status, made()]).toEqual([502, before + 1]);
    expect([(await create()).status, made()]).toEqual([201, before + 2]);
  });

  it("limits", async () => {
    fault({ kind: "primary-limit", resetSeconds: 30 });
    const hour = await create();
    expect([hour.status, hour.headers.get("x-ratelimit-remaining")]).toEqual([403, "0"]);
    expect(Number(hour.headers.get("x-ratelimit-reset"))).toBeGreaterThan(Date.now() / 1000 + 20);
    fault({ kind: "secondary-limit", retryAfter: 7, status: 429 });
    const burst = await create();
    expect([burst.status, burst.headers.get("retry-after")]).toEqual([429, "7"]);
  });

  it("answers garbage, slowly, never, or hangs up", async () => {
    fault({ kind: "garbage", body: "<html>", type: "text/html" });
    expect(await create()).toMatchObject({ status: 200, body: "<html>" });
    const before = made();
    fault({ kind: "cut", applied: true });
    await expect(create()).rejects.toThrow();
    expect(made()).toBe(before + 1);
    fault({ kind: "cut" });
    await expect(create()).rejects.toThrow();
    expect(made()).toBe(before + 1);
    fault({ kind: "slow", milliseconds: 30 });
    const started = performance.now();
    await create();
    expect(performance.now() - started).toBeGreaterThan(28);
    fault({ kind: "hang" });
    const hanging = fetch(`${scene.standIn.url}${ROOT}/check-runs`, { method: "POST", body: "{}", signal: AbortSignal.timeout(50) });
    await expect(hanging).rejects.toThrow();
  });

  it("begins to fail later when it is told so, and counts what it was asked", async () => {
    const { server } = scene.standIn;
    const since = server.exchanges.length;
    server.faults.add({ fault: { kind: "status", status: 500 }, route: "/repos/:owner/:repo", after: 1, times: 1 });
    const answers = [await ask("GET", ROOT), await ask("GET", ROOT), await ask("GET", ROOT)];
    expect(answers.map(({ status }) => status)).toEqual([200, 500, 200]);
    expect([...scene.standIn.requests(since)]).toEqual([["GET /repos/:owner/:repo", 3]]);
  });
});
