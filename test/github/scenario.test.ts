/** Stories can be told: without an App, and with the smallest one. */
import { afterEach, describe, expect, it } from "vitest";
import { Greeter } from "./greeter.fixture.ts";
import { endStories, given } from "./scenario.ts";

const HELLO = { "hello.txt": "Hello\n" };
const FILES = { "README.md": "# Pier\n" };
const told = () => given("harbour/pier", FILES, { app: (registration) => Greeter.start(registration) });

afterEach(endStories);

describe("without an App", () => {
  it("a contributor forks, opens, mends, and a maintainer merges", async () => {
    const story = await given("harbour/pier", FILES);
    const nils = story.person("nils");
    await nils.forks();
    const pull = await nils.opens("Mend the crane").with({ "crane.txt": "one\n" });
    await nils.mends({ "crane.txt": "two\n" });
    story.person("mara", "maintain").comments("Fine work");
    await story.untilQuiet();
    expect(story.checkOf(pull, "greeter/hello")).toBeNull();
    await story.person("mara").merges(pull, "squash");
    expect(await story.desk.file("crane.txt")).toBe("two\n");
    expect(pull).toMatchObject({ state: "closed", author: { login: "nils" }, headRef: "mend-the-crane" });
  });
});

describe("with an App", () => {
  it("a pull request is told what is wrong, is mended, and goes through the gate", async () => {
    const story = await told();
    story.requires(["greeter/hello"]);
    const mara = story.person("mara", "write");
    const pull = await mara.opens("Silent").with({ "work.txt": "w\n" });
    await story.untilQuiet();
    expect(story.checkOf(pull, "greeter/hello")).toMatchObject({
      status: "completed", conclusion: "failure", title: "Nobody says hello", runs: 1,
      annotations: [{ path: "README.md", start_line: 1, message: "hello.txt is missing" }],
    });
    await expect(mara.merges()).rejects.toThrow('Required status check "greeter/hello" is failing.');
    await mara.mends(HELLO);
    await expect(mara.merges()).rejects.toThrow('Required status check "greeter/hello" is expected.');
    await story.untilQuiet();
    await mara.merges();
    expect(await story.desk.file("hello.txt")).toBe("Hello\n");
    expect(story.violations()).toEqual([]);
  });

  it("two pull requests go through the queue one after the other", async () => {
    const story = await told();
    story.requires(["greeter/hello"]);
    const mara = story.person("mara", "write");
    const first = await mara.opens("First").with({ ...HELLO, "a.txt": "a\n" });
    const second = await mara.opens("Second").with({ ...HELLO, "b.txt": "b\n" });
    await story.untilQuiet();
    const groups = [await mara.queues(first), await mara.queues(second)];
    await story.untilQuiet();
    expect(groups.map((group) => story.checkOf(group, "greeter/hello")?.conclusion)).toEqual(["success", "success"]);
    expect([first.merged?.method, second.merged?.method, await story.desk.file("b.txt")]).toEqual(["merge", "merge", "b\n"]);
  });

  it("requests are counted", async () => {
    const story = await told();
    await story.untilQuiet();
    const mara = story.person("mara", "write");
    const requests = await story.countsRequests(() => mara.opens("Hello").with(HELLO));
    expect(requests).toEqual({
      reads: 3, writes: 1, tokens: 1, git: 0, routes: {
        "GET /app/installations": 1, "POST /app/installations/:installation/access_tokens": 1,
        "GET /repos/:owner/:repo/commits/*ref/check-runs": 1, "GET /repos/:owner/:repo/contents/*path": 1,
        "POST /repos/:owner/:repo/check-runs": 1,
      },
    });
  });

  it("deliveries are lost, dropped, doubled and turned round", async () => {
    const story = await told();
    const mara = story.person("mara", "write");
    await story.untilQuiet();
    const { heard } = story.app;
    const since = async (act: () => unknown): Promise<string[]> => {
      const before = heard.length;
      act();
      await story.untilQuiet();
      return heard.slice(before);
    };
    story.githubLoses(1, "pull_request");
    const lost = await mara.opens("Lost").with(HELLO);
    await story.untilQuiet();
    expect(story.checkOf(lost, "greeter/hello")).toBeNull();
    const comments = () => mara.comments("Hm");
    expect(await since(comments)).toHaveLength(1);
    story.githubDoubles(1, "issue_comment");
    const [one, again, ...more] = await since(comments);
    expect([one === again, more]).toEqual([true, []]);
    story.githubDrops(1, "issue_comment");
    expect(await since(comments)).toEqual([]);
    expect(story.standIn.webhooks.log.at(-1)).toMatchObject({ event: "issue_comment", outcome: { status: 502 } });
    story.githubReorders(3);
    const turned = await since(() => [comments(), comments()]);
    expect(turned).toEqual(story.standIn.webhooks.log.slice(-2).map(({ guid }) => guid).reverse());
  });

  it.each([[1, false, 0], [1, true, 1]])("killed at write %i (applied: %s) it leaves %i check, and one when it is back", async (nth, applied, left) => {
    const story = await told();
    await story.untilQuiet();
    story.killsAppAtWrite(nth, applied);
    const pull = await story.person("mara", "write").opens("Hello").with(HELLO);
    await story.untilQuiet();
    expect(story.checkOf(pull, "greeter/hello")?.runs ?? 0).toBe(left);
    await story.restartsApp();
    await story.untilQuiet();
    expect(story.checkOf(pull, "greeter/hello")).toMatchObject({ conclusion: "success", runs: 1 });
  });
});
