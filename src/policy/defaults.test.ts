import { expect, it } from "vitest";
import { defaultPolicy } from "./defaults.ts";
import { detectLayout } from "./layout.ts";

it("is what holds without a policy file", () => {
  const layout = detectLayout([]);
  expect(defaultPolicy(layout)).toEqual({
    version: 1,
    source: null,
    layout,
    rules: {},
    strict: false,
    gate: {
      mode: "packets",
      validators: ["role:maintain"],
      approvers: ["role:maintain"],
      verdicts: 1,
      independence: true,
      acknowledge: false,
      governed: [],
    },
    reports: { onPass: { status: null, board: null }, forks: "pull-request" },
    scan: { forbidden: [], maxFileBytes: 10485760 },
    transitions: null,
  });
});
