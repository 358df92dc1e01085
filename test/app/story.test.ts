/** What people live through with the App, from the webhook to the check, over real HTTP, real Git and real signatures. */
import { afterEach, expect, test } from "vitest";
import { endStories, given } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { BOARD, brokenCrane, CRANE, file, goodHarbour, LIGHTS } from "./harbour.ts";
import { here } from "./here.ts";
import type { Here } from "./here.ts";

afterEach(endStories);

const CHECK = "writ/packets";
const TIDES = ".GOV/task_packets/stubs/WP-2-Tide-Tables.md";
const BUOYS = ".GOV/task_packets/stubs/WP-2-Buoys.md";

function harbourStory(files: Record<string, string> = goodHarbour()): Promise<Story<Here>> {
  return given("harbour/pier", files, { app: here() });
}

test("a contributor opens a pull request, is told on the line what is wrong, mends it, and it merges", async () => {
  const story = await harbourStory();
  story.requires([CHECK]);
  const mara = story.person("mara", "write");
  const pull = await mara.opens("Start on the crane").with(brokenCrane());
  await story.untilQuiet();
  const red = story.checkOf(pull, CHECK);
  expect(red).toMatchObject({ status: "completed", conclusion: "failure", runs: 1 });
  expect(red?.title).toMatch(/^Failed: the change brings 1\d errors and \d warnings\.$/);
  const title = red?.annotations.find(({ message }) => message.includes("WP-1-Harbour-Cranes"));
  expect(title).toMatchObject({ path: CRANE, start_line: 1, annotation_level: "failure" });
  await expect(mara.merges(pull)).rejects.toThrow(/required status check/i);

  await mara.mends({ ...goodHarbour(), [CRANE]: null });
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "success", runs: 1 });
  await mara.merges(pull);
});

test("each side of a merge is judged by the policy of the base, never by its own", async () => {
  const story = await harbourStory();
  const mara = story.person("mara", "write");
  const loose = "version: 1\ngate: { mode: observe }\n";
  const pull = await mara.opens("Loosen").with({ ...brokenCrane(), ".github/writ.yml": loose });
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure" });
});

test("a policy that changes on the base judges open pull requests again; one that is wrong shuts the gate and says so", async () => {
  const story = await harbourStory();
  const mara = story.person("mara", "write");
  const pull = await mara.opens("Start on the crane").with(brokenCrane());
  await story.untilQuiet();
  story.person("wendy", "admin");
  await story.person("wendy").pushes({ ".github/writ.yml": "version: 1\ngate: { mode: observe }\n" });
  await story.untilQuiet();
  const watched = story.checkOf(pull, CHECK);
  expect(watched).toMatchObject({ conclusion: "success", runs: 2 });
  expect(watched?.summary).toContain("mode: observe");
  await story.person("wendy").pushes({ ".github/writ.yml": "version: 1\nruels: {}\n" });
  await story.untilQuiet();
  const shut = story.checkOf(pull, CHECK);
  expect(shut).toMatchObject({ conclusion: "failure", title: "Failed: it could not be judged" });
  expect(shut?.summary).toMatch(/ruels.*rules/s);
});

test("a fork's pull request is judged on the base", async () => {
  const story = await harbourStory();
  const jonas = story.person("jonas");
  await jonas.forks();
  const pull = await jonas.opens("Start on the crane").with(brokenCrane());
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure" });
  jonas.rerequests(CHECK);
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)?.runs).toBe(2);
});

test("two pull requests with one head share a check that tells the worst, and names the other", async () => {
  const story = await harbourStory();
  const mara = story.person("mara", "write");
  await mara.pushes(goodHarbour(), "release");
  await story.person("mara").pushes(brokenCrane(), "crane");
  const into = await story.desk.openPull("crane", { base: "main", by: "mara" });
  await story.untilQuiet();
  expect(story.checkOf(into, CHECK)).toMatchObject({ conclusion: "failure" });
  const other = await story.desk.openPull("crane", { base: "release", by: "mara" });
  await story.untilQuiet();
  const shared = story.checkOf(other, CHECK);
  expect(shared).toMatchObject({ conclusion: "failure" });
  expect(shared?.summary).toContain(`#${into.number}`);
  story.desk.edit(into, { state: "closed" }, "mara");
  await story.untilQuiet();
  expect(story.checkOf(other, CHECK)?.summary).not.toContain(`#${into.number}`);
});

test("another base is another question", async () => {
  const story = await harbourStory();
  const mara = story.person("mara", "write");
  await mara.pushes(brokenCrane(), "release");
  const pull = await mara.opens("Paint", { base: "release" }).with({ "src/paint.js": "// red\n" });
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "success" });
  mara.edits({ base: "main" });
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "failure" });
});

test("the default branch is judged when it is pushed to, with the drift of its evidence", async () => {
  const story = await harbourStory();
  const wendy = story.person("wendy", "admin");
  const lights = file("src/lights.js");
  await wendy.pushes({ "src/lights.js": `// One.\n// Two.\n// Three.\n${lights}` });
  await story.untilQuiet();
  const check = story.checkOf({ headSha: story.desk.head() }, CHECK);
  expect(check?.annotations.map(({ path }) => path)).toContain(LIGHTS);
  expect(check?.annotations.map(({ message }) => message).join("\n")).toMatch(/stand at `src\/lights.js:19` now/);
});

test("a branch that is the head of a pull request keeps the check of that pull request", async () => {
  const story = await harbourStory();
  const wendy = story.person("wendy", "admin");
  await wendy.pushes({ "src/rope.js": "// hemp\n" }, "release");
  await wendy.pushes({ "src/paint.js": "// red\n" });
  const pull = await story.desk.openPull("main", { base: "release", by: "wendy" });
  await story.untilQuiet();
  const before = story.checkOf(pull, CHECK);
  story.standIn.rerequest(story.desk, story.runOf(pull, CHECK), "wendy", true);
  await story.untilQuiet();
  const after = story.checkOf(pull, CHECK);
  expect([before?.externalId, after?.externalId].map((id) => id?.includes(`"pull":${pull.number}`))).toEqual([true, true]);
});

test("a merge group is judged as it would be merged: two that are right alone and wrong together fail", async () => {
  const story = await harbourStory();
  story.requires([CHECK], { pullRequests: true });
  const mara = story.person("mara", "write");
  const stub = file(TIDES).replaceAll("Tide-Tables", "Buoys");
  const line = "- **[WP-2-Buoys]** - [STUB]\n";
  const board = goodHarbour()[BOARD] ?? "";
  const above = { [BUOYS]: stub, [BOARD]: board.replace("## Stub Backlog\n", `## Stub Backlog\n${line}`) };
  const below = { [BUOYS]: stub, [BOARD]: board.replace("[WP-2-Tide-Tables]** - [STUB]\n", `[WP-2-Tide-Tables]** - [STUB]\n${line}`) };
  const one = await mara.opens("Plan the buoys").with(above);
  const other = await mara.opens("Buoys, too").with(below);
  await story.untilQuiet();
  for (const pull of [one, other]) expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "success" });
  const first = await mara.queues(one);
  const second = await mara.queues(other);
  await story.untilQuiet();
  expect(story.checkOf(first, CHECK)).toMatchObject({ conclusion: "success" });
  const together = story.checkOf(second, CHECK);
  expect(together).toMatchObject({ conclusion: "failure" });
  expect(together?.annotations).toMatchObject([{ path: BOARD, title: expect.stringMatching(/^lineage\/board-duplicate/) }]);
  expect(story.desk.head()).toBe(first.headSha);
});

test("a repository without packets is told so, and is never cloned", async () => {
  const story = await harbourStory({ "README.md": "# Pier\n" });
  const mara = story.person("mara", "write");
  await story.untilQuiet();
  const asked = await story.countsRequests(() => mara.opens("Paint").with({ "README.md": "# The pier\n" }));
  expect(story.checkOf(story.latest, CHECK)).toMatchObject({ conclusion: "success", title: "Passed: there is no task packet here" });
  expect([asked.reads <= 2, asked.writes <= 2]).toEqual([true, true]);
  // References are listed before and after, with one such request each; a fetch would be one more.
  expect(asked.routes["POST /:owner/:repo.git/git-upload-pack"]).toBe(2);
});
