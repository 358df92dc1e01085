import { expect, test } from "vitest";
import { evaluation, finding, packet } from "../../test/fixtures/evaluation.ts";
import { count, counts, duration, judged, list, verdict } from "./sentence.ts";

const BASE = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567";

test("counts and lists", () => {
  expect([count(0, "error"), count(1, "error"), count(2, "error")]).toEqual(["0 errors", "1 error", "2 errors"]);
  expect([list([]), list(["a"]), list(["a", "b"]), list(["a", "b", "c"])]).toEqual(["", "a", "a and b", "a, b and c"]);
  expect(counts([])).toBe("no findings");
  expect(counts([finding({ severity: "note" }), finding(), finding({ severity: "note" })])).toBe("1 error and 2 notes");
});

test("says what was judged", () => {
  expect(judged(evaluation({ packets: [] }).summary)).toBe("a repository without packets");
  const packets = [packet(), packet({ kind: "stub" }), packet({ kind: "stub" }), packet({ kind: "refinement" })];
  expect(judged(evaluation({ packets }).summary)).toBe("1 packet, 2 stubs and 1 refinement");
});

test.each([
  ["nothing", {}, "Passed 0 no findings in 1 packet."],
  ["errors", { findings: [finding()] }, "Failed 1 1 error in 1 packet."],
  [
    "warnings",
    { findings: [finding({ severity: "warn" })] },
    "Passed 0 1 warning in 1 packet. Only errors fail the check.",
  ],
  ["a change that adds nothing", { base: BASE }, "Passed 0 the change brings no findings."],
  [
    "a change under the ratchet",
    { base: BASE, findings: [finding({ state: "existing" }), finding({ state: "fixed" })] },
    "Passed 0 the change brings no findings. From before: 1 finding; they do not count. It mends 1.",
  ],
  [
    "a change under a strict policy",
    { base: BASE, strict: true, findings: [finding({ state: "existing" }), finding({ severity: "note" })] },
    "Failed 1 the change brings 1 note. From before: 1 finding; errors among them count, as the policy is strict.",
  ],
])("words for %s", (_, parts, words) => {
  const { word, exit, sentence } = verdict(evaluation(parts));
  expect(`${word} ${exit} ${sentence}`).toBe(words);
});

test("adds up the time of the stages", () => {
  const time = (milliseconds: Record<string, number>): string => duration(evaluation({ milliseconds }).summary);
  expect(time({ read: 10.4, rules: 30.2 })).toBe("41 ms");
  expect(time({})).toBe("0 ms");
  expect(time({ read: 2345 })).toBe("2.3 s");
});
