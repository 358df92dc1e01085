/**
 * Only what a change brings is new. Every bad example of every rule is a packet with something wrong in it: whatever
 * is done around it, what is wrong with it is what was wrong before.
 */
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Finding } from "../../src/evaluate/evaluation.ts";
import { defaultPolicy } from "../../src/policy/defaults.ts";
import { detectLayout } from "../../src/policy/layout.ts";
import { ruleIds, rules } from "../../src/rules/catalogue.ts";
import type { Example } from "../../src/rules/rule.ts";
import { memoryRepository, type MemoryFiles } from "../../src/snapshot/memory.ts";

const DAY = "2026-01-15";

/** Alone: what compares with a base of its own is another matter. */
const cases = rules.flatMap((rule) =>
  rule.examples
    .filter(({ verdict, base, commits }) => verdict === "bad" && base === undefined && commits === undefined)
    .map((example) => [rule.id, example.shows, example] as const),
);

function filesOf({ files, bytes = [] }: Example): Record<string, string | Uint8Array> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, bytes.includes(path) ? Buffer.from(text, "latin1") : text]),
  );
}

async function compared(before: MemoryFiles, after: MemoryFiles, policy: Example["policy"]): Promise<readonly Finding[]> {
  const date = `${DAY}T12:00:00Z`;
  const repository = memoryRepository([
    { name: "base", files: before, date },
    { name: "head", files: after, date, subject: "change" },
  ]);
  const [base, head] = await Promise.all(["base", "head"].map((name) => repository.resolve(name)));
  const snapshot = await repository.commit(head ?? "");
  const { evaluation } = await evaluate({
    head: snapshot,
    base: await repository.commit(base ?? ""),
    commits: await repository.commits(base ?? "", head ?? "", 10),
    repository,
    policy: { ...defaultPolicy(detectLayout((await snapshot.tree()).keys())), ...policy },
    rules,
    knownRules: ruleIds,
    today: DAY,
    only: [],
  });
  return evaluation.findings;
}

const fresh = (findings: readonly Finding[]): string[] =>
  findings.filter(({ state }) => state === "new").map(({ rule, message }) => `${rule}: ${message}`);

describe.each(cases)("%s, %s", (_, __, example) => {
  it("is nothing new against itself", async () => {
    const files = filesOf(example);
    const findings = await compared(files, files, example.policy);
    expect(fresh(findings)).toEqual([]);
    expect(findings.some(({ state }) => state === "existing")).toBe(true);
    expect(findings.filter(({ state }) => state === "fixed")).toEqual([]);
  });

  it("is nothing new when something else changes", async () => {
    const files = filesOf(example);
    expect(fresh(await compared(files, { ...files, "notes/elsewhere.txt": "x\n" }, example.policy))).toEqual([]);
  });
});

type Move = (path: string, text: string | Uint8Array) => readonly [path: string, text: string | Uint8Array];

/** What is done to governed documents without changing what they say. The spec is none of them: it is bound by hash. */
const moves: readonly (readonly [name: string, move: Move])[] = [
  ["lines move", (path, text) => [path, inWords(text, (words) => words.replace(/^## /m, "<!-- kept -->\n\n## "))]],
  ["another encoding", (path, text) => [path, inWords(text, (words) => `\ufeff${words.replace(/^\ufeff|\r(?=\n)/g, "").replaceAll("\n", "\r\n")}`)]],
  ["the folders move", (path, text) => [moved(path), inWords(text, moved)]],
];

function moved(words: string): string {
  return words
    .replaceAll(".GOV/roles_shared/", "docs/")
    .replaceAll(".GOV/task_packets/", "docs/task_packets/")
    .replaceAll(".GOV/refinements/", "docs/refinements/");
}

function inWords(text: string | Uint8Array, change: (words: string) => string): string | Uint8Array {
  return typeof text === "string" ? change(text) : text;
}

describe.each(moves)("%s", (_, move) => {
  it.each(cases)("%s, %s: brings nothing new", async (__, ___, example) => {
    const before = filesOf(example);
    const after = Object.fromEntries(
      Object.entries(before).map(([path, text]) => (/^(?:\.GOV|docs)\/(?!.*spec_v)/i.test(path) ? move(path, text) : [path, text])),
    );
    const findings = await compared(before, after, example.policy);
    // A byte order mark is one more, and recorded text that only moved is told.
    const isOwn = ({ rule }: Finding): boolean => rule === "text/bom" || rule === "ledger/report-reencoded";
    expect(fresh(findings.filter((finding) => !isOwn(finding)))).toEqual([]);
  });
});
