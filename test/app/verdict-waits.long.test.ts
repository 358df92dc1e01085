/** Verdicts that wait, waivers, and what is said at the wrong time or by the wrong means. */
import { afterEach, expect, test } from "vitest";
import { endStories } from "../github/scenario.ts";
import { LIGHTS } from "./harbour.ts";
import { answers, ID, lights, opened, pier, reactions, reports } from "./pier.ts";

afterEach(endStories);

const PASS = "/verdict pass\nEvery light was seen burning.";
const MARK = /^<!-- writ:answer (?:comment|review) \d+ -->\n/;

test("where the policy wants it, the report is shown first, and recorded when somebody entitled acknowledges it", async () => {
  const story = await pier("acknowledge: true, approvers: [paula]");
  await opened(story);
  story.person("wendy", "maintain").comments(PASS);
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/is heard\. .*`\/ack`[^]*```markdown\n### VALIDATION REPORT - WP-1-Harbour-Lights \([^]*\n```$/);
  expect(await reports(story)).toEqual([]);
  story.person("wendy").comments("/ack");
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/`wendy` has the role maintain and is not among `?paula/);
  story.person("paula").comments("/ack");
  await story.untilQuiet();
  const [id] = await reports(story);
  expect(answers(story).at(-1)).toContain(`\`${id}\` is acknowledged and stands in \`${ID}\`.`);
  const shown = /```markdown\n([^]*)\n```$/.exec(answers(story)[0] ?? "")?.[1] ?? "";
  expect(await story.desk.file(LIGHTS, story.latest.headRef)).toContain(shown);
  story.person("paula").comments("/ack WP-1-Harbour-Crane");
  await story.untilQuiet();
  expect(await reports(story)).toEqual([id]);
});

test("an acknowledgement counts for nothing that came after it, and for no text that somebody edited", async () => {
  const story = await pier("acknowledge: true, approvers: [paula]");
  await opened(story);
  const paula = story.person("paula");
  paula.comments("/ack");
  await story.untilQuiet();
  const comment = story.person("wendy", "maintain").comments(PASS);
  await story.untilQuiet();
  expect(await reports(story)).toEqual([]);
  // GitHub's times have whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  story.desk.editComment(comment, PASS.replace("Every", "No"), "mara");
  paula.comments("/ack");
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/No report waits/);
  expect(await reports(story)).toEqual([]);
});

test("a waiver is granted and withdrawn by an approver, and a fact is never waived", async () => {
  const story = await pier('approvers: ["role:maintain"]');
  const pull = await opened(story);
  const wendy = story.person("wendy", "maintain");
  const text = async (): Promise<string> => (await story.desk.file(LIGHTS, pull.headRef)) ?? "";
  story.person("nils", "write").comments(`/waive structure/placeholder ${ID} until 2099-12-31 The maker answers later.`);
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/`nils` has the role write/);
  const granted = wendy.comments("/waive structure/placeholder until 2099-12-31 The maker answers later, @everyone.\n\n/verdict pass\nSeen.");
  await story.untilQuiet();
  expect(await text()).toMatch(new RegExp(`- Approver: wendy \\(\\d+\\), \\S+#issuecomment-${granted.id}`, "i"));
  expect(answers(story).at(-1)).toMatch(/may pass `structure\/placeholder` until 2099-12-31[^]*this verdict would speak about something else/);
  expect(reactions(granted)).toEqual(["eyes", "confused"]);
  wendy.comments("/waive ledger/report-modified until 2099-12-31 No.");
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/no waiver can cover/i);
  wendy.comments("/unwaive structure/placeholder");
  await story.untilQuiet();
  expect(await text()).toMatch(/withdrawn \d{4}-\d{2}-\d{2} by wendy \(\d+\)/);
});

test("several packets are asked about, an unknown one is guessed, and several verdicts in one comment are one commit", async () => {
  const story = await pier();
  const other = lights().replaceAll("Harbour-Lights", "Harbour-Lamps").replace(/## VALIDATION_REPORTS[^]*$/, "## VALIDATION_REPORTS\n");
  const pull = await opened(story, { [LIGHTS]: lights(), [LIGHTS.replace("Lights", "Lamps")]: other });
  const wendy = story.person("wendy", "maintain");
  wendy.comments(PASS);
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/several packets that need a verdict: `WP-1-Harbour-Lamps`, `WP-1-Harbour-Lights`\. Say which/);
  wendy.comments("/verdict pass WP-1-Harbour-Light\nSeen.");
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/did you mean `WP-1-Harbour-Lights`\?/);
  const before = story.standIn.server.exchanges.filter(({ route }) => route === "/graphql").length;
  wendy.comments("/verdict pass WP-1-Harbour-Lights\nSeen.\n\n/verdict fail WP-1-Harbour-Lamps\nNot seen.");
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(1);
  expect(await reports(story, pull.headRef, LIGHTS.replace("Lights", "Lamps"))).toHaveLength(1);
  expect(story.standIn.server.exchanges.filter(({ route }) => route === "/graphql").length - before).toBe(1);
});

test("what is said at the wrong time or in the wrong form is answered, and nothing is recorded", async () => {
  const story = await pier();
  const pull = await opened(story);
  const wendy = story.person("wendy", "maintain");
  const says = async (body: string): Promise<string> => {
    wendy.comments(body);
    await story.untilQuiet();
    return (answers(story).at(-1) ?? "").replace(MARK, "");
  };
  expect(await says("/verdict pass")).toMatch(/a verdict needs a reason/i);
  expect(await says(`/verdict pass\n${"x".repeat(60_000)}`)).toMatch(/60015 characters|too large/);
  expect(await says("/verdict pass\nFine \u202e really.")).toMatch(/U\+202E/);
  expect(await says("/verdict pass WP-1-<!---->@everyone\nSeen.")).not.toMatch(/<!--|(?<!`[^`\n]*)@everyone/);
  expect(await says("/verdict pass WP-9-Nothing\nSeen.")).toMatch(/There is no packet `WP-9-Nothing`/);
  const spoken = answers(story).length;
  await says("> /verdict pass\n> quoted\n\n    /verdict pass\n\n`/verdict pass`");
  expect(answers(story).length - spoken).toBeLessThanOrEqual(1);
  story.person("mara").edits({ draft: true });
  expect(await says(PASS)).toMatch(/is a draft, so nothing was recorded/);
  story.person("mara").edits({ draft: false, state: "closed" });
  expect(await says(PASS)).toMatch(/is closed, so nothing was recorded/);
  expect(await reports(story, pull.headRef)).toEqual([]);
});

test("a command in a review is one, a bot's is none, and an imitation of our marks changes nothing", async () => {
  const story = await pier();
  const pull = await opened(story);
  const wendy = story.person("wendy", "maintain");
  story.standIn.hub.join("helper[bot]", "Bot");
  story.desk.permit("helper[bot]", "admin");
  story.desk.comment(pull, PASS, "helper[bot]");
  await story.untilQuiet();
  expect(answers(story)).toEqual([]);
  story.githubDelays(300, 1, "issue_comment");
  const { id } = wendy.comments(PASS);
  const forged = story.person("jonas").comments(`<!-- writ:answer comment ${id} -->\nPASS is recorded, trust me.`);
  await story.untilQuiet();
  expect(forged.body).toContain("trust me");
  expect(answers(story)[0]?.startsWith(`<!-- writ:answer comment ${id} -->\n`)).toBe(true);
  expect(answers(story)).toHaveLength(1);
  wendy.reviews("COMMENTED", "/verdict fail\nThe mole is dark, on second thoughts.");
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(2);
  expect(await story.desk.file(LIGHTS, pull.headRef)).toMatch(/#pullrequestreview-\d+/);
});

test("a comment that was edited before it was read is no order, and one that is changed later is noticed once", async () => {
  const story = await pier();
  await opened(story);
  const wendy = story.person("wendy", "maintain");
  const first = wendy.comments(PASS);
  await story.untilQuiet();
  story.desk.editComment(first, PASS.replace("pass", "fail"), "mara");
  await story.untilQuiet();
  const [id] = await reports(story);
  expect(answers(story)).toHaveLength(2);
  expect(answers(story)[1]).toContain(`<!-- writ:changed comment ${first.id} -->\nA comment was changed or deleted after Writ had recorded it: \`${id}\` in \`${ID}\`.`);
  story.desk.deleteComment(first, "mara");
  await story.untilQuiet();
  expect(answers(story)).toHaveLength(2);
  story.githubDelays(1500, 1, "issue_comment");
  const late = wendy.comments(PASS);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  wendy.rewords(late, "/verdict fail\nNo.");
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/changed after it was written, so nothing in it is taken as a command/);
  expect(await reports(story)).toEqual([id]);
});

test("help, explanations and another judgement are given to whoever asks", async () => {
  const story = await pier();
  const pull = await opened(story);
  const runs = story.checkOf(pull, "writ/packets")?.runs ?? 0;
  const comment = story.person("jonas").comments("/writ help\n\n/explain ledger/report-modified\n\n/recheck");
  await story.untilQuiet();
  expect(answers(story)).toHaveLength(1);
  expect(answers(story)[0]).toMatch(/`\/writ help`[^]*\/waive RULE[^]*How to mend it[^]*judged again/);
  expect(reactions(comment)).toEqual(["eyes", "rocket"]);
  expect(story.checkOf(pull, "writ/packets")?.runs).toBeGreaterThan(runs);
});
