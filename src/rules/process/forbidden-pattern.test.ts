import { expect, it } from "vitest";
import { forbiddenPattern } from "./forbidden-pattern.ts";
import { LIGHTS, lights } from "./harbour.ts";
import { messages, told } from "../../../test/rules/told.ts";

const forbidden = [
  { pattern: "dbg!", paths: ["src/**"], why: "debug output." },
  { pattern: "unsafe|dbg", paths: ["src/a.rs", ".GOV/**"], why: "it is not safe" },
];
const policy = { scan: { forbidden, maxFileBytes: 1000 } };
const base = { "README.md": "# Harbour\n" };

it("tells each file and pattern once, at the first line that holds it", async () => {
  const files = {
    ...base,
    "src/a.rs": "one();\ndbg!(1);\n\ndbg!(2);\n",
    "src/b.rs": "unsafe {}\n",
    "lib/a.rs": "dbg!(1);\n",
  };
  expect(await told(forbiddenPattern, { base, files, policy })).toEqual(["error a.rs:2", "error a.rs:2"]);
  expect(await messages(forbiddenPattern, { base, files, policy })).toEqual([
    "Lines 2, 4 of this file hold `dbg!`, which the policy forbids: debug output. " +
      "Remove it, or let a maintainer narrow the pattern in the policy.",
    "Lines 2, 4 of this file hold `unsafe|dbg`, which the policy forbids: it is not safe. " +
      "Remove it, or let a maintainer narrow the pattern in the policy.",
  ]);
});

it("finds it in a governed document, too", async () => {
  const files = { ...base, [LIGHTS]: lights("", "Nothing unsafe.") };
  expect(await told(forbiddenPattern, { base, files, policy })).toEqual(["error WP-1-Harbour-Lights.md:4"]);
  expect(await messages(forbiddenPattern, { base, files, policy })).toEqual([
    expect.stringContaining("Line 4 of this file holds"),
  ]);
});

it("names twenty lines and counts the rest", async () => {
  const lines = (count: number) => ({ ...base, "src/b.rs": "dbg!(1);\n".repeat(count) });
  expect(await messages(forbiddenPattern, { base, files: lines(20), policy })).toEqual([
    expect.stringContaining("19, 20 of this file"),
  ]);
  expect(await messages(forbiddenPattern, { base, files: lines(21), policy })).toEqual([
    expect.stringContaining("19, 20 and 1 more of this file"),
  ]);
});
