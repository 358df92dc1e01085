/** The sequence of the validators' gates: shown, and written beside the report where a repository keeps such files. */
import { afterEach, expect, test } from "vitest";
import { git } from "../../src/snapshot/git.fixture.ts";
import { endStories } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { LIGHTS } from "./harbour.ts";
import type { Here } from "./here.ts";
import { answers, ID, lights, opened, pier, reports } from "./pier.ts";

afterEach(endStories);

const PASS = "/verdict pass tests=pass\nEvery light was seen burning: src/lights.js:16.";
const BRANCH = "look-at-the-lights-again";
const FOLDER = ".GOV/validator_gates";
const OWN = `${FOLDER}/${ID}.json`;
const CRANE = `${FOLDER}/WP-1-Harbour-Crane.json`;
const [PACKETS, GATE] = ["writ/packets", "writ/gate"];
const OLD = { wpId: ID, verdict: "FAIL", status: "REPORT_PRESENTED", started: "2026-01-01T00:00:00.000Z", gates: [] };

interface Session {
  readonly reportId?: string;
  readonly verdict: string;
  readonly status: string;
  readonly started: string;
  readonly completed?: string;
  readonly gates: readonly { readonly gate: string; readonly timestamp: string; readonly by?: string }[];
}

interface States {
  readonly validation_sessions: Readonly<Record<string, Session>>;
  readonly archived_sessions: readonly Session[];
}

/** A repository that keeps the states of the crane's gates, and others. */
function keeping(files: Readonly<Record<string, string>> = {}, gate?: string, more?: string): Promise<Story<Here>> {
  const crane = `${JSON.stringify({ validation_sessions: {}, archived_sessions: [] }, null, 2)}\n`;
  return pier(gate, more, {}, { [CRANE]: crane, ...files });
}

async function states(story: Story<Here>, at = BRANCH): Promise<States> {
  return JSON.parse((await story.desk.file(OWN, at)) ?? "null") as States;
}

/** What each commit of a branch changed, newest first. */
function commits(story: Story<Here>, branch = BRANCH): readonly (readonly string[])[] {
  const log = git(story.desk.repository.directory, "log", "--first-parent", "--format=%x00", "--name-only", `main..${branch}`);
  return log.split("\0").slice(1).map((part) => part.trim().split("\n").sort());
}

test("who keeps such files gets the state in the commit of the report, beside what else stands there, and for no more requests", async () => {
  const kept = { validation_sessions: { [ID]: OLD, other: { a: 1 } }, archived_sessions: [], committed_validation_evidence: { b: [2] } };
  const story = await keeping({ [OWN]: JSON.stringify(kept, null, 4) });
  const pull = await opened(story);
  const crane = await story.desk.file(CRANE);
  const wendy = story.person("wendy", "maintain");
  const { reads, writes, routes } = await story.countsRequests(() => wendy.comments(PASS));
  const checks = Object.entries(routes).filter(([route]) => /^(POST|PATCH) .*check-runs/.test(route)).reduce((sum, [, number]) => sum + number, 0);
  const once = ["GET /app", "GET /users/:login"].reduce((sum, route) => sum + (routes[route] ?? 0), 0);
  expect(writes - checks).toBeLessThanOrEqual(4);
  expect(reads - once, JSON.stringify(routes)).toBeLessThanOrEqual(10);
  expect(routes["POST /graphql"]).toBe(1);

  expect(commits(story)[0]).toEqual([LIGHTS, OWN].sort());
  const [id = ""] = await reports(story);
  const text = (await story.desk.file(OWN, BRANCH)) ?? "";
  const now = JSON.parse(text) as States;
  const at = now.validation_sessions[ID]?.started;
  expect(await story.desk.file(LIGHTS, BRANCH)).toContain(`### VALIDATION REPORT - ${ID} (${at})`);
  const by = /^- Validator: (wendy \(\d+\)),/m.exec((await story.desk.file(LIGHTS, BRANCH)) ?? "")?.[1];
  expect(now.validation_sessions[ID]).toEqual({
    wpId: ID, verdict: "PASS", status: "COMMITTED", reportId: id, started: at, completed: at,
    gates: [
      { gate: "REPORT_PRESENTED", verdict: "PASS", timestamp: at, by },
      { gate: "USER_ACKNOWLEDGED", timestamp: at, by },
      { gate: "WP_APPENDED", timestamp: at },
      { gate: "COMMITTED", timestamp: at },
    ],
  });
  expect(now.archived_sessions).toEqual([{ ...OLD, archived_at: at, archive_reason: "later_report" }]);
  expect(now).toMatchObject({ validation_sessions: { other: { a: 1 } }, committed_validation_evidence: { b: [2] } });
  expect(text).toBe(JSON.stringify(now, null, 4));
  expect(await story.desk.file(CRANE, BRANCH)).toBe(crane);

  expect(story.checkOf(pull, PACKETS)).toMatchObject({ conclusion: "success", annotations: [] });
  expect(story.checkOf(pull, GATE)).toMatchObject({ conclusion: "success" });
  expect(story.checkOf(pull, GATE)?.summary).toContain(`- \`${ID}\`: \`COMMITTED\``);
  expect(answers(story).at(-1)).toContain("Gate sequence: `COMMITTED`.");
});

test("several verdicts follow each other, each once, however often it is heard", async () => {
  const story = await keeping({}, "mode: full, verdicts: 2");
  await opened(story);
  const [wendy, vera] = [story.person("wendy", "maintain"), story.person("vera", "admin")];
  story.githubDoubles(2, "issue_comment");
  wendy.comments(PASS);
  vera.comments("/verdict pass\nI saw them too.");
  await story.untilQuiet();
  const [first, second, ...more] = await reports(story);
  expect(more).toEqual([]);
  const { validation_sessions: open, archived_sessions: closed } = await states(story);
  expect(open[ID]?.reportId).toBe(second);
  expect(closed.map(({ reportId }) => reportId)).toEqual([first]);
  expect(commits(story).filter((paths) => paths.includes(OWN))).toHaveLength(2);
});

test.each([[2, false], [2, true], [3, true]])("an App that dies at its write number %i (carried out: %s) writes the state once, and the same", async (nth, applied) => {
  const story = await keeping();
  await opened(story);
  const wendy = story.person("wendy", "maintain");
  story.killsAppAtWrite(nth, applied);
  const comment = wendy.comments(PASS);
  await story.untilQuiet();
  await story.restartsApp();
  await story.untilQuiet(40_000);
  const [id, ...more] = await reports(story);
  expect(more).toEqual([]);
  expect(commits(story).filter((paths) => paths.includes(OWN))).toEqual([[LIGHTS, OWN].sort()]);
  const { validation_sessions: open, archived_sessions: closed } = await states(story);
  expect([open[ID]?.reportId, open[ID]?.completed, closed]).toEqual([id, `${comment.createdAt.toISOString().slice(0, 19)}Z`, []]);
});

test.each([false, true])("a file that cannot be read is told of and left alone, and the report lands all the same (after a death: %s)", async (dies) => {
  const broken = `{ "validation_sessions": { "${ID}": {`;
  const story = await keeping({ [OWN]: broken });
  const pull = await opened(story);
  const wendy = story.person("wendy", "maintain");
  if (dies) story.killsAppAtWrite(2, true);
  wendy.comments(PASS);
  await story.untilQuiet();
  if (dies) await story.restartsApp();
  await story.untilQuiet(40_000);
  expect(await reports(story)).toHaveLength(1);
  expect(answers(story)).toHaveLength(1);
  expect(answers(story).at(-1)).toContain(`The state of the gates in \`${OWN}\` was left as it is: it is not JSON.`);
  expect(await story.desk.file(OWN, BRANCH)).toBe(broken);
  expect(commits(story)[0]).toEqual([LIGHTS]);
  // That the branch moved was said to a dead App; finding it out is the reconciler's, which no story here starts.
  if (!dies) expect(story.checkOf(pull, GATE)).toMatchObject({ conclusion: "success" });
});

test("who keeps none gets none, nor for files of another kind", async () => {
  const story = await pier("mode: full", "", {}, { [`${FOLDER}/README.md`]: "States.\n", [`${FOLDER}/deep/a.json`]: "{}\n" });
  await opened(story);
  story.person("wendy", "maintain").comments(PASS);
  await story.untilQuiet();
  expect(await reports(story)).toHaveLength(1);
  expect(await story.desk.file(OWN, BRANCH)).toBeNull();
  expect(commits(story)[0]).toEqual([LIGHTS]);
});

test("an acknowledgement has its own time and giver, and the check says where it waits", async () => {
  const story = await keeping({}, "mode: full, acknowledge: true, approvers: [paula]");
  const pull = await opened(story);
  expect(story.checkOf(pull, GATE)?.summary).toContain(`- \`${ID}\`: no report yet, next is \`REPORT_PRESENTED\``);
  const said = story.person("wendy", "maintain").comments(PASS);
  await story.untilQuiet();
  expect(await states(story)).toBeNull();
  expect(answers(story).at(-1)).toContain("Gate sequence: `REPORT_PRESENTED`, next is `USER_ACKNOWLEDGED`.");
  expect(story.checkOf(pull, GATE)?.summary).toContain(`- \`${ID}\`: \`REPORT_PRESENTED\`, next is \`USER_ACKNOWLEDGED\``);
  // GitHub's times have whole seconds.
  await new Promise((resolve) => setTimeout(resolve, 1100));
  const ack = story.person("paula").comments("/ack");
  await story.untilQuiet();
  expect(answers(story).at(-1)).toContain("Gate sequence: `COMMITTED`.");
  const { gates = [], completed } = (await states(story)).validation_sessions[ID] ?? {};
  expect(gates.map(({ gate, by }) => [gate, by?.replace(/ .*/, "")])).toEqual([
    ["REPORT_PRESENTED", "wendy"], ["USER_ACKNOWLEDGED", "paula"], ["WP_APPENDED", undefined], ["COMMITTED", undefined],
  ]);
  const second = (time: Date): number => Math.floor(time.getTime() / 1000) * 1000;
  const [shown, answered] = gates.map(({ timestamp }) => Date.parse(timestamp));
  expect([shown, answered, Date.parse(completed ?? "")]).toEqual([said, ack, ack].map(({ createdAt }) => second(createdAt)));
  expect(answered).toBeGreaterThan(shown ?? Infinity);
  expect(story.checkOf(pull, GATE)?.summary).toContain(`- \`${ID}\`: \`COMMITTED\``);
});

test("a fork's state comes with its report after the merge, and wants no verdict of its own", async () => {
  const story = await keeping({}, "mode: full, governed: ['**/*.json', 'src/**']", "reports: { forks: pull-request }\n");
  const [jonas, wendy] = [story.person("jonas"), story.person("wendy", "maintain")];
  await jonas.forks();
  const pull = await jonas.opens("Look again").with({ [LIGHTS]: lights() });
  await story.untilQuiet();
  wendy.comments(PASS);
  await story.untilQuiet();
  expect(answers(story).at(-1)).toContain("Gate sequence: `USER_ACKNOWLEDGED`, next is `WP_APPENDED`.");
  expect(story.checkOf(pull, GATE)?.summary).toContain("`USER_ACKNOWLEDGED`, next is `WP_APPENDED`");
  await wendy.merges(pull);
  await story.untilQuiet();
  const branch = `writ/reports-${pull.number}`;
  const [id] = await reports(story, branch);
  expect((await states(story, branch)).validation_sessions[ID]).toMatchObject({ reportId: id, status: "COMMITTED" });
  expect(commits(story, branch)).toEqual([[LIGHTS, OWN].sort()]);
  const ours = [...story.desk.repository.pulls.values()].find(({ headRef }) => headRef === branch);
  if (ours === undefined) throw new Error("nothing was opened");
  expect(story.checkOf(ours, GATE)).toMatchObject({ conclusion: "success" });
  expect(story.checkOf(ours, PACKETS)).toMatchObject({ conclusion: "success" });
});
