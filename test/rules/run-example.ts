/** Runs one rule over the small repository of one of its examples. */
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Evaluation } from "../../src/evaluate/evaluation.ts";
import { defaultPolicy } from "../../src/policy/defaults.ts";
import { detectLayout } from "../../src/policy/layout.ts";
import type { Policy } from "../../src/policy/policy.ts";
import { ruleIds } from "../../src/rules/catalogue.ts";
import type { Example, Rule } from "../../src/rules/rule.ts";
import { memoryRepository, type MemoryCommit } from "../../src/snapshot/memory.ts";

/** The day on which every example is judged. */
export const EXAMPLE_DAY = "2026-01-15";

export async function runExample(rule: Rule, example: Example, others: readonly Rule[] = []): Promise<Evaluation> {
  const date = `${EXAMPLE_DAY}T12:00:00Z`;
  const commits: MemoryCommit[] = [];
  if (example.base !== undefined) commits.push({ name: "base", files: example.base, date });
  for (const [index, commit] of (example.commits ?? []).entries()) {
    commits.push({ name: `step${String(index)}`, files: commit.files, subject: commit.subject, date });
  }
  const files = Object.fromEntries(
    Object.entries(example.files).map(([path, text]) => [
      path,
      example.bytes?.includes(path) === true ? Uint8Array.from(text, (c) => c.charCodeAt(0)) : text,
    ]),
  );
  commits.push({ name: "head", files, date });
  const repository = memoryRepository(commits);
  const headOid = await repository.resolve("head");
  const head = await repository.commit(headOid);
  const hasBase = example.base !== undefined;
  const baseOid = hasBase ? await repository.resolve("base") : null;
  const layout = detectLayout((await head.tree()).keys());
  const policy: Policy = { ...defaultPolicy(layout), ...example.policy };
  const { evaluation } = await evaluate({
    head,
    base: baseOid === null ? null : await repository.commit(baseOid),
    commits: baseOid === null ? [] : await repository.commits(baseOid, headOid, 500),
    repository,
    policy,
    rules: [rule, ...others],
    knownRules: ruleIds,
    today: EXAMPLE_DAY,
    only: [],
  });
  return evaluation;
}
