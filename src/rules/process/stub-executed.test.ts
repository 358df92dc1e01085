import { expect, it } from "vitest";
import { LIGHTS, lights, STUB, stub } from "./harbour.ts";
import { stubExecuted } from "./stub-executed.ts";
import { messages, related, told } from "../../../test/rules/told.ts";

const base = { "README.md": "# Harbour\n" };

it("points at the stub, also where a packet of that name stands untouched, and to the other stubs", async () => {
  const packet = lights("- **Status:** Done");
  const other = ".GOV/task_packets/stubs/WP-1-Harbour-Quay.md";
  const repository = {
    base: { ...base, [LIGHTS]: packet },
    files: {
      ...base,
      [LIGHTS]: packet,
      [STUB]: stub(),
      [other]: "# Work Packet Stub: WP-1-Harbour-Quay\n",
      "src/a.ts": "1\n",
    },
  };
  expect(await told(stubExecuted, repository)).toEqual([
    "error WP-1-Harbour-Lights.md:1 Work Packet Stub: WP-1-Harbour-Lights",
  ]);
  expect(await related(stubExecuted, repository)).toEqual([
    "WP-1-Harbour-Quay.md:1 Another stub that the change touches.",
  ]);
});

it("names five files and counts the rest", async () => {
  const files = (count: number) => ({
    ...base,
    [STUB]: stub(),
    ...Object.fromEntries(Array.from({ length: count }, (_, n) => [`src/${String(n)}.ts`, "1\n"])),
  });
  expect(await messages(stubExecuted, { base, files: files(5) })).toEqual([
    expect.stringContaining("`src/3.ts`, `src/4.ts`, and the only plan"),
  ]);
  expect(await messages(stubExecuted, { base, files: files(6) })).toEqual([
    expect.stringContaining("`src/4.ts` and 1 more, and the only plan"),
  ]);
});

it("finds a replaced packet no better a plan than none", async () => {
  const files = { ...base, [STUB]: stub(), [LIGHTS]: lights("- **Status:** Superseded"), "src/a.ts": "1\n" };
  expect(await told(stubExecuted, { base, files })).toHaveLength(1);
});
