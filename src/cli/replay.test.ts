import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { git, repository, scratch } from "../snapshot/git.fixture.ts";
import { writ } from "./terminal.fixture.ts";

const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const FAIL = "### VALIDATION REPORT - 2026-01-10\nVerdict: FAIL\n- third lamp";
const POLICY = "version: 1\nrules: { 'structure/*': off, 'process/*': off, 'evidence/*': off }\n";

function packet(...reports: readonly string[]): string {
  return ["# Task Packet: WP-1-Harbour-Lights", "", "## VALIDATION_REPORTS", ...reports, ""].join("\n\n");
}

const { folder, remove } = scratch();
afterAll(remove);
const harbour = join(folder, "harbour");
const clean = join(folder, "clean");

beforeAll(() => {
  const policy = { ".github/writ.yml": POLICY };
  repository(harbour, [
    { name: "one", files: { "src/lamp.ts": "lamp\n" }, date: "2025-06-01T12:00:00Z" },
    { name: "two", files: { [LIGHTS]: packet(FAIL) }, date: "2025-12-30T12:00:00Z" },
    { name: "three", files: { [LIGHTS]: packet(FAIL.replace("FAIL", "PASS")) }, subject: "tidy \u001b[2J", date: "2026-01-02T12:00:00Z" },
    { name: "four", files: { [LIGHTS]: packet(), ...policy }, date: "2026-01-03T12:00:00Z" },
  ]);
  repository(clean, [
    { name: "one", files: policy },
    { name: "two", files: { ...policy, [LIGHTS]: packet(FAIL) } },
  ]);
  git(folder, "clone", "--quiet", "--depth=2", `file://${harbour}`, "cut");
});

interface Json {
  readonly schema: string;
  readonly commits: readonly { readonly commit: string; readonly subject: string; readonly brought: { readonly error: number } }[];
}

async function json(...args: string[]): Promise<{ readonly code: number; readonly replay: Json }> {
  const { code, out, err } = await writ({ cwd: harbour }, "replay", "--format", "json", ...args);
  expect(err).toBe("");
  return { code, replay: JSON.parse(out) as Json };
}

describe("writ replay", () => {
  it("prints a line for each commit, then what would have been caught", async () => {
    const { code, out, err } = await writ({ cwd: harbour }, "replay");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    const lines = out.split("\n");
    expect(lines.slice(0, 4)).toEqual([
      expect.stringMatching(/^\w{10} 2025-06-01 {2}passed {3}no packet touched +one$/),
      expect.stringMatching(/^\w{10} 2025-12-30 {2}passed {3}\S.* two$/),
      expect.stringMatching(/^\w{10} 2026-01-02 {2}stopped {2}1 error\b.* tidy <U\+001B>\[2J$/),
      expect.stringMatching(/^\w{10} 2026-01-03 {2}stopped {2}1 error\b.* four$/),
    ]);
    expect(out).toContain("\n4 commits judged against their parents, 2025-06-01 to 2026-01-03; 3 touch a packet.\n");
    expect(out).toContain("\nWrit would have stopped 2 of them, for 2 errors.\n");
    expect(out).toMatch(/\nWhat it would have caught\n {2}ledger +2 errors in 2 commits +recorded verdicts/);
    expect(out).toMatch(/\nBy rule\n +1 {2}ledger\/report-deleted +first \w{10} 2026-01-03 .*\n +1 {2}ledger\/report-modified /);
    expect(out).toMatch(/\n {4}ledger\/report-modified {2}\.GOV\/task_packets\/WP-1-Harbour-Lights\.md:\d+\n/);
    expect(out).toMatch(/\n {2}Judged 4 in \d+\.\d s, \d+ ms a commit/);
  });

  it("names the command that shows what stands at the end: as much as it counts", async () => {
    const { out } = await writ({ cwd: harbour }, "replay", "one..three");
    const [, stands = "", command = ""] = /\n {2}(\d.*): `writ (check .*)` shows them\.\n/.exec(out) ?? [];
    const counted = stands.match(/\d+/g)?.reduce((sum, number) => sum + Number(number), 0);
    expect(command).toMatch(/^check --rev \w{10} --base \w{10} --all --notes$/);
    const shown = await writ({ cwd: harbour }, ...command.split(" "));
    expect(shown.out.match(/^ {2}(?:error|warning|note) /gm)).toHaveLength(counted ?? -1);
    expect(counted).toBeGreaterThan(3);
  });

  it("says so, and exits with 0, when nothing would have been stopped", async () => {
    const { code, out } = await writ({ cwd: clean }, "replay");
    expect(code).toBe(0);
    expect(out).toContain("Writ would have stopped none of them.");
    expect(out).not.toContain("For instance");
  });

  it("takes ranges as Git writes them, and a time", async () => {
    const subjects = async (...args: string[]): Promise<string[]> =>
      (await json(...args)).replay.commits.map(({ subject }) => subject);
    expect(await subjects("one..three")).toEqual(["two", "tidy \u001b[2J"]);
    expect(await subjects("three..")).toEqual(["four"]);
    expect(await subjects("two")).toEqual(["one", "two"]);
    // The clock of these tests stands at 2026-01-15.
    expect(await subjects("--since", "20d")).toEqual(["two", "tidy \u001b[2J", "four"]);
    expect(await subjects("--since", "2026-01-03")).toEqual(["four"]);
    expect(await subjects("one..", "--since", "1y")).toHaveLength(3);
  });

  it("goes on where it was stopped, and comes to the same", async () => {
    const file = join(folder, "replay.jsonl");
    const held = join(folder, "held.yml");
    writeFileSync(held, POLICY);
    const whole = await json("--policy", held);
    const first = await json("one..three", "--policy", held, "--resume", file);
    const written = readFileSync(file, "utf8").split("\n");
    expect(written).toHaveLength(4);
    // As when the machine went down in the middle of a line.
    appendFileSync(file, '{"commit":"12');
    const second = await json("--policy", held, "--resume", file);
    expect(second.replay.commits).toEqual(whole.replay.commits);
    expect(first.replay.commits).toEqual(whole.replay.commits.slice(1, 3));
    expect(readFileSync(file, "utf8").split("\n").filter((line) => line.startsWith('{"commit"'))).toHaveLength(4);
    const { out } = await writ({ cwd: harbour }, "replay", "--policy", held, "--resume", file);
    expect(out).toContain("Nothing had to be judged anew.");
    expect(out.split("\n")[0]).toBe("");
  });

  it("keeps what a damaged or foreign file holds", async () => {
    const notes = join(folder, "notes.txt");
    writeFileSync(notes, "my notes\n");
    const foreign = await writ({ cwd: harbour }, "replay", "--resume", notes);
    expect(foreign).toMatchObject({ code: 2, out: "" });
    expect(foreign.err).toMatch(/notes\.txt` is no record of a replay, and nothing is written into it; name another/);
    expect(readFileSync(notes, "utf8")).toBe("my notes\n");
    const other = join(folder, "other.jsonl");
    await json("--resume", other);
    const under = await writ({ cwd: clean }, "replay", "--resume", other);
    expect(under.code).toBe(0);
    const policy = join(folder, "policy.yml");
    writeFileSync(policy, "version: 1\n");
    const changed = await writ({ cwd: harbour }, "replay", "--resume", other, "--policy", policy);
    expect(changed.err).toMatch(/other\.jsonl` was made by another version of Writ or under another policy; remove it/);
    appendFileSync(other, "nonsense\n");
    expect((await writ({ cwd: harbour }, "replay", "--resume", other)).err).toMatch(/^writ: line \d+ of `.*` is damaged; remove/);
    const nowhere = await writ({ cwd: harbour }, "replay", "--resume", join(folder, "no", "such"));
    expect(nowhere.err).toMatch(/cannot be written \(ENOENT\); name another file with --resume\n$/);
    expect(existsSync(join(folder, "no"))).toBe(false);
  });

  it.each([
    [["one...two"], /`one\.\.\.two` has three dots; write `one\.\.two`/],
    [["one..one"], /there is no commit in `one\.\.one`; give an older beginning/],
    [["--since", "2030-01-01"], /there is no commit in what led to `HEAD` since 2030-01-01/],
    [["--since", "soon"], /`soon` is no time that --since knows; write 90d, 12w, 6m, 1y or a day/],
    [["--since", "2026-02-30"], /`2026-02-30` is no time/],
    [["nowhere"], /there is no commit "nowhere"/],
  ])("refuses %j", async (args, message) => {
    const { code, out, err } = await writ({ cwd: harbour }, "replay", ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(message);
  });

  it("says what a shallow clone does not show", async () => {
    const cut = join(folder, "cut");
    const { code, err } = await writ({ cwd: cut }, "replay");
    expect(code).toBe(2);
    expect(err).toMatch(/shallow clone .* does not show every commit up to .*--unshallow/);
    expect((await writ({ cwd: cut }, "replay", "HEAD~1..")).code).toBe(1);
  });
});
