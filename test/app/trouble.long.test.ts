/**
 * What goes wrong between the App, GitHub and those who run both: told in the log, told at the check wherever a person
 * can act and something can be said there, and never the end of the process: the next pull request is judged.
 */
import { afterEach, expect, test } from "vitest";
import { asInstallation, EVERYTHING, KEYS } from "../../src/demo/github/client.fixture.ts";
import { TREE_LIMITS } from "../../src/demo/github/routes/git-data.ts";
import type { AppOptions } from "../../src/app/app.ts";
import { externalId } from "../../src/app/external-id.ts";
import { endStories, given } from "../github/scenario.ts";
import type { Setting, Story } from "../github/scenario.ts";
import { brokenCrane, goodHarbour } from "./harbour.ts";
import { here } from "./here.ts";
import type { Here } from "./here.ts";

const CHECK = "writ/packets";
const PULL = "/repos/:owner/:repo/pulls/:number";
const RUNS = "/repos/:owner/:repo/check-runs";
const RUN = "/repos/:owner/:repo/check-runs/:run";
const TREES = "/repos/:owner/:repo/git/trees/*sha";
const REFS = "/:owner/:repo.git/info/refs";
const UNJUDGED = { status: "completed", conclusion: "failure", title: "Failed: it could not be judged" };
const { entries } = TREE_LIMITS;
let opened = 0;

afterEach(async () => {
  TREE_LIMITS.entries = entries;
  await endStories();
});

async function harbourStory(options: Partial<AppOptions> = {}, setting: Partial<Setting> = {}): Promise<Story<Here>> {
  const story = await given("harbour/pier", goodHarbour(), { ...setting, app: here(options) });
  story.person("mara", "write");
  await story.untilQuiet();
  return story;
}

function opensBroken(story: Story<Here>) {
  opened += 1;
  return story.person("mara").opens(`Crane ${opened}`).with(brokenCrane());
}

/** Warnings and errors, in the words of the log. */
function complaints(story: Story<Here>): string[] {
  return story.app.lines.filter(({ level }) => Number(level) >= 40).map(({ msg }) => String(msg));
}

async function goesOn(story: Story<Here>): Promise<void> {
  story.githubIsWell();
  opened += 1;
  const next = await story.person("mara").opens(`Paint ${opened}`).with({ "src/paint.js": `// ${opened}\n` });
  await story.untilQuiet();
  expect(story.checkOf(next, CHECK)).toMatchObject({ status: "completed", conclusion: "success" });
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!holds() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(holds()).toBe(true);
}

test("without the permission to write checks the log says who can grant it; when it is granted, what waits is judged", async () => {
  const story = await harbourStory({}, { permissions: { ...EVERYTHING, checks: "read" } });
  const pull = await opensBroken(story);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toBeNull();
  expect(complaints(story)).toContainEqual(expect.stringMatching(/403 to POST .*check-runs: the App lacks a permission .* grant it/));
  story.standIn.allow(story.installation, EVERYTHING);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure", title: expect.stringMatching(/^Failed: the change brings/) });
  await goesOn(story);
});

test("without the permission to read contents the check says which is missing", async () => {
  const { contents: _, ...permissions } = EVERYTHING;
  const story = await harbourStory({}, { permissions });
  const pull = await opensBroken(story);
  await story.untilQuiet();
  expect(complaints(story)).toContainEqual(expect.stringMatching(/permission/));
  const check = story.checkOf(pull, CHECK);
  expect(check).toMatchObject(UNJUDGED);
  expect(check?.summary).toMatch(/permission/);
  story.standIn.allow(story.installation, EVERYTHING);
  await story.untilQuiet();
  story.person("mara").presses("recheck", CHECK, pull);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)?.title).toMatch(/^Failed: the change brings/);
});

test("a repository that is deleted while it is judged", async () => {
  const story = await harbourStory();
  const other = await story.standIn.createRepository("harbour/quay", goodHarbour());
  story.githubFails({ fault: { kind: "slow", milliseconds: 0 }, route: PULL, times: 1, then: () => story.standIn.deleteRepository("harbour/quay") });
  await other.push("crane", brokenCrane(), { onto: other.head() });
  await other.openPull("crane");
  await story.untilQuiet();
  expect(complaints(story)).toContainEqual(expect.stringMatching(/404 to .*: it is not there/));
  await goesOn(story);
});

test("an installation that is suspended while it is judged; when that ends, what waits is judged", async () => {
  const story = await harbourStory();
  story.githubFails({ fault: { kind: "slow", milliseconds: 0 }, route: PULL, times: 1, then: () => story.standIn.suspend(story.installation) });
  const pull = await opensBroken(story);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toBeNull();
  expect(complaints(story)).toContainEqual(expect.stringMatching(/403 to .*: the installation is suspended; the owner can unsuspend it/));
  story.standIn.unsuspend(story.installation);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure" });
});

test("uninstalled with jobs waiting: they end, and the log says what it takes", async () => {
  const story = await harbourStory();
  const other = story.standIn.organization("shipyard");
  const desk = await story.standIn.createRepository("shipyard/dock", goodHarbour());
  const installed = story.standIn.install(story.registered, other.login);
  await story.untilQuiet();
  const jobs = () => story.app.app.queue.stats().jobs.filter(({ kind, state }) => kind === "pull-request" && state !== "done");
  const then = async (): Promise<void> => {
    const installedStill = (): boolean => story.standIn.hub.installations.has(installed.id);
    await until(() => !installedStill() || jobs().reduce((sum, { count }) => sum + count, 0) === 3);
    if (installedStill()) story.standIn.uninstall(installed);
  };
  story.githubFails({ fault: { kind: "slow", milliseconds: 0 }, route: PULL, then });
  for (const branch of ["one", "two", "three"]) {
    await desk.push(branch, { "a.txt": branch }, { onto: desk.head() });
    await desk.openPull(branch);
  }
  await story.untilQuiet(40_000);
  expect(complaints(story).filter((line) => line.includes('not installed there any more; install it again')).length).toBeGreaterThanOrEqual(3);
  await goesOn(story);
}, 90_000);

test("an answer that is none: it is judged again", async () => {
  const story = await harbourStory();
  story.githubFails({ fault: { kind: "garbage", body: "<html>Unicorn!</html>", type: "text/html" }, route: PULL, times: 1 });
  const first = await opensBroken(story);
  await story.untilQuiet();
  expect(complaints(story)).toContain("a job failed");
  expect(story.checkOf(first, CHECK)?.title).toMatch(/^Failed: the change brings/);
});

test("answers that are never any: the check says that Writ failed, and another try may be asked for", async () => {
  const story = await given("harbour/pier", { "README.md": "# Pier\n" }, { app: here() });
  story.person("mara", "write");
  await story.untilQuiet();
  story.githubFails({ fault: { kind: "garbage", body: "{\"tree\": 7}" }, route: TREES });
  const pull = await story.person("mara").opens("Paint").with({ "src/paint.js": "// red\n" });
  await story.untilQuiet();
  const check = story.checkOf(pull, CHECK);
  expect(check).toMatchObject({ ...UNJUDGED, runs: 1 });
  expect(check?.summary).toMatch(/Writ itself failed.*Judge again/s);
  story.githubIsWell();
  story.person("mara").presses("recheck", CHECK, pull);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "success", runs: 2 });
});

test.each([
  ["primary", { kind: "primary-limit", resetSeconds: 0 }],
  ["secondary", { kind: "secondary-limit", retryAfter: 1 }],
] as const)("a %s limit in the middle of a job is waited for, and counts as no failure", async (_name, fault) => {
  const story = await harbourStory();
  story.githubFails({ fault, route: RUNS, method: "POST", times: 1 });
  const pull = await opensBroken(story);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure", runs: 1 });
  expect(complaints(story)).toEqual([expect.stringMatching(/^GitHub's rate limit is used up \(POST .*check-runs\)$/)]);
});

test("a server that fails in the middle of a job is asked again later, and a run that it made all the same is not made again", async () => {
  let ahead = 0;
  const story = await harbourStory({ now: () => Date.now() + ahead });
  story.githubFails({ fault: { kind: "status", status: 502, applied: true }, route: RUNS, method: "POST", times: 1 });
  const pull = await opensBroken(story);
  await until(() => complaints(story).some((line) => line.startsWith("GitHub cannot be reached or fails with 502 (POST ")));
  ahead = 31_000;
  await goesOn(story);
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure", runs: 1 });
});

test("Git refused, while the API is not: the check says so", async () => {
  const story = await harbourStory();
  story.githubFails({ fault: { kind: "status", status: 403, message: "Your address is not on the list" }, route: REFS });
  const pull = await opensBroken(story);
  await story.untilQuiet();
  expect(complaints(story)).toContainEqual(expect.stringMatching(/403 to git ls-remote: the App lacks a permission/));
  expect(story.checkOf(pull, CHECK)).toMatchObject(UNJUDGED);
  expect(story.checkOf(pull, CHECK)?.summary).toMatch(/git ls-remote.*Judge again/s);
  await goesOn(story);
});

test("a history too large for a mirror cannot be judged, and the check says so", async () => {
  const story = await harbourStory({ mirrors: { largest: 2 ** 12 } });
  const pull = await opensBroken(story);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject(UNJUDGED);
  expect(story.checkOf(pull, CHECK)?.summary).toMatch(/history is larger than/);
});

test("a tree that the API cuts off is read with Git, whole; where that cannot be, nothing passes", async () => {
  TREE_LIMITS.entries = 3;
  const story = await harbourStory();
  const pull = await opensBroken(story);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure", title: expect.stringMatching(/^Failed: the change brings/) });
  await goesOn(story);
  const without = await harbourStory({ mirrors: { largest: 2 ** 12 } });
  const paint = await without.person("mara").opens("Paint").with({ "src/paint.js": "// red\n" });
  await without.untilQuiet();
  expect(without.checkOf(paint, CHECK)).toMatchObject(UNJUDGED);
});

test("a head that moves while it is judged gets no success; the new one is judged", async () => {
  const story = await harbourStory();
  const mara = story.person("mara");
  story.githubFails({ fault: { kind: "slow", milliseconds: 0 }, route: REFS, after: 1, times: 1, then: () => mara.mends(brokenCrane()) });
  const pull = await mara.opens("Paint").with({ "src/paint.js": "// red\n" });
  const before = pull.headSha;
  await story.untilQuiet();
  expect(pull.headSha).not.toBe(before);
  expect(story.checkOf({ headSha: before }, CHECK)).toBeNull();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure" });
});

test("a forced push in the middle of a judgement, and what it leaves behind gets no success", async () => {
  const story = await harbourStory();
  const mara = story.person("mara");
  const base = story.desk.head();
  story.githubFails({
    fault: { kind: "slow", milliseconds: 0 }, route: REFS, after: 1, times: 1,
    then: () => mara.mends(brokenCrane(), story.latest, base),
  });
  const pull = await mara.opens("Paint").with({ "src/paint.js": "// red\n" });
  const before = pull.headSha;
  await story.untilQuiet();
  expect(story.checkOf({ headSha: before }, CHECK)).toBeNull();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure" });
});

test("closed in the middle of a judgement, or its base taken away: nothing is complained about", async () => {
  const story = await harbourStory();
  const mara = story.person("mara");
  const during = (then: () => unknown) =>
    story.githubFails({ fault: { kind: "slow", milliseconds: 0 }, route: REFS, after: 1, times: 1, then });
  during(() => mara.edits({ state: "closed" }));
  await opensBroken(story);
  await story.untilQuiet();
  story.githubIsWell();
  await mara.pushes({ "src/rope.js": "// hemp\n" }, "release");
  await story.untilQuiet();
  during(() => story.desk.deleteBranch("release"));
  const orphan = await mara.opens("Paint", { base: "release" }).with({ "src/paint.js": "// red\n" });
  await story.untilQuiet();
  expect(story.checkOf(orphan, CHECK)?.conclusion ?? "none").not.toBe("success");
  expect(complaints(story)).toEqual([]);
  await goesOn(story);
});

test("a run that was cut off and can no longer be carried on is ended, and the newest tells the result", async () => {
  const story = await harbourStory();
  const many = Object.fromEntries(Object.entries(brokenCrane()).flatMap(([path, text]) =>
    ["A", "B", "C", "D", "E"].map((letter) => [path.replace(".md", `-${letter}.md`), text])));
  // Refused once, and asked for anew meanwhile: the second try has another trace, and so other words.
  story.githubFails({
    fault: { kind: "status", status: 422, message: "Unprocessable" }, route: RUN, method: "PATCH", times: 1,
    then: async () => {
      story.desk.edit(story.latest, { base: "release" }, "mara");
      while (story.standIn.webhooks.pending > 0) await new Promise((resolve) => setTimeout(resolve, 1));
    },
  });
  await story.person("mara").pushes({ "README.md": "# Release\n" }, "release");
  const pull = await story.person("mara").opens("Cranes").with(many);
  await story.untilQuiet();
  const all = story.desk.runs(pull.headSha).filter(({ name }) => name === CHECK);
  expect(all.map(({ status, conclusion }) => [status, conclusion])).toEqual([["completed", "cancelled"], ["completed", "failure"]]);
  const [, last] = all;
  expect(new Set(last?.annotations.map((one) => JSON.stringify(one))).size).toBe(last?.annotations.length);
});

test("a run that an App left whose disk is gone is found by looking, and ended", async () => {
  let ahead = 0;
  const story = await harbourStory({ now: () => Date.now() + ahead });
  story.githubLoses(1, "pull_request");
  const pull = await opensBroken(story);
  const ask = await asInstallation(story.standIn, { app: story.registered, privateKey: KEYS.privateKey }, story.installation);
  await ask("POST", "/repos/harbour/pier/check-runs", {
    name: CHECK, head_sha: pull.headSha, status: "in_progress", output: { title: "Begun", summary: "Begun" },
    external_id: externalId({ pull: pull.number, base: "main" }, "0123456789abcdef"),
  });
  await story.untilQuiet();
  ahead = 6 * 60_000;
  await story.app.app.reconciler.once();
  await story.untilQuiet();
  const all = story.desk.runs(pull.headSha).filter(({ name }) => name === CHECK).map(({ status, conclusion }) => [status, conclusion]);
  expect(all).toEqual([["completed", "cancelled"], ["completed", "failure"]]);
});
