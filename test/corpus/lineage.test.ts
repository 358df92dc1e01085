/** Registry, board, stubs and packets of the real history against a script that knows nothing of the engine. */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluate } from "../../src/evaluate/evaluate.ts";
import type { Finding } from "../../src/evaluate/evaluation.ts";
import { defaultPolicy } from "../../src/policy/defaults.ts";
import { detectLayout } from "../../src/policy/layout.ts";
import { ruleIds, rules } from "../../src/rules/catalogue.ts";
import { openRepository, type GitRepository } from "../../src/snapshot/git.ts";
import { corpus } from "./corpus.ts";
import { disagreements } from "./disagreements.ts";
import { cloneBundle } from "./history.ts";

const COMPARED = [
  "board-duplicate",
  "board-missing",
  "board-orphan",
  "board-status",
  "registry-board",
  "registry-duplicate",
  "registry-missing",
  "registry-target",
  "stub-promoted",
];

const STATES = [
  { name: "the state of 2026-02-15", commit: "fbbf3e01d0c8", records: ".GOV/roles_shared" },
  { name: "the tip", commit: "HEAD", records: ".GOV/roles_shared/records" },
];

describe.skipIf(corpus === null)("lineage in the real history", () => {
  let clone: ReturnType<typeof cloneBundle>;
  let repository: GitRepository;

  beforeAll(async () => {
    clone = cloneBundle(corpus ?? "");
    repository = await openRepository(clone.folder);
  }, 60_000);
  afterAll(async () => {
    await repository.dispose();
    clone.remove();
  });

  function git(args: readonly string[], input?: string): Buffer {
    return execFileSync("git", ["-C", clone.folder, ...args], { input, maxBuffer: 1 << 28, stdio: ["pipe", "pipe", "pipe"] });
  }

  function filesAt(commit: string): Map<string, string> {
    const paths = git(["ls-tree", "-r", "-z", "--name-only", commit, ".GOV"]).toString().split("\0").filter(Boolean);
    return new Map(paths.map((path) => [path, git(["cat-file", "blob", `${commit}:${path}`]).toString()]));
  }

  async function findingsAt(commit: string): Promise<readonly Finding[]> {
    const head = await repository.commit(await repository.resolve(commit));
    const { evaluation } = await evaluate({
      head,
      base: null,
      commits: [],
      repository: null,
      policy: defaultPolicy(detectLayout((await head.tree()).keys())),
      rules: rules.filter((rule) => rule.id.startsWith("lineage/")),
      knownRules: ruleIds,
      today: "2026-02-15",
      only: [],
    });
    return evaluation.findings;
  }

  it.each(STATES)("Writ reports every disagreement of $name, and no other", async ({ commit, records }) => {
    const board = `${records}/TASK_BOARD.md`;
    const registry = `${records}/WP_TRACEABILITY_REGISTRY.md`;
    const files = filesAt(commit);
    const written = disagreements({ files, board, registry, packets: ".GOV/task_packets" });
    const place = ({ path, line }: Finding): string =>
      path === board ? `board:${String(line)}` : path === registry ? `registry:${String(line)}` : path;
    const reported = (await findingsAt(commit))
      .map((finding) => ({ finding, name: finding.rule.slice("lineage/".length) }))
      .filter(({ name }) => COMPARED.includes(name))
      .map(({ finding, name }) => `${name} ${place(finding)}`)
      .sort();
    expect(written.length).toBeGreaterThan(20);
    expect(reported).toEqual(written);
  }, 60_000);
});
