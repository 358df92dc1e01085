/** The Action as a workflow runs it: real events, a real checkout, what it writes where. */
import { readFileSync, symlinkSync, writeFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { UserError } from "../errors.ts";
import { git, repository, scratch } from "../snapshot/git.fixture.ts";
import { act } from "./action.ts";

const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";
const CRANE = ".GOV/task_packets/WP-1-Harbour-Crane.md";
const BAD = "# Harbour crane\n\n- **Status:** Ready for Dev\n";
const POLICY = "version: 1\nrules: { 'structure/*': off, 'process/*': off, structure/title: error }\n";

const { folder, remove } = scratch();
afterAll(remove);
const place = join(folder, "work");
let merge = "";
let before = "";

beforeAll(() => {
  const old = { [CRANE]: BAD, ".github/writ.yml": POLICY };
  repository(place, [
    { name: "start", files: old },
    { name: "side", files: { ...old, [LIGHTS]: "# Lights\n" }, parents: ["start"] },
    { name: "base", files: { ...old, "src/lamp.ts": "lamp\n" }, parents: ["start"] },
    { name: "merge", files: { ...old, "src/lamp.ts": "lamp\n", [LIGHTS]: "# Lights\n" }, parents: ["base", "side"] },
  ]);
  merge = git(place, "rev-parse", "merge");
  before = git(place, "rev-parse", "base");
  git(place, "checkout", "--quiet", "--detach", merge);
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly summary: string;
}

async function ran(env: Readonly<Record<string, string>>, payload: unknown = {}): Promise<Ran> {
  const event = join(folder, "event.json");
  const summary = join(folder, "summary.md");
  writeFileSync(event, typeof payload === "string" ? payload : JSON.stringify(payload));
  writeFileSync(summary, "");
  const text = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({ isTerminal: false, columns: undefined, write: (more: string) => void (text[name] += more) });
  const code = await act({
    cwd: folder,
    env: { GITHUB_WORKSPACE: place, GITHUB_EVENT_PATH: event, GITHUB_STEP_SUMMARY: summary, ...env },
    out: stream("out"), err: stream("err"), now: () => new Date("2026-01-15T12:00:00Z"),
  });
  return { code, ...text, summary: readFileSync(summary, "utf8") };
}

describe("the Action", () => {
  it("judges what a pull request brings, against what GitHub merged it with", async () => {
    const env = { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF: "refs/pull/7/merge", GITHUB_SHA: merge };
    const { code, out, err, summary } = await ran(env, { pull_request: { base: { sha: "a".repeat(40) } } });
    expect([code, err]).toEqual([1, "Judges what HEAD brings into `HEAD^1`.\n"]);
    expect(out).toMatch(/^::error .*WP-1-Harbour-Lights\.md/m);
    expect(out).toContain("the change brings 1 error. From before: 1 finding; they do not count.");
    expect(summary).toContain("WP-1-Harbour-Lights");
  });

  it("judges everything where the event has no base, or names its own", async () => {
    const all = await ran({ GITHUB_EVENT_NAME: "schedule" });
    expect([all.code, all.err]).toEqual([1, "Judges everything: this event has no base.\n"]);
    expect(all.out).toMatch(/^::error .*WP-1-Harbour-Crane\.md/m);
    const strict = await ran({ WRIT_BASE: before, WRIT_STRICT: "true" });
    expect(strict.out).toMatch(/^::error .*WP-1-Harbour-Crane\.md/m);
  });

  it("writes SARIF where it is asked to, over nothing and through no link", async () => {
    await ran({ WRIT_SARIF: "out/writ.sarif" });
    expect(JSON.parse(readFileSync(join(place, "out", "writ.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
    await expect(ran({ WRIT_SARIF: "out/writ.sarif" })).rejects.toThrow(UserError);
    symlinkSync(folder, join(place, "link"));
    await expect(ran({ WRIT_SARIF: "link/x.sarif" })).rejects.toThrow(/is a link/);
    expect(existsSync(join(folder, "x.sarif"))).toBe(false);
  });

  it.each([
    [{ WRIT_SARIF: "../x.sarif" }, "{}", /the input sarif is `\.\.\/x\.sarif`, which lies outside the workspace/],
    [{ WRIT_DIRECTORY: "/etc" }, "{}", /the input working-directory is `\/etc`, which lies outside/],
    [{ WRIT_DRIFT: "yes" }, "{}", /the input drift is `yes`, which is neither true nor false/],
    [{ GITHUB_EVENT_NAME: "push" }, "{", /the event cannot be read .*; name the base with `base:`/],
  ])("says in one sentence what is wrong with %o", async (env, payload, sentence) => {
    await expect(ran(env, payload)).rejects.toThrow(sentence);
    await expect(ran(env, payload)).rejects.toThrow(UserError);
  });

  it("ends with 2 where the base is not there, and says how to fetch it", async () => {
    const { code, err, out } = await ran({ GITHUB_EVENT_NAME: "push" }, { before: "d".repeat(40) });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^writ: .*d{7}/m);
  });

  it("hands every input on, and none of them by way of a command line", () => {
    const action = parse(readFileSync(new URL("../../action.yml", import.meta.url), "utf8")) as {
      readonly inputs: Readonly<Record<string, unknown>>;
      readonly runs: { readonly steps: readonly { readonly run: string; readonly env?: Readonly<Record<string, string>> }[] };
    };
    const handed = action.runs.steps.flatMap(({ env }) => Object.values(env ?? {}));
    expect(handed.sort()).toEqual(Object.keys(action.inputs).map((name) => `\${{ inputs.${name} }}`).sort());
    for (const { run } of action.runs.steps) expect(run).not.toContain("inputs.");
  });
});
