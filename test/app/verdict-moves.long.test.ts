/** Heads that move, branches that are shut, and Apps that die: a verdict is recorded once, about what was looked at. */
import { afterEach, expect, test } from "vitest";
import { endStories } from "../github/scenario.ts";
import { LIGHTS } from "./harbour.ts";
import { answers, ID, lights, opened, pier, reactions, reports } from "./pier.ts";

afterEach(endStories);

const PASS = "/verdict pass\nEvery light was seen burning.";
const BRANCH = "look-at-the-lights-again";
/** GitHub's times have whole seconds. */
const aSecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1100));

test("when the head moved unseen, the validator is asked to look again, and told which files moved", async () => {
  const story = await pier();
  const pull = await opened(story);
  const wendy = story.person("wendy", "maintain");
  await aSecond();
  story.githubDelays(2500, 1, "issue_comment");
  wendy.comments(PASS);
  await aSecond();
  await story.person("mara").mends({ "src/secret.js": "// not seen\n" });
  await story.untilQuiet();
  const answer = answers(story).at(-1) ?? "";
  expect(answer).toMatch(/the head moved to/);
  expect(answer).toContain("`src/secret.js` (new)");
  expect(await reports(story)).toEqual([]);
  const again = `/verdict pass WP-1-Harbour-Lights ${pull.headSha.slice(0, 7)}`;
  expect(answer.replaceAll("`", "")).toContain(again);
  wendy.comments(`${again}\nSeen, the new file too.`);
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(1);
});

test("a head that moved without changing what was judged takes nothing from a verdict", async () => {
  const story = await pier();
  const pull = await opened(story);
  await aSecond();
  story.githubDelays(2500, 1, "issue_comment");
  story.person("wendy", "maintain").comments(PASS);
  await aSecond();
  await story.desk.push(BRANCH, {}, { message: "Nothing new", by: "mara" });
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(1);
  expect(await story.desk.file(LIGHTS, pull.headRef)).toContain("Verdict: PASS");
});

test("a commit that the validator named and that is gone binds nothing", async () => {
  const story = await pier();
  await opened(story);
  story.person("wendy", "maintain").comments("/verdict pass WP-1-Harbour-Lights abcdef0\nSeen.");
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/no commit of this pull request begins with/);
  expect(await reports(story)).toEqual([]);
});

test("a branch that is moved at the moment of the commit is read anew", async () => {
  const story = await pier();
  const pull = await opened(story);
  story.githubFails({ fault: { kind: "slow", milliseconds: 1500 }, times: 1, when: ({ route }) => route === "/graphql" });
  const comment = story.person("wendy", "maintain").comments(PASS);
  while (!reactions(comment).includes("eyes")) await new Promise((resolve) => setTimeout(resolve, 5));
  await aSecond();
  await story.desk.push(BRANCH, {}, { message: "In between", by: "mara" });
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(1);
  expect(await story.desk.file(LIGHTS, pull.headRef)).toMatch(/^- Validator: wendy/m);
  expect(story.standIn.server.exchanges.filter(({ route }) => route === "/graphql").length).toBe(2);
});

test("where a branch is shut, the report is shown to be appended by hand", async () => {
  const story = await pier();
  await opened(story);
  story.desk.protect(BRANCH, { pullRequests: true });
  const comment = story.person("wendy", "maintain").comments(PASS);
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/does not let Writ write to the branch[^]*writ append[^]*```markdown\n### VALIDATION REPORT/);
  expect(reactions(comment)).toEqual(["eyes", "confused"]);
  expect(await reports(story)).toEqual([]);
});

test.each([1, 2, 3, 4].flatMap((nth) => [[nth, false], [nth, true]] as const))(
  "an App that dies at its write number %i (carried out: %s) records and answers once when it is back",
  async (nth, applied) => {
    const story = await pier();
    const pull = await opened(story);
    const comment = story.person("wendy", "maintain");
    story.killsAppAtWrite(nth, applied);
    const said = comment.comments(PASS);
    await story.untilQuiet();
    await story.restartsApp();
    await story.untilQuiet(40_000);
    expect(await reports(story)).toHaveLength(1);
    expect(answers(story)).toHaveLength(1);
    expect(answers(story)[0]).toContain("PASS on `WP-1-Harbour-Lights` stands in");
    expect(reactions(said)).toEqual(["eyes", "rocket"]);
    expect(await story.desk.file(LIGHTS, pull.headRef)).toContain(lights().split("\n")[0]);
  },
  60_000,
);

const WAIVE = "/waive structure/placeholder until 2027-01-01 It comes with the next tide.";

test.each([
  ["a waiver and a verdict on one packet", [], `${PASS}\n\n${WAIVE}`, /\/verdict`[^]*Give it in a comment of its own[^]*\/waive`[^]*may pass/],
  ["two verdicts, one of them by name", [], `${PASS}\n\n/verdict fail ${ID}\nThe third lamp is dark.`, /stands in[^]*Give it in a comment of its own/],
  ["the end of a waiver", [WAIVE], "/unwaive structure/placeholder It is there now.", /The waiver `[^`]+` of `WP-1-Harbour-Lights` ends/],
])("%s: a death between the commit and the answer changes neither", async (_what, before, body, answer) => {
  const told: (readonly [answer: string | undefined, packet: string | null])[] = [];
  for (const dies of [false, true]) {
    const story = await pier("mode: full, validators: [wendy], approvers: [wendy]");
    const pull = await opened(story);
    const wendy = story.person("wendy", "maintain");
    for (const earlier of before) wendy.comments(earlier);
    await story.untilQuiet();
    if (dies) story.killsAppAtWrite(2, true);
    wendy.comments(body);
    await story.untilQuiet();
    if (dies) await story.restartsApp();
    await story.untilQuiet(40_000);
    expect(answers(story)).toHaveLength(before.length + 1);
    const text = (await story.desk.file(LIGHTS, pull.headRef)) ?? "";
    // Ids follow from those of the comments, which are others each time.
    told.push([withoutIds(answers(story).at(-1) ?? ""), withoutIds(text.slice(text.indexOf("WAIVERS GRANTED")))]);
  }
  expect(told[0]?.[0]).toMatch(answer);
  expect(told[1]).toEqual(told[0]);
}, 60_000);

function withoutIds(text: string): string {
  return text.replace(/[0-9a-f]{12,64}|\d{4}-\d\d-\d\dT[\d:]+Z|\d+(?= -->)|issuecomment-\d+|127\.0\.0\.1:\d+/g, "*");
}

test("when Writ itself fails it says so, and the answer is put right when it works again", async () => {
  const story = await pier();
  await opened(story);
  story.githubFails({ fault: { kind: "garbage", body: "{}", type: "application/json" }, times: 3, when: ({ route }) => route.endsWith("/commits") });
  const wendy = story.person("wendy", "maintain");
  wendy.comments(PASS);
  await story.untilQuiet();
  expect(answers(story)).toHaveLength(1);
  expect(answers(story)[0]).toContain("PASS on `WP-1-Harbour-Lights` stands in");
  const said = story.standIn.server.exchanges.filter(({ method, route }) => method === "POST" && route.endsWith("/issues/:number/comments"));
  expect(JSON.stringify(said.map(({ request }) => request))).toContain("Writ itself failed at this comment");
  expect(await reports(story)).toHaveLength(1);
});

test("a verdict whose webhook never came is found in the conversation; a doubled one records once", async () => {
  let ahead = 0;
  const story = await pier("mode: full", "", { now: () => Date.now() + ahead });
  await opened(story);
  const wendy = story.person("wendy", "maintain");
  story.githubLoses(1, "issue_comment");
  wendy.comments(PASS);
  await story.untilQuiet();
  expect(await reports(story)).toEqual([]);
  await story.app.app.reconciler.once();
  await story.untilQuiet();
  expect(await reports(story), "it may still be on its way").toEqual([]);
  ahead = 3 * 60_000;
  for (let round = 0; round < 2; round += 1) {
    await story.app.app.reconciler.once();
    await story.untilQuiet();
    expect(await reports(story)).toHaveLength(1);
    expect(answers(story)).toHaveLength(1);
  }
  story.githubDoubles(1, "issue_comment");
  wendy.comments("/verdict fail\nThe third lamp is dark.");
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(2);
  expect(answers(story)).toHaveLength(2);
});
