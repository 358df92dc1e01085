/** More lives of a change: rebased, with two validators, from a fork, with a report that a person appends. */
import { afterEach, expect, test } from "vitest";
import { endStories } from "../github/scenario.ts";
import { LIGHTS } from "./harbour.ts";
import { answers, checks, GATE, lights, ON_PASS, PACKETS, pier, reports } from "./pier.ts";

afterEach(endStories);

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

test("what was passed goes through the merge queue: judged once more as it would be merged, and merged", async () => {
  const story = await pier("mode: full", ON_PASS);
  story.requires([PACKETS, GATE], { pullRequests: true });
  const [mara, wendy] = [story.person("mara", "write"), story.person("wendy", "maintain")];
  const pull = await mara.opens("Look at the lights again").with({ [LIGHTS]: lights() });
  await story.untilQuiet();
  await expect(mara.queues()).rejects.toThrow(/writ\/gate/);
  wendy.comments("/verdict pass tests=pass\nSeen.", pull);
  // Somebody else's work comes first: the group is another tree than what was judged.
  const other = await story.person("omar", "write").opens("Tell of the tide").with({ "docs/tide.md": "high at noon\n" });
  await story.untilQuiet();
  await story.person("omar").queues(other);
  const group = await mara.queues(pull);
  await story.untilQuiet();
  expect([PACKETS, GATE].map((name) => story.checkOf(group, name)?.conclusion)).toEqual(["success", "success"]);
  expect(story.desk.head()).toBe(group.headSha);
  expect(await reports(story, "main")).toHaveLength(1);
});
