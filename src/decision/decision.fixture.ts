/** Decisions of every kind, made up for tests. */
import fc from "fast-check";
import type { Draft } from "./decision.ts";
import { digestOf, type Origin } from "./identity.ts";

const text = fc.string({ maxLength: 30, unit: "binary" });
const oid = fc.stringMatching(/^[0-9a-f]{40}$/);
const digest = text.map(digestOf);
const number = fc.nat();
const time = fc.date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2026-12-31T00:00:00Z"), noInvalidDate: true }).map((at) => at.toISOString());
const verdict = fc.constantFrom("PASS" as const, "FAIL" as const, "OUTDATED_ONLY" as const);
const account = fc.record({ id: number, login: text });
const role = fc.constantFrom("none" as const, "read" as const, "write" as const, "admin" as const);
const part = fc.constantFrom("opened the pull request" as const, "wrote a commit" as const);

const right = fc.record({
  right: fc.constantFrom("verdict" as const, "waiver" as const, "acknowledge" as const),
  account,
  person: fc.oneof(fc.record({ role, isBot: fc.boolean() }), text),
  teams: fc.array(fc.record({ team: text, member: fc.option(fc.boolean()) }), { maxLength: 2 }),
  contributors: fc.oneof(fc.array(fc.record({ id: fc.option(number), name: text, part }), { maxLength: 2 }), text, fc.constant(null)),
});
const said = fc.record({ source: fc.constantFrom("comment" as const, "review" as const), comment: number, author: account, at: time, url: text, text: digest });
const place = { pull: number, head: fc.option(oid), base: fc.option(oid), policy: fc.option(oid) };

/** Any decision there can be, before it is sealed. */
export const anyDraft: fc.Arbitrary<Draft> = fc.oneof(
  fc.record({
    ...place, kind: fc.constant("verdict" as const),
    inputs: fc.record({ said, right, verdict, packet: text, tests: fc.constantFrom("pass" as const, null), reason: digest, checks: fc.array(fc.record({ name: text, conclusion: text }), { maxLength: 2 }) }),
    outcome: fc.record({ conclusion: fc.constantFrom("recorded" as const, "waits for merge" as const), report: text, subject: digest, text: fc.option(digest) }),
  }),
  fc.record({
    ...place, kind: fc.constant("waiver" as const),
    inputs: fc.record({ said, right, packet: text, command: fc.constantFrom("waive" as const, "unwaive" as const), what: text, until: fc.constantFrom("2027-01-01", null), reason: digest }),
    outcome: fc.record({ conclusion: fc.constantFrom("granted" as const, "withdrawn" as const), waiver: text }),
  }),
  fc.record({
    ...place, kind: fc.constant("acknowledgement" as const),
    inputs: fc.record({ said, right, reports: fc.array(fc.record({ packet: text, verdict, source: text, commit: oid, base: fc.option(oid) }), { minLength: 1, maxLength: 2 }) }),
    outcome: fc.record({ conclusion: fc.constantFrom("recorded" as const, "waits for merge" as const), reports: fc.array(fc.record({ report: text, subject: digest }), { maxLength: 2 }) }),
  }),
  fc.record({
    ...place, kind: fc.constant("refusal" as const),
    inputs: fc.record({ said, command: text, line: number, right: fc.option(right), compared: fc.option(fc.record({ packet: text, then: oid, now: oid })) }),
    outcome: fc.record({ conclusion: fc.constant("refused" as const), cause: fc.constantFrom("not entitled" as const, "other" as const), rule: fc.option(text), why: text, subjects: fc.constant(null) }),
  }),
  fc.record({
    ...place, kind: fc.constant("gate" as const),
    inputs: fc.record({
      day: fc.constant("2026-01-15"), governs: fc.option(oid),
      reports: fc.array(fc.record({ packet: text, report: text, block: text, vouched: fc.boolean() }), { maxLength: 2 }),
      verdicts: fc.array(fc.record({ report: text, remembered: fc.boolean(), right }), { maxLength: 2 }),
      waiting: fc.array(fc.record({ packet: text, report: text, verdict, subject: digest, at: time, source: text, right, recordable: fc.boolean(), acknowledged: fc.boolean() }), { maxLength: 1 }),
    }),
    outcome: fc.record({
      finding: fc.constant("judged" as const), conclusion: fc.constantFrom("success" as const, "failure" as const, "action_required" as const),
      mode: fc.constantFrom("full" as const, null), sentence: fc.option(text),
      missing: fc.array(fc.record({ rule: text, packet: fc.option(text), what: text, who: text }), { maxLength: 2 }),
      packets: fc.array(fc.record({ packet: text, wanted: fc.option(number), passes: fc.option(number), verdicts: fc.array(fc.record({ report: text, state: fc.constantFrom("counts" as const, "stale" as const) }), { maxLength: 2 }) }), { maxLength: 2 }),
      waivers: fc.array(fc.record({ packet: text, waiver: text, rules: fc.array(text, { maxLength: 2 }), until: text }), { maxLength: 2 }),
      digest,
    }),
  }),
);

export const anyOrigin: fc.Arbitrary<Origin> = fc.record({
  at: time, trace: text, writ: fc.constantFrom("0.1.0", "1.2.3-rc.1"),
  repository: fc.record({ id: number, owner: text, name: text }),
});
