/** The command as people and scripts meet it: the built program, in a process of its own. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { git, repository, scratch } from "../../src/snapshot/git.fixture.ts";

const MAIN = fileURLToPath(new URL("../../dist/bin/writ.js", import.meta.url));
const LIGHTS = ".GOV/task_packets/WP-1-Harbour-Lights.md";

const { folder, remove } = scratch();
afterAll(remove);
const repo = join(folder, "repo");
const many = join(folder, "many");

beforeAll(() => {
  if (!existsSync(MAIN)) throw new Error("there is no dist/bin/writ.js: run `npm run build` first");
  repository(repo, [{ name: "main", files: { [LIGHTS]: "# Lights\u001b[31m\n", "src/a.ts": "x\n" } }]);
  const packets = Array.from({ length: 400 }, (_, index) => [`.GOV/task_packets/WP-1-Buoy-${index}.md`, "# Buoy\n"]);
  repository(many, [{ name: "main", files: Object.fromEntries(packets) as Record<string, string> }]);
});

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function writ(cwd: string, ...args: string[]): Outcome {
  const settings = { cwd, encoding: "utf8", env: ENV, maxBuffer: 2 ** 28 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], settings);
  return { code: status, out: stdout, err: stderr };
}

const ENV = { PATH: process.env["PATH"], HOME: folder };

describe("the built program", () => {
  it("can be run as it is, and begins with the name of its interpreter", () => {
    const version = execFileSync(MAIN, ["--version"], { encoding: "utf8", env: ENV });
    const { version: expected } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      version: string;
    };
    expect(version).toBe(`${expected}\n`);
  });

  it("exits with 1 for errors, and keeps stderr clean and stdout whole", () => {
    const { code, out, err } = writ(many, "check", "--format", "json");
    expect([code, err]).toEqual([1, ""]);
    const evaluation = JSON.parse(out) as { schema: string; packets: unknown[]; findings: unknown[] };
    expect([evaluation.schema, evaluation.packets.length]).toEqual(["writ.evaluation/1", 400]);
    expect(evaluation.findings.length).toBeGreaterThanOrEqual(400);
  });

  it("shows nothing to a terminal that could act on it", () => {
    const { code, out } = writ(repo, "check");
    expect(code).toBe(1);
    expect(out).toContain("# Lights<U+001B>[31m");
    expect(out).not.toContain("\u001b");
  });

  it("exits with 0 where nothing is wrong, and with 2 and one sentence where it cannot judge", () => {
    expect(writ(repo, "check", "--rev", "HEAD", "--base", "HEAD").code).toBe(0);
    const { code, out, err } = writ(repo, "check", "--rev", "nosuch");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^writ: there is no commit "nosuch"[^\n]*\n$/);
  });

  it("says what to type when nothing was typed", () => {
    const { code, out, err } = writ(repo);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("writ check");
  });

  it("says the same in its second run, when it remembers the documents, as where it may remember none", () => {
    const cache = join(folder, "cache");
    const check = (env: Record<string, string>): string => {
      const settings = { cwd: many, encoding: "utf8", env: { ...ENV, ...env }, maxBuffer: 2 ** 28 } as const;
      const { stdout } = spawnSync(process.execPath, [MAIN, "check", "--rev", "HEAD", "--format", "json"], settings);
      return stdout.replace(/"milliseconds": \{[^}]*\}/, '"milliseconds": {}');
    };
    const without = check({ WRIT_CACHE: "off" });
    expect(existsSync(cache)).toBe(false);
    expect(check({ WRIT_CACHE: cache })).toBe(without);
    const [file = "", ...others] = readdirSync(cache, { recursive: true, encoding: "utf8" })
      .map((name) => join(cache, name))
      .filter((path) => statSync(path).size > 100_000);
    expect(others, "all in one file").toEqual([]);
    const before = statSync(file);
    expect(check({ WRIT_CACHE: cache })).toBe(without);
    expect(statSync(file), "which nobody had to write again").toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(JSON.parse(without)).toHaveProperty("summary.packets", 400);
  });

  it("writes only where it is told to", () => {
    writ(repo, "check");
    writ(repo, "check", "--rev", "HEAD", "--format", "sarif");
    writ(repo, "fix", "--dry-run");
    writ(repo, "sha", "src/a.ts");
    writ(repo, "explain", "structure/title");
    expect(git(repo, "status", "--porcelain", "--ignored")).toBe("");
  });

  it("goes quietly when its reader does", () => {
    const script = '"$0" "$1" check --all | head -n 1';
    const settings = { cwd: many, encoding: "utf8", env: ENV } as const;
    const { stdout, stderr } = spawnSync("sh", ["-c", script, process.execPath, MAIN], settings);
    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).toBe("");
  });

  it.skipIf(!existsSync("/dev/full"))("says so when its output cannot be written", () => {
    const full = openSync("/dev/full", "w");
    try {
      const { status, stderr } = spawnSync(process.execPath, [MAIN, "check"], {
        cwd: repo,
        encoding: "utf8",
        env: ENV,
        stdio: ["ignore", full, "pipe"],
      });
      expect([status, stderr]).toEqual([2, "writ: the output cannot be written (ENOSPC); make room for it\n"]);
    } finally {
      closeSync(full);
    }
  });

  it("ends with 130 when it is interrupted", async () => {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    // A Git that takes its time, and tells when it has begun.
    writeFileSync(join(bin, "git"), `#!/bin/sh\n: > "${join(bin, "begun")}"\nexec sleep 3\n`, { mode: 0o755 });
    const env = { ...ENV, PATH: `${bin}:${ENV.PATH ?? ""}` };
    const child = spawn(process.execPath, [MAIN, "check"], { cwd: repo, env, stdio: "ignore" });
    const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)));
    while (!existsSync(join(bin, "begun"))) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
  });

  it.skipIf(process.getuid?.() !== 0)("does not judge what it may not read", () => {
    const secret = repository(join(folder, "secret"), [{ name: "main", files: { [LIGHTS]: "# Lights\n" } }]);
    chmodSync(folder, 0o755);
    chmodSync(join(secret, LIGHTS), 0);
    execFileSync("chown", ["-R", "65534:65534", secret]);
    const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, "check"], {
      cwd: secret,
      encoding: "utf8",
      env: ENV,
      uid: 65534,
      gid: 65534,
    });
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(`\`${LIGHTS}\` cannot be read (permission denied)`);
  });
});
