/** Adds up the tests of several vitest JSON reports; a skipped test is a failure here, because it proves nothing. */
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
if (skipped > 0) console.error(`${String(skipped)} tests were skipped: nothing may be skipped here.`);
console.log(`${String(passed)} passed, ${String(failed + skipped)} failed`);
if (failed + skipped > 0 || passed === 0) process.exitCode = 1;
