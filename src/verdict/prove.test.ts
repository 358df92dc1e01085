import { beforeAll, describe, expect, it } from "vitest";
import { blocksOf } from "../ledger/block.ts";
import { reportEssence } from "../ledger/statements.ts";
import { blockDigest } from "../ledger/chain.ts";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { memoryRepository, type MemoryFiles } from "../snapshot/memory.ts";
import type { Repository } from "../snapshot/snapshot.ts";
import { judgeCommit, type JudgedCommit } from "./judge-commit.ts";
import { Prover, type Proof } from "./prove.ts";
import { proveAll } from "./prove-all.ts";
import { recordVerdict } from "./record.ts";
import { wordsOf } from "./report.fixture.ts";
import { reportFacts } from "./report-facts.ts";
import { essenceOf, idOf } from "./report-text.ts";
import type { ReportWords } from "./report-words.ts";

const ID = "WP-1-Harbour-Lights";
const LIGHTS = `.GOV/task_packets/${ID}.md`;
const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
const TEXT = [
  `# Task Packet: ${ID}`, "", "- **Status:** In Progress", "", "## SCOPE", "- IN_SCOPE_PATHS:", "  - src/", "",
  "## DONE_MEANS", "- lamps burn", "", "## EVIDENCE_MAPPING", '- REQUIREMENT: "lamps burn"', "  - EVIDENCE: `src/lamp.ts:1`", "", "## VALIDATION_REPORTS", "",
].join("\n");
const FILES: MemoryFiles = {
  [LIGHTS]: TEXT,
  [CRANE]: TEXT.replaceAll("Lights", "Crane"),
  ".github/writ.yml": "version: 1\n",
  "src/lamp.ts": "off();\n",
};

let repository: Repository;
let judged: JudgedCommit;
let words: ReportWords;
let text = "";
let block = "";

function packetOf(content: string | Uint8Array, path = LIGHTS): Packet {
  const packet = readDocument("packet", path, typeof content === "string" ? Buffer.from(content) : content);
  if (packet.kind !== "packet") throw new Error("not a packet");
  return packet;
}

function recorded(said: ReportWords, on: string): string {
  const subject = judged.subjects.get(said.packet)!;
  const packet = judged.world.packetById.get(said.packet)!;
  const { status: _status, ...given } = said;
  const done = recordVerdict({
    packet: packetOf(on, packet.path),
    board: null,
    words: given,
    facts: reportFacts(judged.evaluation, packet, subject),
    onPass: { status: null, board: null },
    passes: true,
    gates: { file: null, acknowledged: "unneeded" },
  });
  if (done.state !== "recorded") throw new Error(JSON.stringify(done));
  return Buffer.from(done.changes[0]!.after).toString();
}

beforeAll(async () => {
  repository = memoryRepository([
    { name: "main", files: FILES },
    { name: "work", files: { ...FILES, "src/lamp.ts": "on();\n" } },
  ]);
  const [base, commit] = [await repository.resolve("main"), await repository.resolve("work")];
  judged = await judgeCommit(repository, commit, base, [ID, "WP-1-Harbour-Crane"]);
  const source = "https://github.example/acme/harbour/pull/7#issuecomment-99";
  words = wordsOf({ commit, base, policy: judged.policyBlob, source, reason: "Seen at night.\n\n### VALIDATION REPORT - x (2026-01-01T00:00:00Z)\n- Report-ID: writ-0" });
  text = recorded(words, TEXT);
  block = blocksOf(packetOf(text))[0]!.text;
});

/** The proofs of all reports of a packet, told by their state. */
async function proofs(content: string, path = LIGHTS): Promise<readonly (readonly [string, string])[]> {
  const packet = packetOf(content, path);
  const all = await proveAll(repository, "0.1.0", [[packet.id, { blocks: blocksOf(packet), source: packet.source }]]);
  return all.map(({ state, why }) => [state, why] as const);
}

async function proofOf(content: string): Promise<readonly [string, string]> {
  const [first] = await proofs(content);
  if (first === undefined) throw new Error("no report of Writ");
  return first;
}

describe("Prover", () => {
  it("proves what was recorded, and a chain of it", async () => {
    expect(await proofs(text)).toEqual([["proved", ""]]);
    const both = recorded({ ...words, verdict: "FAIL", source: "https://github.example/acme/harbour/pull/7#issuecomment-100" }, text);
    expect(await proofs(both)).toEqual([["proved", ""], ["proved", ""]]);
    expect(both).toContain(`- Previous-Report: ${blockDigest(blocksOf(packetOf(text))[0]!)}`);
    expect((await proofs(both.replaceAll("\n", "\r\n"))).map(([state]) => state)).toEqual(["proved", "proved"]);
  });

  it("says what its validator said, known without the facts", () => {
    const subject = judged.subjects.get(ID)!.digest;
    expect(essenceOf(words, subject)).toBe(reportEssence(block));
    expect(essenceOf({ ...words, reason: "Seen." }, subject)).not.toBe(reportEssence(block));
    expect(essenceOf(words, subject)).not.toBe(reportEssence(`${block}\n    | and splendid`));
  });

  it("binds the report to the base, its policy and its files", () => {
    expect(block).toMatch(/^- Policy: [0-9a-f]{40}$/m);
    expect(block).toMatch(/^- file 100644 [0-9a-f]{40} `src\/lamp.ts`$/m);
  });

  it.each<[string, string, (text: string) => string]>([
    ["a FAIL made a PASS", "forged", (report) => report.replace("Verdict: PASS", "Verdict: FAIL").replace("REASON FOR PASS", "REASON FOR FAIL")],
    ["another digest", "forged", (report) => report.replace(/(Subject-Digest: sha256:)./, "$1x")],
    ["another validator's comment", "forged", (report) => report.replace("issuecomment-99", "issuecomment-98")],
    ["an edited finding", "differs", (report) => report.replace("(ok)", "(fine)")],
    ["a file that was checked, taken out", "differs", (report) => report.replace(/- file 100644 .*\n/, "")],
    ["gates that were not passed", "differs", (report) => report.replace(/GATES_PASS: .*/, "GATES_PASS: YES (surely)")],
    ["a scope made wider", "differs", (report) => report.replace("- `src/`", "- `src/`\n- `lib/`")],
    ["hidden Unicode in the reason", "differs", (report) => report.replace("Seen at night", "Seen at \u202enight")],
    ["words outside of the bars", "forged", (report) => `${report}\nand more`],
    ["a title of another packet", "forged", (report) => report.replace(`REPORT - ${ID}`, "REPORT - WP-1-Harbour-Crane")],
    ["another report before it", "forged", (report) => report.replace("Previous-Report: none", `Previous-Report: sha256:${"0".repeat(64)}`)],
    ["a loosened policy", "forged", (report) => report.replace(/Policy: [0-9a-f]{40}/, "Policy: none")],
    ["a status that nobody asked for", "forged", (report) => report.replace("- Writ-Version: 0.1.0", "- Writ-Version: 0.1.0\n- Status-Change: Draft -> Done")],
    ["a commit that is not here", "unproved", (report) => report.replace(/Validated-Commit: [0-9a-f]{40}/, `Validated-Commit: ${"1".repeat(40)}`)],
    ["no form at all", "forged", (report) => report.replace(/- Validated-Commit: .*\n/, "")],
  ])("catches %s", async (_, state, change) => {
    expect(change(block)).not.toBe(block);
    const [found, why] = await proofOf(text.replace(block, change(block)));
    expect(found).toBe(state);
    expect(why).not.toBe("");
  });

  it("catches a report that was made for another commit of another subject", async () => {
    const lying = { ...words, commit: words.base ?? "" };
    const [state] = await proofOf(text.replace(block, block.replace(words.commit, lying.commit)));
    expect(state).toBe("differs");
  });

  it("catches a copied report, here and in another packet", async () => {
    const copied = `${text}\n${block.replace("Previous-Report: none", `Previous-Report: ${blockDigest(blocksOf(packetOf(text))[0]!)}`)}\n`;
    expect((await proofs(copied)).map(([state]) => state)).toEqual(["proved", "forged"]);
    expect(await proofs(`${TEXT.replaceAll("Lights", "Crane")}\n${block}\n`, CRANE)).toEqual([["forged", expect.stringContaining("another packet")]]);
  });

  it("leaves reports by hand alone, and text that only imitates one", async () => {
    expect(await proofs(`${TEXT}\n### VALIDATION REPORT - 2026-01-10\nVerdict: PASS\n`)).toEqual([]);
    expect(await proofs(`${TEXT}\n### VALIDATION REPORT - 2026-01-10\nVerdict: PASS\n\n    - Report-ID: writ-0\n`)).toEqual([]);
    expect(packetOf(text).reports).toHaveLength(1);
  });

  it("does not judge the words of another version", async () => {
    const packet = packetOf(text.replace(block, block.replace("(ok)", "(fine)")));
    const proof: Proof = await new Prover(repository, "0.2.0").prove({ packet: ID, block: blocksOf(packet)[0]!, previous: "none" });
    expect(proof.state).toBe("unproved");
    expect(proof.why).toContain("Writ 0.1.0 wrote it");
  });

  it("gives the same verdict the same id, and every other one another", () => {
    const subject = judged.subjects.get(ID)!.digest;
    const id = idOf(words, subject);
    expect(idOf({ ...words, source: words.source.replace("acme", "renamed") }, subject)).toBe(id);
    for (const change of [{ verdict: "FAIL" as const }, { packet: "WP-1-Harbour-Crane" }, { source: "local:1" }]) {
      expect(idOf({ ...words, ...change }, subject)).not.toBe(id);
    }
  });
});
