/** The button that commits what can be mended mechanically. */
import { afterEach, expect, test } from "vitest";
import { endStories } from "../github/scenario.ts";
import { LIGHTS } from "./harbour.ts";
import { answers, lights, opened, pier } from "./pier.ts";

afterEach(endStories);

const CHECK = "writ/packets";
const DAMAGED = `\ufeff${lights("The lamp \u2013 all of it.")}`;

test("its author has a packet mended with one press, and the press of a stranger does nothing", async () => {
  const story = await pier();
  const pull = await opened(story, { [LIGHTS]: DAMAGED });
  const at = pull.headSha;
  story.person("jonas").presses("fix", CHECK, pull);
  await story.untilQuiet();
  expect(story.desk.head(pull.headRef)).toBe(at);
  expect(answers(story).at(-1)).toMatch(/were not committed: `jonas` neither opened this pull request nor may write/);
  story.person("mara").presses("fix", CHECK, pull);
  await story.untilQuiet();
  const text = (await story.desk.file(LIGHTS, pull.headRef)) ?? "";
  expect(text.startsWith("# Task Packet")).toBe(true);
  expect(text).toContain("The lamp - all of it.");
  expect(await story.desk.contains(at, pull.headRef)).toBe(true);
  const after = story.runOf(pull, CHECK);
  expect(after.actions.map(({ identifier }) => identifier)).toEqual(["recheck"]);
  expect(await story.countsRequests(() => undefined)).toMatchObject({ writes: 0 });
});

test("a fork is told how to mend it itself", async () => {
  const story = await pier();
  const jonas = story.person("jonas");
  await jonas.forks();
  const pull = await jonas.opens("Look again").with({ [LIGHTS]: DAMAGED });
  await story.untilQuiet();
  jonas.presses("fix", CHECK, pull);
  await story.untilQuiet();
  expect(answers(story).at(-1)).toMatch(/comes from a fork, where Writ cannot write\. `writ fix` does the same/);
});
