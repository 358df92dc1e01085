import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../test/runs.ts";
import { subjectFrom, type Subject } from "../evaluate/subject.ts";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { DEFAULTS } from "../policy/defaults.ts";
import { LAYOUTS } from "../policy/layout.ts";
import type { Policy } from "../policy/policy.ts";
import { judgeGate, neededIn, type GateInput } from "./gate.ts";
import { authorise, type Person } from "./people.ts";
import { idOf } from "./report-text.ts";
import type { GivenVerdict } from "./report-words.ts";
import type { VerdictRecord } from "./standing.ts";

const PATH = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const ID = "WP-1-Harbour-Lights";

function lights(status: string, ...more: readonly string[]): Packet {
  const text = [`# Task Packet: ${ID}`, "", `- **Status:** ${status}`, "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamps/", "", ...more].join("\n");
  const packet = readDocument("packet", PATH, Buffer.from(text));
  if (packet.kind !== "packet") throw new Error("not a packet");
  return packet;
}

function policy(gate: Partial<Policy["gate"]> = {}): Policy {
  return { version: 1, source: ".github/writ.yml", layout: { ...LAYOUTS.gov, name: "gov", found: true }, ...DEFAULTS, gate: { ...DEFAULTS.gate, ...gate } };
}

function subject(state: number): Subject {
  return subjectFrom(ID, [{ kind: "file", path: "src/lamps/pier.ts", mode: "100644", id: String(state).padStart(40, "0") }]);
}

const WENDY: Person = { id: 1, login: "wendy", role: "maintain", isBot: false };
const PEOPLE: readonly Person[] = [
  WENDY,
  { id: 2, login: "vera", role: "admin", isBot: false },
  { id: 3, login: "mara", role: "maintain", isBot: false },
  { id: 4, login: "eve", role: "write", isBot: false },
  { id: 5, login: "robot", role: "admin", isBot: true },
];

function record(who: Person, verdict: GivenVerdict, about: Subject, at: number, rules = policy()): VerdictRecord {
  const source = `https://github.example/acme/harbour/pull/7#issuecomment-${at}`;
  const contributors = [{ id: 3, name: "mara", part: "opened the pull request" }] as const;
  return {
    packet: ID,
    verdict,
    validator: who,
    authorisation: authorise("verdict", rules.gate, who, { users: new Map(), teams: new Map() }, contributors),
    digest: about.digest,
    subject: about,
    at: `2026-01-14T00:${String(at % 60).padStart(2, "0")}:00Z`,
    source,
    reportId: idOf({ packet: ID, verdict, source }, about.digest),
  };
}

function input(changes: Partial<GateInput> = {}): GateInput {
  const records = changes.records ?? [];
  return {
    policy: policy(),
    problem: null,
    evaluation: { summary: { failing: 0 } as GateInput["evaluation"]["summary"] },
    changed: [{ path: PATH, status: "modified" }, { path: "src/lamps/pier.ts", status: "modified" }],
    packets: [lights("In Progress")],
    superseded: new Set(),
    subjects: new Map([[ID, subject(0)]]),
    records,
    recorded: new Set(records.map(({ reportId }) => reportId)),
    pending: new Set(),
    refuted: [],
    acknowledged: new Set(),
    today: "2026-01-15",
    ...changes,
  };
}

function rules(changes: Partial<GateInput>): readonly string[] {
  return judgeGate(input(changes)).missing.map(({ rule }) => rule);
}

describe("judgeGate", () => {
  it("opens when everything is there", () => {
    const judged = judgeGate(input({ records: [record(WENDY, "PASS", subject(0), 1)] }));
    expect(judged).toMatchObject({ conclusion: "success", missing: [], mode: "full" });
    expect(judgeGate(input({ changed: [], packets: [] }))).toMatchObject({ conclusion: "success" });
  });

  it("names what is missing and who can give it", () => {
    const judged = judgeGate(input());
    expect(judged.conclusion).toBe("action_required");
    expect(judged.missing).toEqual([
      {
        rule: "gate/verdict-missing",
        packet: ID,
        what: `${ID} has 0 of 1 verdict that say PASS.`,
        who: "whoever has the role maintain or above",
      },
    ]);
  });

  it("tells a stale verdict, with the files that made it so", () => {
    const judged = judgeGate(input({ records: [record(WENDY, "PASS", subject(1), 1)] }));
    expect(judged.missing.map(({ rule }) => rule)).toEqual(["gate/verdict-stale", "gate/verdict-missing"]);
    expect(judged.missing[0]).toMatchObject({ who: "wendy", what: expect.stringContaining(": src/lamps/pier.ts") });
  });

  it("stays shut for a FAIL, for the author's own verdict, for strangers and machines", () => {
    expect(judgeGate(input({ records: [record(WENDY, "FAIL", subject(0), 1)] })).conclusion).toBe("failure");
    expect(rules({ records: [record(WENDY, "PASS", subject(0), 1), record(PEOPLE[1]!, "FAIL", subject(0), 2)] })).toContain("gate/verdict-fail");
    expect(rules({ records: [record(PEOPLE[2]!, "PASS", subject(0), 1)] })).toEqual(["gate/validator-not-independent", "gate/verdict-missing"]);
    expect(rules({ records: [record(PEOPLE[3]!, "PASS", subject(0), 1)] })).toContain("gate/validator-unauthorised");
    expect(rules({ records: [record(PEOPLE[4]!, "PASS", subject(0), 1)] })).toContain("gate/validator-unauthorised");
    expect(rules({ records: [record(WENDY, "OUTDATED_ONLY", subject(0), 1)] })).toContain("gate/verdict-fail");
    expect(rules({ records: [record(WENDY, "FAIL", subject(0), 1), record(WENDY, "PASS", subject(0), 2)] })).toEqual([]);
  });

  it("counts what a validator said last, also within one second, and stays shut where that cannot be told", () => {
    const said = (verdict: GivenVerdict, where: string): VerdictRecord => {
      const source = `https://github.example/acme/harbour/pull/7#${where}`;
      return { ...record(WENDY, verdict, subject(0), 7), source, reportId: idOf({ packet: ID, verdict, source }, subject(0).digest) };
    };
    const after = (...records: readonly VerdictRecord[]): string => judgeGate(input({ records })).conclusion;
    for (let first = 95; first < 105; first++) {
      const [before, later] = [`issuecomment-${first}`, `issuecomment-${first + 1}`];
      for (const order of [(list: VerdictRecord[]) => list, (list: VerdictRecord[]) => list.reverse()]) {
        expect(after(...order([said("PASS", before), said("FAIL", later)]))).toBe("failure");
        expect(after(...order([said("FAIL", before), said("PASS", later)]))).toBe("success");
        expect(after(...order([said("PASS", later), said("FAIL", `pullrequestreview-${first}`)]))).toBe("failure");
        expect(after(...order([said("FAIL", before), said("PASS", later), said("FAIL", "pullrequestreview-1")]))).toBe("failure");
        expect(after(...order([said("FAIL", before), said("PASS", before)]))).toBe("failure");
      }
    }
  });

  it("wants as many different validators as the policy says, and an acknowledgement where it says so", () => {
    const two = policy({ verdicts: 2 });
    const pass = record(WENDY, "PASS", subject(0), 1);
    expect(rules({ policy: two, records: [pass, record(WENDY, "PASS", subject(0), 2)] })).toEqual(["gate/verdict-missing"]);
    expect(rules({ policy: two, records: [pass, record(PEOPLE[1]!, "PASS", subject(0), 2)] })).toEqual([]);
    const acknowledge = policy({ acknowledge: true });
    expect(rules({ policy: acknowledge, records: [pass] })).toEqual(["gate/not-acknowledged"]);
    expect(rules({ policy: acknowledge, records: [pass], acknowledged: new Set([pass.reportId]) })).toEqual([]);
    expect(rules({ records: [pass], recorded: new Set() })).toEqual(["gate/report-unrecorded"]);
    expect(rules({ records: [pass], recorded: new Set(), pending: new Set([pass.reportId]) })).toEqual([]);
  });

  it("wants an active packet for governed files", () => {
    const governed = policy({ governed: ["src/**"] });
    const alone = { policy: governed, changed: [{ path: "src/crane.ts", status: "added" }] as const };
    expect(judgeGate(input(alone))).toMatchObject({ conclusion: "failure", missing: [{ rule: "gate/packet-missing" }] });
    const claimed = { policy: governed, changed: [{ path: "src/lamps/pier.ts", status: "deleted" }] as const };
    expect(rules(claimed)).toEqual(["gate/verdict-missing"]);
    expect(rules({ ...claimed, packets: [lights("Ready for Dev")] })).toEqual(["gate/packet-missing"]);
    expect(rules({ ...claimed, superseded: new Set([ID]) })).toEqual(["gate/packet-missing"]);
    expect(rules({ policy: governed, changed: [{ path: PATH, status: "added" }], packets: [lights("Ready for Dev")] })).toEqual([]);
  });

  it("keeps to its mode, and fails closed", () => {
    expect(judgeGate(input({ policy: policy({ mode: "observe" }) }))).toMatchObject({ conclusion: "success", missing: [{ rule: "gate/verdict-missing" }] });
    expect(judgeGate(input({ policy: policy({ mode: "packets" }) }))).toMatchObject({ conclusion: "success", missing: [] });
    const failing = { evaluation: { summary: { failing: 2 } as GateInput["evaluation"]["summary"] } };
    expect(judgeGate(input({ policy: policy({ mode: "packets" }), ...failing }))).toMatchObject({ conclusion: "failure" });
    expect(judgeGate(input({ policy: null, problem: "line 3: no such rule" }))).toMatchObject({ conclusion: "failure", missing: [{ rule: "gate/policy-invalid" }] });
    expect(rules({ subjects: new Map(), records: [record(WENDY, "PASS", subject(0), 1)] })).toEqual(["gate/verdict-missing"]);
  });

  it("stays shut for a report that was tampered with, in every mode but observe", () => {
    const refuted = [{ packet: ID, reportId: "writ-1", why: "another line 9 follows" }];
    const records = [record(WENDY, "PASS", subject(0), 1)];
    expect(judgeGate(input({ records, refuted }))).toMatchObject({ conclusion: "failure", missing: [{ rule: "gate/report-refuted" }] });
    expect(judgeGate(input({ refuted, policy: policy({ mode: "packets" }) }))).toMatchObject({ conclusion: "failure" });
  });

  it("lists the waivers in force with their end", () => {
    const waived = lights("Ready for Dev", "## WAIVERS GRANTED", "- WAIVER-A-1 | Date: 2026-01-01 | Scope: structure/placeholder | Justification: x | Approver: wendy | Expiry: 2026-01-15", "- WAIVER-A-2 | Date: 2026-01-01 | Scope: structure/title | Justification: x | Approver: wendy | Expiry: 2026-01-14", "");
    expect(judgeGate(input({ packets: [waived], changed: [{ path: PATH, status: "modified" }] })).waivers).toEqual([
      { packet: ID, id: "WAIVER-A-1", rules: ["structure/placeholder"], approver: "wendy", expiry: "2026-01-15" },
    ]);
  });

  it("never opens for a subject that nobody entitled has passed, in whatever order things happen", () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant("change" as const), to: fc.integer({ min: 0, max: 3 }) }),
      fc.record({ kind: fc.constant("verdict" as const), who: fc.integer({ min: 0, max: 4 }), verdict: fc.constantFrom("PASS", "FAIL", "OUTDATED_ONLY") }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 14 }), fc.integer({ min: 1, max: 2 }), (events, wanted) => {
        const rule = policy({ verdicts: wanted });
        const records: VerdictRecord[] = [];
        let state = 0;
        // What must hold, told apart from how the gate works it out: the last word of each validator on each state.
        const said = new Map<string, string>();
        for (const [at, step] of events.entries()) {
          if (step.kind === "change") state = step.to;
          else {
            const who = PEOPLE[step.who]!;
            records.push(record(who, step.verdict, subject(state), at, rule));
            if (who.id <= 2) said.set(`${who.id} ${state}`, step.verdict);
          }
          const { conclusion } = judgeGate(input({ policy: rule, records: [...records].reverse(), recorded: new Set(records.map(({ reportId }) => reportId)), subjects: new Map([[ID, subject(state)]]) }));
          const words = [1, 2].map((id) => said.get(`${id} ${state}`));
          const isPassed = words.filter((word) => word === "PASS").length >= wanted && words.every((word) => word === undefined || word === "PASS");
          expect(conclusion === "success").toBe(isPassed);
        }
      }),
      runs(300),
    );
  });
});

describe("neededIn", () => {
  it("asks for no verdict on a plan, and for one as soon as product files come with it", () => {
    const plan = { changed: [{ path: PATH, status: "added" }] as const, superseded: new Set<string>() };
    const ids = (status: string, changed: GateInput["changed"] = plan.changed): readonly string[] =>
      neededIn({ ...plan, changed, packets: [lights(status)] }, policy()).map(({ id }) => id);
    expect(ids("Draft")).toEqual([]);
    expect(ids("Ready for Dev")).toEqual([]);
    expect(ids("Ready for Dev", [...plan.changed, { path: "src/lamp.ts", status: "added" }])).toEqual([ID]);
    for (const status of ["In Progress", "Blocked", "Done"]) expect(ids(status)).toEqual([ID]);
    expect(ids("Superseded")).toEqual([]);
  });
});
