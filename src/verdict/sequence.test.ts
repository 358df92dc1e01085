import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../test/runs.ts";
import { GATES, sequenceOf, sequenceWords, type Acknowledgement, type SequenceFacts } from "./sequence.ts";

const WENDY = { login: "wendy", id: 7 };
const PAULA = { login: "paula", id: 8 };
const GIVEN = { verdict: "PASS", reportId: `writ-${"a".repeat(40)}`, at: "2026-01-14T12:00:00Z", by: WENDY } as const;
const ACK = { at: "2026-01-14T13:00:00Z", by: PAULA };

function facts(changes: Partial<SequenceFacts> = {}): SequenceFacts {
  return { given: GIVEN, acknowledged: ACK, appended: true, committed: true, ...changes };
}

describe("sequenceOf", () => {
  it("tells each step with its time and who took it", () => {
    expect(sequenceOf(facts())).toMatchObject({
      state: "COMMITTED",
      next: null,
      steps: [
        { gate: "REPORT_PRESENTED", at: GIVEN.at, by: WENDY },
        { gate: "USER_ACKNOWLEDGED", at: ACK.at, by: PAULA },
        { gate: "WP_APPENDED", at: ACK.at, by: null },
        { gate: "COMMITTED", at: ACK.at, by: null },
      ],
    });
  });

  it("takes the validator's comment for the acknowledgement where none is needed", () => {
    const { steps, state, next } = sequenceOf(facts({ acknowledged: "unneeded", appended: false, committed: false }));
    expect({ steps: steps.at(-1), state, next }).toEqual({ steps: { gate: "USER_ACKNOWLEDGED", at: GIVEN.at, by: WENDY }, state: "USER_ACKNOWLEDGED", next: "WP_APPENDED" });
  });

  it.each<[string, Partial<SequenceFacts>, string, readonly string[], string]>([
    ["nobody gave it", { given: null }, "NOT_BEGUN", [], "no report yet, next is `REPORT_PRESENTED`"],
    ["it waits to be acknowledged", { acknowledged: null, appended: false, committed: false }, "REPORT_PRESENTED", ["REPORT_PRESENTED"], "`REPORT_PRESENTED`, next is `USER_ACKNOWLEDGED`"],
    ["it stands unacknowledged", { acknowledged: null }, "REPORT_PRESENTED", ["REPORT_PRESENTED", "WP_APPENDED", "COMMITTED"], "`REPORT_PRESENTED`, next is `USER_ACKNOWLEDGED` (ahead of its turn: `WP_APPENDED`, `COMMITTED`)"],
    ["it was acknowledged before it was given", { acknowledged: { ...ACK, at: "2026-01-14T11:59:59Z" }, appended: false }, "REPORT_PRESENTED", ["REPORT_PRESENTED"], "`REPORT_PRESENTED`, next is `USER_ACKNOWLEDGED`"],
    ["the time of the acknowledgement is none", { acknowledged: { ...ACK, at: "noon" }, appended: false }, "REPORT_PRESENTED", ["REPORT_PRESENTED"], "`REPORT_PRESENTED`, next is `USER_ACKNOWLEDGED`"],
    ["it was committed, and stands there no more", { appended: false }, "USER_ACKNOWLEDGED", ["REPORT_PRESENTED", "USER_ACKNOWLEDGED"], "`USER_ACKNOWLEDGED`, next is `WP_APPENDED`"],
    ["it stands in the working tree", { committed: false }, "WP_APPENDED", ["REPORT_PRESENTED", "USER_ACKNOWLEDGED", "WP_APPENDED"], "`WP_APPENDED`, next is `COMMITTED`"],
    ["whose acknowledgement it was is not known", { acknowledged: "untold" }, "COMMITTED", GATES, "`COMMITTED`"],
  ])("stops where %s", (_case, changes, state, steps, words) => {
    const sequence = sequenceOf(facts(changes));
    expect(sequence.state).toBe(state);
    expect(sequence.steps.map(({ gate }) => gate)).toEqual(steps);
    expect(sequenceWords(sequence)).toBe(words);
  });

  it("never says that a step was reached without those before it, whatever the facts", () => {
    const acknowledged = fc.constantFrom<Acknowledgement>(ACK, { ...ACK, at: "2000-01-01T00:00:00Z" }, "unneeded", "untold", null);
    const any = fc.record({ given: fc.constantFrom(GIVEN, null), acknowledged, appended: fc.boolean(), committed: fc.boolean() });
    fc.assert(
      fc.property(any, (given) => {
        const { state, next, steps } = sequenceOf(given);
        const taken = steps.map(({ gate }) => gate);
        expect(taken).toEqual(GATES.filter((gate) => taken.includes(gate)));
        const reached = state === "NOT_BEGUN" ? 0 : GATES.indexOf(state) + 1;
        expect(taken.slice(0, reached)).toEqual(GATES.slice(0, reached));
        expect(next).toBe(GATES[reached] ?? null);
        if (next !== null) expect(taken).not.toContain(next);
      }),
      runs(100),
    );
  });
});
