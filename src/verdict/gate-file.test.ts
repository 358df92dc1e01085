import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../test/runs.ts";
import { LARGEST_GATE_FILE, writeGateFile } from "./gate-file.ts";
import { sequenceOf, type Sequence } from "./sequence.ts";

const ID = "WP-1-Harbour-Lights";

function sequence(report = "a", verdict: "PASS" | "FAIL" = "PASS"): Sequence {
  const given = { verdict, reportId: `writ-${report.repeat(40)}`, at: "2026-01-14T12:00:00Z", by: { login: "wendy", id: 7 } };
  return sequenceOf({ given, acknowledged: { at: "2026-01-14T13:00:00Z", by: { login: "paula", id: 8 } }, appended: true, committed: true });
}

function written(text: string | null, report = "a", verdict: "PASS" | "FAIL" = "PASS"): string {
  const done = writeGateFile(text === null ? null : Buffer.from(text), ID, sequence(report, verdict));
  if (done.state !== "written") throw new Error(JSON.stringify(done));
  return Buffer.from(done.bytes).toString();
}

const SESSION = {
  wpId: ID, verdict: "PASS", status: "COMMITTED", reportId: `writ-${"a".repeat(40)}`, started: "2026-01-14T12:00:00Z",
  gates: [
    { gate: "REPORT_PRESENTED", verdict: "PASS", timestamp: "2026-01-14T12:00:00Z", by: "wendy (7)" },
    { gate: "USER_ACKNOWLEDGED", timestamp: "2026-01-14T13:00:00Z", by: "paula (8)" },
    { gate: "WP_APPENDED", timestamp: "2026-01-14T13:00:00Z" },
    { gate: "COMMITTED", timestamp: "2026-01-14T13:00:00Z" },
  ],
  completed: "2026-01-14T13:00:00Z",
};
const OLD = { wpId: ID, verdict: "FAIL", status: "REPORT_PRESENTED", started: "2026-01-01T00:00:00.000Z", gates: [{ gate: "REPORT_PRESENTED", verdict: "FAIL", timestamp: "2026-01-01T00:00:00.000Z" }] };
const RETIRED = { ...OLD, archived_at: "2026-01-14T12:00:00Z", archive_reason: "later_report" };
const OTHER = { wpId: "WP-1-Harbour-Crane", status: "COMMITTED", weight: 1 };

function pretty(value: unknown, unit: string | number = 2): string {
  return `${JSON.stringify(value, null, unit)}\n`;
}

describe("writeGateFile", () => {
  it("begins a file", () => {
    expect(written(null)).toBe(pretty({ validation_sessions: { [ID]: SESSION }, archived_sessions: [] }));
  });

  it("takes the place of an older session, which goes to the archive behind all others, and keeps the rest in order", () => {
    const before = { note: "é", validation_sessions: { [OTHER.wpId]: OTHER, [ID]: OLD, z: {} }, archived_sessions: [OTHER], committed_validation_evidence: { a: [] } };
    const after = { ...before, validation_sessions: { [OTHER.wpId]: OTHER, [ID]: SESSION, z: {} }, archived_sessions: [OTHER, RETIRED] };
    for (const unit of [2, 4, "\t", "   "]) expect(written(pretty(before, unit))).toBe(pretty(after, unit));
    expect(written(JSON.stringify(before))).toBe(JSON.stringify(after));
  });

  it("makes room where there is none: no session, no archive, nothing at all", () => {
    expect(written(pretty({ validation_sessions: {} }))).toBe(pretty({ validation_sessions: { [ID]: SESSION } }));
    expect(written(pretty({ validation_sessions: { z: {} }, archived_sessions: [] }))).toBe(pretty({ validation_sessions: { z: {}, [ID]: SESSION }, archived_sessions: [] }));
    expect(written(pretty({ validation_sessions: { [ID]: OLD } }))).toBe(pretty({ validation_sessions: { [ID]: SESSION }, archived_sessions: [RETIRED] }));
    expect(written(pretty({ validation_sessions: { [ID]: {} }, archived_sessions: [] }))).toBe(
      pretty({ validation_sessions: { [ID]: SESSION }, archived_sessions: [{ archived_at: RETIRED.archived_at, archive_reason: "later_report" }] }),
    );
  });

  it("keeps line ends, the byte order mark, the end of the file, and how numbers and letters are written", () => {
    const text = pretty({ validation_sessions: { [ID]: OLD }, archived_sessions: [] }).trimEnd();
    const odd = `\ufeff${text.replace('"FAIL"', '"\\u0046AIL"').replace("{\n", '{\n  "big": 12345678901234567890.10e+1,\n').replaceAll("\n", "\r\n")}`;
    const after = written(odd);
    expect(after.startsWith('\ufeff{\r\n  "big": 12345678901234567890.10e+1,\r\n')).toBe(true);
    expect(after).toContain('"\\u0046AIL"');
    expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(after.endsWith("}")).toBe(true);
  });

  it("leaves an archived session's own words about its end", () => {
    const ended = { ...OLD, archived_at: "2026-01-02", archive_reason: "manual_reset" };
    expect(written(pretty({ validation_sessions: { [ID]: ended }, archived_sessions: [] }))).toBe(pretty({ validation_sessions: { [ID]: SESSION }, archived_sessions: [ended] }));
  });

  it("knows a report again, also in the archive", () => {
    const first = written(null);
    const second = written(first, "b", "FAIL");
    for (const report of ["a", "b"]) expect(writeGateFile(Buffer.from(second), ID, sequence(report))).toEqual({ state: "same" });
    expect(writeGateFile(null, ID, sequenceOf({ given: null, acknowledged: null, appended: true, committed: true }))).toEqual({ state: "same" });
  });

  it.each<[string, string | Uint8Array, RegExp]>([
    ["no JSON", "{ validation_sessions: {} }", /^it is not JSON$/],
    ["nothing", "", /^it is not JSON$/],
    ["JSON that is cut off", '{ "validation_sessions": {', /^it is not JSON$/],
    ["a list", "[]", /^it has not the form of such files at its top$/],
    ["no sessions", "{}", /at "validation_sessions"$/],
    ["a session that is none", `{ "validation_sessions": { "${ID}": 1 } }`, /at "validation_sessions", "WP-1-Harbour-Lights"$/],
    ["an archive that is none", '{ "validation_sessions": {}, "archived_sessions": {} }', /at "archived_sessions"$/],
    ["a key twice", '{ "validation_sessions": {}, "validation\\u005fsessions": {} }', /^it has the key "validation_sessions" twice in one place$/],
    ["a key twice, deep inside", '{ "validation_sessions": { "a": { "b": [{ "c": 1, "c": 2 }] } } }', /^it has the key "c" twice/],
    ["a prototype", '{ "validation_sessions": { "__proto__": {} } }', /^it has a key `__proto__`$/],
    ["too many levels", `{ "validation_sessions": {}, "a": ${"[".repeat(100_000)}${"]".repeat(100_000)} }`, /^it is nested more than 64 deep$/],
    ["other letters", Buffer.from('{ "validation_sessions": {}, "a": "\xff" }', "latin1"), /^it is not UTF-8$/],
    ["too much", `{ "validation_sessions": {}, "a": "${"x".repeat(LARGEST_GATE_FILE)}" }`, /^it is larger than 1048576 bytes$/],
    ["too much for one session more", `{ "validation_sessions": {}, "a": "${"x".repeat(LARGEST_GATE_FILE - 200)}" }`, /^it would become larger than/],
  ])("leaves a file alone that holds %s", (_what, text, why) => {
    const done = writeGateFile(typeof text === "string" ? Buffer.from(text) : text, ID, sequence());
    expect(done).toEqual({ state: "refused", why: expect.stringMatching(why) });
  });

  it("whatever else stands in a file, it stays; and twice is once", () => {
    const key = fc.string({ unit: "grapheme" }).filter((name) => name !== "__proto__");
    const sessions = fc.dictionary(fc.oneof(fc.constant(ID), key), fc.dictionary(key, fc.jsonValue(), { noNullPrototype: true }), { noNullPrototype: true });
    const archive = fc.array(fc.dictionary(key, fc.jsonValue(), { noNullPrototype: true }));
    const any = fc.tuple(fc.dictionary(key, fc.jsonValue(), { noNullPrototype: true }), sessions, archive, fc.constantFrom(undefined, 1, 2, "\t", "      "));
    fc.assert(
      fc.property(any, ([more, open, closed, unit]) => {
        const before = { ...more, validation_sessions: open, archived_sessions: closed };
        const text = JSON.stringify(before, null, unit);
        if (text.includes('"__proto__"')) return;
        const after = written(text);
        const { [ID]: old, ...others } = open;
        const read = JSON.parse(after) as typeof before;
        const { validation_sessions: now, archived_sessions: kept, ...rest } = read;
        const { validation_sessions: _open, archived_sessions: _closed, ...wanted } = JSON.parse(text) as typeof before;
        expect(rest).toEqual(wanted);
        expect(now).toEqual({ ...(JSON.parse(JSON.stringify(others)) as typeof others), [ID]: SESSION });
        expect(kept.slice(0, closed.length)).toEqual(JSON.parse(JSON.stringify(closed)));
        expect(kept).toHaveLength(closed.length + (old === undefined ? 0 : 1));
        if (old !== undefined) expect(kept.at(-1)).toMatchObject(JSON.parse(JSON.stringify(old)) as object);
        // Written in one manner, it stays in it.
        expect(after).toBe(JSON.stringify(read, null, unit));
        expect(writeGateFile(Buffer.from(after), ID, sequence())).toEqual({ state: "same" });
      }),
      runs(100),
    );
  });

  it("never throws at bytes, and never writes what it could not read again", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.json().map((text) => Buffer.from(text))), (bytes) => {
        const done = writeGateFile(bytes, ID, sequence());
        if (done.state === "written") expect(writeGateFile(done.bytes, ID, sequence())).toEqual({ state: "same" });
        else expect(done.state).toBe("refused");
      }),
      runs(200),
    );
  });
});
