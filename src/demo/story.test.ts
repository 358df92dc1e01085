import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { tellStory } from "./story.ts";

test("the first look shows a red check, a refused merge, a green check, a merge and drift, as they really are", async () => {
  const said: string[] = [];
  const surprises = await tellStory({ say: (text) => void said.push(text), signal: new AbortController().signal });
  expect(surprises).toEqual([]);
  const text = said.join("\n");
  expect(text).toMatch(/\[failed\] writ\/packets\n {2}Failed: the change brings 1\d errors/);
  expect(text).toMatch(/error .*WP-1-Harbour-Crane\.md:1\n {4}The title says/);
  expect(text).toContain("( Judge again )");
  expect(text).toContain('GitHub says: Required status check "writ/packets" is failing.');
  expect(text).toMatch(/\[passed\] writ\/packets\n {2}Passed: the change brings no findings/);
  expect(text).toMatch(/`src\/lights\.js:16` cited in `[0-9a-f]{10}` stand at `src\/lights\.js:18`/);
});

test("who does not want to hear the rest is obeyed, and nothing is left behind", async () => {
  const before = folders();
  const ended = new AbortController();
  const say = (text: string): void => {
    if (text.includes("1. Mara")) ended.abort();
  };
  const telling = tellStory({ say, signal: ended.signal });
  await expect(telling).rejects.toMatchObject({ name: "AbortError" });
  expect(folders().filter((name) => !before.includes(name))).toEqual([]);
});


/** Those that this process made. */
function folders(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`writ-demo-${process.pid}-`));
}
