/** Reports that merges lose, change or slip in; no example of a rule can show a merge. */
import { describe, expect, it } from "vitest";
import { evaluate } from "../../evaluate/evaluate.ts";
import type { Finding } from "../../evaluate/evaluation.ts";
import { defaultPolicy } from "../../policy/defaults.ts";
import { detectLayout } from "../../policy/layout.ts";
import { memoryRepository, type MemoryCommit, type MemoryFiles } from "../../snapshot/memory.ts";
import { ledgerRules } from "./family.ts";
import { CRANE, FAIL, LIGHTS, PASS, crane, lights, report } from "./harbour.ts";

const THIRD = report("2026-01-14", "FAIL", "- The fourth lamp stays dark now.");

/** Findings about the change from the commit `base` to the last one, as `rule: message`. */
async function findings(...commits: readonly MemoryCommit[]): Promise<readonly Finding[]> {
  const repository = memoryRepository(commits);
  const [base, tip] = [await repository.resolve("base"), await repository.resolve("HEAD")];
  const head = await repository.commit(tip);
  const { evaluation } = await evaluate({
    head,
    base: await repository.commit(base),
    commits: await repository.commits(base, tip, 500),
    repository,
    policy: defaultPolicy(detectLayout((await head.tree()).keys())),
    rules: ledgerRules,
    knownRules: [],
    today: "2026-01-15",
    only: [],
  });
  return evaluation.findings;
}

function commit(name: string, files: MemoryFiles, ...parents: readonly string[]): MemoryCommit {
  return parents.length === 0 ? { name, files } : { name, files, parents };
}

/** The base, a side that appends a passing report, and one that works on something else; then how they are merged. */
function forked(...then: readonly MemoryCommit[]): readonly MemoryCommit[] {
  return [
    commit("base", { [LIGHTS]: lights(FAIL) }),
    commit("judged", { [LIGHTS]: lights(FAIL, PASS) }, "base"),
    commit("worked", { [LIGHTS]: lights(FAIL), "src/lamp.ts": "lamp" }, "base"),
    ...then,
  ];
}

describe("a merge", () => {
  it("that keeps what both sides recorded is fine", async () => {
    const all = forked(
      commit("judged-too", { [LIGHTS]: lights(FAIL, THIRD) }, "worked"),
      commit("merge", { [LIGHTS]: lights(FAIL, PASS, THIRD) }, "judged", "judged-too"),
    );
    expect(await findings(...all)).toEqual([]);
  });

  it.each([["worked", "judged"], ["judged", "worked"]])("of %s and %s must not lose a report", async (...parents) => {
    const found = await findings(...forked(commit("merge", { [LIGHTS]: lights(FAIL) }, ...parents)));
    expect(found.map(({ rule, path, packet }) => [rule, path, packet])).toEqual([
      ["ledger/report-deleted", LIGHTS, "WP-1-Harbour-Lights"],
    ]);
    expect(found[0]?.message).toMatch(
      /^The merge \w{12} takes away the report `VALIDATION REPORT - 2026-01-12` \(verdict `PASS`\), 3 lines\. Put it back .*`git show \w{12}:\.GOV\/task_packets\/WP-1-Harbour-Lights\.md` has it\.$/,
    );
  });

  it("must not change a report, nor slip one in", async () => {
    const edited = await findings(...forked(commit("merge", { [LIGHTS]: lights(FAIL, PASS.replace("All", "Most")) }, "judged", "worked")));
    expect(edited.map(({ rule }) => rule)).toEqual(["ledger/report-modified"]);
    expect(edited[0]?.message).toMatch(/^The merge \w{12} touches recorded text: .*said `- All lamps burn/);
    const filled = await findings(
      ...forked(commit("merge", { [LIGHTS]: lights(FAIL, PASS.replace("\n", "\n- seen\n"), THIRD) }, "judged", "worked")),
    );
    expect(filled.map(({ rule, line }) => [rule, line])).toEqual([["ledger/report-inserted", 1]]);
    const slipped = await findings(...forked(commit("merge", { [LIGHTS]: lights(FAIL, THIRD, PASS) }, "judged", "worked")));
    expect(slipped.map(({ rule }) => rule)).toEqual(["ledger/report-inserted"]);
    const swapped = await findings(
      ...forked(
        commit("judged-again", { [LIGHTS]: lights(FAIL, PASS, THIRD) }, "judged"),
        commit("merge", { [LIGHTS]: lights(FAIL, THIRD, PASS) }, "judged-again", "worked"),
      ),
    );
    expect(swapped.map(({ rule }) => rule)).toEqual(["ledger/report-modified"]);
    expect(swapped[0]?.message).toMatch(/in another order among the reports than in `\w{12}`/);
  });

  it("is forgiven once the report stands again", async () => {
    const merge = commit("merge", { [LIGHTS]: lights(FAIL) }, "worked", "judged");
    expect(await findings(...forked(merge, commit("again", { [LIGHTS]: lights(FAIL, PASS) })))).toEqual([]);
  });

  it("is not blamed for what one side had done before, which the change itself shows", async () => {
    const all = forked(
      commit("forged", { [LIGHTS]: lights(FAIL.replace("Two", "One")) }, "worked"),
      commit("merge", { [LIGHTS]: lights(FAIL.replace("Two", "One"), PASS) }, "judged", "forged"),
    );
    expect((await findings(...all)).map(({ rule, message }) => [rule, message.startsWith("The change ")])).toEqual([
      ["ledger/report-modified", true],
    ]);
  });

  it("that drops a packet with its reports is told once", async () => {
    const files = { [LIGHTS]: lights(FAIL), [CRANE]: crane(PASS) };
    const found = await findings(
      commit("base", { [LIGHTS]: lights(FAIL) }),
      commit("crane", files, "base"),
      commit("more", { ...files, "src/a.ts": "" }, "crane"),
      commit("worked", { [LIGHTS]: lights(FAIL), "src/b.ts": "" }, "base"),
      commit("merge", { [LIGHTS]: lights(FAIL), "src/b.ts": "" }, "worked", "more"),
      commit("merge-again", { [LIGHTS]: lights(FAIL), "src/b.ts": "" }, "merge", "crane"),
    );
    expect(found.map(({ rule, path }) => [rule, path])).toEqual([["ledger/report-deleted", CRANE]]);
  });

  it("of unrelated histories, or of three, must not lose a report either", async () => {
    const unrelated = await findings(
      commit("base", { "README.md": "" }),
      commit("root", { [LIGHTS]: lights(FAIL) }),
      { name: "other", parents: [], files: { [LIGHTS]: lights(PASS) } },
      commit("merge", { [LIGHTS]: lights(FAIL) }, "root", "other"),
    );
    expect(unrelated.map(({ rule }) => rule)).toEqual(["ledger/report-deleted"]);
    const octopus = forked(
      commit("third", { [LIGHTS]: lights(FAIL, THIRD) }, "base"),
      commit("merge", { [LIGHTS]: lights(FAIL, PASS) }, "worked", "judged", "third"),
    );
    expect((await findings(...octopus)).map(({ message }) => message.includes('2026-01-14'))).toEqual([true]);
  });

  it("of branches that merged each other before is judged all the same", async () => {
    const both = { [LIGHTS]: lights(FAIL, PASS), "src/lamp.ts": "lamp" };
    const crossed = [
      commit("left", both, "judged", "worked"),
      commit("right", both, "worked", "judged"),
      commit("right-again", { ...both, [LIGHTS]: lights(FAIL, PASS, THIRD) }, "right"),
    ];
    const kept = commit("merge", { ...both, [LIGHTS]: lights(FAIL, PASS, THIRD) }, "left", "right-again");
    expect(await findings(...forked(...crossed, kept))).toEqual([]);
    const lost = commit("merge", both, "left", "right-again");
    expect((await findings(...forked(...crossed, lost))).map(({ rule }) => rule)).toEqual(["ledger/report-deleted"]);
  });
});
