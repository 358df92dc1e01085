/**
 * Whatever the order in which people push and give verdicts, and however often the App dies: nothing that nobody judged
 * passes the gate, and no verdict is lost or recorded twice.
 */
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { derive } from "../../src/decision/derive.ts";
import { readDecisions } from "../../src/decision/read.ts";
import { version } from "../../src/project/version.ts";
import { openRepository } from "../../src/snapshot/git.ts";
import { runs } from "../runs.ts";
import { endStories } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { LIGHTS } from "./harbour.ts";
import type { Here } from "./here.ts";
import { answers, opened, pier } from "./pier.ts";

afterEach(endStories);

const PAINT = "src/paint.js";
const QUIET = 60_000;
/** For the App it is later than for GitHub: what a dead App missed counts at once as lost, and not as still on its way. */
const AHEAD = 3 * 60_000;

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("push" as const), colour: fc.constantFrom("red", "white", "green") }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("verdict" as const), who: fc.constantFrom("wendy", "omar"), word: fc.constantFrom("pass", "pass", "fail") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("waive" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash" as const), write: fc.integer({ min: 1, max: 5 }), applied: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("quiet" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Recorded {
  readonly id: string;
  readonly verdict: string;
  readonly commit: string;
  readonly who: string;
  /** Comments count up: of what one person said, the last counts, whatever was recorded first. */
  readonly comment: number;
}

async function live(story: Story<Here>, steps: readonly Step[]): Promise<number> {
  let said = 0;
  for (const [index, one] of steps.entries()) {
    if (one.kind === "push") await story.person("mara").mends({ [PAINT]: `// ${one.colour} ${index}\n` });
    if (one.kind === "verdict") {
      story.person(one.who).comments(`/verdict ${one.word}\nSeen at step ${index}.`);
      said += 1;
    }
    if (one.kind === "waive") story.person("wendy").comments(`/waive structure/placeholder until 2027-01-01 It comes at step ${index}.`);
    if (one.kind === "crash") {
      await revived(story);
      story.killsAppAtWrite(one.write, one.applied);
    }
    if (one.kind === "quiet") await revived(story);
  }
  await revived(story);
  story.githubIsWell();
  await revived(story);
  return said;
}

/** Lets everything come to rest; an App that died begins again, as often as it dies, and looks for what it missed. */
async function revived(story: Story<Here>): Promise<void> {
  for (let lives = 1; ; lives += 1) {
    await story.untilQuiet(QUIET);
    try {
      await story.app.app.reconciler.once();
      await story.untilQuiet(QUIET);
      if (story.app.runs) return;
    } catch (error) {
      if (story.app.runs || lives > 20) throw error;
    }
    await story.restartsApp();
  }
}

async function recorded(story: Story<Here>, branch: string): Promise<readonly Recorded[]> {
  const text = (await story.desk.file(LIGHTS, branch)) ?? "";
  return text.split(/^### VALIDATION REPORT - /m).slice(1).flatMap((block) => {
    const [id, verdict, commit, who, comment] = [/^- Report-ID: (\S+)$/m, /^Verdict: (\S+)$/m, /^- Validated-Commit: (\S+)$/m, /^- Validator: (\S+) /m, /#issuecomment-(\d+)$/m].map((form) => form.exec(block)?.[1] ?? "");
    return id === "" ? [] : [{ id: id ?? "", verdict: verdict ?? "", commit: commit ?? "", who: who ?? "", comment: Number(comment) }];
  });
}

/** Each report is written down as one decision, and whatever was decided comes out the same from Git. */
async function expectExplained(story: Story<Here>, reports: readonly string[]): Promise<void> {
  const { decisions, unreadable } = await readDecisions(story.app.folder, () => true);
  expect(unreadable).toBe(0);
  const written = decisions.flatMap((one) => (one.kind === "verdict" ? [one.outcome.report] : []));
  expect([...written].sort(), "decided").toEqual([...reports].sort());
  const repository = await openRepository(story.desk.repository.directory);
  try {
    for (const decision of decisions) {
      if (decision.kind === "refusal" && decision.outcome.cause === "other") continue;
      expect({ ...(await derive(repository, decision, version())), decision }).toEqual({ state: "same", decision });
    }
  } finally {
    await repository.dispose();
  }
}

test("no unjudged byte passes the gate, and no verdict is lost or doubled", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
      const story = await pier("mode: full, validators: [wendy, omar], approvers: [wendy]", "", { now: () => Date.now() + AHEAD });
      for (const login of ["wendy", "omar"]) story.person(login, "maintain");
      const pull = await opened(story);
      const said = await live(story, steps);
      const reports = await recorded(story, pull.headRef);
      expect(new Set(reports.map(({ id }) => id)).size, "doubled").toBe(reports.length);
      const spoken = answers(story).filter((text) => text.includes("/verdict"));
      expect(spoken.length, "each verdict is answered once").toBe(said);
      const done = spoken.filter((text) => text.includes("stands in")).length;
      expect(reports.length, "lost").toBe(done);
      const gate = story.checkOf(pull, "writ/gate");
      expect(gate?.status).toBe("completed");
      if (gate?.conclusion === "success") {
        const now = await story.desk.file(PAINT, pull.headRef);
        const fresh: Recorded[] = [];
        for (const report of reports) if ((await story.desk.file(PAINT, report.commit)) === now) fresh.push(report);
        const last = new Map(fresh.sort((a, b) => a.comment - b.comment).map(({ who, verdict }) => [who, verdict]));
        expect([...last.values()], "nobody passed what is there").toContain("PASS");
        expect([...last.values()], "somebody is against what is there").not.toContain("FAIL");
      }
      await expectExplained(story, reports.map(({ id }) => id));
      await endStories();
    }),
    { ...runs(1), endOnFailure: true, interruptAfterTimeLimit: 600_000 },
  );
}, 900_000);
