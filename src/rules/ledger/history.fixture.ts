/** Small histories with merges, which no example of a rule can show, and what the ledger says of them. */
import { evaluate } from "../../evaluate/evaluate.ts";
import type { Finding } from "../../evaluate/evaluation.ts";
import { defaultPolicy } from "../../policy/defaults.ts";
import { detectLayout } from "../../policy/layout.ts";
import { memoryRepository, type MemoryCommit, type MemoryFiles } from "../../snapshot/memory.ts";
import { FAIL, LIGHTS, PASS, lights, report } from "./harbour.ts";
import { reportDeleted } from "./report-deleted.ts";
import { reportInserted } from "./report-inserted.ts";
import { reportModified } from "./report-modified.ts";

/** A third report, besides those that fail and pass. */
export const THIRD = report("2026-01-14", "FAIL", "- The fourth lamp stays dark now.");

/** What the rules say about the change from the commit `base` to the last one. */
export async function findings(...commits: readonly MemoryCommit[]): Promise<readonly Finding[]> {
  const repository = memoryRepository(commits);
  const [base, tip] = [await repository.resolve("base"), await repository.resolve("HEAD")];
  const head = await repository.commit(tip);
  const { evaluation } = await evaluate({
    head,
    base: await repository.commit(base),
    commits: await repository.commits(base, tip, 500),
    repository,
    policy: defaultPolicy(detectLayout((await head.tree()).keys())),
    rules: [reportModified, reportDeleted, reportInserted],
    knownRules: [],
    today: "2026-01-15",
    only: [],
  });
  return evaluation.findings;
}

/** A commit of these files, upon the one before it where it names no parents. */
export function commit(name: string, files: MemoryFiles, ...parents: readonly string[]): MemoryCommit {
  return parents.length === 0 ? { name, files } : { name, files, parents };
}

/** The base, a side that appends a passing report, and one that works on something else; then how they are merged. */
export function forked(...then: readonly MemoryCommit[]): readonly MemoryCommit[] {
  return [
    commit("base", { [LIGHTS]: lights(FAIL) }),
    commit("judged", { [LIGHTS]: lights(FAIL, PASS) }, "base"),
    commit("worked", { [LIGHTS]: lights(FAIL), "src/lamp.ts": "lamp" }, "base"),
    ...then,
  ];
}

/** What is said when a packet changes, without a merge. */
export function change(before: string, after: string, path = LIGHTS): Promise<readonly Finding[]> {
  return findings(commit("base", { [path]: before }), commit("head", { [LIGHTS]: after }));
}
