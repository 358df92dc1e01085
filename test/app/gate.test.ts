/** The gate, from the webhook to the check: what it asks for, what it lets through, and what it cannot be talked into. */
import { afterEach, expect, test } from "vitest";
import { asInstallation } from "../../src/demo/github/client.fixture.ts";
import { endStories, given } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { BOARD, brokenCrane, file, goodHarbour, LIGHTS } from "./harbour.ts";
import { here } from "./here.ts";
import type { Here } from "./here.ts";

afterEach(endStories);

const GATE = "writ/gate";
const FULL = "version: 1\ngate: { mode: full, validators: [wendy, omar], governed: ['src/**'] }\n";

async function gatedStory(policy = FULL): Promise<Story<Here>> {
  const story = await given("harbour/pier", { ...goodHarbour(), ".github/writ.yml": policy }, { app: here() });
  story.requires(["writ/packets", GATE]);
  for (const login of ["wendy", "omar"]) story.person(login, "maintain");
  await story.untilQuiet();
  return story;
}

/** The lights are worked on again: their packet is active, and claims its files. */
function reopened(): Record<string, string> {
  const packet = file(LIGHTS).replace(/^(- \*\*Status:\*\*|- STATUS:) .*$/m, "$1 In Progress");
  const board = (goodHarbour()[BOARD] ?? "").replace("- **[WP-1-Harbour-Lights]** - [VALIDATED]\n", "").replace("## In Progress\n", "## In Progress\n- **[WP-1-Harbour-Lights]** - [IN_PROGRESS]\n");
  return { [LIGHTS]: packet, [BOARD]: board };
}

test("without a policy it asks for nothing but right packets", async () => {
  const story = await given("harbour/pier", goodHarbour(), { app: here() });
  const mara = story.person("mara", "write");
  const right = await mara.opens("Paint").with({ "src/paint.js": "// red\n" });
  const wrong = await mara.opens("Start on the crane").with(brokenCrane());
  await story.untilQuiet();
  expect(story.checkOf(right, GATE)).toMatchObject({ conclusion: "success", title: "May be merged: nothing is missing" });
  expect(story.checkOf(wrong, GATE)).toMatchObject({ conclusion: "failure" });
  expect(story.checkOf(wrong, GATE)?.summary).toContain("gate/packets-failing");
});

test("governed files change under an active packet that claims them, or not at all", async () => {
  const story = await gatedStory();
  const mara = story.person("mara", "write");
  const pull = await mara.opens("Paint").with({ "src/paint.js": "// red\n" });
  await story.untilQuiet();
  const check = story.checkOf(pull, GATE);
  expect(check).toMatchObject({ conclusion: "failure" });
  expect(check?.summary).toMatch(/No active packet claims `?src\/paint\.js/);
  await expect(mara.merges(pull)).rejects.toThrow(/required status check/i);
});

test("a report that somebody wrote by hand opens nothing", async () => {
  const story = await gatedStory();
  const mara = story.person("mara", "write");
  const report = ["", "### VALIDATION REPORT - WP-1-Harbour-Lights (2026-11-20T12:00:00Z)", "Verdict: PASS", "- Report-ID: writ-0000", "REASON FOR PASS:", "", "All is well.", ""].join("\n");
  const pull = await mara.opens("Pass myself").with({ [LIGHTS]: file(LIGHTS) + report });
  await story.untilQuiet();
  expect(story.checkOf(pull, GATE)).toMatchObject({ conclusion: "failure" });
  expect(story.checkOf(pull, "writ/packets")?.annotations.some(({ title }) => title?.startsWith("ledger/unrecorded-report"))).toBe(true);
});

test("a check of the same name by another App opens nothing", async () => {
  const story = await gatedStory();
  const mara = story.person("mara", "write");
  const pull = await mara.opens("Paint").with({ "src/paint.js": "// red\n" });
  await story.untilQuiet();
  const other = story.standIn.registerApp({ name: "Imitator", owner: "mallory", permissions: { checks: "write" }, events: [] });
  const ask = await asInstallation(story.standIn, other, story.standIn.install(other.app, "harbour"));
  const run = { name: GATE, head_sha: pull.headSha, status: "completed", conclusion: "success" };
  expect((await ask("POST", "/repos/harbour/pier/check-runs", run)).status).toBe(201);
  await expect(mara.merges(pull)).rejects.toThrow(/required status check/i);
});

test("what was merged past the gate is written down", async () => {
  const story = await gatedStory();
  const mara = story.person("mara", "write");
  const pull = await mara.opens("Paint").with({ "src/paint.js": "// red\n" });
  await story.untilQuiet();
  story.desk.protect("main", { checks: [], admins: false });
  await story.person("root", "admin").merges(pull);
  await story.untilQuiet();
  expect(story.checkOf({ headSha: story.desk.head() }, "writ/packets")?.summary).toMatch(/`#1` was merged into `main` as `?[0-9a-f]{10}`? although `writ\/gate` said `failure`/);
});

test("when it only watches it holds nobody up, and says what it would have asked for", async () => {
  const story = await gatedStory("version: 1\ngate: { mode: observe, validators: [wendy], governed: ['src/**'] }\n");
  const pull = await story.person("mara", "write").opens("Paint").with({ "src/paint.js": "// red\n" });
  await story.untilQuiet();
  const check = story.checkOf(pull, GATE);
  expect(check).toMatchObject({ conclusion: "success" });
  expect(check?.title).toMatch(/^Only watched: No active packet claims/);
});

test("work that began waits for a verdict, and it says whose", async () => {
  const story = await gatedStory();
  const pull = await story.person("mara", "write").opens("Work on the lights").with(reopened());
  await story.untilQuiet();
  const check = story.checkOf(pull, GATE);
  expect(check?.summary).toContain("gate/verdict-missing");
  expect(check?.summary).toMatch(/wendy.* or .*omar/s);
});
