import type { RestEndpointMethodTypes } from "@octokit/rest";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluation as anyEvaluation, hostileText } from "../../test/arbitrary/evaluation.ts";
import { evaluation, finding } from "../../test/fixtures/evaluation.ts";
import { runs } from "../../test/runs.ts";
import { explainedCheck, judgedCheck, PACKETS_CHECK } from "./check-run.ts";
import type { CheckRunPlan, CheckUpdate } from "./check-run.ts";
import { subjectOf } from "./external-id.ts";

const HEAD = "5bd5f196a46b8222fb7484f05faba41a73cf34bd";
const rules = new Map();
const place = { name: PACKETS_CHECK, head: HEAD, subject: { pull: 12, base: "main" }, trace: "72d3162e-cc78-11e3-81ab-4c9367dc0958" };

/** What GitHub's own description of the API says a request may be, checked by the compiler. */
type Creation = Omit<RestEndpointMethodTypes["checks"]["create"]["parameters"], "owner" | "repo">;
type Update = Omit<RestEndpointMethodTypes["checks"]["update"]["parameters"], "owner" | "repo" | "check_run_id">;

function requests({ create, updates }: CheckRunPlan): readonly CheckUpdate[] {
  create satisfies Creation;
  updates satisfies readonly Update[];
  return [create, ...updates];
}

/** The limits that GitHub enforces and its description does not tell. */
function expectWithinLimits(plan: CheckRunPlan): void {
  const all = requests(plan);
  for (const [index, update] of all.entries()) {
    const { output, status } = update;
    const actions = update.status === "completed" ? update.actions : [];
    expect(output.title).toMatch(/\S/);
    expect(output.title).not.toMatch(/[\r\n]/);
    expect(output.title.length).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(output.summary)).toBeLessThanOrEqual(65_535);
    expect(output.summary).not.toMatch(/\p{Cs}/u);
    expect(output.annotations.length).toBeLessThanOrEqual(50);
    expect(actions.length).toBeLessThanOrEqual(3);
    for (const { label, description, identifier } of actions) {
      expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([true, true, true]);
    }
    // Completed by the last request and no other, and never with a conclusion that says nothing.
    expect(status).toBe(index === all.length - 1 ? "completed" : "in_progress");
  }
}

test("one request says it all when there is little to say", () => {
  const findings = [finding({ line: 8, message: "RISK_TIER is wrong, @mara." }), finding({ severity: "note" })];
  const plan = judgedCheck({ ...place, evaluation: evaluation({ findings, base: "0a1b" }), rules, notes: ["Pull request 13 has the same head."] });
  expect(plan.updates).toEqual([]);
  const { output, ...rest } = plan.create;
  expect(rest).toEqual({
    name: "writ/packets", head_sha: HEAD, external_id: expect.stringMatching(/^writ\/1 \{"pull":12,"base":"main"\} said:[0-9a-f]{16}$/), status: "completed", conclusion: "failure",
    actions: [{ label: "Judge again", description: expect.any(String), identifier: "recheck" }],
  });
  expect(subjectOf(rest.external_id)).toEqual(place.subject);
  expect(output.title).toBe("Failed: the change brings 1 error and 1 note.");
  expect(output.annotations.map(({ start_line, message }) => [start_line, message])).toEqual([
    [8, "`RISK_TIER` is wrong, `@mara`."],
    [1, "The value is not one that the field may have."],
  ]);
  expect(output.summary).toMatch(/^## Writ: failed\n/);
  expect(output.summary).toContain("\nPull request 13 has the same head.\n");
  expect(output.summary).toMatch(/Trace: `72d3162e-cc78-11e3-81ab-4c9367dc0958`\n$/);
});

test("a clean change passes", () => {
  const { create } = judgedCheck({ ...place, evaluation: evaluation({ base: "0a" }), rules });
  expect(create).toMatchObject({ status: "completed", conclusion: "success" });
  expect(create.output.title).toBe("Passed: the change brings no findings.");
});

test("all annotations are sent, fifty at a time, and the check is not finished before the last", () => {
  const findings = Array.from({ length: 120 }, (_, index) => finding({ line: index + 1 }));
  const plan = judgedCheck({ ...place, evaluation: evaluation({ findings }), rules });
  expectWithinLimits(plan);
  const sent = requests(plan).map(({ output }) => output.annotations);
  expect(sent.map(({ length }) => length)).toEqual([50, 50, 20]);
  expect(sent.flat().map(({ start_line }) => start_line)).toEqual(findings.map(({ line }) => line));
  const exact = judgedCheck({ ...place, evaluation: evaluation({ findings: findings.slice(0, 50) }), rules });
  expect(exact.updates).toEqual([]);
});

test("says what was left out and what did not run", () => {
  const findings = Array.from({ length: 1_003 }, (_, index) => finding({ line: index + 1 }));
  const skipped = Array.from({ length: 12 }, (_, index) => ({ rule: `process/rule-${index}`, reason: "there is no base" }));
  const plan = judgedCheck({ ...place, evaluation: evaluation({ findings, skipped }), rules });
  expectWithinLimits(plan);
  expect(plan.updates).toHaveLength(19);
  const { summary } = plan.create.output;
  expect(summary).toContain("\n3 findings could not be shown at their lines.\n");
  expect(summary).toContain("The rule `process/rule-0` did not run: there is no base.");
  expect(summary).toContain("\n2 more rules did not run.\n");
  expect(summary).toMatch(/Left out for size: \d+ errors\.\n/);
});

test("explains why nothing was judged", () => {
  const plan = explainedCheck({
    ...place, conclusion: "failure", title: "The policy on main is\nnot valid",
    sentences: ["`gate.mode` of .github/writ.yml is \"@everyone\".", "Mend it on main, and every open pull request is judged again."],
  });
  expectWithinLimits(plan);
  expect(plan.create.output).toEqual({
    title: "The policy on main is not valid",
    summary:
      "`gate.mode` of .github/writ.yml is \"`@everyone`\".\n\nMend it on main, and every open pull request is judged again.\n\n" +
      "\nTrace: `72d3162e-cc78-11e3-81ab-4c9367dc0958`\n",
    annotations: [],
  });
});

test("any evaluation and any words beside it: within the limits, the right conclusion, nothing lost", () => {
  fc.assert(
    fc.property(anyEvaluation, fc.array(hostileText, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (value, notes, times) => {
      // More findings than one request takes, and more text than a summary holds.
      const findings = Array.from({ length: times }, () => value.findings).flat();
      const failing = value.summary.failing;
      const plan = judgedCheck({ ...place, evaluation: { ...value, findings }, rules, notes });
      expectWithinLimits(plan);
      expect(requests(plan).at(-1)).toMatchObject({ conclusion: failing > 0 ? "failure" : "success" });
      for (const { output } of requests(plan)) expect(output.summary).not.toMatch(/<!--|-->/);
    }),
    runs(40),
  );
});

test("any explanation: within the limits", () => {
  fc.assert(
    fc.property(hostileText, fc.array(fc.tuple(hostileText, fc.nat(3_000)), { maxLength: 30 }), (title, sentences) => {
      const plan = explainedCheck({ ...place, conclusion: "failure", title: `T ${title}`, sentences: sentences.map(([text, times]) => text.repeat(times)) });
      expectWithinLimits(plan);
    }),
    runs(60),
  );
});
