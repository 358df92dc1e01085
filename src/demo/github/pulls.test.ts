/** Pull requests: opened, moved, judged by their checks, and merged for real. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { violations } from "../../../test/github/contract.ts";
import { git } from "../../snapshot/git.fixture.ts";
import { client, harbour } from "./client.fixture.ts";
import type { Ask } from "./client.fixture.ts";

const ROOT = "/repos/harbour/pier";
let scene: Awaited<ReturnType<typeof harbour>>;
let ask: Ask;
let mara: Ask;
let count = 0;
beforeAll(async () => {
  scene = await harbour();
  ask = scene.ask;
  mara = client(scene.standIn, scene.standIn.userToken("mara"));
});
afterAll(() => scene.standIn.stop());
afterEach(() => expect(scene.standIn.server.exchanges.flatMap(violations)).toEqual([]));

/** A pull request that adds two files in two commits. */
async function opened() {
  count += 1;
  const branch = `work-${count}`;
  await scene.desk.push(branch, { [`a${count}.txt`]: "a\n" }, { message: "First", by: "mara" });
  await scene.desk.push(branch, { [`b${count}.txt`]: "b\n" }, { message: "Second", by: "mara" });
  return scene.desk.openPull(branch, { by: "mara", title: `Work ${count}` });
}

describe("a pull request", () => {
  it("is opened through the API, listed, changed and closed", async () => {
    await scene.desk.push("talk", { "talk.txt": "x\n" });
    const made = await mara("POST", `${ROOT}/pulls`, { title: "Talk", head: "talk", base: "main" });
    expect([made.status, made.body.user.login, made.body.mergeable, made.body.mergeable_state]).toEqual([201, "mara", true, "clean"]);
    const again = await mara("POST", `${ROOT}/pulls`, { title: "Talk", head: "talk", base: "main" });
    expect(again).toMatchObject({ status: 422, body: { errors: [{ message: "A pull request already exists for harbour:talk." }] } });
    const number = made.body.number as number;
    expect((await ask("GET", `${ROOT}/pulls?head=harbour:talk`)).body).toMatchObject([{ number }]);
    expect((await ask("GET", `${ROOT}/commits/${scene.desk.head("talk")}/pulls`)).body).toMatchObject([{ number }]);
    expect((await ask("PATCH", `${ROOT}/pulls/${number}`, { title: "Speak", state: "closed" })).body).toMatchObject({ title: "Speak", state: "closed" });
    expect((await ask("GET", `${ROOT}/pulls`)).body).toEqual([]);
    expect((await ask("PATCH", `${ROOT}/pulls/${number}`, { state: "open" })).body.state).toBe("open");
    expect((await ask("GET", `${ROOT}/pulls/${number}/merge`)).status).toBe(404);
    await scene.desk.deleteBranch("talk");
    expect((await ask("GET", `${ROOT}/pulls/${number}`)).body.state).toBe("closed");
  });

  it("tells its files and commits, and follows its branch", async () => {
    const pull = await opened();
    const files = await ask("GET", `${ROOT}/pulls/${pull.number}/files`);
    expect(files.body).toMatchObject([{ filename: `a${count}.txt`, status: "added" }, { filename: `b${count}.txt` }]);
    const commits = await ask("GET", `${ROOT}/pulls/${pull.number}/commits`);
    expect(commits.body).toMatchObject([{ commit: { message: "First" } }, { commit: { message: "Second" } }]);
    await scene.desk.push(pull.headRef, { "b.txt": "forced\n" }, { onto: scene.desk.head() });
    const moved = await ask("GET", `${ROOT}/pulls/${pull.number}`);
    expect(moved.body).toMatchObject({ head: { sha: scene.desk.head(pull.headRef) }, commits: 1, changed_files: 1 });
  });

  it("cannot be merged when it conflicts", async () => {
    await scene.desk.push("mine", { "README.md": "# Mine\n" });
    const pull = await scene.desk.openPull("mine");
    await scene.desk.push("main", { "README.md": "# Ours\n" });
    expect((await ask("GET", `${ROOT}/pulls/${pull.number}`)).body).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
    expect((await ask("PUT", `${ROOT}/pulls/${pull.number}/merge`)).status).toBe(405);
  });
});

describe("merging", () => {
  it.each([["merge", 3, 2], ["squash", 1, 1], ["rebase", 2, 1]] as const)("by %s is done by Git", async (method, added, parents) => {
    const pull = await opened();
    await scene.desk.push("main", { [`main${count}.txt`]: "m\n" });
    const before = scene.desk.head();
    const merged = await ask("PUT", `${ROOT}/pulls/${pull.number}/merge`, { merge_method: method, sha: pull.headSha });
    expect(merged.status).toBe(200);
    const { directory } = scene.desk.repository;
    expect(git(directory, "rev-parse", "main")).toBe(merged.body.sha);
    expect(git(directory, "rev-list", "--count", `${before}..main`)).toBe(String(added));
    expect(git(directory, "rev-list", "--parents", "-1", "main").split(" ")).toHaveLength(1 + parents);
    expect(await scene.desk.file(`a${count}.txt`)).toBe("a\n");
    expect(await scene.desk.file(`main${count}.txt`)).toBe("m\n");
    expect(git(directory, "log", "-1", "--format=%an %cn", "main")).toBe(method === "merge" ? "writ[bot] GitHub" : "mara GitHub");
    const after = await ask("GET", `${ROOT}/pulls/${pull.number}`);
    expect(after.body).toMatchObject({ merged: true, state: "closed", merge_commit_sha: merged.body.sha });
    expect((await ask("GET", `${ROOT}/pulls/${pull.number}/merge`)).status).toBe(204);
    expect((await ask("PUT", `${ROOT}/pulls/${pull.number}/merge`)).status).toBe(405);
  });

  it("is refused when the head is not the one that was seen", async () => {
    const pull = await opened();
    const answer = await ask("PUT", `${ROOT}/pulls/${pull.number}/merge`, { sha: scene.desk.head() });
    expect(answer).toMatchObject({ status: 409, body: { message: "Head branch was modified. Review and try the merge again." } });
  });
});

describe("a protected branch", () => {
  const check = (sha: string, conclusion: string, by: Ask = ask) =>
    by("POST", `${ROOT}/check-runs`, { name: "writ/packets", head_sha: sha, conclusion, output: { title: "t", summary: "s" } });

  it("takes only what the pinned App passed, by merge as by push", async () => {
    const { desk, registered, standIn } = scene;
    const pull = await opened();
    desk.protect("main", { checks: [{ context: "writ/packets", appId: registered.app.id }] });
    const merge = () => ask("PUT", `${ROOT}/pulls/${pull.number}/merge`);
    expect(await merge()).toMatchObject({ status: 405, body: { message: 'Required status check "writ/packets" is expected.' } });
    await expect(desk.push("main", { "x.txt": "x" })).rejects.toThrow('Required status check "writ/packets" is expected.');
    // A status of that name by a person does not count.
    await mara("POST", `${ROOT}/statuses/${pull.headSha}`, { state: "success", context: "writ/packets" });
    expect((await merge()).status).toBe(405);
    // Nor does a run of another App.
    const { KEYS, asInstallation, EVERYTHING } = await import("./client.fixture.ts");
    const other = standIn.registerApp({ name: "Faker", owner: "mara", keys: KEYS, permissions: EVERYTHING, events: [] });
    const faker = await asInstallation(standIn, other, standIn.install(other.app, "harbour"));
    expect((await check(pull.headSha, "success", faker)).status).toBe(201);
    expect((await merge()).status).toBe(405);
    await check(pull.headSha, "failure");
    expect(await merge()).toMatchObject({ body: { message: 'Required status check "writ/packets" is failing.' } });
    expect((await ask("GET", `${ROOT}/pulls/${pull.number}`)).body.mergeable_state).toBe("blocked");
    const main = `${ROOT}/git/refs/heads/main`;
    expect((await ask("PATCH", main, { sha: pull.headSha, force: true })).status).toBe(422);
    // The newest run of a name counts.
    await check(pull.headSha, "neutral");
    expect((await merge()).status).toBe(200);
    const put = await ask("PUT", `${ROOT}/contents/z.txt`, { message: "z", content: "eg==", branch: "main" });
    expect(put).toMatchObject({ status: 409, body: { message: 'Could not update file: Required status check "writ/packets" is expected.' } });
    expect((await ask("DELETE", main)).status).toBe(422);
    desk.repository.protections.clear();
  });

  it("is set and told through the API", async () => {
    const url = `${ROOT}/branches/main/protection`;
    const rules = {
      required_status_checks: { strict: true, contexts: [], checks: [{ context: "writ/packets" }, { context: "lint", app_id: -1 }] },
      enforce_admins: false, required_pull_request_reviews: null, restrictions: null,
    };
    expect((await ask("PUT", url, rules)).status).toBe(200);
    const { body } = await ask("GET", url);
    expect(body.required_status_checks.checks).toEqual([
      { context: "writ/packets", app_id: scene.registered.app.id }, { context: "lint", app_id: null },
    ]);
    expect((await ask("GET", `${ROOT}/branches/main`)).body.protected).toBe(true);
    // Rules that spare those with the role admin.
    await scene.desk.push("main", { "admin.txt": "a" }, { by: "mara" });
    const pull = await opened();
    await scene.desk.push("main", { "behind.txt": "b" }, { by: "mara" });
    expect((await ask("GET", `${ROOT}/pulls/${pull.number}`)).body.mergeable_state).toBe("behind");
    expect((await ask("DELETE", url)).status).toBe(204);
    expect((await ask("GET", url)).status).toBe(404);
  });

  it("merges through the queue, and throws out what fails there", async () => {
    const { desk, registered } = scene;
    desk.protect("main", { checks: [{ context: "writ/packets", appId: registered.app.id }] });
    const [good, bad, last] = [await opened(), await opened(), await opened()];
    await expect(desk.queue(good)).rejects.toThrow('cannot be added to the merge queue: Required status check "writ/packets" is expected.');
    for (const { headSha } of [good, bad, last]) await check(headSha, "success");
    const groups = [await desk.queue(good), await desk.queue(bad), await desk.queue(last)];
    expect(groups[1]?.baseSha).toBe(groups[0]?.headSha);
    expect(groups[0]?.ref).toBe(`refs/heads/gh-readonly-queue/main/pr-${good.number}-${desk.head()}`);
    await check(groups[0]!.headSha, "success");
    expect([good.merged?.sha, desk.head()]).toEqual([groups[0]?.headSha, groups[0]?.headSha]);
    await check(groups[1]!.headSha, "failure");
    expect([bad.state, desk.repository.queue.map(({ pull }) => pull.number)]).toEqual(["open", [last.number]]);
    const rebuilt = desk.repository.queue[0]!;
    expect(rebuilt.baseSha).toBe(desk.head());
    await check(rebuilt.headSha, "success");
    expect([last.state, desk.head(), desk.repository.queue.length]).toEqual(["closed", rebuilt.headSha, 0]);
    expect(desk.repository.refs.list("refs/heads/gh-readonly-queue/")).toEqual([]);
    desk.repository.protections.clear();
  });
});

describe("a ruleset", () => {
  const rules = (branch: string) => ask("GET", `${ROOT}/rules/branches/${branch}`);

  it("is told rule by rule, with the App that a check is pinned to, and binds besides the classic protection", async () => {
    const { desk, registered } = scene;
    const { id } = registered.app;
    const ruleset = desk.rule(["main"], { checks: [{ context: "writ/gate", appId: id }, { context: "lint", appId: null }], strict: true });
    const whole = desk.rule(["main", "side"], { deletions: false, forcePushes: false, pullRequests: true, mergeQueue: true }, { organization: true });
    const own = { ruleset_source_type: "Repository", ruleset_source: "harbour/pier", ruleset_id: ruleset.id };
    expect((await rules("main")).body).toMatchObject([
      { type: "required_status_checks", ...own, parameters: {
        strict_required_status_checks_policy: true, required_status_checks: [{ context: "writ/gate", integration_id: id }, { context: "lint" }],
      } },
      { type: "deletion", ruleset_source_type: "Organization", ruleset_source: "harbour", ruleset_id: whole.id },
      { type: "non_fast_forward" }, { type: "pull_request" }, { type: "merge_queue" },
    ]);
    expect((await rules("side")).body).toHaveLength(4);
    expect((await rules("elsewhere")).body).toEqual([]);
    expect((await ask("GET", `${ROOT}/branches/main`)).body.protected).toBe(true);
    desk.unrule(whole);
    expect((await rules("side")).body).toEqual([]);
    desk.unrule(ruleset);
  });

  it("is kept at merge and push as classic protection is, in words of its own", async () => {
    const { desk, registered } = scene;
    const pull = await opened();
    const ruleset = desk.rule(["main"], { checks: [{ context: "writ/gate", appId: registered.app.id }] });
    const merge = () => ask("PUT", `${ROOT}/pulls/${pull.number}/merge`);
    const violated = (why: string) => ({ status: 405, body: { message: `Repository rule violations found\n\n${why}\n\n` } });
    expect(await merge()).toMatchObject(violated('Required status check "writ/gate" is expected.'));
    await expect(desk.push("main", { "x.txt": "x" })).rejects.toThrow("Repository rule violations found");
    await ask("POST", `${ROOT}/check-runs`, { name: "writ/gate", head_sha: pull.headSha, conclusion: "success" });
    desk.protect("main", { checks: [{ context: "lint", appId: null }] });
    expect((await merge()).body.message).toBe('Required status check "lint" is expected.');
    desk.repository.protections.clear();
    const queue = desk.rule(["main"], { mergeQueue: true });
    expect(await merge()).toMatchObject(violated("Changes must be made through the merge queue"));
    desk.unrule(queue);
    expect((await merge()).status).toBe(200);
    desk.unrule(ruleset);
  });

  it("lets a queued pull request merge by the queue alone, and throws it out when its branch moves", async () => {
    const { desk, registered } = scene;
    const ruleset = desk.rule(["main"], { mergeQueue: true, checks: [{ context: "writ/gate", appId: registered.app.id }] });
    const [moved, still] = [await opened(), await opened()];
    for (const { headSha } of [moved, still]) {
      await ask("POST", `${ROOT}/check-runs`, { name: "writ/gate", head_sha: headSha, conclusion: "success", output: { title: "t", summary: "s" } });
    }
    await desk.queue(moved);
    const behind = await desk.queue(still);
    await desk.push(moved.headRef, { "more.txt": "m\n" }, { by: "mara" });
    expect([desk.repository.queue.map(({ pull }) => pull), moved.state]).toEqual([[still], "open"]);
    const [rebuilt] = desk.repository.queue;
    expect([rebuilt!.baseSha, rebuilt!.headSha === behind.headSha]).toEqual([desk.head(), false]);
    await ask("POST", `${ROOT}/check-runs`, { name: "writ/gate", head_sha: rebuilt!.headSha, conclusion: "success" });
    expect([still.merged?.sha, desk.head()]).toEqual([rebuilt!.headSha, rebuilt!.headSha]);
    desk.unrule(ruleset);
  });
});

describe("a fork", () => {
  it("brings its commits to its parent's pull request", async () => {
    const lena = client(scene.standIn, scene.standIn.userToken("lena"));
    expect((await lena("POST", `${ROOT}/forks`)).body).toMatchObject({ full_name: "lena/pier", fork: true, parent: { full_name: "harbour/pier" } });
    const fork = scene.standIn.repository("lena/pier");
    await fork.push("idea", { "idea.txt": "i\n" }, { by: "lena" });
    const made = await lena("POST", `${ROOT}/pulls`, { title: "Idea", head: "lena:idea", base: "main" });
    expect([made.status, made.body.head.label, made.body.head.repo.full_name]).toEqual([201, "lena:idea", "lena/pier"]);
    expect((await ask("GET", `${ROOT}/git/ref/pull/${made.body.number}/head`)).body.object.sha).toBe(fork.head("idea"));
    const run = await ask("POST", `${ROOT}/check-runs`, { name: "writ/packets", head_sha: fork.head("idea"), status: "in_progress" });
    expect([run.status, run.body.pull_requests]).toEqual([201, []]);
    // An App that is not installed at the fork may not write there.
    expect((await ask("POST", "/repos/lena/pier/git/blobs", { content: "x" })).status).toBe(403);
    expect((await ask("GET", "/repos/lena/pier/branches/idea")).status).toBe(200);
    expect((await ask("PUT", `${ROOT}/pulls/${made.body.number}/merge`)).status).toBe(200);
    expect(await scene.desk.file("idea.txt")).toBe("i\n");
    expect(git(fork.repository.directory, "fsck", "--connectivity-only", "--no-dangling")).toBe("");
  });
});
