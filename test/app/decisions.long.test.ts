/** What the App decided is written down, and anybody with a clone and the log comes to the same. */
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { writ } from "../../src/cli/terminal.fixture.ts";
import { decisionIn, idOf, lineOf } from "../../src/decision/identity.ts";
import type { Decision, DecisionOf } from "../../src/decision/decision.ts";
import { endStories } from "../github/scenario.ts";
import type { Story } from "../github/scenario.ts";
import { inClone } from "./clone.ts";
import { LIGHTS } from "./harbour.ts";
import type { Here } from "./here.ts";
import { answers, ID, lights, opened, pier, reports } from "./pier.ts";

afterEach(endStories);

const PASS = "/verdict pass tests=pass\nEvery light was seen burning: src/lights.js:16.";

function journal({ app }: Story<Here>): string {
  const folder = join(app.folder, "decisions");
  const [month = "", ...more] = existsSync(folder) ? readdirSync(folder) : [];
  expect(more).toEqual([]);
  return join(folder, month);
}

function decisions(story: Story<Here>): readonly Decision[] {
  return readFileSync(journal(story), "utf8").trim().split("\n").map((line) => decisionIn(line)!);
}

function told(all: readonly Decision[]): readonly string[] {
  return all.map(({ kind, outcome }) => `${kind}: ${outcome.conclusion}`);
}

async function derived(story: Story<Here>, ids: readonly string[]): Promise<readonly { readonly code: number; readonly out: string; readonly err: string }[]> {
  return inClone(story, async (cwd) => {
    const found = [];
    for (const id of ids) found.push(await writ({ cwd }, "explain", "--decision", id.slice(0, 16), "--data", story.app.folder));
    return found;
  });
}

async function expectSame(story: Story<Here>): Promise<void> {
  const all = decisions(story);
  const found = await derived(story, all.map(({ id }) => id));
  for (const [index, { code, out, err }] of found.entries()) {
    expect({ code, err, out: code === 0 ? "" : `${lineOf(all[index]!)}\n${out}` }).toEqual({ code: 0, err: "", out: "" });
  }
}

test("a whole life is written down, and every decision of it comes out the same in a fresh clone", async () => {
  const story = await pier("mode: full", "reports: { onPass: { status: Done, board: VALIDATED } }\n");
  const [mara, wendy, jonas] = [story.person("mara", "write"), story.person("wendy", "admin"), story.person("jonas")];
  const pull = await mara.opens("Look at the lights again").with({ [LIGHTS]: lights().replace("# Task Packet: WP-1-Harbour-Lights", "# Task Packet: WP-1-Harbour-Light") });
  await story.untilQuiet();
  await mara.mends({ [LIGHTS]: lights() });
  await story.untilQuiet();
  jonas.comments(PASS);
  await story.untilQuiet();
  mara.comments(PASS);
  await story.untilQuiet();
  wendy.comments("/verdict fail tests=pass\nThe lamp at the mole is not named.");
  await story.untilQuiet();
  const judged = (await story.desk.file(LIGHTS, pull.headRef)) ?? "";
  await mara.mends({ [LIGHTS]: judged.replace("Every lamp was", "Every lamp, that at the mole too, was") });
  await story.untilQuiet();
  wendy.comments(`/waive structure/placeholder ${ID} until 2099-01-01 The old form is kept for now`);
  await story.untilQuiet();
  wendy.comments(PASS);
  await story.untilQuiet();
  const before = decisions(story);
  expect(told(before).filter((one) => !one.startsWith("gate"))).toEqual(["refusal: refused", "refusal: refused", "verdict: recorded", "waiver: granted", "verdict: recorded"]);
  expect(told(before).filter((one) => one.startsWith("gate"))).toEqual(["gate: failure", "gate: action_required", "gate: failure", "gate: action_required", "gate: action_required", "gate: success"]);
  await mara.merges();
  await story.untilQuiet();
  await expectSame(story);
  const list = await inClone(story, (cwd) => writ({ cwd, env: { DATA_DIR: story.app.folder } }, "explain", "--pull", String(pull.number)));
  expect(list).toMatchObject({ code: 0, err: "" });
  expect(list.out.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}[0-9a-f]{12} {2}\w+: \w+/gm)).toHaveLength(before.length);
  expect(list.out).toMatch(/refusal: refused\n {2}\/verdict by jonas \(\d+\), .*\n {2}why: `jonas` has the role read/);
  expect(list.out).toMatch(/missing: wendy said FAIL on WP-1-Harbour-Lights/);
  // One line each on stdout, the same ones, and no reason of anybody's in them.
  const logged = story.app.lines.filter(({ event }) => event === "decision").map(({ decision }) => (decision as Decision).id);
  expect(logged).toEqual(before.map(({ id }) => id));
  for (const secret of ["every light was seen", "the mole is not named", "old form is kept"]) expect(readFileSync(journal(story), "utf8").toLowerCase()).not.toContain(secret);
});

test("what was changed in a line, comes out different", async () => {
  const story = await pier();
  await opened(story);
  story.person("wendy", "maintain").comments(PASS);
  story.person("jonas").comments(PASS);
  await story.untilQuiet();
  const all = decisions(story);
  const of = <K extends Decision["kind"]>(kind: K, conclusion: string): DecisionOf<K> => {
    return all.find((one): one is DecisionOf<K> => one.kind === kind && one.outcome.conclusion === conclusion)!;
  };
  const shut = of("gate", "action_required");
  const open = of("gate", "success");
  const verdict = of("verdict", "recorded");
  const refusal = of("refusal", "refused");
  const entitled = { role: "none", isBot: false } as const;
  const forged: readonly (readonly [Decision, RegExp])[] = [
    [{ ...shut, outcome: { ...shut.outcome, conclusion: "success" } }, /outcome\.conclusion: recorded "success", derived "action_required"/],
    [{ ...open, inputs: { ...open.inputs, reports: [] } }, /inputs\.reports/],
    [{ ...open, inputs: { ...open.inputs, reports: open.inputs.reports.map((one) => ({ ...one, vouched: false })) } }, /outcome\.conclusion: recorded "success", derived "failure"/],
    [{ ...open, inputs: { ...open.inputs, verdicts: open.inputs.verdicts.map((one) => ({ ...one, right: { ...one.right, person: entitled } })) } }, /outcome\.conclusion: recorded "success", derived "action_required"/],
    [{ ...open, head: shut.head }, /inputs\.reports/],
    [{ ...open, policy: null }, /policy: recorded null/],
    [{ ...verdict, inputs: { ...verdict.inputs, verdict: "FAIL" } }, /report: recorded/],
    [{ ...verdict, inputs: { ...verdict.inputs, reason: `sha256:${"0".repeat(64)}` } }, /reason: recorded/],
    [{ ...verdict, inputs: { ...verdict.inputs, right: { ...verdict.inputs.right, person: entitled } } }, /allowed: recorded true, derived false/],
    [{ ...verdict, inputs: { ...verdict.inputs, said: { ...verdict.inputs.said, author: { id: 1, login: "mara" } } } }, /allowed: recorded true, derived false/],
    [{ ...refusal, outcome: { ...refusal.outcome, why: "`jonas` was late" } }, /why: recorded/],
    [{ ...refusal, inputs: { ...refusal.inputs, right: { ...refusal.inputs.right!, person: { role: "admin", isBot: false } } } }, /why: recorded .*, derived "nobody asked/],
  ];
  writeFileSync(journal(story), forged.map(([decision]) => `${lineOf({ ...decision, id: idOf(decision) })}\n`).join(""));
  const found = await derived(story, forged.map(([decision]) => idOf(decision)));
  for (const [index, { code, out, err }] of found.entries()) {
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/^Differs/m);
    expect(out).toMatch(forged[index]![1]);
  }
  // With its old id, the id says so, whatever was changed; and it does not hide the line that it was made from.
  writeFileSync(journal(story), `${lineOf({ ...shut, outcome: { ...shut.outcome, conclusion: "success" } })}\n${lineOf(shut)}\n`);
  const [both] = await derived(story, [shut.id]);
  expect(both).toMatchObject({ code: 1 });
  expect(both?.out).toMatch(/Differs: .*\n {2}id: recorded[^]*Same: /);
});

test("a fork's verdict waits, and is recorded after the merge; an acknowledgement too; all of it comes out the same", async () => {
  const story = await pier("mode: full, acknowledge: true", "reports: { forks: commit }\n");
  const [jonas, wendy] = [story.person("jonas"), story.person("wendy", "admin")];
  await jonas.forks();
  const pull = await jonas.opens("Look again").with({ [LIGHTS]: lights() });
  await story.untilQuiet();
  wendy.comments(PASS);
  await story.untilQuiet();
  wendy.comments("/ack");
  await story.untilQuiet();
  expect(story.checkOf(pull, "writ/gate")).toMatchObject({ conclusion: "success" });
  await wendy.merges(pull);
  await story.untilQuiet();
  expect(await reports(story, "main")).toHaveLength(1);
  expect(told(decisions(story))).toEqual([
    "gate: action_required", "verdict: waits for acknowledgement", "gate: action_required",
    "acknowledgement: waits for merge", "gate: success", "verdict: recorded",
  ]);
  await expectSame(story);
});

test("what was refused because the work moved names both commits; what was refused for its words is not in Git", async () => {
  const story = await pier();
  const pull = await opened(story);
  const first = pull.headSha;
  await story.person("mara").mends({ [LIGHTS]: lights("Every lamp was looked at twice.") });
  await story.untilQuiet();
  const wendy = story.person("wendy", "maintain");
  wendy.comments(`/verdict pass ${ID} ${first.slice(0, 10)}\nSeen.`);
  await story.untilQuiet();
  wendy.comments("/verdict pass WP-9-Nowhere\nSeen.");
  await story.untilQuiet();
  const refusals = decisions(story).filter((one) => one.kind === "refusal");
  expect(refusals.map(({ outcome }) => outcome.cause)).toEqual(["stale", "other"]);
  const [stale, other] = await derived(story, refusals.map(({ id }) => id));
  expect(stale).toMatchObject({ code: 0 });
  expect(other).toMatchObject({ code: 1 });
  expect(other?.out).toContain("Cannot be derived here: why it was refused follows from the comment's words");
});

test("a decision is written once in a life, and a folder that cannot be written to stops nothing", async () => {
  const story = await pier();
  const pull = await opened(story);
  story.person("mara").rerequests("writ/packets");
  await story.untilQuiet();
  expect(told(decisions(story))).toEqual(["gate: action_required"]);
  // Another life decides the same again: a second line, and one decision.
  await story.app.kill();
  appendFileSync(journal(story), '{"format":"writ.decision/1","id":"torn');
  await story.restartsApp();
  story.person("mara").rerequests("writ/packets");
  await story.untilQuiet();
  const lines = readFileSync(journal(story), "utf8").split("\n");
  expect(lines).toHaveLength(4);
  expect(decisionIn(lines[2]!)?.id).toBe(decisionIn(lines[0]!)?.id);
  const list = await writ({ cwd: "/" }, "explain", "--pull", String(pull.number), "--data", story.app.folder, "--format", "json");
  expect(JSON.parse(list.out)).toMatchObject({ decisions: [{ kind: "gate" }], unreadable: 1 });
  expect(list.err).toBe("1 line is no decision that this Writ can read, and passed over.\n");
  const folder = join(story.app.folder, "decisions");
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "no folder");
  story.person("wendy", "maintain").comments(PASS);
  await story.untilQuiet();
  expect(story.checkOf(pull, "writ/gate")).toMatchObject({ conclusion: "success" });
  expect(answers(story)).toHaveLength(1);
  expect(story.app.lines.filter(({ event }) => event === "decision-lost").length).toBeGreaterThan(0);
});

test.each([[2, true], [3, false], [3, true]] as const)("an App that dies at its write number %i (carried out: %s) has decided once", async (nth, applied) => {
  const story = await pier();
  await opened(story);
  const wendy = story.person("wendy", "admin");
  for (const words of [PASS, `/waive structure/placeholder ${ID} until 2099-01-01 The maker answers later`]) {
    story.killsAppAtWrite(nth, applied);
    wendy.comments(words);
    await story.untilQuiet();
    expect(story.app.runs).toBe(false);
    await story.restartsApp();
    await story.untilQuiet(40_000);
  }
  const list = await writ({ cwd: "/", env: { DATA_DIR: story.app.folder } }, "explain", "--pull", String(story.latest.number), "--format", "json");
  const { decisions: all } = JSON.parse(list.out) as { decisions: readonly Decision[] };
  expect(told(all).filter((one) => !one.startsWith("gate"))).toEqual(["verdict: recorded", "waiver: granted"]);
  await expectSame(story);
}, 60_000);

test("what a merge queue made is decided about the pull request that it merges, by the policy of its branch", async () => {
  const story = await pier();
  story.requires(["writ/packets", "writ/gate"], { pullRequests: true });
  const pull = await opened(story);
  story.person("wendy", "maintain").comments(PASS);
  await story.untilQuiet();
  await story.person("mara").queues(pull);
  await story.untilQuiet();
  const gates = decisions(story).filter((one) => one.kind === "gate");
  expect(gates.map(({ outcome, inputs }) => [outcome.conclusion, inputs.governs !== null])).toEqual([["action_required", false], ["success", false], ["success", true]]);
  expect(new Set(gates.map(({ pull: number }) => number))).toEqual(new Set([pull.number]));
  // The group's commit goes with its branch, and in this clone it has come to main.
  await expectSame(story);
});
