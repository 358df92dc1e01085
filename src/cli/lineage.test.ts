/** `writ lineage` and `writ board`, as a person uses them. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BoardReport } from "../evaluate/board-report.ts";
import type { LineageReport } from "../evaluate/lineage-report.ts";
import { git, repository, scratch } from "../snapshot/git.fixture.ts";
import { writ } from "./terminal.fixture.ts";

const { folder, remove } = scratch();
afterAll(remove);

const LIGHTS = "WP-1-Harbour-Lights";
const PACKETS = ".GOV/task_packets";
const BOARD = ".GOV/roles_shared/TASK_BOARD.md";
const REGISTRY = ".GOV/roles_shared/WP_TRACEABILITY_REGISTRY.md";
const POINTER = ".GOV/roles_shared/SPEC_CURRENT.md";

const FIRST = `# Task Packet: ${LIGHTS}
- **Status:** Done

## DONE_MEANS
- Every lamp burns from dusk to dawn.
- The bell rings in fog.
- [REQ-3] Each lamp has a number.
- [REQ-4] The horn sounds.

## VALIDATION REPORT
Verdict: PASS
`;

const SECOND = `# Task Packet: ${LIGHTS}-v2
- **Status:** In Progress\u001b[2J "quoted" <b>

## DONE_MEANS
- Every lamp burns from dusk to dawn.

## LINEAGE_AUDIT
- Prior packet: ${LIGHTS}
- Changed: [REQ-3] is written on the lamp.
- Retired: [REQ-4]
`;

const FILES = {
  [`${PACKETS}/${LIGHTS}.md`]: FIRST,
  [`${PACKETS}/${LIGHTS}-v2.md`]: SECOND,
  [`${PACKETS}/stubs/${LIGHTS}-v3.md`]: `# Work Packet Stub: ${LIGHTS}-v3\n- STUB_STATUS: STUB\n`,
  [`.GOV/refinements/${LIGHTS}-v2.md`]: `# Refinement: ${LIGHTS}-v2\n- USER_REVIEW_STATUS: APPROVED\n`,
  [`${PACKETS}/WP-2-Tide-Tables.md`]: "# Task Packet: WP-2-Tide-Tables\n- **Status:** Done\n\n## VALIDATION REPORT\nVerdict: PASS\n",
  [REGISTRY]: `| Base WP ID | Active Packet | Task Board | Notes |\n|---|---|---|---|\n| ${LIGHTS} | ${PACKETS}/${LIGHTS}-v2.md | Done | x |\n`,
  [BOARD]: `## In Progress\n- **[${LIGHTS}-v2]** - [IN_PROGRESS]\n\n## Ready for Dev\n- **[WP-3-Fog]** - [READY_FOR_DEV]\n\n## Done\n- **[WP-2-Tide-Tables]** - [VALIDATED]\n\n## Superseded\n- **[${LIGHTS}]** - [SUPERSEDED]\n`,
  [POINTER]: "**.GOV/spec/HARBOUR_SPEC_v1.2.md**\n",
};

let repo = "";
beforeAll(() => {
  repo = repository(join(folder, "r"), [
    { name: "early", files: { [`${PACKETS}/${LIGHTS}.md`]: FIRST } },
    { name: "main", files: FILES },
  ]);
});

async function shown(...args: string[]): Promise<string> {
  const { code, out, err } = await writ({ cwd: repo }, ...args);
  expect([code, err]).toEqual([0, ""]);
  return out;
}

describe("writ lineage", () => {
  it("draws the revisions with what became of each requirement, and what stands around them", async () => {
    expect(await shown("lineage", LIGHTS)).toBe(
      `${LIGHTS}
  ${LIGHTS}     Done, last verdict PASS, replaced  ${PACKETS}/${LIGHTS}.md
  |
  |  1 kept, 1 changed, 1 retired without a reason, 1 dropped
  |    dropped    line 6     The bell rings in fog.
  |    no reason  line 8     [REQ-4] The horn sounds.
  v
* ${LIGHTS}-v2  In Progress<U+001B>[2J "quoted" <b>, in force  ${PACKETS}/${LIGHTS}-v2.md

  Stubs        ${LIGHTS}-v3  STUB  ${PACKETS}/stubs/${LIGHTS}-v3.md
  Refinements  ${LIGHTS}-v2  APPROVED  .GOV/refinements/${LIGHTS}-v2.md
  Registry     ${REGISTRY}:3  names ${LIGHTS}-v2, states Done
  Board        ${BOARD}:2  ${LIGHTS}-v2 [IN_PROGRESS] under In Progress
  Board        ${BOARD}:11  ${LIGHTS} [SUPERSEDED] under Superseded
  Spec         ${POINTER}:1  names .GOV/spec/HARBOUR_SPEC_v1.2.md

  warn   ${REGISTRY}:3
         The row of \`${LIGHTS}\` states \`Done\`, but the board has \`${LIGHTS}-v2\` under \`In Progress\`.
         Write that into the row, or move the entry.
  warn   ${PACKETS}/stubs/${LIGHTS}-v3.md:1
         The board has no entry for \`${LIGHTS}-v3\`. Add one under the column of its state.
`,
    );
  });

  it("tells a program everything, with lines", async () => {
    const report = JSON.parse(await shown("lineage", `${LIGHTS}-v2`, "--format", "json")) as LineageReport;
    expect(report).toMatchObject({ schema: "writ.lineage/1", revision: "worktree", base: LIGHTS, active: `${LIGHTS}-v2` });
    expect(report.packets[1]?.carried).toEqual([
      { text: "Every lamp burns from dusk to dawn.", fate: "kept", path: `${PACKETS}/${LIGHTS}.md`, line: 5, at: 5 },
      { text: "The bell rings in fog.", fate: "dropped", path: `${PACKETS}/${LIGHTS}.md`, line: 6, at: null },
      { text: "[REQ-3] Each lamp has a number.", fate: "changed", path: `${PACKETS}/${LIGHTS}.md`, line: 7, at: 9 },
      { text: "[REQ-4] The horn sounds.", fate: "unreasoned", path: `${PACKETS}/${LIGHTS}.md`, line: 8, at: 10 },
    ]);
    expect(report.findings.map(({ rule }) => rule)).toContain("lineage/requirement-dropped");
    expect(new Set(report.findings.map(({ packet }) => packet))).not.toContain("WP-2-Tide-Tables");
  });

  it("makes a chart and a graph in which no text can act", async () => {
    const mermaid = await shown("lineage", LIGHTS, "--format", "mermaid");
    expect(mermaid).toMatch(/^flowchart TD\n {2}p0\["WP-1-Harbour-Lights<br\/>Done, PASS"\]\n/);
    expect(mermaid).toContain('p1[["WP-1-Harbour-Lights-v2<br/>In Progress#60;U#43;001B#62;#91;2J #34;quoted#34; #60;b#62;"]]');
    expect(mermaid).toContain('p0 -->|"1 kept, 1 changed, 1 retired without a reason, 1 dropped"| p1\n');
    expect(mermaid).toContain('g0 ==>|"in force"| p1\n');
    expect(mermaid).toContain("r0 -.-> p1\n");
    const dot = await shown("lineage", LIGHTS, "--format", "dot");
    expect(dot).toMatch(/^digraph lineage \{\n[^]*\}\n$/);
    expect(dot).toContain('p1 [label="WP-1-Harbour-Lights-v2\\nIn Progress<U+001B>[2J \\"quoted\\" <b>", shape=box, style=bold];');
    expect(dot).toContain('p0 -> p1 [label="1 kept, 1 changed, 1 retired without a reason, 1 dropped"];');
  });

  it("looks at a commit, and says who is meant where nobody is", async () => {
    const early = await shown("lineage", LIGHTS, "--rev", "early", "--format", "json");
    expect((JSON.parse(early) as LineageReport).packets.map(({ id }) => id)).toEqual([LIGHTS]);
    expect((JSON.parse(early) as LineageReport).revision).toBe(git(repo, "rev-parse", "early"));
    const typo = await writ({ cwd: repo }, "lineage", "WP-1-Harbor-Lights");
    expect(typo).toEqual({ code: 2, out: "", err: expect.stringContaining(`did you mean \`${LIGHTS}\`?`) });
    expect((await writ({ cwd: repo }, "lineage", "WP-7-Nothing-At-All-Like-It")).err).toContain("`writ board` lists");
    expect((await writ({ cwd: repo }, "lineage", LIGHTS, "--format", "svg")).err).toContain("`dot`");
  });
});

describe("writ board", () => {
  it("shows every packet under its real state, and what the board says otherwise", async () => {
    expect(await shown("board")).toBe(
      `In Progress (1)
  ${LIGHTS}-v2  In Progress<U+001B>[2J "quoted" <b>

Done (1)
  WP-2-Tide-Tables        Done, last verdict PASS

Superseded (1)
  ${LIGHTS}     Done, last verdict PASS

Stub (1)
! ${LIGHTS}-v3  STUB  not on the board

On the board, without a packet or stub
! WP-3-Fog  board, line 5: READY_FOR_DEV under Ready for Dev

The board does not agree on 1 of 4 (marked !).
`,
    );
  });

  it("says whether a phase can be closed", async () => {
    const open = await writ({ cwd: repo }, "board", "--phase", "1");
    expect([open.code, open.out]).toEqual([1, expect.stringContaining("Phase 1 cannot be closed: 1 packet is not finished.")]);
    expect(await shown("board", "--phase", "2")).toContain("The board agrees.\nPhase 2 can be closed");
    const promised = await writ({ cwd: repo }, "board", "--phase", "3", "--format", "json");
    expect(promised.code).toBe(1);
    expect(JSON.parse(promised.out) as BoardReport).toMatchObject({ schema: "writ.board/1", phase: 3, packets: [], open: ["WP-3-Fog"] });
    expect(await shown("board", "--phase", "1", "--rev", "early")).toContain("Phase 1 can be closed");
  });

  it("refuses what is no phase, and one that nobody has planned", async () => {
    expect((await writ({ cwd: repo }, "board", "--phase", "one")).err).toContain("`one` is no phase");
    const none = await writ({ cwd: repo }, "board", "--phase", "9");
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("there are the phases 1, 2")]);
  });
});
