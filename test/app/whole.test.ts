/** The whole life of a change, through the real server: from a faulty pull request to a merge that anybody can prove. */
import { afterEach, expect, test } from "vitest";
import type { LedgerReport } from "../../src/evaluate/history/ledger-report.ts";
import { writ } from "../../src/cli/terminal.fixture.ts";
import { endStories } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { inClone } from "./clone.ts";
import { LIGHTS } from "./harbour.ts";
import type { Here } from "./here.ts";
import { answers, checks, GATE, ID, lights, ON_PASS, PACKETS, pier, reports } from "./pier.ts";

afterEach(endStories);

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
