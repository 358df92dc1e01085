import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Draft } from "../decision/decision.ts";
import { gateWithout } from "../decision/gate-decision.ts";
import { sealed } from "../decision/identity.ts";
import { Journal } from "../decision/journal.ts";
import { writ } from "./terminal.fixture.ts";
import { version } from "./version.ts";

const HARBOUR = { id: 7, owner: "harbour", name: "pier" };
const QUAY = { id: 8, owner: "harbour", name: "quay" };
const NOWHERE = "1234567".padEnd(40, "0");

let folder = "";
const ids: Record<string, string> = {};

async function decided(name: string, pull: number, changes: { repository?: typeof HARBOUR; writ?: string; sentence?: string; at?: string } = {}): Promise<void> {
  const draft: Draft = { kind: "gate", pull, head: NOWHERE, base: NOWHERE, policy: null, ...gateWithout(changes.sentence ?? null, { day: "2026-01-15", governs: null }) };
  const origin = { at: changes.at ?? "2026-01-15T12:00:00.000Z", trace: name, writ: changes.writ ?? version(), repository: changes.repository ?? HARBOUR };
  const decision = sealed(draft, origin);
  ids[name] = decision.id;
  await new Journal(folder).append(decision);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "writ-explain-"));
  await decided("late", 1, { at: "2026-02-01T00:00:00.000Z" });
  await decided("early", 1, { sentence: "The policy is \u001b[31mred\u202e." });
  await decided("here", 2);
  await decided("there", 2, { repository: QUAY });
  await decided("old", 3, { writ: "0.0.1" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const explain = (...args: string[]) => writ({ cwd: process.cwd() }, "explain", ...args, "--data", folder);

describe("writ explain --pull", () => {
  it("lists what was decided, oldest first, and nothing in it acts", async () => {
    const { code, out } = await explain("--pull", "1");
    expect(code).toBe(0);
    const [early, late] = ["early", "late"].map((name) => out.indexOf(ids[name]!.slice(0, 12)));
    expect(early).toBeGreaterThan(0);
    expect(late).toBeGreaterThan(early!);
    expect(out).toContain("The policy is <U+001B>[31mred<U+202E>.");
  });

  it("asks which repository is meant, and knows it by its name", async () => {
    expect(await explain("--pull", "2")).toEqual({
      code: 2, out: "", err: "writ: several repositories have a pull request 2: `harbour/pier`, `harbour/quay`; name one with --repository\n",
    });
    const { out } = await explain("--pull", "2", "--repository", "Harbour/Quay", "--format", "json");
    expect(JSON.parse(out)).toMatchObject({ decisions: [{ id: ids["there"] }], unreadable: 0 });
  });

  it("takes DATA_DIR, and the App's own default without it", async () => {
    expect(await writ({ cwd: "/", env: { DATA_DIR: folder } }, "explain", "--pull", "1")).toMatchObject({ code: 0 });
    expect((await writ({ cwd: "/nowhere" }, "explain", "--pull", "1")).err).toMatch(/^writ: there are no decisions in `\/nowhere\/data\/decisions` \(ENOENT\); /);
  });
});

describe("writ explain --decision", () => {
  it("says what is not in this clone, and how to get it", async () => {
    const { code, out, err } = await explain("--decision", ids["here"]!);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/^Cannot be derived here: the commit 1234567000 is not in this clone; .*`git fetch origin refs\/pull\/2\/head`/m);
  });

  it("leaves what another version decided to that version", async () => {
    const { code, out } = await explain("--decision", ids["old"]!.slice(0, 10), "--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ decision: { id: ids["old"] }, derived: { state: "not here", why: expect.stringContaining("Writ 0.0.1 decided it") } });
  });
});

it.each([
  [["--pull", "x"], "`--pull` cannot be `x`; give the number of a pull request"],
  [["--pull", "9"], "no decision about pull request 9 is recorded here; check the number, and name the App's data folder with --data"],
  [["--pull", "1", "--repository", "harbour/mole"], "no decision about pull request 1 of `harbour/mole` is recorded here; there are `harbour/pier`"],
  [["--pull", "1", "--decision", "abcd"], "`--pull` lists decisions and `--decision` derives one again; give one of them"],
  [["--pull", "1", "structure/title"], "a rule and a decision are explained one at a time; leave the rule and `--list` out, or `--pull` and `--decision`"],
  [["--pull", "1", "--repo", "."], "`--repo` belongs to `--decision`; leave it out: nothing of Git is read for a list"],
  [["--decision", "zz"], "`--decision` cannot be `zz`; give at least four hex digits of a decision's id"],
  [["--decision", "00000000"], "no decision begins with `00000000`; `writ explain --pull NUMBER` lists them"],
  [["--decision", "abcd", "--repository", "a/b"], "`--repository` belongs to `--pull`; leave it out: an id names one decision"],
  [["structure/title"], "`--data` belongs to `--pull` or `--decision`; give one of them"],
])("refuses %j in one sentence", async (args, sentence) => {
  expect(await explain(...args)).toEqual({ code: 2, out: "", err: `writ: ${sentence}\n` });
});
