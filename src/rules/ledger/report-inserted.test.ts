import { describe, expect, it } from "vitest";
import { FAIL, LIGHTS, PASS, lights } from "./harbour.ts";
import { change, commit, findings, forked, THIRD } from "./history.fixture.ts";
import { reportInserted } from "./report-inserted.ts";

const OLD = "docs/task_packets/WP-1-Harbour-Lights.md";

it("cannot be waived", () => {
  expect(reportInserted.waivable).toBe(false);
});

it("points at the new report, or at the first line that came in", async () => {
  const [above] = await change(lights(FAIL), lights(PASS, FAIL), OLD);
  expect(above).toMatchObject({ path: LIGHTS, line: 7, endLine: 7, packet: "WP-1-Harbour-Lights" });
  const [within] = await change(lights(FAIL), lights(FAIL.replace("\n- Two", "\n- seen\n\n- again\n- Two")), OLD);
  expect(within).toMatchObject({ path: LIGHTS, line: 10, endLine: 10, packet: "WP-1-Harbour-Lights" });
});

describe("a merge", () => {
  it("must not slip a report in between those of both sides", async () => {
    const merge = commit("merge", { [LIGHTS]: lights(FAIL, THIRD, PASS) }, "judged", "worked");
    const found = await findings(...forked(merge));
    expect(found).toMatchObject([{ rule: "ledger/report-inserted", path: LIGHTS, line: 1 }]);
    expect(found[0]?.message).toMatch(/^The merge \w{12} adds the report `VALIDATION REPORT - 2026-01-14`/);
  });

  it("must not put lines into one", async () => {
    const merge = commit("merge", { [LIGHTS]: lights(FAIL, PASS.replace("\n", "\n- seen\n"), THIRD) }, "judged", "worked");
    const found = await findings(...forked(merge));
    expect(found).toMatchObject([{ rule: "ledger/report-inserted", path: LIGHTS, line: 1 }]);
    expect(found[0]?.message).toMatch(/^The merge \w{12} adds lines to recorded text/);
  });

  it("may add one behind the others", async () => {
    const merge = commit("merge", { [LIGHTS]: lights(FAIL, PASS, THIRD) }, "judged", "worked");
    expect(await findings(...forked(merge))).toEqual([]);
  });
});
