import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { git, repository, scratch, writeFiles } from "../snapshot/git.fixture.ts";
import { writ } from "./terminal.fixture.ts";

const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
/** Nothing but what no rule asks of a packet that is history. */
const GOOD = "# Work Packet Stub: WP-1-Harbour-Lights\n";
const STUB = ".GOV/task_packets/stubs/WP-1-Harbour-Lights.md";
/** A title that names no packet is an error in every state. */
const BAD = "# Harbour crane\n\n- **Status:** Ready for Dev\n";
const ONLY_TITLE = "version: 1\nrules: { 'structure/*': off, 'process/*': off, structure/title: error }\n";

interface Json {
  readonly revision: string;
  readonly base: string | null;
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly state: string }[];
  readonly packets: readonly { readonly id: string }[];
  readonly summary: { readonly failing: number; readonly milliseconds: Readonly<Record<string, number>> };
}

const { folder, remove } = scratch();
afterAll(remove);

const one = join(folder, "one");
const two = join(folder, "two");
const empty = join(folder, "empty");
const bare = join(folder, "bare");

beforeAll(() => {
  // main: a bad packet. work: a second bad one on top. main2: main went on. other: no common history.
  repository(one, [
    { name: "main", files: { [CRANE]: BAD, "src/lamp.ts": "lamp\n" } },
    {
      name: "tip",
      files: { [CRANE]: BAD, "src/lamp.ts": "lamp\n", ".github/writ.yml": ONLY_TITLE },
      parents: ["main"],
    },
    { name: "other", files: { [CRANE]: BAD }, parents: [] },
    { name: "work", files: { [CRANE]: BAD, [LIGHTS]: "# Lights\n", "src/lamp.ts": "lamp\n" }, parents: ["main"] },
  ]);
  repository(two, [{ name: "main", files: { "README.md": "hello\n" } }]);
  repository(empty, []);
  repository(bare, [{ name: "main", files: { [CRANE]: BAD } }], "--bare");
});

async function json(cwd: string, ...args: string[]): Promise<{ code: number; evaluation: Json }> {
  const { code, out, err } = await writ({ cwd }, "check", "--format", "json", ...args);
  expect(err).toBe("");
  return { code, evaluation: JSON.parse(out) as Json };
}

describe("writ check", () => {
  it("judges the working tree, untracked files too, from any folder in it", async () => {
    const { code, evaluation } = await json(join(one, "src"));
    expect(code).toBe(1);
    expect(evaluation.revision).toBe("worktree");
    expect(evaluation.packets.map(({ id }) => id)).toEqual(["WP-1-Harbour-Crane", "WP-1-Harbour-Lights"]);
    const stages = Object.keys(evaluation.summary.milliseconds);
    expect(stages).toEqual(expect.arrayContaining(["open", "read", "judge", "total"]));
  });

  it("judges a commit, in a bare repository too", async () => {
    const { code, evaluation } = await json(one, "--rev", "main");
    expect([code, evaluation.revision]).toEqual([1, git(one, "rev-parse", "main")]);
    expect((await json(one, "--repo", bare, "--rev", "HEAD")).evaluation.packets).toHaveLength(1);
  });

  it("compares with where the work left the base, and takes the policy from the tip of the base", async () => {
    const { code, evaluation } = await json(one, "--base", "tip");
    expect(evaluation.base).toBe(git(one, "rev-parse", "main"));
    expect(new Set(evaluation.findings.map(({ rule }) => rule))).toEqual(new Set(["structure/title"]));
    expect(evaluation.findings.map(({ path, state }) => [path, state])).toEqual([
      [CRANE, "existing"],
      [LIGHTS, "new"],
    ]);
    expect([code, evaluation.summary.failing]).toEqual([1, 1]);
    expect((await json(one, "--base", "tip", "--strict")).evaluation.summary.failing).toBe(2);
  });

  it("passes a change that brings nothing, whatever was there before", async () => {
    expect((await json(one, "--rev", "main", "--base", "main")).code).toBe(0);
    expect((await json(one, "--rev", "main", "--base", "main", "--strict")).code).toBe(1);
  });

  it("takes a policy file by its place on this machine", async () => {
    writeFileSync(join(folder, "lenient.yml"), "version: 1\nrules: { 'structure/*': note, 'process/*': note }\n");
    expect((await json(one, "--policy", "../lenient.yml")).code).toBe(0);
  });

  it("judges only what it is asked for: an id, a file, a folder, wherever it is named from", async () => {
    const idsOf = async (cwd: string, ...args: string[]): Promise<string[]> =>
      (await json(cwd, ...args)).evaluation.packets.map(({ id }) => id);
    expect(await idsOf(one, "WP-1-Harbour-Lights")).toEqual(["WP-1-Harbour-Lights"]);
    expect(await idsOf(join(one, "src"), `../${LIGHTS}`)).toEqual(["WP-1-Harbour-Lights"]);
    expect(await idsOf(join(one, "src"), LIGHTS)).toEqual(["WP-1-Harbour-Lights"]);
    expect(await idsOf(folder, "--repo", "one", join(one, LIGHTS))).toEqual(["WP-1-Harbour-Lights"]);
    expect(await idsOf(one, ".GOV/task_packets/")).toHaveLength(2);
    expect(await idsOf(one, ".")).toHaveLength(2);
    expect(await idsOf(bare, "--rev", "main", CRANE)).toEqual(["WP-1-Harbour-Crane"]);
  });

  it("gives the same JSON twice, but for the times", async () => {
    const timeless = ({ evaluation }: { evaluation: Json }): Json => ({
      ...evaluation,
      summary: { ...evaluation.summary, milliseconds: {} },
    });
    expect(timeless(await json(one))).toEqual(timeless(await json(one)));
  });

  it.each(["pretty", "sarif", "junit", "github", "markdown"])("speaks %s", async (format) => {
    const { code, out, err } = await writ({ cwd: one }, "check", "--format", format, "WP-1-Harbour-Crane");
    expect([code, err]).toEqual([1, ""]);
    expect(out).toContain("structure/title");
    expect(out).not.toContain("\u001b");
    expect(out).not.toContain("Harbour-Lights");
  });

  it("shows frames of the judged text, and colours on a terminal only", async () => {
    const plain = await writ({ cwd: one }, "check", "WP-1-Harbour-Crane");
    expect(plain.out).toContain("> 1 | # Harbour crane");
    const painted = await writ({ cwd: one, isTerminal: true }, "check", "WP-1-Harbour-Crane");
    expect(painted.out).toContain("\u001b[31m");
    expect(painted.err.replace(/\r\u001b\[K[^\r]*/g, "")).toBe("");
    const refused = await writ({ cwd: one, isTerminal: true, env: { NO_COLOR: "1" } }, "check", "WP-1-Harbour-Crane");
    expect(refused.out).not.toContain("\u001b");
  });

  it("says where it looked when there is nothing to judge, and does not call that passed", async () => {
    const { code, out, err } = await writ({ cwd: two }, "check");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("Nothing judged: no packet and no stub in the working tree");
    expect(out).toContain(".GOV/task_packets or docs/task_packets");
    expect(out).not.toContain("Passed");
    const machine = await writ({ cwd: two }, "check", "--format", "json");
    expect(machine.err).toContain("writ: no packet and no stub");
    expect((JSON.parse(machine.out) as Json).packets).toEqual([]);
  });

  it("passes a stub", async () => {
    const stubs = repository(join(folder, "stubs"), [{ name: "main", files: { [STUB]: GOOD } }]);
    writeFileSync(join(stubs, "policy.yml"), ONLY_TITLE);
    const { code, out } = await writ({ cwd: stubs }, "check", "--policy", "policy.yml");
    expect(out).toContain("Passed (exit 0): no findings in 1 stub.");
    expect(code).toBe(0);
  });
});

describe("bad input ends with exit code 2, one sentence, and nothing on stdout", () => {
  const refusal = async (cwd: string, ...args: string[]): Promise<string> => {
    const { code, out, err } = await writ({ cwd }, ...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^writ: [^\n]+\n$/);
    return err;
  };

  it("no repository", async () => {
    const outside = join(folder, "outside");
    mkdirSync(outside);
    // The scratch folder may itself lie in a repository on somebody's machine.
    expect(await refusal("/", "check")).toContain("is not in a Git repository");
    expect(await refusal(one, "check", "--repo", "nowhere")).toContain("cannot be opened");
  });

  it("an unknown commit, a bare repository without --rev, unrelated histories", async () => {
    expect(await refusal(one, "check", "--rev", "nosuch")).toContain('there is no commit "nosuch"');
    expect(await refusal(one, "check", "--base", "nosuch")).toContain('there is no commit "nosuch"');
    expect(await refusal(bare, "check")).toContain("--rev");
    expect(await refusal(one, "check", "--base", "other")).toContain("no commit in common");
  });

  it("an empty repository", async () => {
    expect(await refusal(empty, "check")).toContain("is empty");
    expect(await refusal(empty, "check", "--rev", "HEAD")).toContain("no commit yet");
  });

  it("an unknown id, a path outside, a path that is not there, a file that nobody judges", async () => {
    expect(await refusal(one, "check", "WP-1-Harbour-Crain")).toContain("did you mean `WP-1-Harbour-Crane`?");
    expect(await refusal(one, "check", "/etc/hosts")).toContain("outside of the repository");
    expect(await refusal(one, "check", "../two/README.md")).toContain("outside of the repository");
    expect(await refusal(one, "check", "src/lump.ts")).toContain("did you mean `src/lamp.ts`?");
    expect(await refusal(one, "check", "src")).toContain("holds no packet");
    expect(await refusal(two, "check", "WP-1-Harbour-Crane")).toContain("there is no packet");
  });

  it("an invalid policy, wherever it comes from", async () => {
    const invalid = repository(join(folder, "invalid"), [
      { name: "main", files: { [CRANE]: BAD, ".github/writ.yml": "version: 1\nrulez: {}\n" } },
      { name: "mended", files: { [CRANE]: BAD } },
    ]);
    expect(await refusal(invalid, "check", "--rev", "main")).toContain(".github/writ.yml:2:1: ");
    expect(await refusal(invalid, "check", "--base", "main")).toContain("rulez");
    expect(await refusal(invalid, "check", "--policy", "nowhere.yml")).toContain("cannot be read");
    writeFiles(invalid, { "a.yml": Uint8Array.of(0xff), ".github/writ.yaml": "", ".github/writ.yml": "" });
    expect(await refusal(invalid, "check", "--policy", "a.yml")).toContain("not UTF-8");
    expect(await refusal(invalid, "check")).toContain("only one can be the policy");
    const linked = repository(join(folder, "linked"), [{ name: "main", files: { [CRANE]: BAD } }]);
    mkdirSync(join(linked, ".github"));
    symlinkSync("/etc/hosts", join(linked, ".github/writ.yml"));
    expect(await refusal(linked, "check")).toContain("is a link");
  });

  it("an unknown command, option, value, rule", async () => {
    expect(await refusal(one, "chekc")).toContain("did you mean `check`?");
    expect(await refusal(one, "check", "--stirct")).toContain("did you mean `--strict`?");
    expect(await refusal(one, "check", "--format", "jsno")).toContain("did you mean `json`?");
    expect(await refusal(one, "check", "--rev")).toContain("needs a value");
    expect(await refusal(one, "explain", "structure/titel")).toContain("did you mean `structure/title`?");
    expect(await refusal(one, "help", "chek")).toContain("did you mean `check`?");
  });

  it.skipIf(process.getuid?.() === 0)("a file that may not be read", async () => {
    const secret = repository(join(folder, "secret"), [{ name: "main", files: { [CRANE]: BAD } }]);
    chmodSync(join(secret, CRANE), 0);
    expect(await refusal(secret, "check")).toContain("make it readable");
  });
});
