import { expect, it } from "vitest";
import { baseOf } from "./event.ts";

const BASE = "b".repeat(40);
const pull = { pull_request: { base: { sha: BASE } } };

it.each([
  ["a pull request, merged by GitHub for the checkout", "pull_request", pull, true, "HEAD^1"],
  ["a pull request, its head checked out", "pull_request", pull, false, BASE],
  ["a pull request of a fork, trusted", "pull_request_target", pull, false, BASE],
  ["a merge group", "merge_group", { merge_group: { base_sha: BASE } }, false, BASE],
  ["a push", "push", { before: BASE }, false, BASE],
  ["a push of a new branch", "push", { before: "0".repeat(40) }, false, null],
  ["a schedule", "schedule", { schedule: "0 5 * * *" }, false, null],
  ["no event", "", null, false, null],
  ["an event of another shape", "pull_request", { pull_request: "x" }, false, null],
  ["an id that is none", "push", { before: "--upload-pack=x" }, false, null],
])("the base of %s", (_name, name, payload, isMerge, base) => {
  expect(baseOf({ name, payload, isMerge })).toBe(base);
});
