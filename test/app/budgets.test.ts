/** What the App may ask of GitHub for one event, and how often it judges for many: the budgets of the design. */
import { afterEach, expect, test } from "vitest";
import { endStories, given } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import type { Requests } from "../github/requests.ts";
import { CRANE, file, goodHarbour, LIGHTS } from "./harbour.ts";
import { here } from "./here.ts";
import type { Here } from "./here.ts";

afterEach(endStories);

const CHECK = "writ/packets";
/** Git's protocol: one to list references, one more to fetch. */
const GIT = "POST /:owner/:repo.git/git-upload-pack";
/** A judgement lists them before and after. */
const LISTINGS = 2;

async function harbourStory(quietMs = 10): Promise<Story<Here>> {
  const limits = { firstMs: 20, longestMs: 100, quietMs, longestQuietMs: 2_000 };
  const story = await given("harbour/pier", goodHarbour(), { app: here({ limits }) });
  story.person("mara", "write");
  await story.untilQuiet();
  return story;
}

async function evaluations({ app }: Story<Here>): Promise<number> {
  const told = await (await fetch(`${app.url}/metrics`)).text();
  return Number(/^writ_evaluation_seconds_count (\d+)$/m.exec(told)?.[1]);
}

/** One more line in each of so many packets. */
function packets(count: number): Record<string, string> {
  const paths = [LIGHTS, CRANE, CRANE.replace("Crane", "Mooring")].slice(0, count);
  return Object.fromEntries(paths.map((path) => [path, `${file(path.includes("Mooring") ? CRANE : path)}\nMore.\n`]));
}

function expectWithin({ reads, writes, routes }: Requests, most: { reads: number; writes: number }): void {
  expect(reads, JSON.stringify(routes)).toBeLessThanOrEqual(most.reads);
  expect(writes, JSON.stringify(routes)).toBeLessThanOrEqual(most.writes);
}

test.each([1, 2, 3])("a pull request with %i packets costs at most 6 reads and 2 writes, the first time and later", async (count) => {
  const story = await harbourStory();
  const mara = story.person("mara");
  expectWithin(await story.countsRequests(() => mara.opens("First").with(packets(count))), { reads: 6, writes: 2 });
  expectWithin(await story.countsRequests(() => mara.opens("Second").with(packets(count))), { reads: 6, writes: 2 });
  // Another life of the App, which remembers only what is on its disk.
  await story.app.kill();
  await story.restartsApp();
  expectWithin(await story.countsRequests(() => mara.opens("Third").with(packets(count))), { reads: 6, writes: 2 });
});

test.each([
  ["three packets", packets(3), { reads: 6, writes: 2 }],
  ["no packet", { "src/paint.js": "// red\n" }, { reads: 2, writes: 2 }],
])("a pull request with %s in a repository that the App has never seen costs no more than that", async (_name, files, most) => {
  const story = await harbourStory();
  story.githubLoses(1, "push");
  const desk = await story.standIn.createRepository("harbour/quay", goodHarbour());
  await desk.push("change", files, { onto: desk.head() });
  const asked = await story.countsRequests(async () => {
    story.latest = await desk.openPull("change");
  });
  const [run] = desk.runs(story.latest.headSha);
  expect(run?.status).toBe("completed");
  expectWithin(asked, most);
});

test("one that touches no packet costs at most 2 reads and 2 writes", async () => {
  const story = await harbourStory();
  const mara = story.person("mara");
  for (const title of ["Paint", "Rope"]) {
    const asked = await story.countsRequests(() => mara.opens(title).with({ "src/paint.js": `// ${title}\n` }));
    expectWithin(asked, { reads: 2, writes: 2 });
    expect(story.checkOf(story.latest, CHECK)).toMatchObject({ conclusion: "success" });
  }
});

test("a burst of pushes in one go is judged once or twice", async () => {
  const story = await harbourStory(200);
  const mara = story.person("mara");
  const pull = await mara.opens("Paint").with({ "src/paint.js": "// red\n" });
  await story.untilQuiet();
  const before = await evaluations(story);
  for (let push = 0; push < 12; push++) await mara.mends({ "src/paint.js": `// ${push}\n` });
  await story.untilQuiet();
  expect(story.checkOf(pull, CHECK)).toMatchObject({ conclusion: "success" });
  expect([1, 2]).toContain((await evaluations(story)) - before);
});

test("judged again where nothing moved, nothing is fetched; where something did, once", async () => {
  const story = await harbourStory();
  const mara = story.person("mara");
  await mara.opens("Paint").with(packets(1));
  await story.untilQuiet();
  const again = await story.countsRequests(() => mara.rerequests(CHECK));
  expect(again.routes[GIT]).toBe(LISTINGS);
  expect(again.routes).toMatchObject({ "GET /repos/:owner/:repo/pulls/:number": 1, "POST /repos/:owner/:repo/check-runs": 2 });
  const moved = await story.countsRequests(() => mara.mends({ [LIGHTS]: file(LIGHTS) }));
  expect(moved.reads).toBe(again.reads);
  expect(moved.routes[GIT]).toBe(LISTINGS + 2);
});
