/**
 * The App as a real process, killed with SIGKILL before or after a write, to its disk or to GitHub. What is there in the
 * end equals what would be there had nothing happened: the same conclusion, each annotation once, one run, and nothing
 * left in progress. Every sixth point here; the long suite takes all, and any moment in between.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { endStories } from "../github/scenario.ts";
import { Deaths } from "./deaths.ts";
import type { End } from "./deaths.ts";

let deaths: Deaths;
let undisturbed: End;

beforeAll(async () => {
  deaths = await Deaths.begin();
  undisturbed = await deaths.diesAt(0);
});
afterAll(endStories);

test("undisturbed, one run is made, with several requests and each annotation once", () => {
  expect(undisturbed).toMatchObject({ runs: 1, check: { status: "completed", conclusion: "failure" } });
  const requests = undisturbed.passed.filter((point) => point.startsWith("before P"));
  expect(requests[0]).toMatch(/^before POST .*\/check-runs$/);
  expect(requests.slice(1, -1).every((point) => /^before PATCH .*\/check-runs\/\d+$/.test(point))).toBe(true);
  // The gate comes last.
  expect(requests.at(-1)).toMatch(/^before POST .*\/check-runs$/);
  expect(requests.length).toBeGreaterThanOrEqual(3);
});

test("killed at a write, it comes out the same", async () => {
  const points = undisturbed.passed.length;
  expect(points).toBeGreaterThanOrEqual(12);
  // What meets in one write to the disk differs, so that the last points may not come.
  for (let nth = 1; nth <= points - 2; nth += 6) {
    const end = await deaths.diesAt(nth);
    const where = `killed at ${end.passed[nth - 1] ?? "?"}, point ${nth} of ${points}`;
    expect(end.passed, where).toContain("killed");
    expect({ check: end.check, runs: end.runs }, where).toEqual({ check: undisturbed.check, runs: 1 });
    expect(deaths.unfinished, where).toBe(0);
  }
}, 180_000);
