import { expect, it } from "vitest";
import { evaluate } from "../../evaluate/evaluate.ts";
import type { Evaluation } from "../../evaluate/evaluation.ts";
import { defaultPolicy } from "../../policy/defaults.ts";
import { detectLayout } from "../../policy/layout.ts";
import { memoryRepository, type MemoryCommit } from "../../snapshot/memory.ts";
import { claimCommit } from "./claim-commit.ts";
import { LIGHTS, lights } from "./harbour.ts";

async function judge(commits: readonly MemoryCommit[]): Promise<Evaluation> {
  const repository = memoryRepository(commits);
  const [base, head] = await Promise.all([repository.resolve("base"), repository.resolve("HEAD")]);
  const { evaluation } = await evaluate({
    head: await repository.commit(head),
    base: await repository.commit(base),
    commits: await repository.commits(base, head, 500),
    repository,
    policy: defaultPolicy(detectLayout([LIGHTS])),
    rules: [claimCommit],
    knownRules: [claimCommit.id],
    today: "2026-01-15",
    only: [],
  });
  return evaluation;
}

const READY = { [LIGHTS]: lights("- **Status:** Ready for Dev") };
const CLAIMED = { [LIGHTS]: lights("- **Status:** In Progress") };
const CODE = { "src/crane.ts": "lift();\n" };

it("leaves merges alone: each side has been looked at on its own", async () => {
  const evaluation = await judge([
    { name: "base", files: READY },
    { name: "claim", files: CLAIMED, parents: ["base"] },
    { name: "code", files: { ...READY, ...CODE }, parents: ["base"] },
    { name: "merge", files: { ...CLAIMED, ...CODE }, parents: ["code", "claim"] },
  ]);
  expect(evaluation.findings).toEqual([]);
});

it("looks at the sides of a merge", async () => {
  const evaluation = await judge([
    { name: "base", files: READY },
    { name: "both", files: { ...CLAIMED, ...CODE }, parents: ["base"], subject: "Claim and lift" },
    { name: "other", files: { ...READY, "README.md": "# Harbour\n" }, parents: ["base"] },
    { name: "merge", files: { ...CLAIMED, ...CODE, "README.md": "# Harbour\n" }, parents: ["other", "both"] },
  ]);
  expect(evaluation.findings.map((finding) => finding.message)).toEqual([
    expect.stringMatching(/^Commit [0-9a-f]{10} \(`Claim and lift`\) moves the packet to `In Progress`/),
  ]);
});

it("does not take a packet that moves with its folder for one that is claimed", async () => {
  const before = { "docs/task_packets/WP-1-Harbour-Lights.md": lights("- **Status:** In Progress") };
  const moved = await judge([
    { name: "base", files: before },
    { name: "move", files: { ...CLAIMED, ...CODE } },
  ]);
  expect(moved.findings).toEqual([]);
  const copied = await judge([
    { name: "base", files: before },
    { name: "copy", files: { ...before, ...CLAIMED, ...CODE } },
  ]);
  expect(copied.findings).toEqual([]);
  const claimed = await judge([
    { name: "base", files: { "docs/task_packets/WP-1-Harbour-Lights.md": lights("- **Status:** Ready for Dev") } },
    { name: "move", files: { ...CLAIMED, ...CODE } },
  ]);
  expect(claimed.findings.map(({ rule }) => rule)).toEqual(["process/claim-commit"]);
});
