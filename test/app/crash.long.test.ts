/**
 * The App as a real process, killed with SIGKILL before or after every write, to its disk or to GitHub, and at moments
 * that nobody chose: in the middle of Git, or of judging. What is there in the end equals what would be there had nothing
 * happened: the same conclusion, each annotation once, one run, and nothing left in progress.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Deaths } from "./deaths.ts";
import type { End } from "./deaths.ts";
import { endStories } from "../github/scenario.ts";

let deaths: Deaths;
let undisturbed: End;
let milliseconds: number;

beforeAll(async () => {
  deaths = await Deaths.begin();
  await deaths.diesAt(0);
  const began = performance.now();
  undisturbed = await deaths.diesAt(0);
  milliseconds = performance.now() - began;
});
afterAll(endStories);

function expectSame({ check, runs }: End, where: string): void {
  expect({ check, runs }, where).toEqual({ check: undisturbed.check, runs: 1 });
  expect(deaths.unfinished, where).toBe(0);
}

test("undisturbed, one run is made, with several requests and each annotation once", () => {
  expect(undisturbed).toMatchObject({ runs: 1, check: { status: "completed", conclusion: "failure" } });
  const requests = undisturbed.passed.filter((point) => point.startsWith("before P"));
  expect(requests[0]).toMatch(/^before POST .*\/check-runs$/);
  expect(requests.slice(1, -1).every((point) => /^before PATCH .*\/check-runs\/\d+$/.test(point))).toBe(true);
  // The gate comes last.
  expect(requests.at(-1)).toMatch(/^before POST .*\/check-runs$/);
  expect(requests.length).toBeGreaterThanOrEqual(3);
});

test("killed at every write, it comes out the same", async () => {
  const points = undisturbed.passed;
  let killed = 0;
  for (const [index, point] of points.entries()) {
    const end = await deaths.diesAt(index + 1);
    if (end.passed.includes("killed")) killed += 1;
    expectSame(end, `killed at ${point}, point ${index + 1}`);
  }
  // What meets in one write to the disk differs, so that the last points may not come.
  expect(killed).toBeGreaterThanOrEqual(points.length - 2);
});

test("killed at any moment, it comes out the same", async () => {
  for (let share = 0.04; share < 1; share += 0.04) {
    expectSame(await deaths.diesAfter(milliseconds * share), `killed after ${Math.round(milliseconds * share)} ms`);
  }
});
