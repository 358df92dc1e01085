/** Runs a command as a whole process and tells its wall time and peak memory. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Loaded first: a program that tells its memory at its end. A module would have the whole loader of modules started. */
const REPORT = fileURLToPath(new URL("report-memory.cjs", import.meta.url));

/** One run of a Node program. `ok` lists the exit codes that count as done. */
export function runNode(args, { cwd, ok = [0], timeout = 120_000, env = {} } = {}) {
  const started = performance.now();
  const result = spawnSync(process.execPath, ["--require", REPORT, ...args], {
    cwd,
    timeout,
    maxBuffer: 1 << 28,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  const milliseconds = performance.now() - started;
  if (!ok.includes(result.status)) {
    throw new Error(`${args.join(" ")} ended with ${String(result.status ?? result.signal)}: ${result.stderr.slice(0, 500)}`);
  }
  const megabytes = Number(/maxrss (\d+)\s*$/.exec(result.stderr)?.[1] ?? Number.NaN) / 1024;
  return { milliseconds, megabytes, stdout: result.stdout };
}

/** Several runs of the same, the first not counted. */
export function repeat(times, run) {
  run();
  const results = Array.from({ length: times }, run);
  const sorted = (key) => results.map((result) => result[key]).sort((a, b) => a - b);
  const middle = (values) => values[Math.floor(values.length / 2)];
  return {
    milliseconds: middle(sorted("milliseconds")),
    fastest: sorted("milliseconds")[0],
    megabytes: middle(sorted("megabytes")),
    last: results.at(-1),
  };
}

export function row(...cells) {
  const [first, ...rest] = cells;
  console.log(String(first).padEnd(58) + rest.map((cell) => String(cell).padStart(12)).join(""));
}

export const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const mb = (value) => `${value.toFixed(0)} MB`;
