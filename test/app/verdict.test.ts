/** What validators live through with the App: from the comment to the report in the packet. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { writ } from "../../src/cli/terminal.fixture.ts";
import { endStories } from "../github/scenario.ts";
import { LIGHTS } from "./harbour.ts";
import { answers, ID, lights, opened, pier, reactions, reports } from "./pier.ts";

afterEach(endStories);

const PASS = "/verdict pass tests=pass\nEvery light was seen burning: src/lights.js:16.";

test("a validator passes a packet: the report stands in it, the comment is answered once, and nothing goes round", async () => {
  const story = await pier();
  const pull = await opened(story);
  const before = pull.headSha;
  const wendy = story.person("wendy", "maintain");
  const comment = wendy.comments(PASS);
  const asked = await story.countsRequests(() => undefined);
  const [id, ...more] = await reports(story);
  expect(answers(story)).toEqual([`<!-- writ:answer comment ${comment.id} -->\n- \`/verdict pass\`: PASS on \`${ID}\` stands in \`${LIGHTS}\` as report \`${id}\`. Gate sequence: \`COMMITTED\`.`]);
  expect(more).toEqual([]);
  expect(reactions(comment)).toEqual(["eyes", "rocket"]);
  const text = (await story.desk.file(LIGHTS, pull.headRef)) ?? "";
  expect(text).toContain(`- Validated-Commit: ${before}\n`);
  expect(text).toMatch(new RegExp(`- Validator: wendy \\(\\d+\\), \\S+#issuecomment-${comment.id}\n`));
  expect(text).toContain("    | Every light was seen burning: src/lights.js:16.\n");
  expect(story.checkOf(pull, "writ/packets")).toMatchObject({ status: "completed" });
  expect(asked.routes["POST /graphql"]).toBe(1);
  expect(await story.countsRequests(() => undefined)).toMatchObject({ reads: 0, writes: 0 });
});

test("a verdict costs no more than ten reads and four writes, apart from the checks of the new head", async () => {
  const story = await pier();
  await opened(story);
  const wendy = story.person("wendy", "maintain");
  const { reads, writes, routes } = await story.countsRequests(() => wendy.comments(PASS));
  const checks = Object.entries(routes).filter(([route]) => /^(POST|PATCH) .*check-runs/.test(route));
  expect(writes - checks.reduce((sum, [, number]) => sum + number, 0)).toBeLessThanOrEqual(4);
  // Who our bot is, is asked once in the life of the App.
  const once = ["GET /app", "GET /users/:login"].reduce((sum, route) => sum + (routes[route] ?? 0), 0);
  expect(once).toBeLessThanOrEqual(2);
  expect(reads - once, JSON.stringify(routes)).toBeLessThanOrEqual(10);
});

test("a failed packet is answered with new work, and then passes", async () => {
  const story = await pier();
  const pull = await opened(story);
  const wendy = story.person("wendy", "maintain");
  wendy.comments("/verdict fail\nThe lamp at the mole is not named.");
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(1);
  const text = (await story.desk.file(LIGHTS, pull.headRef)) ?? "";
  await story.person("mara").mends({ [LIGHTS]: text.replace("Every lamp was", "Every lamp, that at the mole too, was") });
  await story.untilQuiet();
  wendy.comments(PASS);
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(2);
  expect((await story.desk.file(LIGHTS, pull.headRef)) ?? "").toMatch(/Verdict: FAIL[^]*Verdict: PASS/);
});

test("who may not, or had a part in it, records nothing and is told who can", async () => {
  const story = await pier('validators: ["role:maintain", mara, nils, olga]');
  await opened(story, { [LIGHTS]: lights() });
  await story.desk.push("look-at-the-lights-again", { "a.txt": "a" }, { message: "Add\n\nCo-authored-by: Olga <1234567+olga@users.noreply.github.com>", by: "nils" });
  await story.untilQuiet();
  const said: [string, RegExp][] = [
    ["jonas", /`jonas` has the role read and is not among/],
    ["mara", /`mara` opened the pull request, and nobody judges their own work\. Who can: /],
    ["nils", /`nils` wrote a commit, and nobody judges their own work/],
  ];
  for (const [login, expected] of said) {
    const comment = story.person(login).comments(PASS);
    await story.untilQuiet();
    expect(answers(story).at(-1)).toMatch(expected);
    expect(reactions(comment)).toEqual(["eyes", "confused"]);
  }
  expect(await reports(story)).toEqual([]);
});

test("two validators at once are both recorded, each once", async () => {
  const story = await pier("verdicts: 2", "reports: { onPass: { status: Done } }\n");
  const pull = await opened(story);
  const [wendy, vera] = [story.person("wendy", "maintain"), story.person("vera", "admin")];
  story.githubDoubles(2, "issue_comment");
  wendy.comments(PASS);
  vera.comments("/verdict pass\nI saw them too.");
  await story.untilQuiet();
  expect(new Set(await reports(story)).size).toBe(2);
  expect(await reports(story)).toHaveLength(2);
  expect(answers(story)).toHaveLength(2);
  const text = (await story.desk.file(LIGHTS, pull.headRef)) ?? "";
  expect(text.match(/^- Status-Change: In Progress -> Done$/gm)).toHaveLength(1);
  expect(text).toContain("**Status:** Done");
});

test("the gate waits for the verdict, opens with it, and a fresh clone proves the report", async () => {
  const story = await pier();
  story.requires(["writ/packets", "writ/gate"]);
  const pull = await opened(story);
  expect(story.checkOf(pull, "writ/gate")).toMatchObject({ conclusion: "action_required" });
  await expect(story.person("mara").merges(pull)).rejects.toThrow(/required status check/i);
  story.person("wendy", "maintain").comments(PASS);
  await story.untilQuiet();
  expect(story.checkOf(pull, "writ/packets")?.annotations.filter((one) => one.annotation_level === "failure")).toEqual([]);
  expect(story.checkOf(pull, "writ/packets")).toMatchObject({ conclusion: "success" });
  expect(story.checkOf(pull, "writ/gate")).toMatchObject({ conclusion: "success" });
  await story.person("mara").merges(pull);
  await story.untilQuiet();
  const folder = mkdtempSync(join(tmpdir(), "writ-proof-"));
  try {
    // The server runs in this process, so it must not be waited for.
    await promisify(execFile)("git", ["clone", "--quiet", `${story.standIn.url}/harbour/pier.git`, join(folder, "pier")]);
    const proof = await writ({ cwd: join(folder, "pier") }, "ledger", "verify", ID);
    expect(proof).toMatchObject({ code: 0, err: "" });
    expect(proof.out).toContain("proved from Git");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("members of a team may, when the policy names it", async () => {
  const story = await pier('validators: ["@harbour/pilots"]');
  await opened(story);
  const wendy = story.person("wendy");
  wendy.comments(PASS);
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/is not among/);
  story.standIn.hub.teams.set("harbour", new Map([["pilots", { id: 1, slug: "pilots", members: new Map([["wendy", { state: "active", role: "member" }]]) }]]));
  wendy.comments(PASS);
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(1);
});
