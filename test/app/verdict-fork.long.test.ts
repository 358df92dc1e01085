/** Pull requests from forks: what is said of them is shown at once, and recorded on the base after the merge. */
import { afterEach, expect, test } from "vitest";
import { endStories } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { LIGHTS } from "./harbour.ts";
import type { Here } from "./here.ts";
import { answers, lights, pier, reactions, reports } from "./pier.ts";

afterEach(endStories);

const PASS = "/verdict pass\nEvery light was seen burning.";

async function judgedFork(more: string): Promise<Story<Here>> {
  const story = await pier("mode: packets", more);
  const jonas = story.person("jonas");
  await jonas.forks();
  await jonas.opens("Look again").with({ [LIGHTS]: lights() });
  await story.untilQuiet();
  return story;
}

test("a fork's verdict is shown, and after the merge a pull request of ours brings it to the base, once", async () => {
  const story = await judgedFork("reports: { forks: pull-request }\n");
  const pull = story.latest;
  const wendy = story.person("wendy", "maintain");
  const said = wendy.comments(PASS);
  await story.untilQuiet();
  expect(answers(story)[0]).toMatch(/comes from a fork[^]*```markdown\n### VALIDATION REPORT/);
  expect(reactions(said)).toEqual(["eyes", "rocket"]);
  story.githubDoubles(1, "pull_request");
  await wendy.merges(pull);
  await story.untilQuiet();
  expect(await reports(story, "main")).toEqual([]);
  const [id, ...more] = await reports(story, `writ/reports-${pull.number}`);
  expect(more).toEqual([]);
  const ours = [...story.desk.repository.pulls.values()].filter(({ headRef }) => headRef.startsWith("writ/"));
  expect(ours.map(({ state, baseRef }) => [state, baseRef])).toEqual([["open", "main"]]);
  expect(answers(story).at(-1)).toMatch(/<!-- writ:merged pull \d+ -->\nThe verdicts are recorded by pull request \d+\./);
  await wendy.merges(ours[0]);
  await story.untilQuiet();
  expect(await reports(story, "main")).toEqual([id]);
});

test("or a commit brings it to the base; what is said after the merge is not heard", async () => {
  const story = await judgedFork("reports: { forks: commit }\n");
  const pull = story.latest;
  const wendy = story.person("wendy", "maintain");
  wendy.comments(PASS);
  await story.untilQuiet();
  await wendy.merges(pull, "squash");
  await story.untilQuiet();
  expect(await reports(story, "main")).toHaveLength(1);
  expect(await story.desk.file(LIGHTS)).toContain(`- Validated-Commit: ${pull.headSha}\n`);
  wendy.comments("/verdict fail\nToo late.");
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/is closed/);
  expect(await reports(story, "main")).toHaveLength(1);
});

test("a fork's unsaid verdict is not invented, and a stranger's is not recorded", async () => {
  const story = await judgedFork("reports: { forks: commit }\n");
  story.person("nils").comments(PASS);
  await story.untilQuiet();
  await story.person("wendy", "maintain").merges(story.latest);
  await story.untilQuiet();
  expect(await reports(story, "main")).toEqual([]);
});

test.each([1, 2, 3, 4].flatMap((nth) => [[nth, false], [nth, true]] as const))(
  "an App that dies after the merge at its write number %i (carried out: %s) records once",
  async (nth, applied) => {
    const story = await judgedFork("reports: { forks: pull-request }\n");
    const pull = story.latest;
    const wendy = story.person("wendy", "maintain");
    wendy.comments(PASS);
    await story.untilQuiet();
    story.githubFails({
      fault: { kind: "cut", applied }, after: nth - 1, times: 1, then: () => story.app.kill(),
      when: ({ method, route, body }) => method !== "GET" && !route.includes("check-runs") && !route.includes(".git") && !route.includes("token") && !(body?.toString().includes("query(") ?? false),
    });
    await wendy.merges(pull);
    await story.untilQuiet();
    await story.restartsApp();
    await story.untilQuiet(40_000);
    expect(await reports(story, `writ/reports-${pull.number}`)).toHaveLength(1);
    expect([...story.desk.repository.pulls.values()].filter(({ headRef }) => headRef.startsWith("writ/"))).toHaveLength(1);
    expect(answers(story).filter((text) => text.includes("writ:merged"))).toHaveLength(1);
  },
  60_000,
);
