import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LedgerReport } from "../evaluate/history/ledger-report.ts";
import { git, repository, scratch } from "../snapshot/git.fixture.ts";
import { writ, type Outcome } from "./terminal.fixture.ts";

const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
const FAIL = "### VALIDATION REPORT - 2026-01-10\nVerdict: FAIL\n- third lamp";
const PASS = "### VALIDATION REPORT - 2026-01-12\nVerdict: PASS\n- all lamps \u2013 all";

function packet(...reports: readonly string[]): string {
  return ["# Task Packet: WP-1-Harbour-Lights", "", "## VALIDATION_REPORTS", ...reports, ""].join("\n\n");
}

function chained(named: string): string {
  return `### VALIDATION REPORT - 2026-01-14\nVerdict: PASS\n- Previous-Report: ${named}`;
}

const { folder, remove } = scratch();
afterAll(remove);
const good = join(folder, "good");
const bad = join(folder, "bad");
const cut = join(folder, "cut");

beforeAll(() => {
  const digest = `sha256:${createHash("sha256").update(PASS).digest("hex")}`;
  repository(good, [
    { name: "one", files: { "docs/task_packets/WP-1-Harbour-Lights.md": packet(FAIL) } },
    { name: "two", files: { [LIGHTS]: packet(FAIL, PASS), [CRANE]: packet() } },
    { name: "three", files: { [LIGHTS]: packet(FAIL, PASS, chained(digest)), [CRANE]: packet() } },
  ]);
  repository(bad, [
    { name: "one", files: { [LIGHTS]: packet(FAIL), [CRANE]: packet(PASS, chained(`sha256:${"0".repeat(64)}`)) } },
    {
      name: "forged",
      subject: "tidy up \u001b[2J##[command]",
      files: { [LIGHTS]: packet(FAIL.replace("FAIL", "PASS")), [CRANE]: packet(PASS.replace("\u2013", "??"), chained("none")) },
    },
    { name: "gone", files: { [LIGHTS]: packet() } },
  ]);
  git(folder, "clone", "--quiet", "--depth=1", `file://${good}`, "cut");
});

async function json(cwd: string, ...args: string[]): Promise<{ readonly outcome: Outcome; readonly report: LedgerReport }> {
  const outcome = await writ({ cwd }, "ledger", "verify", "--format", "json", ...args);
  return { outcome, report: JSON.parse(outcome.out) as LedgerReport };
}

describe("writ ledger verify", () => {
  it("says that nothing was changed, and exits with 0", async () => {
    const { code, out, err } = await writ({ cwd: good }, "ledger", "verify");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^No recorded text was ever changed\. 3 commits up to \w{10}, 1 packet with 3 reports\.\n$/);
  });

  it("shows a packet that is asked for with all its reports", async () => {
    const { code, out } = await writ({ cwd: good }, "ledger", "verify", "WP-1-Harbour-Lights");
    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 5)).toEqual([
      `WP-1-Harbour-Lights  ${LIGHTS}`,
      "  line 7: VALIDATION REPORT - 2026-01-10: FAIL",
      "  line 11: VALIDATION REPORT - 2026-01-12: PASS",
      "  line 15: VALIDATION REPORT - 2026-01-14: PASS",
      "  chain: whole, 1 link",
    ]);
  });

  it("shows what was changed, by which commit, and exits with 1", async () => {
    const { code, out } = await writ({ cwd: bad }, "ledger", "verify", "--rev", "forged");
    expect(code).toBe(1);
    const [crane = "", lights = "", spelled = "", summary = ""] = out.split("\n\n");
    expect(crane).toMatch(/^WP-1-Harbour-Crane {2}\S+\n {2}2 reports: PASS, PASS\n {2}chain: broken at line 13\n/);
    expect(crane).toMatch(/\n {4}changed: VALIDATION REPORT - 2026-01-14 \(PASS\), line 11\n {6}- 13: - Previous-Report: sha256:0/);
    expect(lights).toMatch(
      /\n {2}\w{10} 2026-01-01 {2}tidy up <U\+001B>\[2J##<U\+005B>command\]\n {4}changed: .* \(FAIL\), line 7\n {6}- 8: Verdict: FAIL\n {6}\+ 8: Verdict: PASS$/,
    );
    expect(spelled).toMatch(/^Spelled differently, saying the same:\n {2}\w{10} 2026-01-01 {2}1 report in 1 packet \(encoding\): tidy up/);
    expect(summary).toMatch(/^Recorded text was changed twice; reports were spelled differently once; 1 chain is broken\. 2 commits/);
  });

  it("gives everything to scripts", async () => {
    const { outcome, report } = await json(bad);
    expect(outcome).toMatchObject({ code: 1, err: "" });
    expect(report).toMatchObject({
      schema: "writ.ledger/1",
      revision: git(bad, "rev-parse", "HEAD"),
      packets: [
        { id: "WP-1-Harbour-Crane", path: null, reports: [], chain: { state: "none" } },
        { id: "WP-1-Harbour-Lights", path: LIGHTS, reports: [] },
      ],
      cuts: [],
      unreadable: [],
      summary: { commits: 3, packets: 2, reports: 0, changed: 5, reencoded: 1, brokenChains: 0, state: "changed" },
    });
    expect(report.events.map(({ subject, kind, packet: id }) => [subject.slice(0, 4), kind, id.slice(-5)])).toEqual([
      ["tidy", "reencoded", "Crane"],
      ["tidy", "modified", "Crane"],
      ["tidy", "modified", "ights"],
      ["gone", "deleted", "Crane"],
      ["gone", "deleted", "Crane"],
      ["gone", "deleted", "ights"],
    ]);
    const one = await json(good, "WP-1-Harbour-Lights");
    expect(one.outcome.code).toBe(0);
    expect(one.report.packets[0]?.reports[1]).toEqual({
      title: "VALIDATION REPORT - 2026-01-12",
      verdict: "PASS",
      date: "2026-01-12",
      line: 11,
      endLine: 13,
      digest: `sha256:${createHash("sha256").update(PASS).digest("hex")}`,
    });
  });

  it("never calls a shallow clone fine", async () => {
    const { code, out, err } = await writ({ cwd: cut }, "ledger", "verify");
    expect(code).toBe(2);
    expect(out).toMatch(/^The history is cut at \w{40}: what was before it is not known\.\n/);
    expect(out).toContain("not everything could be seen");
    expect(out).not.toMatch(/No recorded text was ever changed/);
    expect(err).toMatch(/^writ: the history is cut at \w{10}, so nothing is proved; run `git fetch --unshallow`/);
    const { outcome, report } = await json(cut);
    expect(outcome.code).toBe(2);
    expect(report.summary.state).toBe("unknown");
    expect(report.cuts).toEqual([git(cut, "rev-parse", "HEAD")]);
  });

  it("reads bare repositories", async () => {
    git(folder, "clone", "--quiet", "--bare", good, "bare.git");
    expect((await writ({ cwd: folder }, "ledger", "verify", "--repo", "bare.git")).code).toBe(0);
  });

  it.each([
    [["verfy"], /^writ: `writ ledger` cannot `verfy`; did you mean `verify`\?\n$/],
    [["prove"], /^writ: `writ ledger` cannot `prove`; type `writ ledger verify`\n$/],
    [["verify", "WP-1-Harbour-Light"], /^writ: there never was a packet `WP-1-Harbour-Light` in the history of `HEAD`; did you mean `WP-1-Harbour-Lights`\?\n$/],
    [["verify", "../x"], /there never was a packet `..\/x`.*`writ ledger verify` looks at every packet/],
    [["verify", "--rev", "nowhere"], /there is no commit "nowhere"/],
    [["verify", "--format", "sarif"], /`--format` cannot be `sarif`/],
    [[], /needs an argument: `writ ledger \[options\] <action> \[id\]`/],
  ])("refuses %j with a reason", async (args, reason) => {
    const { code, out, err } = await writ({ cwd: good }, "ledger", ...args);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(reason);
  });

  it("uses colours and the width of a terminal", async () => {
    const { out } = await writ({ cwd: bad, isTerminal: true }, "ledger", "verify", "--rev", "forged");
    expect(out).toContain("\u001b[31m");
    expect(Math.max(...out.replace(/\u001b\[\d+m/g, "").split("\n").slice(0, -2).map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
