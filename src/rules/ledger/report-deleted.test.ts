import { describe, expect, it } from "vitest";
import { CRANE, FAIL, LIGHTS, PASS, crane, lights } from "./harbour.ts";
import { change, commit, findings, forked, THIRD } from "./history.fixture.ts";
import { reportDeleted } from "./report-deleted.ts";

it("cannot be waived", () => {
  expect(reportDeleted.waivable).toBe(false);
});

it("names the packet where it is now, and the base where it was", async () => {
  const [found] = await change(lights(FAIL), lights(), "docs/task_packets/WP-1-Harbour-Lights.md");
  expect(found).toMatchObject({ path: LIGHTS, line: 1, packet: "WP-1-Harbour-Lights" });
  expect(found?.message).toMatch(/4 lines\. Put it back .* in `docs\/task_packets\/WP-1-Harbour-Lights\.md`\.$/);
});

it("counts the lines of what is gone", async () => {
  const [found] = await change(lights("### VALIDATION REPORT - 2026-01-10"), lights());
  expect(found?.message).toContain("`VALIDATION REPORT - 2026-01-10`, 1 line. Put");
});

it("does not take a packet that had these reports before for a new name of this one", async () => {
  const [found] = await findings(
    commit("base", { [LIGHTS]: lights(FAIL), [CRANE]: crane(FAIL) }),
    commit("head", { [CRANE]: crane(FAIL) }),
  );
  expect(found?.message).toContain("its 1 report went with it. Put the file back");
  const other = ".GOV/task_packets/WP-1-Harbour-Piers.md";
  const [none] = await findings(
    commit("base", { [LIGHTS]: lights(FAIL, PASS) }),
    commit("head", { [CRANE]: crane(THIRD), [other]: crane() }),
  );
  expect(none?.message).toContain("its 2 reports went with it. Put the file back");
  const [two] = await findings(commit("base", { [LIGHTS]: lights(FAIL, PASS) }), commit("head", { [CRANE]: crane(THIRD, PASS) }));
  expect(two?.message).toContain("They stand in `.GOV/task_packets/WP-1-Harbour-Crane.md` now");
});

it("lets a packet become a stub with its reports, but not without", async () => {
  const stub = ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md";
  const base = commit("base", { [LIGHTS]: lights(FAIL) });
  expect(await findings(base, commit("head", { [stub]: lights(FAIL) }))).toEqual([]);
  const lost = await findings(base, commit("head", { [stub]: lights() }));
  expect(lost.map(({ rule, path }) => [rule, path])).toEqual([["ledger/report-deleted", stub]]);
});

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

  it("is forgiven once the report stands again", async () => {
    const merge = commit("merge", { [LIGHTS]: lights(FAIL) }, "worked", "judged");
    expect(await findings(...forked(merge, commit("again", { [LIGHTS]: lights(FAIL, PASS) })))).toEqual([]);
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
    expect(found[0]?.message).toMatch(/^The merge /);
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
