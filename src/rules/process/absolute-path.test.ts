import { expect, it } from "vitest";
import { absolutePath } from "./absolute-path.ts";
import { LIGHTS, lights, REFINEMENT, STUB, stub } from "./harbour.ts";
import { suffixInTree } from "./portable.ts";
import { messages, told } from "../../../test/rules/told.ts";

const at = (...lines: readonly string[]) => told(absolutePath, { files: { [LIGHTS]: lights(...lines) } });
const evidence = (words: string) => at("## EVIDENCE_MAPPING", `- EVIDENCE: ${words}`);

it("points at the path and at nothing around it", async () => {
  const place = "warn WP-1-Harbour-Lights.md:4 ";
  expect(await evidence("`C:\\work\\a.ts:3`, seen")).toEqual([`${place}C:\\work\\a.ts:3`]);
  expect(await evidence("D:\\\\work\\\\a.ts")).toEqual([`${place}D:\\\\work\\\\a.ts`]);
  expect(await evidence("see d:/work/a.ts.")).toEqual([`${place}d:/work/a.ts`]);
  expect(await evidence("(/home/mara/a.ts)")).toEqual([`${place}/home/mara/a.ts`]);
  expect(await evidence("/Users/mara/a.ts and ~/b.ts")).toEqual([`${place}/Users/mara/a.ts`, `${place}~/b.ts`]);
  expect(await evidence("file:///srv/a.ts;")).toEqual([`${place}file:///srv/a.ts`]);
  expect(await evidence("\\\\tower\\logs\\a.txt")).toEqual([`${place}\\\\tower\\logs\\a.txt`]);
});

it("leaves alone what only looks like one", async () => {
  for (const words of [
    "src/home/mara/a.ts:3",
    "https://harbour.example/home/mara/",
    "/home/ and /Users/",
    "/Users/{id}/lamps",
    "file:// is refused",
    "a\\\\b\\c",
    "`\\\\bfile\\\\b`",
    "about ~5 lamps",
    "C: the third",
    "note:/home",
  ]) {
    expect(await evidence(words)).toEqual([]);
  }
});

it("looks at every field and list that others follow, in all three kinds of document", async () => {
  const spec = ["SPEC_ANCHOR", "SPEC_CURRENT", "SPEC_BASELINE", "SPEC_TARGET", "SPEC_TARGET_RESOLVED"];
  for (const label of ["REFINEMENT_FILE", ...spec]) {
    expect(await at(`- ${label}: D:\\a.md`)).toEqual(["warn WP-1-Harbour-Lights.md:3 D:\\a.md"]);
  }
  expect(await at("- FILES_TO_OPEN:", "  - D:\\a.ts")).toEqual(["warn WP-1-Harbour-Lights.md:4 D:\\a.ts"]);
  expect(await at("- IN_SCOPE_PATHS:", "  - `D:\\a.ts`")).toEqual(["warn WP-1-Harbour-Lights.md:4 D:\\a.ts"]);
  expect(await at("- What: D:\\a.ts", "## EVIDENCE", "- LOG: D:\\a.log")).toEqual([]);
  const files = { [STUB]: stub("- SPEC_TARGET: D:\\a.md"), [REFINEMENT]: "- SPEC_TARGET_RESOLVED: D:\\a.md\n" };
  expect(await told(absolutePath, { files })).toEqual([
    "warn WP-1-Harbour-Lights.md:1 D:\\a.md",
    "warn WP-1-Harbour-Lights.md:4 D:\\a.md",
  ]);
});

it("leaves reports, code and quoted requirements alone", async () => {
  expect(await at("## VALIDATION REPORT", "Verdict: PASS", "- SPEC_TARGET: D:\\a.md")).toEqual([]);
  expect(await at("## EVIDENCE_MAPPING", "```", "D:\\a.ts", "```", "- REQUIREMENT: no D:\\a.ts")).toEqual([]);
  expect(await at("## EVIDENCE_MAPPING", "- REQUIREMENT: lamps", "  - EVIDENCE: D:\\a.ts")).toEqual([
    "warn WP-1-Harbour-Lights.md:5 D:\\a.ts",
  ]);
});

it("says which file of the repository is meant", async () => {
  const files = { [LIGHTS]: lights("- SPEC_TARGET: D:\\work\\spec\\lamp.md"), "spec/lamp.md": "# Lamps\n" };
  expect(await messages(absolutePath, { files })).toEqual([
    "`D:\\work\\spec\\lamp.md` in SPEC_TARGET is a path of one machine. Write `spec/lamp.md`.",
  ]);
  expect(await messages(absolutePath, { files: { [LIGHTS]: lights("- SPEC_TARGET: ~/lamp.md") } })).toEqual([
    "`~/lamp.md` in SPEC_TARGET is a path of one machine. Write it from the top of the repository.",
  ]);
});

it("finds the longest end that is a file, and trusts no bare name", () => {
  const tree = new Map(["src/lamp.ts", "harbour/src/lamp.ts", "README.md"].map((path) => [path, null]));
  expect(suffixInTree("C:\\work\\harbour\\src\\lamp.ts", tree)).toBe("harbour/src/lamp.ts");
  expect(suffixInTree("/home/mara/src/lamp.ts:3-5", tree)).toBe("src/lamp.ts:3-5");
  expect(suffixInTree("/home/mara/src/lamp.ts:3", tree)).toBe("src/lamp.ts:3");
  expect(suffixInTree("C:\\work\\README.md", tree)).toBeNull();
  expect(suffixInTree("C:\\work\\src\\crane.ts", tree)).toBeNull();
});
