import { describe, expect, it } from "vitest";
import { defaultPolicy } from "../policy/defaults.ts";
import { detectLayout } from "../policy/layout.ts";
import type { Policy } from "../policy/policy.ts";
import { evidenceRules } from "../rules/evidence/family.ts";
import { memoryRepository, type MemoryFiles } from "../snapshot/memory.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { evaluate } from "./evaluate.ts";
import type { Evaluation, EvidenceResult } from "./evaluation.ts";

const PACKET = ".GOV/task_packets/WP-1-Harbour-Lights.md";

function citing(...citations: readonly string[]): string {
  const items = citations.map((citation) => `  - EVIDENCE: \`${citation}\`\n`).join("");
  return `# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## EVIDENCE_MAPPING\n- REQUIREMENT: "Lights burn."\n${items}`;
}

interface Run {
  readonly head: MemoryFiles;
  readonly base?: MemoryFiles;
  readonly scan?: Partial<Policy["scan"]>;
  readonly watch?: (snapshot: Snapshot) => Snapshot;
}

async function run({ head, base, scan, watch = (snapshot) => snapshot }: Run): Promise<Evaluation> {
  const commits = [...(base === undefined ? [] : [{ name: "base", files: base }]), { name: "head", files: head }];
  const repository = memoryRepository(commits);
  const snapshot = watch(await repository.commit(await repository.resolve("head")));
  const policy = defaultPolicy(detectLayout((await snapshot.tree()).keys()));
  const { evaluation } = await evaluate({
    head: snapshot,
    base: base === undefined ? null : watch(await repository.commit(await repository.resolve("base"))),
    commits: [],
    repository,
    policy: { ...policy, scan: { ...policy.scan, ...scan } },
    rules: evidenceRules,
    knownRules: [],
    today: "2026-01-15",
    only: [],
  });
  return evaluation;
}

function evidenceOf(evaluation: Evaluation): readonly EvidenceResult[] {
  return evaluation.packets.find(({ path }) => path === PACKET)?.evidence ?? [];
}

describe("evidence in an evaluation", () => {
  it("has the state and the path that each citation comes to", async () => {
    const evaluation = await run({
      head: { [PACKET]: citing("src/lights.rs:1", "lights.rs:2,9", "gone.rs:1"), "src/lights.rs": "a\n\n" },
    });
    expect(evidenceOf(evaluation).map(({ raw, path, state }) => [raw, path, state])).toEqual([
      ["src/lights.rs:1", "src/lights.rs", "ok"],
      ["lights.rs:2", "src/lights.rs", "hollow"],
      ["9", "src/lights.rs", "past-end"],
      ["gone.rs:1", "gone.rs", "missing"],
    ]);
  });

  it("belongs to the points that the lines quote", async () => {
    const text =
      "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n\n## DONE_MEANS\n- Lights burn.\n- Bells ring.\n\n" +
      '## EVIDENCE_MAPPING\n- REQUIREMENT: "Bells ring."\n  - EVIDENCE: `a.rs:1`\n- REQUIREMENT: "Lights burn."\n' +
      "  - EVIDENCE: `a.rs:2`, `a.rs:3`\n";
    const evaluation = await run({ head: { [PACKET]: text } });
    const [packet] = evaluation.packets;
    expect(packet?.requirements.map(({ line, origin, evidence, matches }) => [line, origin, evidence, matches])).toEqual([
      [5, "doneMeans", [1, 2], [{ line: 11, kind: "exact", score: 1 }]],
      [6, "doneMeans", [0], [{ line: 9, kind: "exact", score: 1 }]],
      [9, "evidenceMapping", [0], []],
      [11, "evidenceMapping", [1, 2], []],
    ]);
  });

  it("is unchecked where no rule asks for it", async () => {
    const repository = memoryRepository([{ name: "head", files: { [PACKET]: citing("a.rs:1"), "a.rs": "a\n" } }]);
    const head = await repository.commit(await repository.resolve("head"));
    const policy = defaultPolicy(detectLayout((await head.tree()).keys()));
    const { evaluation } = await evaluate({
      head, base: null, commits: [], repository, policy, rules: [], knownRules: [], today: "2026-01-15", only: [],
    });
    expect(evidenceOf(evaluation).map(({ state }) => state)).toEqual(["unchecked"]);
  });

  it("is never right where it cannot be looked into", async () => {
    const evaluation = await run({
      head: {
        [PACKET]: citing("src/link.rs:1", "vendor/a.rs:1", "deep/a.rs:1", "large.rs:1", "lamp.bin:1"),
        "src/link.rs": { symlink: "../a.rs" },
        vendor: { submodule: "0".repeat(40) },
        deep: { symlink: "src" },
        "src/a.rs": "a\n",
        "large.rs": "a\n".repeat(2_000),
        "lamp.bin": "a\0",
      },
      scan: { maxFileBytes: 2_000 },
    });
    expect(evidenceOf(evaluation).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => "unverifiable"));
    expect(evaluation.findings.filter(({ rule }) => rule === "evidence/unread")).toHaveLength(5);
  });

  it("never reads a file of fifty megabytes", async () => {
    const read: string[] = [];
    const evaluation = await run({
      head: { [PACKET]: citing("huge.rs:1", "a.rs:1"), "huge.rs": new Uint8Array(50 * 2 ** 20).fill(10), "a.rs": "a\n" },
      watch: (snapshot) => ({
        revision: snapshot.revision,
        tree: () => snapshot.tree(),
        sizes: (paths) => snapshot.sizes(paths),
        read: async (paths, limit) => {
          const contents = await snapshot.read(paths, limit);
          for (const [path, content] of contents) if (content.state === "ok") read.push(path);
          return contents;
        },
      }),
    });
    expect(read).toEqual([PACKET, "a.rs"]);
    expect(evidenceOf(evaluation).map(({ state }) => state)).toEqual(["unverifiable", "ok"]);
    expect(evaluation.findings.map(({ message }) => message).join()).toContain("`huge.rs` is 52428800 bytes");
  });

  it("keeps so many bytes and no more, in the order of the paths", async () => {
    const large = new Uint8Array(9 * 2 ** 20).fill(97);
    const names = Array.from({ length: 9 }, (_, index) => `large${String(index)}.rs`);
    const evaluation = await run({
      head: { [PACKET]: citing(...names.map((name) => `${name}:1`)), ...Object.fromEntries(names.map((name) => [name, large])) },
    });
    const states = evidenceOf(evaluation).map(({ state }) => state);
    expect(states).toEqual([...Array.from({ length: 7 }, () => "ok"), "unverifiable", "unverifiable"]);
  });

  it("is judged for ten thousand citations in one packet in bounded time", async () => {
    const citations = Array.from({ length: 10_000 }, (_, index) => `src/f${String(index % 500)}.rs:${String(index + 1)}`);
    const files = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`src/f${String(index)}.rs`, "fn burn() {\n}\n".repeat(2_000)]),
    );
    const started = performance.now();
    const evaluation = await run({ head: { [PACKET]: citing(...citations), ...files } });
    expect(performance.now() - started).toBeLessThan(8_000);
    const states = evidenceOf(evaluation).map(({ state }) => state);
    expect(states).toHaveLength(10_000);
    expect(states.filter((state) => state === "past-end")).toHaveLength(6_000);
  });

  it("reads a file that did not change only once for head and base", async () => {
    const reads: string[][] = [];
    const files = { [PACKET]: citing("a.rs:1"), "a.rs": "a\n" };
    await run({
      base: files,
      head: { ...files, "b.rs": "b\n" },
      watch: (snapshot) => ({
        revision: snapshot.revision,
        tree: () => snapshot.tree(),
        sizes: (paths) => snapshot.sizes(paths),
        read: (paths, limit) => {
          reads.push([...paths]);
          return snapshot.read(paths, limit);
        },
      }),
    });
    expect(reads.flat().filter((path) => path === "a.rs")).toHaveLength(1);
  });
});
