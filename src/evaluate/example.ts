/** What a rule says about one of its own examples. */
import { defaultPolicy } from "../policy/defaults.ts";
import { detectLayout } from "../policy/layout.ts";
import { ruleIds } from "../rules/catalogue.ts";
import type { Example, Rule } from "../rules/rule.ts";
import { memoryRepository, type MemoryCommit, type MemoryFiles } from "../snapshot/memory.ts";
import { COMMIT_LIMIT } from "./change.ts";
import { evaluate } from "./evaluate.ts";
import type { Evaluation } from "./evaluation.ts";

/** The day on which every example is judged. */
export const EXAMPLE_DAY = "2026-01-15";

/** Judges the small repository of an example by the rule alone, or by it and the others that it looks at. */
export async function judgeExample(rule: Rule, example: Example, others: readonly Rule[] = []): Promise<Evaluation> {
  const repository = memoryRepository(commitsOf(example));
  const headId = await repository.resolve("head");
  const head = await repository.commit(headId);
  const baseId = example.base === undefined ? null : await repository.resolve("base");
  const layout = detectLayout((await head.tree()).keys());
  const { evaluation } = await evaluate({
    head,
    base: baseId === null ? null : await repository.commit(baseId),
    commits: baseId === null ? [] : await repository.commits(baseId, headId, COMMIT_LIMIT),
    repository,
    policy: { ...defaultPolicy(layout), ...example.policy },
    rules: [rule, ...others],
    knownRules: ruleIds,
    today: EXAMPLE_DAY,
    only: [],
    ...(example.verdicts === undefined ? {} : { verdicts: new Map(Object.entries(example.verdicts)) }),
    drift: rule.needs?.includes("drift") === true,
  });
  return evaluation;
}

function commitsOf(example: Example): readonly MemoryCommit[] {
  const date = `${EXAMPLE_DAY}T12:00:00Z`;
  return [
    ...(example.base === undefined ? [] : [{ name: "base", files: example.base, date }]),
    ...(example.commits ?? []).map(({ subject, files }, index) => ({ name: `step${index}`, files, subject, date })),
    { name: "head", files: stored(example), date },
  ];
}

function stored({ files, bytes = [] }: Example): MemoryFiles {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, bytes.includes(path) ? Buffer.from(text, "latin1") : text]),
  );
}
