import { expect, it } from "vitest";
import { judgeExample } from "../../evaluate/example.ts";
import { FAIL, LIGHTS, PASS, lights } from "./harbour.ts";
import { reportReencoded } from "./report-reencoded.ts";

it("cannot be waived", () => {
  expect(reportReencoded.waivable).toBe(false);
});

it("points at the heading where only blank lines differ", async () => {
  const { findings } = await judgeExample(reportReencoded, {
    verdict: "bad",
    shows: "",
    base: { [LIGHTS]: lights(FAIL, PASS) },
    files: { [LIGHTS]: lights(FAIL, PASS.replace("\n", "\n\n")) },
  });
  expect(findings).toMatchObject([{ line: 12, endLine: 12 }]);
});

it("points at the first line that is spelled differently, where the packet is now", async () => {
  const { findings } = await judgeExample(reportReencoded, {
    verdict: "bad",
    shows: "",
    base: { "docs/task_packets/WP-1-Harbour-Lights.md": lights(`${PASS}\n- docs/TASK_BOARD.md`) },
    files: { [LIGHTS]: lights(`${PASS}\n- .GOV/roles_shared/TASK_BOARD.md`) },
  });
  expect(findings).toMatchObject([{ path: LIGHTS, packet: "WP-1-Harbour-Lights", line: 10, fix: null }]);
});
