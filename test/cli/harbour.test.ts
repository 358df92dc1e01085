/** The example repository tells the truth, and `npm run example` sees in it what it says. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { git, scratch } from "../../src/snapshot/git.fixture.ts";

const SOURCE = fileURLToPath(new URL("../../examples/harbour/", import.meta.url));
const EXAMPLE = fileURLToPath(new URL("../../scripts/example.mjs", import.meta.url));

const { folder, remove } = scratch();
afterAll(remove);

let out = "";
let harbour = "";
beforeAll(() => {
  const env = { PATH: process.env["PATH"], HOME: folder, TMPDIR: folder };
  const started = spawnSync(process.execPath, [EXAMPLE], { encoding: "utf8", env, timeout: 50_000 });
  expect([started.status, started.stderr]).toEqual([0, ""]);
  out = started.stdout;
  harbour = join(folder, readdirSync(folder).find((name) => name.startsWith("writ-harbour-")) ?? "");
}, 60_000);

const read = (path: string): string => readFileSync(join(SOURCE, path), "utf8");
const sha1 = (path: string): string => createHash("sha1").update(read(path)).digest("hex");

it("shows a good packet, a broken one, the fixes and a stub", () => {
  expect(out.match(/^\$ writ .*/gm)).toEqual([
    "$ writ check WP-1-Harbour-Lights",
    "$ writ check WP-1-Harbour-Crane",
    "$ writ fix --dry-run WP-1-Harbour-Crane",
    "$ writ check WP-2-Tide-Tables",
  ]);
  expect(out.match(/Passed \(exit 0\): no findings/g)).toHaveLength(2);
});

it("commits every file of the example, with ids that are the same everywhere", () => {
  const committed = git(harbour, "ls-files").split("\n").sort();
  const shipped = readdirSync(SOURCE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(SOURCE.length))
    .sort();
  expect(committed).toEqual(shipped);
  const first = git(harbour, "rev-list", "--max-parents=0", "HEAD");
  expect(read(".GOV/task_packets/WP-1-Harbour-Lights.md")).toContain(`- MERGE_BASE_SHA: ${first}\n`);
});

it("cites files as they are", () => {
  const packet = read(".GOV/task_packets/WP-1-Harbour-Lights.md");
  for (const path of ["src/lights.js", "src/lights.test.js"]) {
    const lines = read(path).split("\n").length - 1;
    const window = `- **Start**: 1\n- **End**: ${lines}\n- **Line Delta**: ${lines}\n`;
    expect(packet).toContain(`- **Target File**: \`${path}\`\n${window}`);
    expect(packet).toContain(`- **Post-SHA1**: \`${sha1(path)}\``);
  }
  const spec = ".GOV/spec/HARBOUR_SPEC_v1.2.md";
  expect(read(".GOV/refinements/WP-1-Harbour-Lights.md")).toContain(`- SPEC_TARGET_SHA1: ${sha1(spec)}\n`);
});

it("passes its own test plan", () => {
  expect(execFileSync(process.execPath, ["--test", "src/"], { cwd: harbour, encoding: "utf8" })).toMatch(/fail 0$/m);
});
