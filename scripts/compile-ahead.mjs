/** Runs the commands that people run most, and keeps the code that V8 compiled for them beside the program. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import v8 from "node:v8";
import { makeHarbour } from "./harbour.mjs";

const COMMANDS = [
  ["check"],
  ["check", "--base", "HEAD~1", "--format", "json"],
  ["check", "--rev", "HEAD", "--format", "github"],
  ["fix", "--dry-run"],
  ["--help"],
];

// Commands begin under the flags that V8 has by itself, and V8 refuses what was compiled under others.
v8.setFlagsFromString = () => undefined;

const bin = fileURLToPath(new URL("../dist/bin/", import.meta.url));
const { script, start } = createRequire(import.meta.url)(join(bin, "writ.js"));
const harbour = makeHarbour();
// A cache of its own: the second check runs the code that finds something there, and nothing of the builder's is touched.
const cache = mkdtempSync(join(tmpdir(), "writ-cache-"));
process.env.WRIT_CACHE = cache;
try {
  process.chdir(harbour);
  for (const command of COMMANDS) {
    process.argv = [process.execPath, join(bin, "writ.js"), ...command];
    await start().done;
    if (process.exitCode === 2) throw new Error(`writ ${command.join(" ")} does not run`);
    process.exitCode = 0;
  }
} finally {
  process.chdir(bin);
  rmSync(harbour, { recursive: true, force: true });
  rmSync(cache, { recursive: true, force: true });
}
writeFileSync(join(bin, "program.cache"), script.createCachedData());
