import { afterEach, describe, expect, it, vi } from "vitest";
import { Progress } from "./progress.ts";

afterEach(() => vi.restoreAllMocks());

/** What is written when these numbers of documents are done at these milliseconds of the process. */
function written(isTerminal: boolean, ...steps: readonly (readonly [at: number, done: number])[]): string {
  let text = "";
  const progress = new Progress({ isTerminal, columns: 80, write: (words) => void (text += words) });
  for (const [at, done] of steps) {
    vi.spyOn(performance, "now").mockReturnValue(at);
    progress.show(done, 100);
  }
  progress.end();
  return text;
}

describe("Progress", () => {
  it("keeps silent while a run is short, and where nobody looks", () => {
    expect(written(true, [100, 1], [499, 99])).toBe("");
    expect(written(false, [1000, 1], [2000, 99])).toBe("");
  });

  it("shows a line that changes now and then, and takes it away in the end", () => {
    expect(written(true, [600, 10], [610, 11], [750, 40])).toBe(
      "\r\u001b[KJudging 10 of 100 documents …\r\u001b[KJudging 40 of 100 documents …\r\u001b[K",
    );
  });
});
