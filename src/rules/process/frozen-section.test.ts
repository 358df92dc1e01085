import { expect, it } from "vitest";
import { frozenSection } from "./frozen-section.ts";
import { LIGHTS, lights } from "./harbour.ts";
import { messages, related, told } from "../../../test/rules/told.ts";

const SIGNED = "- USER_SIGNATURE: mara010120261200";

function change(before: readonly string[], after: readonly string[], from = "In Progress", to = from) {
  const packet = (status: string, lines: readonly string[]): string =>
    lights(`- **Status:** ${status}`, SIGNED, "", ...lines);
  return { base: { [LIGHTS]: packet(from, before) }, files: { [LIGHTS]: packet(to, after) } };
}

it("points at what was added, else at the section, else at the signature", async () => {
  const edited = change(["## DONE_MEANS", "- One lamp"], ["## DONE_MEANS", "- One lamp", "- Two lamps"]);
  expect(await told(frozenSection, edited)).toEqual(["error WP-1-Harbour-Lights.md:8 Two lamps"]);
  const cut = change(["## DONE_MEANS", "- One lamp", "- Two lamps"], ["## DONE_MEANS", "- One lamp"]);
  expect(await told(frozenSection, cut)).toEqual(["error WP-1-Harbour-Lights.md:6 ## DONE_MEANS"]);
  const gone = change(["## DONE_MEANS", "- One lamp"], []);
  expect(await told(frozenSection, gone)).toEqual(["error WP-1-Harbour-Lights.md:4 mara010120261200"]);
  expect(await related(frozenSection, gone)).toEqual([
    "WP-1-Harbour-Lights.md:4 The signature that the text stands under.",
  ]);
});

it("judges every frozen region for itself", async () => {
  const all = (path: string, other: string, test: string) => [
    "## SCOPE",
    "- What: lamps",
    "- IN_SCOPE_PATHS:",
    `  - ${path}`,
    "- OUT_OF_SCOPE:",
    `  - ${other}`,
    "## TEST_PLAN",
    `- ${test}`,
  ];
  const edited = change(all("src/a.ts", "cranes", "run"), all("src/b.ts", "boats", "walk"));
  expect(await messages(frozenSection, edited)).toEqual([
    expect.stringMatching(/^IN_SCOPE_PATHS .* removed `src\/a\.ts`; added `src\/b\.ts`\. /),
    expect.stringMatching(/^SCOPE .* removed `cranes`; added `boats`\. /),
    expect.stringMatching(/^TEST_PLAN .* removed `run`; added `walk`\. /),
  ]);
  const label = change(["- **TEST_PLAN**: npm test"], ["- **TEST_PLAN**: npm test --fast"]);
  expect(await messages(frozenSection, label)).toEqual([
    expect.stringContaining("removed `npm test`; added `npm test --fast`"),
  ]);
});

it("only warns while the packet waits to be claimed", async () => {
  const edit = [["## DONE_MEANS", "- One lamp"], ["## DONE_MEANS", "- Two lamps"]] as const;
  const place = "WP-1-Harbour-Lights.md:7 Two lamps";
  expect(await told(frozenSection, change(...edit, "Ready for Dev"))).toEqual([`warn ${place}`]);
  expect(await told(frozenSection, change(...edit, "Ready for Dev", "In Progress"))).toEqual([`error ${place}`]);
  expect(await told(frozenSection, change(...edit, "In Progress", "Ready for Dev"))).toEqual([`error ${place}`]);
  expect(await told(frozenSection, change(...edit, "Done"))).toEqual([`error ${place}`]);
});

it("shows long statements where they part", async () => {
  const start = "Every lamp along the old pier and the new one burns within ";
  const edited = change(["## DONE_MEANS", `- ${start}5 seconds`], ["## DONE_MEANS", `- ${start}50 seconds`]);
  expect(await messages(frozenSection, edited)).toEqual([
    "DONE_MEANS was changed after the packet was signed: removed `…burns within 5 seconds`; " +
      "added `…burns within 50 seconds`. Put the signed text back, write the next revision of the packet, or have " +
      "a waiver recorded that names this rule.",
  ]);
});

it("counts what it does not name", async () => {
  const added = Array.from({ length: 5 }, (_, n) => `- Lamp ${String(n)}`);
  const edited = change(["## DONE_MEANS", "- Gone"], ["## DONE_MEANS", ...added]);
  expect(await messages(frozenSection, edited)).toEqual([
    expect.stringContaining("removed `Gone`; added `Lamp 0`, `Lamp 1`, `Lamp 2` and 2 more. Put"),
  ]);
});

it("is lowered by a waiver that names it", async () => {
  const waiver = [
    "## WAIVERS GRANTED",
    "- WAIVER-LIGHTS-001",
    "  - Scope: process/frozen-section",
    "  - Justification: the pier was extended",
    "  - Approver: mara",
    "  - Expiry: 2026-12-31",
    "",
  ];
  const edited = change(["## DONE_MEANS", "- One lamp"], [...waiver, "## DONE_MEANS", "- Two lamps"]);
  expect(await told(frozenSection, edited)).toEqual(["note WP-1-Harbour-Lights.md:14 Two lamps"]);
});

it("needs the same dated signature on both sides", async () => {
  const packet = (signature: string, text: string) => lights(signature, "", "## DONE_MEANS", text);
  for (const [before, after] of [
    ["- USER_SIGNATURE: mara", "- USER_SIGNATURE: mara"],
    ["- USER_SIGNATURE: mara010120261200", "- Nobody signed"],
    ["- USER_SIGNATURE: <pending>", "- USER_SIGNATURE: mara010120261200"],
  ] as const) {
    const repository = { base: { [LIGHTS]: packet(before, "- One") }, files: { [LIGHTS]: packet(after, "- Two") } };
    expect(await told(frozenSection, repository)).toEqual([]);
  }
  const fresh = { base: { "README.md": "# Harbour\n" }, files: { [LIGHTS]: packet(SIGNED, "- One") } };
  expect(await told(frozenSection, fresh)).toEqual([]);
});
