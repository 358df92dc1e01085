/** `writ revise` and `writ activate`, as a person uses them. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Packet } from "../packet/model.ts";
import { readDocument } from "../packet/read.ts";
import { git, repository, scratch } from "../snapshot/git.fixture.ts";
import { writ } from "./terminal.fixture.ts";

const { folder, remove } = scratch();
afterAll(remove);

const BASE = "WP-1-Harbour-Lights";
const PACKETS = ".GOV/task_packets";
const BOARD = ".GOV/roles_shared/TASK_BOARD.md";
const REGISTRY = ".GOV/roles_shared/WP_TRACEABILITY_REGISTRY.md";

const FIRST = [
  `# Task Packet: ${BASE}`,
  "",
  "- TASK_ID: WP-1-Harbour-Lights",
  "- **Status:** Ready for Dev",
  "",
  "## SCOPE",
  "- What: colours by bearing [REQ-9]",
  "",
  "## DONE_MEANS",
  "- [REQ-1] Every lamp burns from dusk to dawn \u2014 on both piers.",
  "- \u00e2\u0153\u2026 The white sector is four degrees wide.",
  `- \`check ${BASE}\` passes, and says \"{{done}}\".`,
  "",
].join("\n");

const BOARD_TEXT = [
  "# Task Board",
  "",
  "## Stub Backlog",
  "- **[WP-2-Tide-Tables]** - [STUB]",
  "",
  "## Ready for Dev",
  `- **[${BASE}]** - [READY_FOR_DEV]`,
  "",
  "## Done",
  "",
].join("\r\n");

const REGISTRY_TEXT = [
  "\ufeff# Registry",
  "",
  "| Base WP ID | Active Packet | Task Board | Notes |",
  "|---|---|---|---|",
  `| ${BASE} | \`${PACKETS}/${BASE}.md\` | Ready for Dev: ${BASE} | active=${BASE}; lamps |`,
  `| WP-2-Tide-Tables | ${PACKETS}/stubs/WP-2-Tide-Tables.md | Stub Backlog | |`,
  "",
].join("\n");

const STUB_TEXT = [
  "# Work Packet Stub: WP-2-Tide-Tables",
  "",
  "## STUB_METADATA",
  "- WP_ID: WP-2-Tide-Tables",
  "- BASE_WP_ID: WP-2-Tide-Tables",
  "- STUB_STATUS: STUB",
  "",
  "## INTENT",
  "- What: Tell a ship when there is water enough.",
  "- Why: <fill in: who would need it>",
  "",
  "## ACCEPTANCE_CRITERIA",
  "- A draught and a time give yes or no.",
  "- <fill in: how one would see that it is done>",
  "",
  "## ACTIVATION_CHECKLIST",
  "- [ ] Signature.",
  "",
].join("\n");

const STUB = `${PACKETS}/stubs/WP-2-Tide-Tables.md`;

const FILES = {
  [`${PACKETS}/${BASE}.md`]: FIRST,
  [STUB]: STUB_TEXT,
  [BOARD]: BOARD_TEXT,
  [REGISTRY]: REGISTRY_TEXT,
};

let count = 0;
function fresh(files: Record<string, string> = FILES): string {
  return repository(join(folder, `c${String(++count)}`), [{ name: "main", files }]);
}

function text(repo: string, path: string): string {
  return readFileSync(join(repo, path), "utf8");
}

function packet(repo: string, path: string): Packet {
  return readDocument("packet", path, readFileSync(join(repo, path))) as Packet;
}

/** Findings at severity error or warn about lineage, and all errors about a packet. */
async function faults(repo: string, id: string): Promise<string[]> {
  const { out } = await writ({ cwd: repo }, "check", "--format", "json");
  const { findings } = JSON.parse(out) as {
    findings: { rule: string; severity: string; packet: string | null; message: string; path: string }[];
  };
  return findings
    .filter(({ rule, severity, packet: own }) => (rule.startsWith("lineage/") && severity !== "note") || (own === id && severity === "error"))
    .map(({ rule, severity, message }) => `${severity} ${rule} ${message}`);
}

describe("writ revise", () => {
  const SECOND = `${PACKETS}/${BASE}-v2.md`;
  let repo = "";
  beforeAll(async () => {
    repo = fresh();
    const { code, out, err } = await writ({ cwd: repo }, "revise", BASE);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(`Wrote ${SECOND}\nUpdated ${REGISTRY}\nUpdated ${BOARD}\n`);
    expect(out).toContain(`Go through the 4 requirements carried over from ${BASE}`);
  });

  it("names what it follows, and carries every requirement, in plain ASCII", () => {
    const own = packet(repo, SECOND);
    expect([own.id, own.base, own.stateClass]).toEqual([`${BASE}-v2`, BASE, "draft"]);
    expect(own.fields.find(({ name }) => name === "baseId")?.value).toBe(BASE);
    expect(own.requirements.filter(({ origin }) => origin === "doneMeans").map((entry) => entry.text)).toEqual([
      "[REQ-1] Every lamp burns from dusk to dawn -- on both piers.",
      "The white sector is four degrees wide.",
      `\`check ${BASE}-v2\` passes, and says "{ {done}}".`,
    ]);
    const prior = own.lineage.filter(({ kind }) => kind === "prior").flatMap(({ mentions }) => mentions.map(({ id }) => id));
    expect(prior).toEqual([BASE]);
    expect(own.lineage.filter(({ kind }) => kind === "preserved").flatMap(({ requirements }) => requirements)).toEqual(["REQ-1", "REQ-9"]);
    expect(text(repo, SECOND)).toMatch(/^[\n -~]*\n$/);
  });

  it("passes the check, with nothing to say about its lineage", async () => {
    expect(await faults(repo, `${BASE}-v2`)).toEqual([]);
  });

  it("brings registry and board up to date and keeps everything else of them", () => {
    const row = `| ${BASE} | \`${SECOND}\` | Ready for Dev: ${BASE}-v2 | active=${BASE}-v2; lamps; supersedes: ${BASE} |`;
    const old = REGISTRY_TEXT.split("\n").find((line) => line.startsWith(`| ${BASE} `)) ?? "";
    expect(text(repo, REGISTRY)).toBe(REGISTRY_TEXT.replace(old, row));
    expect(text(repo, BOARD)).toBe(
      [
        "# Task Board",
        "",
        "## Stub Backlog",
        "- **[WP-2-Tide-Tables]** - [STUB]",
        "",
        "## Ready for Dev",
        `- **[${BASE}-v2]** - [DRAFT]`,
        "",
        "## Done",
        "",
        "## Superseded",
        `- **[${BASE}]** - [SUPERSEDED]`,
        "",
      ].join("\r\n"),
    );
  });

  it("refuses to revise a draft, and after that goes on from the newest", async () => {
    const again = await writ({ cwd: repo }, "revise", `${BASE}-v2`);
    expect([again.code, again.err]).toEqual([2, expect.stringContaining("is still a draft")]);
    writeFileSync(join(repo, SECOND), text(repo, SECOND).replace("Draft", "Ready for Dev"));
    const third = await writ({ cwd: repo }, "revise", BASE);
    expect(third.out).toContain(`Wrote ${PACKETS}/${BASE}-v3.md\n`);
    expect(text(repo, REGISTRY)).toContain(`supersedes: ${BASE}, ${BASE}-v2 |`);
    expect(text(repo, BOARD)).toContain(`- **[${BASE}]** - [SUPERSEDED]\r\n- **[${BASE}-v2]** - [SUPERSEDED]\r\n`);
    expect(await faults(repo, `${BASE}-v3`)).toEqual([]);
  });

  it("works without registry and board, and adds what a registry and a board lack", async () => {
    const bare = fresh({ [`${PACKETS}/${BASE}.md`]: FIRST });
    expect((await writ({ cwd: bare }, "revise", BASE)).code).toBe(0);
    expect(await faults(bare, `${BASE}-v2`)).toEqual([]);
    const header = REGISTRY_TEXT.split("\n").slice(0, 4).join("\n");
    const empty = fresh({ [`${PACKETS}/${BASE}.md`]: FIRST, [REGISTRY]: header, [BOARD]: "# Board" });
    expect((await writ({ cwd: empty }, "revise", BASE)).code).toBe(0);
    expect(text(empty, REGISTRY)).toBe(`${header}\n| ${BASE} | ${SECOND} | Ready for Dev: ${BASE}-v2 | supersedes: ${BASE} |\n`);
    expect(text(empty, BOARD)).toMatch(/^# Board\n\n## Ready for Dev\n- .*-v2\]\*\* - \[DRAFT\]\n\n?\n## Superseded\n- .*\[SUPERSEDED\]\n$/);
    expect(await faults(empty, `${BASE}-v2`)).toEqual([]);
  });

  async function refusal(files: Record<string, string>, name: string): Promise<string> {
    const own = fresh(files);
    const { code, out, err } = await writ({ cwd: own }, "revise", name);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^writ: [^\n]+\n$/);
    expect(git(own, "status", "--porcelain", "-uall")).toBe("");
    return err;
  }

  it("refuses what it cannot revise, and writes nothing", async () => {
    expect(await refusal(FILES, "WP-1-Harbour-Light")).toContain(`did you mean \`${BASE}\`?`);
    expect(await refusal(FILES, "WP-2-Tide-Tables")).toContain("writ activate WP-2-Tide-Tables");
    const stub = { ...FILES, [`${PACKETS}/stubs/${BASE}-v2.md`]: STUB_TEXT };
    expect(await refusal(stub, BASE)).toContain(`writ activate ${BASE}-v2`);
    expect(await refusal({ ...FILES, [REGISTRY]: "# Registry\n" }, BASE)).toContain("has no table");
  });
});

describe("writ activate", () => {
  const PACKET = `${PACKETS}/WP-2-Tide-Tables.md`;
  const ID = "WP-2-Tide-Tables";

  it("makes a packet of a stub, and everything else agree with it", async () => {
    const repo = fresh();
    const { code, out, err } = await writ({ cwd: repo }, "activate", ID);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(`Wrote ${PACKET}\nUpdated ${STUB}\nUpdated ${REGISTRY}\nUpdated ${BOARD}\n`);
    const own = packet(repo, PACKET);
    expect(own.fields.find(({ name }) => name === "what")?.value).toBe("Tell a ship when there is water enough.");
    expect(own.fields.find(({ name }) => name === "why")?.placeholder).toBe(true);
    expect(own.requirements.map((entry) => entry.text)).toEqual(["A draught and a time give yes or no."]);
    expect(text(repo, STUB)).toBe(STUB_TEXT.replace("STUB_STATUS: STUB", "STUB_STATUS: ACTIVATED"));
    expect(text(repo, REGISTRY)).toContain(`| ${ID} | ${PACKET} | Ready for Dev: ${ID} |`);
    expect(text(repo, BOARD)).not.toContain("[STUB]");
    expect(text(repo, BOARD)).toContain(`- **[${BASE}]** - [READY_FOR_DEV]\r\n- **[${ID}]** - [DRAFT]\r\n`);
    expect(await faults(repo, ID)).toEqual([]);
    expect((await writ({ cwd: repo }, "activate", ID)).err).toContain("exists already");
  });

  it("carries the requirements of the packet that the stub continues", async () => {
    const stub = `${PACKETS}/stubs/${BASE}-v2.md`;
    const repo = fresh({ ...FILES, [stub]: STUB_TEXT.replaceAll(ID, BASE).replace(`WP_ID: ${BASE}`, `WP_ID: ${BASE}-v2`).replace(`Stub: ${BASE}`, `Stub: ${BASE}-v2`) });
    expect((await writ({ cwd: repo }, "activate", `${BASE}-v2`)).code).toBe(0);
    const own = packet(repo, `${PACKETS}/${BASE}-v2.md`);
    expect(own.requirements.map((entry) => entry.text).slice(-2)).toEqual([
      `\`check ${BASE}-v2\` passes, and says "{ {done}}".`,
      "A draught and a time give yes or no.",
    ]);
    expect(await faults(repo, `${BASE}-v2`)).toEqual([]);
    expect(text(repo, BOARD)).toContain(`- **[${BASE}]** - [SUPERSEDED]`);
  });

  it("says it in a stub that had no status", async () => {
    const repo = fresh({ ...FILES, [STUB]: STUB_TEXT.replace("- STUB_STATUS: STUB\n", "") });
    expect((await writ({ cwd: repo }, "activate", ID)).code).toBe(0);
    expect(text(repo, STUB)).toContain("# Work Packet Stub: WP-2-Tide-Tables\n\n- STUB_STATUS: ACTIVATED\n");
    expect(await faults(repo, ID)).toEqual([]);
  });

  it("keeps a refinement that is there, and refuses one that is no ground", async () => {
    const refinement = `.GOV/refinements/${ID}.md`;
    const approved = fresh({ ...FILES, [refinement]: `# Refinement: ${ID}\n- USER_REVIEW_STATUS: APPROVED\n` });
    expect((await writ({ cwd: approved }, "activate", ID)).out).not.toContain(refinement);
    for (const [line, says] of [
      ["USER_REVIEW_STATUS: REJECTED", "was rejected"],
      ["ENRICHMENT_NEEDED: YES", "must be enriched first"],
    ] as const) {
      const repo = fresh({ ...FILES, [refinement]: `# Refinement: ${ID}\n- ${line}\n` });
      expect(await writ({ cwd: repo }, "activate", ID)).toEqual({ code: 2, out: "", err: expect.stringContaining(says) });
      expect(git(repo, "status", "--porcelain", "-uall")).toBe("");
    }
  });

  it("refuses what is no stub, and a stub that was overtaken", async () => {
    const repo = fresh();
    expect((await writ({ cwd: repo }, "activate", "WP-2-Tide-Table")).err).toContain(`did you mean \`${ID}\`?`);
    expect((await writ({ cwd: repo }, "activate", "WP-9-Fog")).err).toContain("writ new --stub WP-9-Fog");
    expect((await writ({ cwd: repo }, "activate", BASE)).err).toContain("exists already");
    const overtaken = fresh({ ...FILES, [`${PACKETS}/${ID}-v2.md`]: `# Task Packet: ${ID}-v2\n` });
    expect((await writ({ cwd: overtaken }, "activate", ID)).err).toContain(`writ revise ${ID}`);
  });
});
