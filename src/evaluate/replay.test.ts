import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultPolicy } from "../policy/defaults.ts";
import { detectLayout } from "../policy/layout.ts";
import { ruleIds, rules } from "../rules/catalogue.ts";
import { memoryRepository, type MemoryCommit } from "../snapshot/memory.ts";
import type { Repository } from "../snapshot/snapshot.ts";
import { evaluate } from "./evaluate.ts";
import { replay, type ReplayedCommit } from "./replay.ts";
import { ReplaySnapshots } from "./replay-snapshots.ts";

const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const CRANE = "docs/task_packets/WP-1-Harbour-Crane.md";
const FAIL = "### VALIDATION REPORT - 2026-01-10\nVerdict: FAIL\n- third lamp";

function packet(...parts: readonly string[]): string {
  return ["# Task Packet: WP-1-Harbour-Lights", "", ...parts, "", "## VALIDATION_REPORTS", FAIL, ""].join("\n");
}

async function replayed(repository: Repository): Promise<ReplayedCommit[]> {
  const commits = await repository.commits(null, await repository.resolve("HEAD"), 1000);
  const entries: ReplayedCommit[] = [];
  const policy = (paths: Iterable<string>): ReturnType<typeof defaultPolicy> => defaultPolicy(detectLayout(paths));
  for await (const entry of replay({ repository, commits, policy, rules, knownRules: ruleIds })) entries.push(entry);
  return entries;
}

/** The same commit, judged by itself as a pull request is. */
async function alone(repository: Repository, { commit, parent }: ReplayedCommit): Promise<unknown> {
  const [head, base] = await Promise.all([
    repository.commit(commit),
    parent === null ? null : repository.commit(parent),
  ]);
  const all = await repository.commits(null, commit, 1000);
  const { evaluation } = await evaluate({
    head,
    base,
    commits: base === null ? [] : all.filter(({ oid }) => oid === commit),
    repository,
    policy: defaultPolicy(detectLayout((await head.tree()).keys())),
    rules,
    knownRules: ruleIds,
    today: "2026-01-01",
    only: [],
    drift: [],
  });
  const { findings, summary } = evaluation;
  const fresh = findings.filter(({ state }) => state === "new");
  return {
    brought: fresh.length,
    errors: fresh.filter(({ severity }) => severity === "error").map(({ rule, line }) => ({ rule, line })),
    mended: findings.filter(({ state }) => state === "fixed").length,
    standing: { error: summary.error, warn: summary.warn, note: summary.note },
  };
}

function told({ brought, errors, mended, standing }: ReplayedCommit): unknown {
  const { error, warn, note } = brought;
  return {
    brought: error + warn + note,
    errors: errors.map(({ rule, line }) => ({ rule, line })),
    mended,
    standing,
  };
}

describe("replay", () => {
  it("says of each commit what it brought, what it mended, and what stood after it", async () => {
    const repository = memoryRepository([
      { name: "start", files: { "src/lamp.ts": "lamp\n" } },
      { name: "packet", files: { "src/lamp.ts": "lamp\n", [LIGHTS]: packet("- **Status:** Ready for Dev") } },
      { name: "forged", files: { "src/lamp.ts": "lamp\n", [LIGHTS]: packet("- **Status:** Ready for Dev").replace("FAIL", "PASS") } },
      { name: "restored", files: { "src/lamp.ts": "light\n", [LIGHTS]: packet("- **Status:** Ready for Dev") } },
    ]);
    const [start, written, forged, restored] = await replayed(repository);
    expect(start).toMatchObject({ parent: null, packets: [], brought: { error: 0, warn: 0 }, errors: [] });
    expect(written).toMatchObject({ parent: start?.commit, subject: "packet", packets: ["WP-1-Harbour-Lights"] });
    expect(forged?.errors.map(({ rule }) => rule)).toContain("ledger/report-modified");
    expect(restored?.errors.map(({ rule }) => rule)).not.toContain("ledger/report-modified");
    expect(restored?.standing).toEqual(written?.standing);
  });

  it("comes to what judging each commit by itself comes to, also over branches and merges", async () => {
    const text = fc.constantFrom(
      packet("- **Status:** Ready for Dev"),
      packet("- **Status:** In Progress", "", "\u201cquoted\u201d"),
      packet("- **Status:** Done", "", "## DONE_MEANS", "- Lights burn", "", "## EVIDENCE_MAPPING", "- REQUIREMENT: \"Lights burn\"", "- EVIDENCE: `src/lamp.ts:9`"),
      packet().replace("FAIL", "PASS"),
      "# nothing\n",
    );
    const files = fc.record(
      { [LIGHTS]: text, [CRANE]: text, "src/lamp.ts": fc.constantFrom("a\n", "b\n", "\n") },
      { requiredKeys: [] },
    );
    const history = fc.array(fc.record({ files, second: fc.option(fc.nat(6)) }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const commits = steps.map(({ files: own, second }, index): MemoryCommit => {
          const parents = index === 0 ? [] : [index - 1, ...(second !== null && second < index - 1 ? [second] : [])];
          const present = Object.fromEntries(Object.entries(own).flatMap(([path, value]) => (value === undefined ? [] : [[path, value]])));
          return { name: `c${String(index)}`, files: present, parents: parents.map((parent) => `c${String(parent)}`) };
        });
        const repository = memoryRepository(commits);
        for (const entry of await replayed(repository)) {
          expect(told(entry), entry.subject).toEqual(await alone(repository, entry));
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe("the snapshots of a replay", () => {
  it("hold what the commits hold, asked for in order or not", async () => {
    const commits = Array.from({ length: 70 }, (_, index): MemoryCommit => {
      const parents = index === 0 ? [] : [`c${String(index % 7 === 3 ? Math.max(0, index - 3) : index - 1)}`];
      const files = { [`f${String(index % 5)}.md`]: String(index), steady: "x", link: index % 2 ? { symlink: "steady" } : "y" };
      return { name: `c${String(index)}`, files, parents };
    });
    const repository = memoryRepository(commits);
    const records = [];
    for (const { name } of commits) {
      const oid = await repository.resolve(name);
      records.push(...(await repository.commits(null, oid, 1000)).filter((record) => record.oid === oid));
    }
    const snapshots = new ReplaySnapshots(repository, records, 1000);
    const order = [...records.slice(0, 40), ...records.slice(10, 20), ...records.slice(40)];
    for (const { oid } of order) {
      const [own, real] = [await snapshots.commit(oid), await repository.commit(oid)];
      expect(new Map([...(await own.tree())].sort())).toEqual(new Map([...(await real.tree())].sort()));
      const paths = [...(await real.tree()).keys(), "absent"];
      expect(await own.read(paths, 1000)).toEqual(await real.read(paths, 1000));
      expect(await own.read(paths, 0)).toEqual(await real.read(paths, 0));
      expect(await own.sizes(paths)).toEqual(await real.sizes(paths));
      expect(own.revision).toEqual(real.revision);
    }
  });
});
