import { describe, expect, it } from "vitest";
import { detectLayout } from "../../policy/layout.ts";
import { memoryRepository, type MemoryCommit, type MemoryFiles } from "../../snapshot/memory.ts";
import type { Repository } from "../../snapshot/snapshot.ts";
import type { LedgerEvent } from "./ledger-event.ts";
import { walkLedger, type LedgerWalk } from "./ledger-history.ts";
import { ledgerReport } from "./ledger-report.ts";

const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const OLD = "docs/task_packets/WP-1-Harbour-Lights.md";
const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";

function packet(...reports: readonly string[]): string {
  const texts = reports.map((report) => `### VALIDATION REPORT - ${report}`);
  return ["# Task Packet: WP-1-Harbour-Lights", "", "## VALIDATION_REPORTS", "", ...texts.flatMap((text) => [text, ""])].join("\n");
}

const A = "a\nVerdict: FAIL\n- lamp 1\n- lamp 2";
const B = "b\nVerdict: PASS\n- pier";
const C = "c\nVerdict: PASS\n- crane";

function commit(name: string, files: MemoryFiles, ...parents: readonly string[]): MemoryCommit {
  return parents.length === 0 ? { name, files } : { name, files, parents };
}

async function walk(commits: readonly MemoryCommit[], id: string | null = null): Promise<LedgerWalk> {
  return walkIn(memoryRepository(commits), id === null ? null : [id]);
}

async function walkIn(repository: Repository, ids: readonly string[] | null, limit = 10_000): Promise<LedgerWalk> {
  const head = await repository.resolve("HEAD");
  const paths = (await (await repository.commit(head)).tree()).keys();
  return walkLedger({ repository, head, layout: detectLayout(paths), ids, limit });
}

/** `subject: kind report`, with the parent's first letters for merges. */
function told({ events }: LedgerWalk): readonly string[] {
  return events.map(({ subject, kind, report, parent }) =>
    [`${subject}:`, kind, report.slice(-1), ...(parent === null ? [] : ["in a merge"])].join(" "),
  );
}

describe("the history of recorded text", () => {
  it("has no events where reports are only appended", async () => {
    const result = await walk([
      commit("one", { [LIGHTS]: packet() }),
      commit("two", { [LIGHTS]: packet(A) }),
      commit("three", { [LIGHTS]: packet(A, B), "src/lamp.ts": "lamp" }),
      commit("four", { [LIGHTS]: packet(A, B) }),
    ]);
    expect(result).toMatchObject({ commits: 4, cuts: [], events: [], unreadable: [] });
    expect(ledgerReport("head", result).summary).toMatchObject({ state: "intact", packets: 1, reports: 2 });
  });

  it("names the commit that did each thing, and says what is made good by now", async () => {
    const { events } = await walk([
      commit("recorded", { [LIGHTS]: packet(A, B) }),
      commit("edited", { [LIGHTS]: packet(A.replace("lamp 1", "lamp 9").replace("- lamp 2", "- x\n- y"), B) }),
      commit("restored", { [LIGHTS]: packet(A, B) }),
      commit("dropped", { [LIGHTS]: packet(B) }),
      commit("respelled", { [LIGHTS]: packet(B.replace("- pier", "-  pier")) }),
      commit("on-top", { [LIGHTS]: packet(C, B.replace("- pier", "-  pier")) }),
    ]);
    expect(events).toMatchObject([
      {
        subject: "edited",
        date: "2026-01-01T12:01:00+00:00",
        kind: "modified",
        packet: "WP-1-Harbour-Lights",
        path: LIGHTS,
        report: "VALIDATION REPORT - a",
        verdict: "FAIL",
        line: 5,
        changes: [
          { was: "- lamp 1", wasLine: 7, now: "- lamp 9", nowLine: 7 },
          { was: "- lamp 2", wasLine: 8, now: "- x", nowLine: 8 },
          { was: null, wasLine: null, now: "- y", nowLine: 9 },
        ],
        more: 0,
        restored: false,
      },
      { subject: "dropped", kind: "deleted", line: 5, report: "VALIDATION REPORT - a", changes: [], restored: false },
      { subject: "respelled", kind: "reencoded", spelling: ["blanks"], restored: true },
      { subject: "on-top", kind: "inserted", report: "VALIDATION REPORT - c", restored: false },
    ]);
    const again = await walk([
      commit("recorded", { [LIGHTS]: packet(A) }),
      commit("dropped", { [LIGHTS]: packet() }),
      commit("restored", { [LIGHTS]: packet(A) }),
    ]);
    expect(again.events).toMatchObject([{ subject: "dropped", kind: "deleted", restored: true }]);
  });

  it("follows a packet by its id, through folders and side by side", async () => {
    const folder = ".GOV/task_packets/WP-1-Harbour-Lights/packet.md";
    const result = await walk([
      commit("docs", { [OLD]: packet(A) }),
      commit("copied", { [OLD]: packet(A), [LIGHTS]: packet(A) }),
      commit("copy-edited", { [OLD]: packet(), [LIGHTS]: packet(A) }),
      commit("moved", { [LIGHTS]: packet(A) }),
      commit("foldered", { [folder]: packet(A, B) }),
      commit("lost", { [folder]: packet(B) }),
    ]);
    expect(told(result)).toEqual(["lost: deleted a"]);
    expect([...result.packets]).toEqual([["WP-1-Harbour-Lights", { path: folder, oid: expect.any(String) }]]);
  });

  it("tells packets that are gone, or renamed to another id", async () => {
    const result = await walk([
      commit("one", { [LIGHTS]: packet(A, B), [CRANE]: packet() }),
      commit("gone", { [CRANE]: packet(A, B) }),
    ]);
    expect(told(result)).toEqual(["gone: deleted a", "gone: deleted b"]);
    expect(result.packets.get("WP-1-Harbour-Lights")).toBeNull();
    const report = ledgerReport("head", result);
    expect(report.packets).toMatchObject([{ id: "WP-1-Harbour-Crane" }, { id: "WP-1-Harbour-Lights", path: null, reports: [] }]);
    expect(report.summary).toMatchObject({ state: "changed", changed: 2 });
  });

  it("looks at one packet alone when asked to", async () => {
    const commits = [
      commit("one", { [LIGHTS]: packet(A), [CRANE]: packet(A) }),
      commit("two", { [LIGHTS]: packet(A), [CRANE]: packet() }),
    ];
    expect(told(await walk(commits, "WP-1-Harbour-Lights"))).toEqual([]);
    const crane = await walk(commits, "WP-1-Harbour-Crane");
    expect(told(crane)).toEqual(["two: deleted a"]);
    expect([...crane.packets.keys()]).toEqual(["WP-1-Harbour-Crane"]);
    expect((await walk(commits, "WP-1-Harbour")).packets.size).toBe(0);
  });
});

describe("mending", () => {
  const forged = A.replace("FAIL", "PASS");
  const base = commit("base", { [LIGHTS]: packet(A, B) });

  it("is no breach when it puts back what was first recorded", async () => {
    const result = await walk([
      base,
      commit("forged", { [LIGHTS]: packet(forged, B) }),
      commit("worse", { [LIGHTS]: packet(forged.replace("lamp 1", "lamp 9"), B) }),
      commit("mended", { [LIGHTS]: packet(A, B) }),
      commit("dropped", { [LIGHTS]: packet(B) }),
      commit("put-back", { [LIGHTS]: packet(A, B) }),
      commit("swapped", { [LIGHTS]: packet(B, A) }),
      commit("in-order", { [LIGHTS]: packet(A, B) }),
    ]);
    expect(told(result)).toEqual(["forged: modified a", "worse: modified a", "dropped: deleted a", "swapped: moved a"]);
    expect(result.events.map(({ restored }) => restored)).toEqual([true, false, true, true]);
  });

  it("is one when it puts back anything else", async () => {
    const result = await walk([
      base,
      commit("forged", { [LIGHTS]: packet(forged, B) }),
      commit("mended", { [LIGHTS]: packet(A, B) }),
      commit("forged-again", { [LIGHTS]: packet(forged, B) }),
      commit("dropped", { [LIGHTS]: packet(B) }),
      commit("forgery-back", { [LIGHTS]: packet(forged, B) }),
    ]);
    expect(told(result)).toEqual([
      "forged: modified a",
      "forged-again: modified a",
      "dropped: deleted a",
      "forgery-back: inserted a",
    ]);
    const wrong = await walk([base, commit("dropped", { [LIGHTS]: packet(A) }), commit("back", { [LIGHTS]: packet(B, A) })]);
    expect(told(wrong)).toEqual(["dropped: deleted b", "back: inserted b"]);
  });

  it("goes by what every side of a merge recorded", async () => {
    const result = await walk([
      base,
      commit("forged", { [LIGHTS]: packet(forged, B) }),
      commit("other", { [LIGHTS]: packet(A, B), x: "" }, "base"),
      commit("merge", { [LIGHTS]: packet(forged, B), x: "" }, "other", "forged"),
      commit("mended", { [LIGHTS]: packet(A, B), x: "" }),
    ]);
    expect(told(result)).toEqual(["forged: modified a"]);
  });
});

describe("a merge in the history", () => {
  const fork = [
    commit("base", { [LIGHTS]: packet(A) }),
    commit("left", { [LIGHTS]: packet(A, B) }, "base"),
    commit("right", { [LIGHTS]: packet(A), x: "1" }, "base"),
  ];

  it("may bring together what both sides recorded", async () => {
    const right = commit("right-too", { [LIGHTS]: packet(A, C) }, "right");
    expect(told(await walk([...fork, right, commit("merge", { [LIGHTS]: packet(A, C, B) }, "left", "right-too")]))).toEqual([]);
  });

  it.each([["left", "right"], ["right", "left"]])("of %s and %s is told when it loses a report", async (...parents) => {
    const lost = await walk([...fork, commit("merge", { [LIGHTS]: packet(A) }, ...parents), commit("later", { [LIGHTS]: packet(A), y: "" })]);
    expect(told(lost)).toEqual(["merge: deleted b in a merge"]);
    expect(lost.events[0]).toMatchObject({ report: "VALIDATION REPORT - b", line: 10, path: LIGHTS });
  });

  it("is not blamed for what a side had done", async () => {
    const dropped = commit("dropped", { [LIGHTS]: packet() }, "right");
    const result = await walk([...fork, dropped, commit("merge", { [LIGHTS]: packet(B) }, "left", "dropped")]);
    expect(told(result)).toEqual(["dropped: deleted a"]);
    const gone = commit("gone", { x: "1" }, "right");
    const without = await walk([...fork, gone, commit("merge", { [LIGHTS]: packet(B), x: "1" }, "gone", "left")]);
    expect(told(without)).toEqual(["gone: deleted a"]);
  });

  it("across merges that crossed each other, and of unrelated histories", async () => {
    const both = { [LIGHTS]: packet(A, B), x: "1" };
    const crossed = [
      ...fork,
      commit("one", both, "left", "right"),
      commit("two", both, "right", "left"),
      commit("two-more", { ...both, [LIGHTS]: packet(A, B, C) }, "two"),
    ];
    expect(told(await walk([...crossed, commit("merge", both, "one", "two-more")]))).toEqual(["merge: deleted c in a merge"]);
    const other: MemoryCommit = { name: "other", parents: [], files: { [LIGHTS]: packet(C) } };
    const joined = commit("merge", { [LIGHTS]: packet(A, B) }, "left", "other");
    expect(told(await walk([...fork, other, joined]))).toEqual(["merge: deleted c in a merge"]);
  });
});

describe("what cannot be seen", () => {
  it("is said, and proves nothing", async () => {
    const repository = memoryRepository([commit("one", { [LIGHTS]: packet(A) }), commit("two", { [LIGHTS]: packet(A, B) })]);
    const bound: Repository = {
      ...methods(repository),
      history: async (head, places) => {
        const { commits } = await repository.history(head, places);
        return { commits: commits.slice(-1).map((entry) => ({ ...entry, parents: [] })), cuts: [head] };
      },
    };
    const result = await walkIn(bound, null);
    expect(result.cuts.length).toBe(1);
    expect(ledgerReport("head", result).summary.state).toBe("unknown");
  });

  it("holds for versions that are too large, or too long to be parsed", async () => {
    const large = await walkIn(
      memoryRepository([
        commit("one", { [LIGHTS]: packet(A) }),
        commit("two", { [LIGHTS]: packet(A) + "lamp ".repeat(3000) }),
        commit("three", { [LIGHTS]: packet(A) }),
      ]),
      null,
    );
    expect(large.unreadable).toMatchObject([{ version: { path: LIGHTS }, reason: expect.stringMatching(/^1\d{4} bytes, more/) }]);
    expect(ledgerReport("head", large).summary.state).toBe("unknown");
    const long = memoryRepository([commit("one", { [LIGHTS]: packet(A) }), commit("two", { [LIGHTS]: packet(A) + "lamp ".repeat(8000) })]);
    const { unreadable, events } = await walkIn(long, null, 1_000_000);
    expect(unreadable).toMatchObject([{ reason: expect.stringMatching(/line 9 is longer/) }]);
    expect(events).toEqual([]);
  });
});

it("keeps no more texts than it needs, however long the history", async () => {
  const commits = Array.from({ length: 300 }, (_, index) =>
    commit(`c${index}`, { [LIGHTS]: packet(A, ...Array.from({ length: index % 7 }, (_, n) => `r${n}\nVerdict: PASS\n- ${n}`)) }),
  );
  const repository = memoryRepository(commits);
  let asked = 0;
  const counting: Repository = {
    ...methods(repository),
    blobs: (oids, limit) => {
      const wanted = [...oids];
      asked += wanted.length;
      return repository.blobs(wanted, limit);
    },
  };
  const { events } = await walkIn(counting, null);
  expect(events.filter(({ kind }: LedgerEvent) => kind === "deleted").length).toBe(42 * 6);
  expect(asked).toBe(7);
});

function methods(repository: Repository): Repository {
  return {
    resolve: (name) => repository.resolve(name),
    commit: (oid) => repository.commit(oid),
    worktree: () => repository.worktree(),
    mergeBase: (a, b) => repository.mergeBase(a, b),
    commits: (base, head, limit) => repository.commits(base, head, limit),
    history: (head, places) => repository.history(head, places),
    changes: (pairs, places) => repository.changes(pairs, places),
    entries: (pairs) => repository.entries(pairs),
    blobs: (oids, limit) => repository.blobs(oids, limit),
    blobSizes: (oids) => repository.blobSizes(oids),
    known: (ids) => repository.known(ids),
    pathsEnding: (head, ends) => repository.pathsEnding(head, ends),
    renames: (pairs) => repository.renames(pairs),
  };
}
