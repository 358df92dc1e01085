/** Drift in real repositories: everything that can become of cited lines. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultPolicy } from "../../policy/defaults.ts";
import { detectLayout } from "../../policy/layout.ts";
import { ruleIds, rules } from "../../rules/catalogue.ts";
import { openRepository } from "../../snapshot/git.ts";
import { git, repository as build, scratch, writeFiles } from "../../snapshot/git.fixture.ts";
import { memoryRepository, type MemoryCommit, type MemoryFile, type MemoryFiles } from "../../snapshot/memory.ts";
import type { Repository } from "../../snapshot/snapshot.ts";
import { evaluate, type Evaluated } from "../evaluate.ts";

const PACKET = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const LAMP = "src/lamp.rs";

/** A finished packet that cites these places, one on each line, and what stands in its report. */
function packet(cited: readonly string[], report = ""): string {
  const map = cited.map((place) => `- REQUIREMENT: "Lamp"\n  - EVIDENCE: \`${place}\`\n`).join("");
  const head = "# Task Packet: WP-1-Harbour-Lights\n- STATUS: Done\n- PACKET_FORMAT_VERSION: 2026-02-01\n\n";
  return `${head}## EVIDENCE_MAPPING\n${map}${report === "" ? "" : `\n## VALIDATION REPORT\nVerdict: PASS\n${report}\n`}`;
}

/** Ten lines, each with words of its own, after as many new ones as asked for. */
function lamp(pushed = 0): string {
  const lines = Array.from({ length: 10 }, (_, index) => `lamp ${String(index + 1)}\n`).join("");
  return Array.from({ length: pushed }, (_, index) => `new ${String(index)}\n`).join("") + lines;
}

let folder: string;
let remove: () => void;
beforeEach(() => {
  ({ folder, remove } = scratch());
});
afterEach(() => {
  remove();
});

async function judge(repository: Repository, rev: string | null, base: string | null = null): Promise<Evaluated> {
  const head = rev === null ? await repository.worktree() : await repository.commit(await repository.resolve(rev));
  const from = base === null ? null : await repository.resolve(base);
  return evaluate({
    head,
    base: from === null ? null : await repository.commit(from),
    commits: [],
    repository,
    policy: defaultPolicy(detectLayout((await head.tree()).keys())),
    rules: rules.filter(({ id }) => id === "evidence/drifted"),
    knownRules: ruleIds,
    today: "2026-01-15",
    only: [],
    drift: base === null,
  });
}

/** Each citation of all packets, and what became of it. `rev` null is the working tree. */
async function told(repository: Repository, rev: string | null): Promise<readonly string[]> {
  const { world } = await judge(repository, rev);
  const names = new Map<string, string>();
  for (const row of git(folder, "log", "--all", "--format=%H %s").split("\n")) names.set(row.slice(0, 40), row.slice(41));
  return world.packets.flatMap((one) =>
    one.citations.map((citation, index) => {
      const drift = world.drift?.(one)?.[index] ?? null;
      if (drift === null) return `${citation.raw}: ${world.evidence(one)[index]?.state ?? ""}, not compared`;
      const { state, now, count, went, anchor, reason } = drift;
      const where = now === null ? "" : ` to ${now.path}:${String(now.start)}-${String(now.end)}`;
      const many = count === 0 ? "" : ` ${String(count)}`;
      const when = state === "gone" ? ` in ${went === null ? "the working tree" : (names.get(went) ?? "?")}` : "";
      const why = reason === null ? "" : `: ${reason.replace(/\b[0-9a-f]{10}\b/g, (id) => nameOf(names, id))}`;
      return `${citation.raw}: ${state}${where}${many}${when}${why} (${names.get(anchor) ?? "no anchor"})`;
    }),
  );
}

function nameOf(names: ReadonlyMap<string, string>, short: string): string {
  return [...names].find(([oid]) => oid.startsWith(short))?.[1] ?? short;
}

/** The same of a history, in a bare repository, by the state of its last commit. */
async function after(...commits: readonly MemoryCommit[]): Promise<readonly string[]> {
  const repository = await openRepository(build(join(folder, "r"), commits));
  const from = folder;
  folder = join(folder, "r");
  try {
    return await told(repository, "HEAD");
  } finally {
    folder = from;
    await repository.dispose();
  }
}

const commit = (name: string, files: MemoryFiles, parents?: readonly string[]): MemoryCommit =>
  parents === undefined ? { name, files } : { name, files, parents };

/** One packet that cites line 5, and what becomes of the file. */
const cites = (file: MemoryFile | null, more: MemoryFiles = {}): MemoryFiles => ({
  [PACKET]: packet([`${LAMP}:5`]),
  ...(file === null ? {} : { [LAMP]: file }),
  ...more,
});

describe("cited lines", () => {
  it("stay, move, change and go", async () => {
    const cited = packet([`${LAMP}:5`, `${LAMP}:2-4`, "src/bell.rs:1", "src/quay.rs:1"]);
    const files = { [PACKET]: cited, [LAMP]: lamp(), "src/bell.rs": "bell\n", "src/quay.rs": "quay\n" };
    const later = { [PACKET]: cited, [LAMP]: `new\n${lamp().replace("lamp 3", "LAMP 3")}`, "src/quay.rs": "quay\nmore\n" };
    expect(await after(commit("write", files), commit("more", { ...later, "x.md": "x" }), commit("end", later))).toEqual([
      "src/lamp.rs:5: moved to src/lamp.rs:6-6 (write)",
      "src/lamp.rs:2-4: changed (write)",
      "src/bell.rs:1: gone in more (write)",
      "src/quay.rs:1: ok (write)",
    ]);
  });

  it("are followed by a rename that Git can prove, however often, edits on the way included", async () => {
    const many = Array.from({ length: 40 }, (_, line) => `lamp ${String(line + 1)}\n`).join("");
    expect(
      await after(
        commit("write", cites(many)),
        commit("rename", cites(null, { "src/light.rs": `new\n${many}` })),
        commit("again", cites(null, { "lib/light.rs": `new\n${many}end\n` })),
      ),
    ).toEqual(["src/lamp.rs:5: moved to lib/light.rs:6-6 (write)"]);
  });

  it("are gone where the new file has nothing in common, and changed where it lacks the line", async () => {
    expect(await after(commit("write", cites(lamp())), commit("drop", cites(null, { "src/other.rs": "words\n" })))).toEqual([
      "src/lamp.rs:5: gone in drop (write)",
    ]);
    rmSync(join(folder, "r"), { recursive: true });
    const edited = lamp().replace("lamp 5", "LAMP 5");
    expect(await after(commit("write", cites(lamp())), commit("drop", cites(null, { "src/other.rs": edited })))).toEqual([
      "src/lamp.rs:5: changed (write)",
    ]);
  });

  it("that stand twice are told apart by what is around them, or not at all", async () => {
    const file = "fn a\n{\nset\n}\nset b\nset\nend b\n";
    const cited = packet([`${LAMP}:3`, `${LAMP}:6`]);
    expect(
      await after(
        commit("write", { [PACKET]: cited, [LAMP]: file }),
        commit("more", { [PACKET]: cited, [LAMP]: `new\n${file}` }),
      ),
    ).toEqual(["src/lamp.rs:3: moved to src/lamp.rs:4-4 (write)", "src/lamp.rs:6: moved to src/lamp.rs:7-7 (write)"]);
    rmSync(join(folder, "r"), { recursive: true });
    expect(
      await after(
        commit("write", { [PACKET]: cited, [LAMP]: file }),
        commit("more", { [PACKET]: cited, [LAMP]: `new\n${file}${file}` }),
      ),
    ).toEqual(["src/lamp.rs:3: ambiguous 4 (write)", "src/lamp.rs:6: ambiguous 4 (write)"]);
  });

  it("that never were are told from those that were once", async () => {
    const cited = packet([`${LAMP}:50`, "src/nothing.rs:1", "src/once.rs:1", "src/early.rs:1", `${LAMP}:11`]);
    expect(
      await after(
        commit("once", { "src/once.rs": "once\n", [LAMP]: lamp(1) }),
        commit("write", { [PACKET]: cited, [LAMP]: lamp() }),
        commit("late", { [PACKET]: cited, [LAMP]: lamp(), "src/early.rs": "early\n" }),
      ),
    ).toEqual([
      "src/lamp.rs:50: never-valid (write)",
      "src/nothing.rs:1: never-valid (write)",
      "src/once.rs:1: gone in write (write)",
      "src/early.rs:1: unverifiable: is not in write, the commit that cites it (write)",
      "src/lamp.rs:11: gone in write (write)",
    ]);
  });

  it("of files that are named by the end of their path are looked for in all folders of the past", async () => {
    const cited = packet(["lamp.rs:1", "deck/bell.rs:1", "quay.rs:1", "none.rs:1"]);
    const old = { "a/deck/bell.rs": "bell\n", "a/quay.rs": "1\n", "b/quay.rs": "2\n" };
    expect(
      await after(
        commit("old", { ...old, [LAMP]: lamp() }),
        commit("drop", { [LAMP]: lamp() }),
        commit("write", { [PACKET]: cited, [LAMP]: lamp() }),
        commit("end", { [PACKET]: cited, "x.md": "x" }),
      ),
    ).toEqual([
      "lamp.rs:1: gone in end (write)",
      "deck/bell.rs:1: gone in drop (write)",
      "quay.rs:1: unverifiable: may mean several files of the past, none of them known in the commit that cites it (write)",
      "none.rs:1: never-valid (write)",
    ]);
  });

  it("without words stay or change, and are never found again", async () => {
    const cited = packet([`${LAMP}:1`, `${LAMP}:3`, `${LAMP}:4`]);
    expect(
      await after(
        commit("write", { [PACKET]: cited, [LAMP]: "{\na\n}\n\n" }),
        commit("more", { [PACKET]: cited, [LAMP]: "new\na\n)\nb\n}\n\n" }),
      ),
    ).toEqual(["src/lamp.rs:1: changed (write)", "src/lamp.rs:3: ok (write)", "src/lamp.rs:4: changed (write)"]);
  });

  it("are found in a file with other line ends", async () => {
    expect(
      await after(commit("write", cites(lamp())), commit("crlf", cites(lamp(1).replaceAll("\n", "\r\n")))),
    ).toEqual(["src/lamp.rs:5: moved to src/lamp.rs:6-6 (write)"]);
  });
});

describe("the commit that counts", () => {
  it("is the one that wrote the citation, not the one that last touched its line or its packet", async () => {
    const first = packet([`${LAMP}:5`]);
    const reworded = first.replace('"Lamp"', '"The lamp burns"').replace("EVIDENCE: ", "EVIDENCE: see ");
    const more = packet([`${LAMP}:5`, `${LAMP}:7`]).replace('"Lamp"', '"The lamp burns"').replace("EVIDENCE: ", "EVIDENCE: see ");
    expect(
      await after(
        commit("write", { [PACKET]: first, [LAMP]: lamp() }),
        commit("code", { [PACKET]: first, [LAMP]: lamp(1) }),
        commit("words", { [PACKET]: reworded, [LAMP]: lamp(1) }),
        commit("more", { [PACKET]: more, [LAMP]: lamp(1) }),
      ),
    ).toEqual(["src/lamp.rs:5: moved to src/lamp.rs:6-6 (write)", "src/lamp.rs:7: ok (more)"]);
  });

  it("is that of the packet before its folder moved and its text was encoded anew", async () => {
    const old = packet([`${LAMP}:5`]).replace('"Lamp"', '"Lamp \u2014 burns"');
    const now = packet([`${LAMP}:5`]).replace('"Lamp"', '"Lamp \u00e2\u20ac\u201d burns"');
    const before = "docs/task_packets/WP-1-Harbour-Lights.md";
    expect(
      await after(
        commit("write", { [before]: old, [LAMP]: lamp() }),
        commit("code", { [before]: old, [LAMP]: lamp(1) }),
        commit("move", { [before]: old, [PACKET]: now, [LAMP]: lamp(1) }),
        commit("drop", { [PACKET]: now, [LAMP]: lamp(1) }),
      ),
    ).toEqual(["src/lamp.rs:5: moved to src/lamp.rs:6-6 (write)"]);
  });

  it("is the later one for a path that was spelled anew, where the old spelling leads nowhere", async () => {
    const [old, now] = [packet(["docs/lamp.md:5"]), packet([".GOV/lamp.md:5"])];
    expect(
      await after(
        commit("write", { [PACKET]: old, "docs/other.md": "x" }),
        commit("spell", { [PACKET]: now, ".GOV/lamp.md": lamp() }),
        commit("more", { [PACKET]: now, ".GOV/lamp.md": lamp(1) }),
      ),
    ).toEqual([".GOV/lamp.md:5: moved to .GOV/lamp.md:6-6 (spell)"]);
  });

  it("is the one that a report says it validated, where there is such a commit", async () => {
    const start = [commit("one", { [LAMP]: lamp() }), commit("two", { [LAMP]: lamp(2) })];
    const path = build(join(folder, "ids"), start);
    const one = git(path, "rev-parse", "one");
    const files = (id: string): MemoryFiles => ({
      [PACKET]: packet([], `- Validated-Commit: \`${id}\`\n- ${LAMP}:5`),
      [LAMP]: lamp(2),
    });
    expect(await after(...start, commit("report", files(one.slice(0, 12))))).toEqual([
      "src/lamp.rs:5: moved to src/lamp.rs:7-7 (one)",
    ]);
    rmSync(join(folder, "r"), { recursive: true });
    expect(await after(...start, commit("report", files("0".repeat(40))))).toEqual(["src/lamp.rs:5: ok (report)"]);
  });

  it("lies on the side of a merge that wrote it, and what the other side did counts", async () => {
    const cited = packet([`${LAMP}:5`]);
    expect(
      await after(
        commit("start", { [LAMP]: lamp() }),
        commit("side", { [LAMP]: lamp(), [PACKET]: cited }, ["start"]),
        commit("main", { [LAMP]: lamp(3) }, ["start"]),
        commit("merge", { [LAMP]: lamp(3), [PACKET]: cited }, ["main", "side"]),
      ),
    ).toEqual(["src/lamp.rs:5: moved to src/lamp.rs:8-8 (side)"]);
  });

  it("is found through a criss-cross, and what went on one side went there", async () => {
    const cited = packet([`${LAMP}:5`, "src/bell.rs:1"]);
    const all = { [LAMP]: lamp(), [PACKET]: cited, "src/bell.rs": "bell\n" };
    const without = { [LAMP]: lamp(1), [PACKET]: cited };
    expect(
      await after(
        commit("start", all),
        commit("left", { ...all, "x.md": "x" }, ["start"]),
        commit("right", without, ["start"]),
        commit("left2", { ...without, "x.md": "x" }, ["left", "right"]),
        commit("right2", { ...without, "x.md": "x" }, ["right", "left"]),
        commit("end", { ...without, "x.md": "x" }, ["left2", "right2"]),
      ),
    ).toEqual(["src/lamp.rs:5: moved to src/lamp.rs:6-6 (start)", "src/bell.rs:1: gone in right (start)"]);
  });
});

describe("a working tree", () => {
  it("is compared as it stands, and anchors what it has not committed", async () => {
    build(folder, [commit("write", cites(lamp(), { "src/bell.rs": "bell\n" }))]);
    writeFiles(folder, { [LAMP]: lamp(2), [PACKET]: packet([`${LAMP}:5`, `${LAMP}:6`, "src/bell.rs:1"]) });
    rmSync(join(folder, "src/bell.rs"));
    const repository = await openRepository(folder);
    expect(await told(repository, null)).toEqual([
      "src/lamp.rs:5: moved to src/lamp.rs:7-7 (write)",
      "src/lamp.rs:6: ok, not compared",
      "src/bell.rs:1: missing, not compared",
    ]);
    git(folder, "add", "-A");
    git(folder, "commit", "-q", "-m", "second");
    writeFiles(folder, { [PACKET]: packet([`${LAMP}:6`]) });
    rmSync(join(folder, LAMP));
    expect(await told(repository, null)).toEqual(["src/lamp.rs:6: gone in the working tree (second)"]);
    await repository.dispose();
  });

  it("without any commit has nothing to be compared with", async () => {
    build(folder, []);
    writeFiles(folder, cites(lamp()));
    const repository = await openRepository(folder);
    const { world, evaluation } = await judge(repository, null);
    expect(world.drift?.(world.packets[0]!)).toEqual([null]);
    expect(evaluation.packets[0]?.evidence[0]?.state).toBe("ok");
    await repository.dispose();
  });
});

describe("what nobody can tell", () => {
  it("is what a shallow clone has cut off, never that something was never there", async () => {
    const origin = build(join(folder, "origin"), [
      commit("write", { [PACKET]: packet([`${LAMP}:5`, "src/nothing.rs:1"]), [LAMP]: lamp() }),
      commit("code", { [PACKET]: packet([`${LAMP}:5`, "src/nothing.rs:1"]), [LAMP]: lamp(1) }),
      commit("late", { [PACKET]: packet([`${LAMP}:5`, "src/nothing.rs:1", `${LAMP}:6`, "src/none.rs:1"]), [LAMP]: lamp(1) }),
      commit("end", { [PACKET]: packet([`${LAMP}:5`, "src/nothing.rs:1", `${LAMP}:6`, "src/none.rs:1"]), [LAMP]: lamp(2) }),
    ]);
    git(folder, "clone", "--quiet", "--depth=3", `file://${origin}`, "clone");
    folder = join(folder, "clone");
    const repository = await openRepository(folder);
    const cut = "was written before code, where the history of this clone is cut off; run `git fetch --unshallow`";
    expect(await told(repository, "HEAD")).toEqual([
      `src/lamp.rs:5: unverifiable: ${cut} (no anchor)`,
      `src/nothing.rs:1: unverifiable: ${cut} (no anchor)`,
      "src/lamp.rs:6: moved to src/lamp.rs:7-7 (late)",
      "src/none.rs:1: unverifiable: is not in the history of this clone, which is cut off; run `git fetch --unshallow` (late)",
    ]);
    const { evaluation } = await judge(repository, "HEAD");
    expect(evaluation.packets[0]?.evidence.map(({ state }) => state)).toEqual([
      "unverifiable", "unverifiable", "moved", "unverifiable",
    ]);
    await repository.dispose();
    folder = join(folder, "..");
  });

  it("is a file that is binary, or too large, then or now", async () => {
    const binary = new Uint8Array([0, 1, 2, 10, 0, 10]);
    const huge = new Uint8Array(50 * 2 ** 20).fill(97);
    const cited = packet([`${LAMP}:1`, "src/bell.bin:1", "src/now.bin:1", "src/huge.txt:1"]);
    expect(
      await after(
        commit("write", { [PACKET]: cited, [LAMP]: "a\n", "src/bell.bin": binary, "src/now.bin": "a\n", "src/huge.txt": huge }),
        commit("end", { [PACKET]: cited, [LAMP]: "a\n", "src/bell.bin": "a\n", "src/now.bin": binary, "src/huge.txt": "a\n" }),
      ),
    ).toEqual([
      "src/lamp.rs:1: ok (write)",
      "src/bell.bin:1: unverifiable: is a binary file, in write (write)",
      "src/now.bin:1: unverifiable, not compared",
      "src/huge.txt:1: unverifiable: cannot be read as it was then, in write (write)",
    ]);
  });

  it("is a path that is, or leads through, a link or another repository", async () => {
    const cited = packet(["src/link.rs:1", "src/sub/lamp.rs:1", "src/folder/lamp.rs:1", "src/was.rs:1"]);
    const sub = "1".repeat(40);
    expect(
      await after(
        commit("write", { [PACKET]: cited, "src/link.rs": "a\n", "src/was.rs": { symlink: "lamp.rs" }, [LAMP]: "a\n" }),
        commit("end", {
          [PACKET]: cited,
          "src/link.rs": { symlink: "lamp.rs" },
          "src/sub": { submodule: sub },
          "src/folder": { symlink: "sub" },
          "src/was.rs": "a\n",
          [LAMP]: "a\n",
        }),
      ),
    ).toEqual([
      "src/link.rs:1: unverifiable, not compared",
      "src/sub/lamp.rs:1: unverifiable, not compared",
      "src/folder/lamp.rs:1: unverifiable, not compared",
      "src/was.rs:1: unverifiable: is not in write, the commit that cites it (write)",
    ]);
  });
});

describe("a repository that is not whole", () => {
  it("lacks a commit: nothing is known of its history, and the check goes on", async () => {
    const commits = [commit("write", cites(lamp())), commit("code", cites(lamp(1))), commit("more", cites(lamp(2)))];
    const path = build(join(folder, "r"), commits);
    const first = git(path, "rev-parse", "HEAD~2");
    rmSync(join(path, ".git/objects", first.slice(0, 2), first.slice(2)));
    const repository = await openRepository(path);
    const { evaluation, world } = await judge(repository, "HEAD");
    expect(world.drift?.(world.packets[0]!)?.map((drift) => drift?.state)).toEqual(["unverifiable"]);
    expect(evaluation.findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Nobody can tell whether `src\/lamp\.rs:5` still cites what it cited: it cannot be compared with/),
    ]);
    await repository.dispose();
  });

  it("lacks the old text: only what cites it is open", async () => {
    const cited = packet([`${LAMP}:5`, "src/bell.rs:1"]);
    const path = build(join(folder, "r"), [
      commit("write", { [PACKET]: cited, [LAMP]: lamp(), "src/bell.rs": "bell\n" }),
      commit("code", { [PACKET]: cited, [LAMP]: lamp(1), "src/bell.rs": "new\nbell\n" }),
    ]);
    const old = git(path, "rev-parse", `HEAD~1:${LAMP}`);
    rmSync(join(path, ".git/objects", old.slice(0, 2), old.slice(2)));
    const repository = await openRepository(path);
    folder = path;
    expect(await told(repository, "HEAD")).toEqual([
      "src/lamp.rs:5: unverifiable: cannot be read as it was then, in write (write)",
      "src/bell.rs:1: moved to src/bell.rs:2-2 (write)",
    ]);
    await repository.dispose();
    folder = join(folder, "..");
  });

  it("has histories that have nothing in common", async () => {
    const cited = packet([`${LAMP}:5`, "src/bell.rs:1"]);
    expect(
      await after(
        commit("other", { "src/bell.rs": "bell\n" }, []),
        commit("write", { [PACKET]: cited, [LAMP]: lamp() }, []),
        commit("merge", { [PACKET]: cited, [LAMP]: lamp(1), "src/bell.rs": "bell\n" }, ["write", "other"]),
      ),
    ).toEqual([
      "src/lamp.rs:5: moved to src/lamp.rs:6-6 (write)",
      "src/bell.rs:1: unverifiable: is not in write, the commit that cites it (write)",
    ]);
  });
});

describe("many citations", () => {
  it("are judged in bounded time: ten thousand in one packet, in a file that moved", async () => {
    const lines = Array.from({ length: 12_000 }, (_, line) => `lamp ${String(line % 5_000)}`);
    const cited = packet(Array.from({ length: 100 }, (_, row) => `${LAMP}:${Array.from({ length: 100 }, (__, at) => row * 100 + at + 1).join(",")}`));
    const repository = memoryRepository([
      commit("write", { [PACKET]: cited, [LAMP]: lines.join("\n") }),
      commit("end", { [PACKET]: cited, [LAMP]: ["new", ...lines].join("\n") }),
    ]);
    const started = performance.now();
    const { world } = await judge(repository, "HEAD");
    const states = new Map<string, number>();
    for (const drift of world.drift?.(world.packets[0]!) ?? []) states.set(drift?.state ?? "", (states.get(drift?.state ?? "") ?? 0) + 1);
    expect([...states.values()].reduce((sum, count) => sum + count, 0)).toBe(10_000);
    // The lines around are as often there as the line, but at the seams.
    expect(states.get("ambiguous")).toBeGreaterThan(9_900);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe("against a base", () => {
  it("packets that the change touches are judged, and what had drifted before is not new", async () => {
    const other = PACKET.replace("Lights", "Bell");
    const bell = packet([`${LAMP}:5`]).replace("Lights", "Bell");
    const repository = memoryRepository([
      commit("write", { ...cites(lamp()), [other]: bell }),
      commit("base", { ...cites(lamp(1)), [other]: bell }),
      commit("end", { [PACKET]: packet([`${LAMP}:5`, `${LAMP}:9`]), [other]: bell, [LAMP]: lamp(1) }),
    ]);
    const { evaluation } = await judge(repository, "end", "base");
    expect(evaluation.findings.map(({ packet: id, state, message }) => `${id ?? ""} ${state} ${message.slice(0, 40)}`)).toEqual([
      "WP-1-Harbour-Lights existing The lines that `src/lamp.rs:5` cited in ",
    ]);
    expect(evaluation.packets.map(({ id, evidence }) => `${id} ${evidence.map(({ state }) => state).join()}`)).toEqual([
      "WP-1-Harbour-Bell ok", "WP-1-Harbour-Lights moved,ok",
    ]);
    const same = await judge(repository, "base", "base");
    expect(same.evaluation.findings).toEqual([]);
  });

  it("is not judged at all where nobody asks, and the rule says so", async () => {
    const repository = memoryRepository([commit("write", cites(lamp()))]);
    const head = await repository.commit(await repository.resolve("HEAD"));
    const { evaluation } = await evaluate({
      head, base: null, commits: [], repository, policy: defaultPolicy(detectLayout([PACKET])),
      rules: rules.filter(({ id }) => id === "evidence/drifted"), knownRules: ruleIds, today: "2026-01-15", only: [],
    });
    expect(evaluation.summary.skipped).toEqual([
      { rule: "evidence/drifted", reason: "drift is judged when it is asked for (--drift)" },
    ]);
  });
});

describe("one fault", () => {
  const family = rules.filter(({ id }) => id.startsWith("evidence/"));
  const places = [`${LAMP}:10`, `${LAMP}:11`, "src/bell.rs:1", `${LAMP}:3`];
  const cited = packet(places);
  const commits = [
    commit("write", { [PACKET]: cited, [LAMP]: `${lamp()}end\n`, "src/bell.rs": "bell\n" }),
    commit("code", { [PACKET]: cited, [LAMP]: "lamp 1\nlamp 2\n}\n" }),
  ];
  const said = async (drift: boolean, base: string | null, ...more: readonly MemoryCommit[]): Promise<readonly string[]> => {
    const repository = memoryRepository([...commits, ...more]);
    const head = await repository.commit(await repository.resolve("HEAD"));
    const from = base === null ? null : await repository.commit(await repository.resolve(base));
    const { evaluation } = await evaluate({
      head, base: from, commits: [], repository, policy: defaultPolicy(detectLayout([PACKET])), rules: family,
      knownRules: ruleIds, today: "2026-01-15", only: [], drift,
    });
    const findings = evaluation.findings.filter(({ message }) => places.some((place) => message.includes(place.split(":")[0] ?? "")));
    return findings.map(({ rule, line, severity, state }) => `${rule} ${String(line)} ${severity} ${state}`);
  };

  it("of an older citation is told once, by the rule that knows what became of it", async () => {
    expect(await said(false, null)).toEqual([
      "evidence/past-end 7 warn new", "evidence/past-end 9 warn new", "evidence/missing-path 11 warn new", "evidence/hollow 13 warn new",
    ]);
    expect(await said(true, null)).toEqual([7, 9, 11, 13].map((line) => `evidence/drifted ${String(line)} warn new`));
  });

  it("of a citation that the change adds weighs as much as ever", async () => {
    const added = packet([...places, `${LAMP}:40`]);
    const told = await said(true, "code", commit("add", { [PACKET]: added, [LAMP]: "lamp 1\nlamp 2\n}\n" }));
    expect(told).toContain("evidence/past-end 15 error new");
    expect(told.filter((row) => row.startsWith("evidence/drifted") && row.endsWith("existing"))).toHaveLength(4);
  });
});

describe("any history", () => {
  const line = fc.constantFrom("lamp", "bell", "quay", "set", "}", "");
  const file = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => lines.map((text) => `${text}\n`).join(""));

  it("never moves a citation to other words, and what it moves stays where it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 4 }), async (versions, cited) => {
        const text = packet(cited.map((at) => `${LAMP}:${String(at)}`));
        const commits = versions.map((version, index) => commit(`c${String(index)}`, { [PACKET]: text, [LAMP]: version }));
        const { world } = await judge(memoryRepository(commits), "HEAD");
        const [then, now] = [versions[0]?.split("\n") ?? [], versions.at(-1)?.split("\n") ?? []];
        const moved = (world.drift?.(world.packets[0]!) ?? []).map((drift, index) => {
          const at = cited[index] ?? 0;
          if (drift?.state === "moved") expect(now[(drift.now?.start ?? 0) - 1]).toBe(then[at - 1]);
          return drift?.now?.start ?? at;
        });
        const mended = packet(moved.map((at) => `${LAMP}:${String(at)}`));
        const again = [...commits, commit("mend", { [PACKET]: mended, [LAMP]: versions.at(-1) ?? "" })];
        const second = await judge(memoryRepository(again), "HEAD");
        const states = (second.world.drift?.(second.world.packets[0]!) ?? []).map((drift) => drift?.state);
        for (const [index, at] of moved.entries()) if (at !== cited[index]) expect(states[index]).toBe("ok");
        // What was not mended is not taken for fine because its neighbours were.
        expect(states).not.toContain("moved");
      }),
      { numRuns: 150 },
    );
  });
});
