import { describe, expect, it } from "vitest";
import { FAIL, LIGHTS, PASS, lights } from "./harbour.ts";
import { change, commit, findings, forked, THIRD } from "./history.fixture.ts";
import { reportModified } from "./report-modified.ts";

it("cannot be waived", () => {
  expect(reportModified.waivable).toBe(false);
});

it("points at the line that came, else at the heading of the report", async () => {
  const [edited] = await change(lights(PASS, FAIL), lights(PASS, FAIL.replace("Two", "One")), "docs/task_packets/WP-1-Harbour-Lights.md");
  expect(edited).toMatchObject({ path: LIGHTS, line: 14, endLine: 14, column: 1, packet: "WP-1-Harbour-Lights" });
  const [cut] = await change(lights(PASS, FAIL), lights(PASS, FAIL.replace(/\n- Two.*/, "")));
  expect(cut).toMatchObject({ line: 11, endLine: 11 });
  const [loose] = await change(lights("One.\n\nTwo.", PASS), lights("One.", PASS));
  expect(loose).toMatchObject({ line: 7, endLine: 7 });
});

it("tells reports that moved from reports that changed", async () => {
  const moved = await change(lights(FAIL, PASS), lights(PASS, FAIL));
  expect(moved).toMatchObject([{ line: 11, message: expect.stringContaining("than at the base") }]);
  const edited = await change(lights(FAIL, PASS), lights(FAIL, PASS.replace("All", "Most")));
  expect(edited[0]?.fingerprint).not.toBe(moved[0]?.fingerprint);
});

describe("a damaged report", () => {
  const forged = FAIL.replace("FAIL", "PASS");
  const damaged = [
    commit("recorded", { [LIGHTS]: lights(FAIL, PASS) }),
    commit("base", { [LIGHTS]: lights(forged, PASS), "src/lamp.ts": "lamp" }),
  ];

  it("may be put back as it was first recorded", async () => {
    expect(await findings(...damaged, commit("head", { [LIGHTS]: lights(FAIL, PASS, THIRD) }))).toEqual([]);
  });

  it("may not become anything else", async () => {
    const found = await findings(...damaged, commit("head", { [LIGHTS]: lights(FAIL.replace("Two", "One"), PASS) }));
    expect(found.map(({ rule }) => rule)).toEqual(["ledger/report-modified"]);
  });

  it("may come back to its place, and reports into their order", async () => {
    const gone = [damaged[0] ?? raise(), commit("base", { [LIGHTS]: lights(PASS) })];
    expect(await findings(...gone, commit("head", { [LIGHTS]: lights(FAIL, PASS) }))).toEqual([]);
    const wrong = await findings(...gone, commit("head", { [LIGHTS]: lights(forged, PASS) }));
    expect(wrong.map(({ rule }) => rule)).toEqual(["ledger/report-inserted"]);
    const swapped = [damaged[0] ?? raise(), commit("base", { [LIGHTS]: lights(PASS, FAIL) })];
    expect(await findings(...swapped, commit("head", { [LIGHTS]: lights(FAIL, PASS) }))).toEqual([]);
  });
});

describe("a merge", () => {
  it("must not change a report", async () => {
    const merge = commit("merge", { [LIGHTS]: lights(FAIL, PASS.replace("All", "Most")) }, "judged", "worked");
    const found = await findings(...forked(merge));
    expect(found).toMatchObject([{ rule: "ledger/report-modified", path: LIGHTS, line: 1 }]);
    expect(found[0]?.message).toMatch(/^The merge \w{12} touches recorded text: .*said `- All lamps burn.*`git show \w{12}:/);
  });

  it("must not give reports another order", async () => {
    const found = await findings(
      ...forked(
        commit("judged-again", { [LIGHTS]: lights(FAIL, PASS, THIRD) }, "judged"),
        commit("merge", { [LIGHTS]: lights(FAIL, THIRD, PASS) }, "judged-again", "worked"),
      ),
    );
    expect(found.map(({ rule }) => rule)).toEqual(["ledger/report-modified"]);
    expect(found[0]?.message).toMatch(/in another order among the reports than in `\w{12}`/);
  });

  it("is not blamed for what one side had done before, which the change itself shows", async () => {
    const forged = lights(FAIL.replace("Two", "One"));
    const found = await findings(
      ...forked(
        commit("forged", { [LIGHTS]: forged }, "worked"),
        commit("merge", { [LIGHTS]: lights(FAIL.replace("Two", "One"), PASS) }, "judged", "forged"),
      ),
    );
    expect(found.map(({ rule, message }) => [rule, message.startsWith("The change ")])).toEqual([["ledger/report-modified", true]]);
  });
});

function raise(): never {
  throw new Error("there is no such commit");
}
