import { expect, it } from "vitest";
import { judgeExample } from "../../evaluate/example.ts";
import { FAIL, LIGHTS, lights } from "./harbour.ts";
import { reportForm } from "./report-form.ts";

it("points at the first line that came later", async () => {
  const { findings } = await judgeExample(reportForm, {
    verdict: "bad",
    shows: "",
    base: { [LIGHTS]: lights(FAIL) },
    files: { [LIGHTS]: lights(`${FAIL}\n\n- Both tests run by now.\n- So do the others.`) },
  });
  expect(findings).toMatchObject([{ line: 12, endLine: 12, column: 1 }]);
});
