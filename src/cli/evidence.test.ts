import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { git, repository, scratch, writeFiles } from "../snapshot/git.fixture.ts";
import type { MemoryFiles } from "../snapshot/memory.ts";
import { writ } from "./terminal.fixture.ts";

const ID = "WP-1-Harbour-Lights";
const PACKET = `.GOV/task_packets/${ID}.md`;
const LAMP = "src/lamp.rs";
const LINES = Array.from({ length: 12 }, (_, index) => `lamp ${String(index + 1)}\n`).join("");

/** A finished packet: points of what done means, what the map says, and a report. */
function packet(map: string, report = ""): string {
  return (
    `# Task Packet: ${ID}\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n## DONE_MEANS\n- The lamps burn.\n- The bell ` +
    `rings at noon and at dusk.\n\n## EVIDENCE_MAPPING\n${map}\n${report === "" ? "" : `## VALIDATION REPORT\nVerdict: PASS\n${report}\n`}`
  );
}

const BURN = '- REQUIREMENT: "The lamps burn."\n';

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = scratch());
});
afterEach(() => {
  remove();
});

/** A checkout in which the packet was committed with one state of the files, and these have become another. */
function drifted(text: string | Uint8Array, before: MemoryFiles, after: MemoryFiles): void {
  repository(folder, [
    { name: "write", files: { [PACKET]: text, ...before } },
    { name: "code", files: { [PACKET]: text, ...after } },
  ]);
}

const read = (): Buffer => readFileSync(join(folder, PACKET));
const evidence = (...args: string[]): ReturnType<typeof writ> => writ({ cwd: folder }, "evidence", ...args);

describe("writ evidence", () => {
  it("shows what proves each requirement, and what has become of it", async () => {
    drifted(
      packet(`${BURN}  - EVIDENCE: \`${LAMP}:5\`\n- REQUIREMENT: "The bell rings at dusk."\n  - EVIDENCE: \`${LAMP}:6\`\n`, `- ${LAMP}:7`),
      { [LAMP]: LINES },
      { [LAMP]: `new\n${LINES.replace("lamp 6", "LAMP 6")}` },
    );
    const { code, out, err } = await evidence(ID);
    const [, commit = ""] = git(folder, "log", "--format=%h", "--abbrev=10").split("\n");
    expect(err).toBe("");
    expect(out).toBe(
      [
        `${ID}, Done`,
        `  ${PACKET}`,
        "",
        "line 6: The lamps burn.",
        "  proven by line 10: the same words",
        `    ${LAMP}:5 (line 11)  moved since ${commit} to 6`,
        "",
        "line 7: The bell rings at noon and at dusk.",
        "  no evidence; line 12 comes closest (77 % of the words): The bell rings at dusk.",
        "",
        "Lines of the evidence map that prove no point of what done means",
        "",
        "line 12: The bell rings at dusk.",
        `    ${LAMP}:6 (line 13)  changed since ${commit}: the text is not in the file any more`,
        "",
        "Cited in reports, which nobody may change",
        `    ${LAMP}:7 (line 17)  moved since ${commit} to 8`,
        "",
        "1 of 2 requirements cited, 0 by lines that still stand.",
        "2 citations: 1 moved, 1 changed; 1 more in reports.",
        "",
      ].join("\n"),
    );
    expect(code).toBe(1);
  });

  it("is fine when all is cited and stands, whatever reports cite", async () => {
    const map = `${BURN}  - EVIDENCE: \`${LAMP}:5\`\n- REQUIREMENT: "The bell rings at noon and at dusk."\n  - EVIDENCE: \`${LAMP}:6\`\n`;
    drifted(packet(map, "- src/gone.rs:1"), { [LAMP]: LINES, "src/gone.rs": "a\n" }, { [LAMP]: LINES });
    const { code, out } = await evidence(ID);
    expect(out).toContain("2 of 2 requirements cited, 2 by lines that still stand.\n2 citations: 2 ok; 1 more in reports.\n");
    expect(out).toContain("src/gone.rs:1 (line 17)  gone in ");
    expect(code).toBe(0);
  });

  it("tells it to scripts", async () => {
    drifted(packet(`${BURN}  - EVIDENCE: \`${LAMP}:5\`\n`), { [LAMP]: LINES }, { [LAMP]: `new\n${LINES}` });
    const { code, out } = await evidence(ID, "--format", "json");
    const [, anchor] = git(folder, "log", "--format=%H").split("\n");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      schema: "writ.evidence/1",
      revision: "worktree",
      packet: { id: ID, path: PACKET, status: "Done" },
      requirements: [
        {
          text: "The lamps burn.", line: 6, evidence: [0], nearest: null,
          matches: [{ line: 10, text: "The lamps burn.", kind: "exact", score: 1 }],
        },
        { text: "The bell rings at noon and at dusk.", line: 7, matches: [], evidence: [], nearest: null },
      ],
      others: [],
      evidence: [
        {
          raw: `${LAMP}:5`, line: 11, path: LAMP, start: 5, end: 5, state: "moved", now: { path: LAMP, start: 6, end: 6 },
          inReport: false, anchor, went: null, reason: null, isFine: false,
        },
      ],
      coverage: { requirements: 2, covered: 1, standing: 0 },
      states: { moved: 1 },
    });
  });

  it("tells it as a table that a comment can hold, whatever the packet says", async () => {
    const text = packet('- REQUIREMENT: "Lamps | <b>burn</b> @mara"\n  - EVIDENCE: `src/lamp.rs:5`\n  - EVIDENCE: `src/lamp.rs:6`\n');
    drifted(text, { [LAMP]: LINES }, { [LAMP]: LINES });
    const { out } = await evidence(ID, "--format", "markdown");
    expect(out).toBe(
      [
        `## Evidence of ${ID}`,
        "",
        "| Requirement | Proven by | Evidence | State |",
        "|---|---|---|---|",
        "| line 6: The lamps burn. | no evidence; line 10 comes closest (50 % of the words): Lamps `\\| <b>burn</b> @mara` | | |",
        "| line 7: The bell rings at noon and at dusk. | no evidence: no line of the evidence map quotes it | | |",
        "| line 10: Lamps `\\| <b>burn</b> @mara` | its own citations | `src/lamp.rs:5 (line 11)` | ok |",
        "|  | | `src/lamp.rs:6 (line 12)` | ok |",
        "",
        "0 of 2 requirements cited, 0 by lines that still stand.",
        "2 citations: 2 ok.",
        "",
      ].join("\n"),
    );
  });

  it("judges a commit, a packet in any state, and whatever the policy makes of drift", async () => {
    const text = packet(`${BURN}  - EVIDENCE: \`${LAMP}:5\`\n`).replace("STATUS: Done", "STATUS: In Progress");
    const files = { ".github/writ.yml": "version: 1\nrules: { evidence/drifted: off }\n" };
    drifted(text, { [LAMP]: LINES, ...files }, { [LAMP]: `new\n${LINES}`, ...files });
    expect((await evidence(ID, "--rev", "HEAD")).out).toContain("to 6\n");
    expect((await evidence(ID, "--rev", "write")).out).toContain("1 citation: 1 ok.");
  });

  it.each([
    [["WP-1-Harbour-Light"], "there is no packet `WP-1-Harbour-Light` in the working tree; did you mean `WP-1-Harbour-Lights`?"],
    [[ID, "--dry-run"], "`--dry-run` shows what `--fix` would write; give both"],
    [[ID, "--fix", "--rev", "HEAD"], "`--fix` writes to the working tree, and `--rev` names a commit; leave out one of them"],
    [["WP-1-Idea"], "`WP-1-Idea` is no packet but a stub or a refinement; only packets have evidence"],
  ])("refuses %j", async (args, message) => {
    drifted(packet(""), { ".GOV/task_packets/stubs/WP-1-Idea.md": "# Idea\n" }, { ".GOV/task_packets/stubs/WP-1-Idea.md": "# Idea\n" });
    expect(await evidence(...args)).toEqual({ code: 2, out: "", err: `writ: ${message}\n` });
  });
});

it("is what the check and the mending of everything else point to", async () => {
  drifted(packet(`${BURN}  - EVIDENCE: \`${LAMP}:5\`\n`), { [LAMP]: LINES }, { [LAMP]: `new\n${LINES}` });
  const { out } = await writ({ cwd: folder }, "check", "--drift");
  expect(out).toContain(`fix available: writ evidence ${ID} --fix`);
  expect((await writ({ cwd: folder }, "check")).out).not.toContain("evidence/drifted");
  expect((await writ({ cwd: folder }, "fix", "--rule", "evidence/drifted")).err).toBe(
    "writ: `evidence/drifted` is mended packet by packet; type `writ evidence ID --fix`\n",
  );
  const json = JSON.parse((await writ({ cwd: folder }, "check", "--drift", "--format", "json")).out) as {
    packets: { evidence: unknown[] }[];
  };
  expect(json.packets[0]?.evidence[0]).toEqual({
    raw: `${LAMP}:5`, line: 11, path: LAMP, start: 5, end: 5, state: "moved", now: { path: LAMP, start: 6, end: 6 },
  });
});

describe("writ evidence --fix", () => {
  it("cites what moved where it is now, in every form, and nothing else", async () => {
    const map =
      `${BURN}  - EVIDENCE: \`${LAMP}:2,4-5, 7\` and \`:9\` and ${LAMP}#L3-L4 and lamp.rs (lines 10–11)\n` +
      `  - EVIDENCE: \`${LAMP}:8:3\` and \`src/bell.rs:1\`, ${LAMP}:12\n`;
    const text = packet(map, `- ${LAMP}:7`);
    drifted(text, { [LAMP]: LINES, "src/bell.rs": "bell\n" }, { [LAMP]: `a\nb\nc\n${LINES.replace("lamp 12", "lamp 13")}`, "src/bell.rs": "bell\n" });
    const dry = await evidence(ID, "--fix", "--dry-run");
    expect(dry.out).toContain("-  - EVIDENCE: `src/lamp.rs:2,4-5, 7`");
    expect(dry.out).toMatch(/Would cite anew 7 citations in .*; nothing was written\.\n$/);
    expect(read().toString()).toBe(text);
    const { code, out } = await evidence(ID, "--fix");
    expect({ code, out }).toEqual({ code: 0, out: `Cited anew 7 citations in ${PACKET}.\n` });
    expect(read().toString()).toBe(
      text
        .replace("lamp.rs:2,4-5, 7` and `:9`", "lamp.rs:5,7-8, 10` and `:12`")
        .replace("#L3-L4", "#L6-L7")
        .replace("(lines 10–11)", "(lines 13–14)")
        .replace("lamp.rs:8:3", "lamp.rs:11:3"),
    );
    expect((await evidence(ID, "--fix")).out).toBe("Nothing has moved that could be cited anew.\n");
    // What was not mended is not taken for fine, on the very line that was.
    expect((await evidence(ID)).out).toMatch(/lamp\.rs:12 \(line \d+\) {2}changed since/);
    git(folder, "commit", "-qam", "mend");
    expect((await evidence(ID, "--fix")).out).toBe("Nothing has moved that could be cited anew.\n");
    expect((await evidence(ID)).out).toMatch(/lamp\.rs:12 \(line \d+\) {2}changed since/);
  });

  it("keeps encoding, byte order mark and line ends", async () => {
    const text = packet(`- REQUIREMENT: "The lamps \u00b7 burn."\n  - EVIDENCE: \`${LAMP}:5\`\n`).replaceAll("\n", "\r\n");
    // One byte that is windows-1252, behind a byte order mark.
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text, "latin1")]);
    drifted(bytes, { [LAMP]: LINES }, { [LAMP]: `new\n${LINES}` });
    writeFileSync(join(folder, PACKET), bytes);
    expect((await evidence(ID, "--fix")).code).toBe(0);
    expect(read()).toEqual(Buffer.from(bytes.toString("latin1").replace("lamp.rs:5", "lamp.rs:6"), "latin1"));
  });

  it("writes the new path of a renamed file, once for all that follow it, or not at all", async () => {
    const map = `${BURN}  - EVIDENCE: \`${LAMP}:2,4\`\n  - EVIDENCE: \`src/bell.rs:1,3\`\n`;
    const bell = Array.from({ length: 12 }, (_, index) => `bell ${String(index + 1)}\n`).join("");
    drifted(
      packet(map),
      { [LAMP]: LINES, "src/bell.rs": bell },
      { "lib/lamp/all.rs": `new\n${LINES}`, "lib/bell.rs": bell.replace("bell 3", "BELL 3") },
    );
    expect((await evidence(ID, "--fix")).code).toBe(0);
    expect(read().toString()).toBe(packet(map.replace(`${LAMP}:2,4`, "lib/lamp/all.rs:3,5")));
    expect((await evidence(ID, "--fix")).out).toBe("Nothing has moved that could be cited anew.\n");
  });

  it("mends a list in which each number becomes that of the next", async () => {
    const map = `${BURN}${[2, 3, 4, 5].map((line) => `  - EVIDENCE: \`${LAMP}:${String(line)}\`\n`).join("")}`;
    drifted(packet(map), { [LAMP]: LINES }, { [LAMP]: `new\n${LINES}` });
    for (let round = 0; round < 3; round++) {
      await evidence(ID, "--fix");
      expect(read().toString()).toBe(packet(`${BURN}${[3, 4, 5, 6].map((line) => `  - EVIDENCE: \`${LAMP}:${String(line)}\`\n`).join("")}`));
      if (round === 1) git(folder, "commit", "-qam", "mend");
    }
  });

  it("leaves alone what is ambiguous, and packets that nobody named", async () => {
    const other = PACKET.replace("Lights", "Bell");
    const text = packet(`${BURN}  - EVIDENCE: \`${LAMP}:2\`\n`);
    const files = { [other]: text.replaceAll("Lights", "Bell"), [LAMP]: "a\nset\nb\n" };
    drifted(text, files, { ...files, [LAMP]: "x\na\nset\nb\ny\na\nset\nb\n" });
    expect((await evidence(ID, "--fix")).out).toBe("Nothing has moved that could be cited anew.\n");
    writeFiles(folder, { [LAMP]: "x\na\nset\nb\n" });
    expect((await evidence(ID, "--fix")).out).toBe(`Cited anew 1 citation in ${PACKET}.\n`);
    expect(git(folder, "diff", "--name-only")).toBe(`${PACKET}\n${LAMP}`);
  });
});
