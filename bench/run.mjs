/**
 * Prints what Writ costs: a cold check of real packets, by stage, beside linters on the same files; one large packet;
 * hostile input. Nothing here passes or fails. `WRIT_CORPUS` names the folder with `governance.bundle`.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchApp } from "./app.mjs";
import { benchHostile } from "./hostile.mjs";
import { benchLarge } from "./large.mjs";
import { benchWebhook } from "./webhook.mjs";
import { mb, ms, repeat, row, runNode } from "./measure.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const WRIT = join(ROOT, "dist/bin/writ.js");
const RUNS = Number(process.env.WRIT_BENCH_RUNS ?? 7);
const corpus = process.env.WRIT_CORPUS ?? join(ROOT, "../shared/corpus");

console.log(`Node ${process.version}, ${String(cpus().length)} × ${cpus()[0]?.model ?? "?"}, median of ${String(RUNS)} runs\n`);
const folder = mkdtempSync(join(tmpdir(), "writ-bench-"));
try {
  if (existsSync(join(corpus, "governance.bundle"))) benchCheck();
  else console.log(`No corpus at ${corpus}: the check of real packets is left out.\n`);
  await benchWebhook();
  await benchApp();
  await benchLarge();
  benchHostile();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function benchCheck() {
  const repo = join(folder, "governance");
  execFileSync("git", ["clone", "--quiet", join(corpus, "governance.bundle"), repo], { stdio: "pipe" });
  const february = execFileSync("git", ["-C", repo, "rev-list", "-1", "--before=2026-02-15", "HEAD"], { encoding: "utf8" }).trim();
  row("cold, process start included", "wall", "peak memory");
  row("node -e 0", ms(repeat(RUNS, () => runNode(["-e", "0"])).milliseconds));
  check("writ check, working tree at the tip", ["--repo", repo]);
  check("writ check --rev, the tip", ["--repo", repo, "--rev", "HEAD"]);
  check("writ check --rev, 2026-02-15", ["--repo", repo, "--rev", february]);
  check("writ check --rev --drift, the tip", ["--repo", repo, "--rev", "HEAD", "--drift"]);
  check("writ check --rev --base, a typical commit", ["--repo", repo, "--rev", "HEAD", "--base", "HEAD~3"]);
  replay(repo);
  const files = packets(repo);
  console.log(`\nthe same ${String(files.length)} packets, stubs and refinements, by linters that know nothing of packets`);
  linter("markdownlint-cli2, all its rules", ["node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs", ...files]);
  linter("remark-lint, recommended preset", [
    "node_modules/remark-cli/cli.js", "--use", "remark-preset-lint-recommended", "--quiet", "--no-stdout", ...files,
  ]);
  console.log("\nThe repository's own two gate scripts take 107 to 118 ms for each packet and script (one process each,");
  console.log("measured at their source, 29 s for 131 packets); they are not part of this project and not run here.\n");
}

/** Twice: where Writ has read nothing before, and again with what it kept of that. Every run is a process of its own. */
function check(name, args) {
  const cache = join(folder, "cache");
  const run = () => runNode([WRIT, "check", "--format", "json", ...args], { ok: [0, 1], env: { WRIT_CACHE: cache } });
  const first = repeat(RUNS, () => {
    rmSync(cache, { recursive: true, force: true });
    return run();
  });
  stages(`${name}, first run`, first);
  stages(`${name}, again`, repeat(RUNS, run));
}

function stages(name, result) {
  row(name, ms(result.milliseconds), mb(result.megabytes));
  const { summary, packets } = JSON.parse(result.last.stdout);
  const times = Object.entries(summary.milliseconds).map(([stage, value]) => `${stage} ${ms(value)}`);
  const documents = summary.packets + summary.stubs + summary.refinements;
  const cited = packets.flatMap(({ evidence }) => evidence).length;
  console.log(`    ${String(documents)} documents, ${String(cited)} citations; ${times.join(", ")}`);
}

function replay(repo) {
  const result = repeat(1, () => runNode([WRIT, "replay", "--repo", repo, "--format", "json"], { ok: [0, 1] }));
  row("writ replay, the whole history", ms(result.milliseconds), mb(result.megabytes));
  const { commits, milliseconds } = JSON.parse(result.last.stdout);
  console.log(`    ${String(commits.length)} commits, ${ms(milliseconds / commits.length)} a commit`);
}

function packets(repo) {
  const target = join(folder, "files");
  cpSync(join(repo, ".GOV"), target, { recursive: true });
  return ["task_packets", "task_packets/stubs", "refinements"].flatMap((name) =>
    readdirSync(join(target, name))
      .filter((file) => file.endsWith(".md"))
      .map((file) => join(target, name, file)),
  );
}

function linter(name, args) {
  const result = repeat(Math.min(RUNS, 3), () => runNode(args, { cwd: ROOT, ok: [0, 1] }));
  row(name, ms(result.milliseconds), mb(result.megabytes));
}
