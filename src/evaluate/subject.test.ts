import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs } from "../../test/runs.ts";
import { defaultPolicy } from "../policy/defaults.ts";
import { detectLayout, layoutThen } from "../policy/layout.ts";
import { memorySnapshot, type MemoryFile, type MemoryFiles } from "../snapshot/memory.ts";
import { staleness, subjectsOf, type Subject } from "./subject.ts";
import { Memory } from "./memory.ts";
import { loadWorld } from "./world.ts";

const ID = "WP-1-Harbour-Lights";
const LIGHTS = `.GOV/task_packets/${ID}.md`;
const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
const BOARD = ".GOV/roles_shared/TASK_BOARD.md";

function packet(...reports: readonly string[]): string {
  return [
    `# Task Packet: ${ID}`, "", "- **Status:** In Progress", "", "## DONE_MEANS", "- lamps", "",
    "## EVIDENCE_MAPPING", "- lamps: `src/cited.ts:1`", "", "## VALIDATION_REPORTS", "", ...reports.flatMap((text) => [text, ""]), "## NOTES", "- a note", "",
  ].join("\n");
}

const REPORT = "### VALIDATION REPORT - 2026-01-10\nVerdict: PASS\n- seen: src/other.ts:1";
const CRANE_TEXT = packet().replaceAll("Lights", "Crane");
const BOARD_TEXT = `# Board\n\n## In Progress\n- **[${ID}]** - [IN_PROGRESS]\n\n## Done\n`;
const BASE: MemoryFiles = {
  [LIGHTS]: packet(),
  [CRANE]: CRANE_TEXT,
  [BOARD]: BOARD_TEXT,
  "src/cited.ts": "cited\n",
  "src/other.ts": "other\n",
  "src/old.ts": "old\n",
};
const HEAD: MemoryFiles = { ...BASE, "src/lamp.ts": "on\n", "src/other.ts": "changed\n", "tools/run": { executable: "go\n" } };

async function subject(head: MemoryFiles, base: MemoryFiles = BASE, id = ID): Promise<Subject> {
  const [after, before] = [memorySnapshot(head), memorySnapshot(base)];
  const layout = detectLayout((await after.tree()).keys());
  const policy = defaultPolicy(layout);
  const world = await loadWorld(after, layout, policy, new Memory(), false);
  const old = await loadWorld(before, layoutThen(layout, (await before.tree()).keys()), policy, new Memory(), false);
  const found = await subjectsOf({ head: after, world, base: { snapshot: before, world: old }, layout }, [id]);
  const own = found.get(id);
  if (own === undefined) throw new Error("no subject");
  return own;
}

function without(path: string): MemoryFiles {
  return Object.fromEntries(Object.entries(HEAD).filter(([name]) => name !== path));
}

describe("subjectsOf", () => {
  it("lists the packet, what the change touches, and what the packet cites", async () => {
    const { entries } = await subject(HEAD);
    expect(entries.map(({ kind, mode, path }) => [kind, mode, path])).toEqual([
      ["evidence", "100644", "src/cited.ts"],
      ["file", "100644", "src/lamp.ts"],
      ["file", "100644", "src/other.ts"],
      ["file", "100755", "tools/run"],
      ["packet", "100644", LIGHTS],
    ]);
  });

  it("survives its own recording: reports, board entries and states of the gates", async () => {
    const { digest } = await subject(HEAD);
    const recorded = {
      ...HEAD,
      [LIGHTS]: packet(REPORT, REPORT.replace("PASS", "FAIL")),
      [BOARD]: `# Board\n\n## In Progress\n\n## Done\n- **[${ID}]** - [VALIDATED]\n`,
      [`.GOV/validator_gates/${ID}.json`]: "{}",
    };
    expect((await subject(recorded)).digest).toBe(digest);
    expect((await subject({ ...HEAD, [CRANE]: CRANE_TEXT.replace("## NOTES", `${REPORT}\n\n## NOTES`) })).digest).toBe(digest);
  });

  it("survives a rebase that brings nothing of its own", async () => {
    const { digest } = await subject(HEAD);
    const moved = { "docs/else.md": "news\n", "src/old.ts": "newer\n" };
    expect((await subject({ ...HEAD, ...moved }, { ...BASE, ...moved })).digest).toBe(digest);
  });

  it.each<[string, MemoryFiles, string]>([
    ["a byte of a changed file", { ...HEAD, "src/lamp.ts": "on\r\n" }, "src/lamp.ts"],
    ["a byte of evidence", { ...HEAD, "src/cited.ts": "cited \n" }, "src/cited.ts"],
    ["a mode", { ...HEAD, "src/lamp.ts": { executable: "on\n" } }, "src/lamp.ts"],
    ["a link in the place of a file", { ...HEAD, "src/lamp.ts": { symlink: "on\n" } }, "src/lamp.ts"],
    ["one more file", { ...HEAD, "src/more.ts": "" }, "src/more.ts"],
    ["a file less", without("src/old.ts"), "src/old.ts"],
    ["evidence that is gone", without("src/cited.ts"), "src/cited.ts"],
    ["a change taken back", { ...HEAD, "src/other.ts": "other\n" }, "src/other.ts"],
    ["a path", { ...without("src/lamp.ts"), "src/lamps.ts": "on\n" }, "src/lamp.ts"],
    ["a word of the packet", { ...HEAD, [LIGHTS]: packet().replace("- lamps", "- lamp") }, LIGHTS],
    ["a status by hand", { ...HEAD, [LIGHTS]: packet().replace("In Progress", "Done") }, LIGHTS],
    ["a blank line of the packet", { ...HEAD, [LIGHTS]: packet().replace("- lamps\n", "- lamps\n\n") }, LIGHTS],
    ["the mark of the packet", { ...HEAD, [LIGHTS]: `\ufeff${packet()}` }, LIGHTS],
    ["a requirement of another packet", { ...HEAD, [CRANE]: CRANE_TEXT.replace("- lamps", "- cranes") }, CRANE],
    ["words of the board", { ...HEAD, [BOARD]: BOARD_TEXT.replace("# Board", "# Boards") }, BOARD],
  ])("is moved by %s, and says which file it was", async (_, changed, path) => {
    const [before, after] = [await subject(HEAD), await subject(changed)];
    expect(after.digest).not.toBe(before.digest);
    expect(staleness(before, after).map((file) => file.path)).toContain(path);
  });

  it("has equal digests exactly where nothing is stale", async () => {
    const file: fc.Arbitrary<MemoryFile> = fc.oneof(fc.string({ maxLength: 3 }), fc.string({ maxLength: 3 }).map((executable) => ({ executable })));
    const path = fc.constantFrom("src/lamp.ts", "src/cited.ts", "src/other.ts", "new.ts", "a\nb", "a\\nb", LIGHTS);
    const change = fc.tuple(path, fc.option(file, { nil: null })).filter(([name, now]) => name !== LIGHTS || typeof now === "string");
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 3 }), fc.array(change, { maxLength: 3 }), async (left, right) => {
        const apply = (changes: readonly (readonly [string, MemoryFile | null])[]): MemoryFiles => {
          const files = new Map<string, MemoryFile>(Object.entries(HEAD));
          for (const [name, now] of changes) {
            if (name === LIGHTS) files.set(name, packet() + (typeof now === "string" ? `- ${now.replace(/\s/g, "")}\n` : ""));
            else if (now === null) files.delete(name);
            else files.set(name, now);
          }
          return Object.fromEntries(files);
        };
        const [a, b] = [await subject(apply(left)), await subject(apply(right))];
        expect(a.digest === b.digest).toBe(staleness(a, b).length === 0);
        expect(a.digest === b.digest).toBe(JSON.stringify(a.entries) === JSON.stringify(b.entries));
      }),
      runs(60),
    );
  });
});
