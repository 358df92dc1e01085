/** Every base of the real history revised and every stub activated: what comes out must pass the check. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writ } from "../../src/cli/terminal.fixture.ts";
import { corpus } from "./corpus.ts";

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly path: string;
  readonly message: string;
  readonly fingerprint: string;
}

describe.skipIf(corpus === null)("revising the real history", () => {
  let folder = "";
  let repo = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "writ-revise-"));
    repo = join(folder, "work");
    const quiet = { stdio: "pipe" } as const;
    execFileSync("git", ["clone", "--quiet", `${corpus ?? ""}/governance.bundle`, repo], quiet);
    execFileSync("git", ["-C", repo, "checkout", "--quiet", "fbbf3e01d0c8"], quiet);
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function findings(): Promise<readonly Finding[]> {
    const { out } = await writ({ cwd: repo }, "check", "--format", "json");
    return (JSON.parse(out) as { findings: readonly Finding[] }).findings.filter(({ severity }) => severity !== "note");
  }

  function ids(place: string): readonly string[] {
    return readdirSync(join(repo, place)).filter((name) => name.endsWith(".md")).map((name) => name.slice(0, -3)).sort();
  }

  it("finds nothing new in what it writes", async () => {
    const before = new Set((await findings()).map(({ fingerprint }) => fingerprint));
    const written: string[] = [];
    const bases = new Set(ids(".GOV/task_packets").map((id) => id.replace(/-v\d+$|-20\d{6}$/, "")));
    for (const base of bases) if ((await writ({ cwd: repo }, "revise", base)).code === 0) written.push(base);
    const stubs = ids(".GOV/task_packets/stubs");
    for (const stub of stubs) if ((await writ({ cwd: repo }, "activate", stub)).code === 0) written.push(stub);
    // Bases whose next revision is a stub already are activated instead; stubs that were activated long ago are not.
    expect(written.length).toBe(bases.size + stubs.length - 17);
    const fresh = (await findings()).filter(({ fingerprint }) => !before.has(fingerprint));
    expect(fresh.map(({ rule, path, message }) => `${rule} ${path} ${message}`)).toEqual([]);
  }, 180_000);
});
