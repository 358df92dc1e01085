import { chmodSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { rules } from "../rules/catalogue.ts";
import { git, repository, scratch } from "../snapshot/git.fixture.ts";
import { writ } from "./terminal.fixture.ts";

const { folder, remove } = scratch();
afterAll(remove);

const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";

/** A byte order mark and double-encoded dashes, above a report that holds the same. */
function damaged(id: string): string {
  const body = "The lamp \u00e2\u20ac\u201c all of it.\n";
  const report = `## VALIDATION_REPORTS\n\n### VALIDATION REPORT - ${id}\nVerdict: PASS\n${body}`;
  return `\ufeff# Task Packet: ${id}\n\n## NOTES\n\n${body}\n${report}`;
}

let repo = "";
let count = 0;
beforeEach(() => {
  repo = repository(join(folder, `r${++count}`), [
    { name: "main", files: { [LIGHTS]: damaged("WP-1-Harbour-Lights"), [CRANE]: damaged("WP-1-Harbour-Crane") } },
  ]);
});

const read = (path: string): string => readFileSync(join(repo, path), "utf8");

describe("writ fix", () => {
  it("mends what it can, keeps the mode, and has nothing to do the second time", async () => {
    chmodSync(join(repo, LIGHTS), 0o600);
    const { code, out, err } = await writ({ cwd: repo }, "fix");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Mended \d+ findings in 2 files:\n/);
    expect(out).toContain(`  wrote ${LIGHTS}\n`);
    expect(read(LIGHTS)).toContain("The lamp - all of it.\n\n## VALIDATION_REPORTS");
    expect(statSync(join(repo, LIGHTS)).mode & 0o777).toBe(0o600);
    const after = [read(LIGHTS), read(CRANE)];
    expect(await writ({ cwd: repo }, "fix")).toEqual({ code: 0, out: "Nothing to mend.\n", err: "" });
    expect([read(LIGHTS), read(CRANE)]).toEqual(after);
    expect(readdirSync(join(repo, ".GOV/task_packets"))).toEqual(["WP-1-Harbour-Crane.md", "WP-1-Harbour-Lights.md"]);
  });

  it("leaves reports as they are, byte by byte", async () => {
    await writ({ cwd: repo }, "fix");
    const report = damaged("WP-1-Harbour-Lights").split("## VALIDATION_REPORTS")[1] ?? "";
    expect(read(LIGHTS).endsWith(report)).toBe(true);
  });

  it("shows the difference and writes nothing with --dry-run", async () => {
    const { code, out } = await writ({ cwd: repo }, "fix", "--dry-run", LIGHTS);
    expect(code).toBe(0);
    expect(out).toContain(`--- a/${LIGHTS}\n+++ b/${LIGHTS}\n@@ -`);
    expect(out).toContain("\n-<U+FEFF># Task Packet: WP-1-Harbour-Lights\n+# Task Packet");
    expect(out).toContain("\n+The lamp - all of it.\n");
    expect(out).toMatch(/\nWould mend \d+ findings in 1 file; nothing was written:\n/);
    expect(out).not.toContain("Crane");
    expect(git(repo, "status", "--porcelain")).toBe("");
  });

  it("mends only what it is asked for", async () => {
    await writ({ cwd: repo }, "fix", "--rule", "text/bom", "WP-1-Harbour-Crane");
    expect(git(repo, "status", "--porcelain")).toBe(` M ${CRANE}`);
    expect(read(CRANE)).toMatch(/^# Task Packet/);
    expect(read(CRANE)).toContain("The lamp \u00e2\u20ac\u201c all of it.\n\n##");
    await writ({ cwd: repo }, "fix", "--rule", "text/bom", "--rule", "text/mojibake", ".GOV");
    expect(read(LIGHTS)).toMatch(/^# Task Packet/);
    expect(read(CRANE)).toContain("The lamp - all of it.\n\n##");
  });

  it("refuses rules that do not exist or mend nothing, and a bare repository", async () => {
    const refusal = async (cwd: string, ...args: string[]): Promise<string> => {
      const { code, out, err } = await writ({ cwd }, "fix", ...args);
      expect([code, out]).toEqual([2, ""]);
      return err;
    };
    expect(await refusal(repo, "--rule", "text/bon")).toContain("did you mean `text/bom`?");
    const byHand = rules.find(({ fixable }) => !fixable)?.id ?? "";
    expect(await refusal(repo, "--rule", byHand)).toContain("has no mechanical fix");
    expect(await refusal(repo, "WP-1-Harbour-Crain")).toContain("did you mean `WP-1-Harbour-Crane`?");
    const bare = repository(join(folder, `bare${count}`), [{ name: "main", files: { a: "x" } }], "--bare");
    expect(await refusal(bare)).toContain("has no working tree");
    expect(git(repo, "status", "--porcelain")).toBe("");
  });
});
