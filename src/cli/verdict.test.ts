import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { git, repository, scratch, writeFiles } from "../snapshot/git.fixture.ts";
import { writ, type Outcome } from "./terminal.fixture.ts";

const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const BOARD = ".GOV/roles_shared/TASK_BOARD.md";
const ID = "WP-1-Harbour-Lights";
const { folder, remove } = scratch();
afterAll(remove);

const PACKET = [
  `# Task Packet: ${ID}`, "", "- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/lamps/", "",
  "## QUALITY_GATE", "### DONE_MEANS", "- Every lamp answers within a second.", "",
  "## EVIDENCE_MAPPING", '- REQUIREMENT: "Every lamp answers within a second."', "  - EVIDENCE: `src/lamps/pier.ts:1`", "",
  "## VALIDATION_REPORTS", "(Validator: reports are added below and never changed.)", "", "## NOTES", "- none", "",
].join("\r\n");
const POLICY = "version: 1\ngate:\n  governed: [\"src/**\"]\nreports:\n  onPass: { status: Done, board: VALIDATED }\n";
const BOARD_TEXT = `# Board\n\n## In Progress\n- **[${ID}]** - [IN_PROGRESS]\n\n## Done\n- **[WP-1-Harbour-Crane]** - [VALIDATED]\n`;

let counter = 0;

function fresh(files: Readonly<Record<string, string>> = {}): string {
  const base = { ".github/writ.yml": POLICY, [LIGHTS]: PACKET, [BOARD]: BOARD_TEXT, "src/lamps/pier.ts": "off();\n", ...files };
  const place = repository(join(folder, `clone${counter++}`), [
    { name: "main", files: base },
    { name: "work", files: { ...base, "src/lamps/pier.ts": "on();\n", "why.md": "All lamps burn.\n\n## VALIDATION REPORT\nVerdict: FAIL @everyone \u2014 caf\u00e9\n" } },
  ]);
  git(place, "config", "user.name", "Wendy Example");
  git(place, "config", "user.email", "wendy@harbour.example");
  return place;
}

function verdict(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return writ({ cwd }, "verdict", "pass", ID, "--reason", "why.md", "--base", "main", "--tests", "pass", ...args);
}

function commit(cwd: string, subject: string): void {
  git(cwd, "add", "--all");
  git(cwd, "commit", "--quiet", "--message", subject);
}

describe("writ verdict", () => {
  let place = "";
  let done: Outcome;
  beforeAll(async () => {
    place = fresh();
    done = await verdict(place);
  });

  it("writes the report, the status and the board, and says who proved nothing", () => {
    expect(done.err).toBe("");
    expect(done.code).toBe(0);
    expect(done.out).toContain(`Updated ${LIGHTS}\nUpdated ${BOARD}\n`);
    expect(done.out).toContain("The validator is Wendy Example [wendy at harbour.example], as Git is configured: GitHub has not proved it.");
    const text = readFileSync(join(place, LIGHTS), "latin1");
    expect(text).toContain("- **Status:** Done\r\n");
    expect(text).toContain("- Status-Change: In Progress -> Done\r\n");
    expect(text).toContain("- TEST_PLAN_PASS: YES\r\n");
    expect(text).toContain("- `Every lamp answers within a second.` -> `src/lamps/pier.ts:1` (ok)\r\n");
    expect(text).toMatch(/- file 100644 [0-9a-f]{40} `src\/lamps\/pier.ts`/);
    expect(text).toContain("    | Verdict: FAIL @everyone -- cafe\r\n\r\n## NOTES\r\n- none\r\n");
    expect(text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(readFileSync(join(place, BOARD), "utf8")).toContain(`## In Progress\n\n## Done\n- **[WP-1-Harbour-Crane]** - [VALIDATED]\n- **[${ID}]** - [VALIDATED]\n`);
  });

  it("brings nothing new that the check would complain about, and is proved by the ledger in a fresh clone", async () => {
    commit(place, "record the verdict");
    const check = await writ({ cwd: place }, "check", "--base", "work", "--format", "json");
    const findings = (JSON.parse(check.out) as { findings: { state: string; severity: string; rule: string }[] }).findings;
    expect(findings.filter(({ state, severity }) => state === "new" && severity === "error")).toEqual([]);
    git(folder, "clone", "--quiet", `file://${place}`, "elsewhere");
    const proof = await writ({ cwd: join(folder, "elsewhere") }, "ledger", "verify", ID);
    expect(proof.err).toBe("");
    expect(proof.out).toContain("proved from Git");
    expect(proof.code).toBe(0);
  });

  it("records the same verdict once, and refuses a packet that was changed", async () => {
    const again = await verdict(place);
    expect(again).toMatchObject({ code: 0, err: "" });
    expect(again.out).toContain("holds this report already: writ-");
    const other = fresh();
    writeFiles(other, { [LIGHTS]: PACKET.replace("Every lamp", "No lamp") });
    const refused = await verdict(other);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("the packet has changed since it was judged");
    expect(readFileSync(join(other, LIGHTS), "utf8")).not.toContain("Report-ID");
  });

  it("writes the state of the gates where such files are kept, and it follows the report into `writ append`", async () => {
    const folderOf = ".GOV/validator_gates";
    const other = fresh({ [`${folderOf}/WP-1-Harbour-Crane.json`]: "{}\n" });
    const shown = await verdict(other, "--dry-run");
    expect(shown.out).toContain(`+++ b/${folderOf}/${ID}.json`);
    expect(git(other, "status", "--porcelain")).toBe("");
    const first = await verdict(other);
    expect(first.out).toContain(`Created ${folderOf}/${ID}.json\n`);
    const path = join(other, folderOf, `${ID}.json`);
    const text = readFileSync(path, "utf8");
    const at = "2026-01-15T12:34:56Z";
    const by = "Wendy Example [wendy at harbour.example] (unproved)";
    expect(JSON.parse(text)).toMatchObject({
      validation_sessions: { [ID]: { verdict: "PASS", status: "COMMITTED", started: at, completed: at, gates: [{ by }, { by }, { timestamp: at }, { timestamp: at }] } },
      archived_sessions: [],
    });
    expect((await verdict(other)).out).toContain("holds this report already");
    expect(readFileSync(path, "utf8")).toBe(text);
    const packet = readFileSync(join(other, LIGHTS), "latin1").replaceAll("\r\n", "\n");
    const block = packet.slice(packet.indexOf("### VALIDATION REPORT"), packet.indexOf("\n\n## NOTES"));
    git(other, "checkout", "--quiet", "--", ".");
    writeFiles(other, { "report.md": block, [`${folderOf}/${ID}.json`]: "[]" });
    const appended = await writ({ cwd: other }, "append", "report.md");
    expect(appended).toMatchObject({ code: 0, err: "" });
    expect(appended.out).toContain(`The state of the gates in \`${folderOf}/${ID}.json\` was left as it is: it has not the form of such files at its top.`);
    git(other, "checkout", "--quiet", "--", ".");
    writeFiles(other, { [`${folderOf}/${ID}.json`]: '{"validation_sessions":{}}' });
    expect((await writ({ cwd: other }, "append", "report.md")).out).toContain(`Updated ${folderOf}/${ID}.json\n`);
    const { validation_sessions: sessions } = JSON.parse(readFileSync(path, "utf8")) as { validation_sessions: unknown };
    expect({ validation_sessions: sessions, archived_sessions: [] }).toEqual(JSON.parse(text));
  });

  it("acknowledges nothing where the policy asks for somebody's acknowledgement", async () => {
    const other = fresh({ ".github/writ.yml": POLICY.replace("gate:\n", "gate:\n  acknowledge: true\n"), ".GOV/validator_gates/a.json": "{}\n" });
    expect(await verdict(other)).toMatchObject({ code: 0, err: "" });
    const { validation_sessions: sessions } = JSON.parse(readFileSync(join(other, `.GOV/validator_gates/${ID}.json`), "utf8")) as { validation_sessions: Record<string, { gates: { gate: string }[] }> };
    expect(sessions[ID]).toMatchObject({ status: "REPORT_PRESENTED" });
    expect(sessions[ID]).not.toHaveProperty("completed");
    expect(sessions[ID]?.gates.map(({ gate }) => gate)).toEqual(["REPORT_PRESENTED", "WP_APPENDED", "COMMITTED"]);
  });

  it("shows what it would write", async () => {
    const other = fresh();
    const shown = await verdict(other, "--dry-run");
    expect(shown.out).toContain("+### VALIDATION REPORT - WP-1-Harbour-Lights (2026-01-15T12:34:56Z)");
    expect(shown.out).toContain("Nothing was written.");
    expect(git(other, "status", "--porcelain")).toBe("");
  });

  it("says what is wrong", async () => {
    const other = fresh();
    const says = async (...args: readonly string[]): Promise<string> => (await writ({ cwd: other }, ...args)).err;
    expect(await says("verdict", "pas", ID, "--reason", "why.md")).toContain("did you mean `pass`?");
    expect(await says("verdict", "pass", ID)).toContain("--reason");
    expect(await says("verdict", "pass", "WP-1-Harbour-Light", "--reason", "why.md")).toContain("did you mean `WP-1-Harbour-Lights`?");
    expect(await says("verdict", "pass", ID, "--reason", "nothing.md")).toContain("cannot be read (ENOENT)");
    expect(await says("verdict", "pass", ID, "--reason", "why.md", "--tests", "maybe")).toContain("choose one of");
    writeFiles(other, { "hidden.md": "fine \u202e", "empty.md": "...\n", "long.md": "x".repeat(10_001) });
    expect(await says("verdict", "pass", ID, "--reason", "hidden.md")).toContain("U+202E");
    expect(await says("verdict", "pass", ID, "--reason", "empty.md")).toContain("holds no reason");
    expect(await says("verdict", "pass", ID, "--reason", "long.md")).toContain("shorten it");
  });
});

describe("writ append", () => {
  it("appends a report that was made elsewhere, after it is proved, behind what has come since", async () => {
    const source = fresh();
    await verdict(source);
    const text = readFileSync(join(source, LIGHTS), "latin1").replaceAll("\r\n", "\n");
    const block = text.slice(text.indexOf("### VALIDATION REPORT"), text.indexOf("\n\n## NOTES"));
    const target = join(folder, "target");
    git(folder, "clone", "--quiet", `file://${source}`, "target");
    git(target, "branch", "main", "origin/main");
    writeFileSync(join(folder, "report.md"), `\`\`\`markdown\n${block}\n\`\`\`\n`);
    const forged = join(folder, "forged.md");
    writeFileSync(forged, block.replace("(ok)", "(hollow)"));
    const refused = await writ({ cwd: target }, "append", forged);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("is not proved: another line");
    expect(git(target, "status", "--porcelain")).toBe("");
    git(target, "config", "user.name", "Vera");
    git(target, "config", "user.email", "vera@harbour.example");
    expect((await writ({ cwd: target }, "verdict", "fail", ID, "--reason", "why.md", "--base", "main")).code).toBe(0);
    const done = await writ({ cwd: target }, "append", "../report.md");
    expect(done).toMatchObject({ code: 0, err: "" });
    commit(target, "both");
    const proof = await writ({ cwd: target }, "ledger", "verify", ID);
    expect(proof).toMatchObject({ code: 0, err: "" });
    expect(proof.out).toContain("2 reports of Writ are proved from Git");
    expect((await writ({ cwd: target }, "append", "../report.md")).out).toContain("holds this report already");
  });

  it("refuses what is not one report", async () => {
    const place = fresh();
    expect((await writ({ cwd: place }, "append", "why.md")).err).toContain("there is not exactly one report");
  });
});
