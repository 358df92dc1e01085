import { expect, it } from "vitest";
import { EXAMPLE_DAY, judgeExample } from "../../evaluate/example.ts";
import { chainBroken } from "./chain-broken.ts";
import { LIGHTS, PASS, chained, lights } from "./harbour.ts";

it("points at the hash, and at the report that stands before it", async () => {
  const files = { [LIGHTS]: lights(PASS.replace("All", "Most"), chained(EXAMPLE_DAY, PASS)) };
  const { findings } = await judgeExample(chainBroken, { verdict: "bad", shows: "", files });
  const [found] = findings;
  expect(found).toMatchObject({ line: 14, column: 20, related: [{ path: LIGHTS, line: 7, message: "The report before it." }] });
  expect(found?.message).toMatch(/names the hash `sha256:[0-9a-f]{13}…`\. The report/);
  expect(found?.expected).toMatch(/^sha256:[0-9a-f]{64}$/);
});

it("points at nothing else where nothing stands before", async () => {
  const { findings } = await judgeExample(chainBroken, {
    verdict: "bad",
    shows: "",
    files: { [LIGHTS]: lights(chained(EXAMPLE_DAY, PASS)) },
  });
  expect(findings[0]).toMatchObject({ expected: "none", related: [] });
  expect(findings[0]?.message).toMatch(/by the hash `sha256:[0-9a-f]{13}…`\. No report/);
});
