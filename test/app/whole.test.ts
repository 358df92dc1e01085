/** The whole life of a change, through the real server: from a faulty pull request to a merge that anybody can prove. */
import { afterEach, expect, test } from "vitest";
import type { LedgerReport } from "../../src/evaluate/history/ledger-report.ts";
import { writ } from "../../src/cli/terminal.fixture.ts";
import type { PullRequest } from "../../src/demo/github/world/model.ts";
import { endStories } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { inClone } from "./clone.ts";
import { LIGHTS } from "./harbour.ts";
import type { Here } from "./here.ts";
import { answers, ID, lights, pier, reports } from "./pier.ts";

afterEach(endStories);

const [PACKETS, GATE] = ["writ/packets", "writ/gate"];
const ON_PASS = "reports: { onPass: { status: Done, board: VALIDATED } }\n";

/** What both checks say of a head: conclusions. */
function checks(story: Story<Here>, pull: PullRequest): readonly (string | null | undefined)[] {
  return [story.checkOf(pull, PACKETS)?.conclusion, story.checkOf(pull, GATE)?.conclusion];
}

/** What `writ ledger verify` says in a fresh clone. */
async function verified(story: Story<Here>): Promise<LedgerReport> {
  return inClone(story, async (cwd) => JSON.parse((await writ({ cwd }, "ledger", "verify", "--format", "json")).out) as LedgerReport);
}

test("a change is mended, failed, answered, passed, recorded, merged, and proved from Git alone", async () => {
  const story = await pier("mode: full", ON_PASS);
  story.requires([PACKETS, GATE]);
  const [mara, wendy] = [story.person("mara", "write"), story.person("wendy", "maintain")];

  const pull = await mara.opens("Look at the lights again").with({ [LIGHTS]: lights().replace("# Task Packet: WP-1-Harbour-Lights", "# Task Packet: WP-1-Harbour-Light") });
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["failure", "failure"]);

  await mara.mends({ [LIGHTS]: lights() });
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["success", "action_required"]);
  await expect(mara.merges()).rejects.toThrow(/writ\/gate/);

  wendy.comments("/verdict fail tests=pass\nThe lamp at the mole is not named.");
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["success", "failure"]);
  expect(story.checkOf(pull, GATE)?.title).toMatch(/^Shut: wendy said FAIL on/);
  await expect(mara.merges()).rejects.toThrow(/writ\/gate/);

  const judged = (await story.desk.file(LIGHTS, pull.headRef)) ?? "";
  await mara.mends({ [LIGHTS]: judged.replace("Every lamp was", "Every lamp, that at the mole too, was") });
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["success", "action_required"]);
  expect(story.checkOf(pull, GATE)?.summary).toMatch(/is about something else than what is there now.*WP-1-Harbour-Lights\.md/s);

  wendy.comments("/verdict pass tests=pass\nThe mole is there now: src/lights.js:16.");
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["success", "success"]);
  expect(await reports(story)).toHaveLength(2);
  expect(answers(story)).toHaveLength(2);

  await mara.merges();
  await story.untilQuiet();
  const main = (await story.desk.file(LIGHTS)) ?? "";
  expect(main).toMatch(/\*\*Status:\*\* Done/);
  const { proofs } = await verified(story);
  expect(proofs.map(({ state, packet }) => [state, packet])).toEqual([["proved", ID], ["proved", ID]]);
});

test("a verdict stays when its commit is rebased, and goes with the first byte that is judged", async () => {
  const story = await pier("mode: full");
  const [mara, wendy] = [story.person("mara", "write"), story.person("wendy", "maintain")];
  const pull = await mara.opens("Look at the lights again").with({ [LIGHTS]: lights() });
  await story.untilQuiet();
  wendy.comments("/verdict pass\nSeen.");
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["success", "success"]);
  await mara.mends({ "src/paint.js": "// red\n" });
  await story.untilQuiet();
  expect(story.checkOf(pull, GATE)?.conclusion).not.toBe("success");
  expect(story.checkOf(pull, GATE)?.summary).toContain("src/paint.js");
});

test("two verdicts are wanted, and two different people give them", async () => {
  const story = await pier("mode: full, verdicts: 2", ON_PASS);
  const [mara, wendy, omar] = [story.person("mara", "write"), story.person("wendy", "maintain"), story.person("omar", "admin")];
  const pull = await mara.opens("Look at the lights again").with({ [LIGHTS]: lights() });
  await story.untilQuiet();
  wendy.comments("/verdict pass\nSeen.");
  await story.untilQuiet();
  wendy.comments("/verdict pass\nSeen again.");
  await story.untilQuiet();
  expect(story.checkOf(pull, GATE)?.conclusion).toBe("action_required");
  omar.comments("/verdict pass\nSeen, too.");
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["success", "success"]);
});

test("a fork's verdict opens the gate while it waits, and the pull request that records it needs none", async () => {
  const story = await pier("mode: full", "reports: { forks: pull-request }\n");
  story.requires([PACKETS, GATE]);
  const [jonas, wendy] = [story.person("jonas"), story.person("wendy", "maintain")];
  await jonas.forks();
  const pull = await jonas.opens("Look again").with({ [LIGHTS]: lights() });
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["success", "action_required"]);
  wendy.comments("/verdict pass\nSeen from the water.");
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["success", "success"]);
  expect(story.checkOf(pull, GATE)?.summary).toMatch(/Waits to be recorded[^]*REASON FOR PASS/);
  await wendy.merges(pull);
  await story.untilQuiet();
  const ours = [...story.desk.repository.pulls.values()].find(({ headRef }) => headRef === `writ/reports-${pull.number}`)!;
  expect(checks(story, ours)).toEqual(["success", "success"]);
  await wendy.merges(ours);
  expect(await reports(story, "main")).toHaveLength(1);
});

test("a report that has to be appended by hand counts when its comment stands behind it, and only then", async () => {
  const story = await pier("mode: full");
  const [mara, wendy] = [story.person("mara", "write"), story.person("wendy", "maintain")];
  const pull = await mara.opens("Look at the lights again").with({ [LIGHTS]: lights() });
  await story.untilQuiet();
  story.desk.protect(pull.headRef, { pullRequests: true });
  wendy.comments("/verdict pass tests=pass\nSeen by hand.");
  await story.untilQuiet();
  const block = /```(?:markdown|text)\n(### VALIDATION REPORT[^]*?)\n```/.exec(answers(story).at(-1) ?? "")?.[1] ?? "";
  expect(block).toContain("Verdict: PASS");
  story.desk.protect(pull.headRef, { forcePushes: true });
  const packet = lights().trimEnd();
  await mara.mends({ [LIGHTS]: `${packet}\n\n${block.replace("Seen by hand.", "Seen by eye.")}\n` });
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["failure", "failure"]);
  await mara.mends({ [LIGHTS]: `${packet}\n\n${block}\n` }, pull, story.desk.head("main"));
  await story.untilQuiet();
  expect(checks(story, pull)).toEqual(["success", "success"]);
});
