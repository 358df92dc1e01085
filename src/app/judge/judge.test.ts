/** The same question about the same commits has the same answer, byte for byte, on the command line and in the App. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { corpus } from "../../../test/corpus/corpus.ts";
import { cloneBundle } from "../../../test/corpus/history.ts";
import { writ } from "../../cli/terminal.fixture.ts";
import type { Evaluation } from "../../evaluate/evaluation.ts";
import { renderJson } from "../../render/json.ts";
import { remote } from "../github/remote.fixture.ts";
import type { Remote } from "../github/remote.fixture.ts";
import { createMetrics } from "../metrics.ts";
import { Judge } from "./judge.ts";

let place: Remote;
beforeAll(async () => {
  place = await remote();
});
afterAll(() => place.close());

function without(text: string): string {
  const evaluation = JSON.parse(text) as Evaluation;
  return renderJson({ ...evaluation, summary: { ...evaluation.summary, milliseconds: {} } });
}

test.skipIf(corpus === null)("real commits are judged alike by the command line in a clone, and by the App over API and mirror", async () => {
  const clone = cloneBundle(corpus ?? "");
  try {
    const desk = await place.repository([]);
    execFileSync("git", ["-C", desk.repository.directory, "fetch", "--quiet", clone.folder, "+HEAD:refs/heads/main"], { stdio: "pipe" });
    await desk.repository.refs.load();
    const line = execFileSync("git", ["-C", clone.folder, "rev-list", "--first-parent", "HEAD"], { encoding: "utf8" }).trim().split("\n");
    const judge = new Judge(createMetrics(), Date.now);
    for (const [at, before] of [[0, 3], [Math.floor(line.length / 2), 5]] as const) {
      const [head = "", base = ""] = [line[at], line[at + before]];
      const source = await place.open(desk);
      const judgement = await judge.judge(desk.repository.id, source, { head, into: base, drift: false });
      if (judgement.kind !== "judged") return expect.fail(JSON.stringify(judgement));
      const { code, out } = await writ({ cwd: clone.folder }, "check", "--rev", head, "--base", base, "--format", "json");
      expect(code).toBeLessThan(2);
      expect(judgement.evaluated.evaluation.findings.length).toBeGreaterThan(0);
      expect(without(renderJson(judgement.evaluated.evaluation))).toBe(without(out));
    }
  } finally {
    clone.remove();
  }
}, 120_000);
