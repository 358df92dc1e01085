/** Adds up the tests of several vitest JSON reports. */
import { readFileSync } from "node:fs";

let passed = 0;
let failed = 0;
let skipped = 0;
for (const file of process.argv.slice(2)) {
  const report = JSON.parse(readFileSync(file, "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests + (report.numTodoTests ?? 0);
}

console.log(`${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
if (failed > 0 || passed === 0) process.exitCode = 1;
