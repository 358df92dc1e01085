/**
 * `npm run example`: the command line over an example repository. Makes the repository, judges it with the real
 * command, and says how to read what comes out. Exits with 1 when it does not see what it should.
 */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makeHarbour } from "./harbour.mjs";

const MAIN = fileURLToPath(new URL("../dist/bin/writ.js", import.meta.url));
const GOOD = "WP-1-Harbour-Lights";
const BROKEN = "WP-1-Harbour-Crane";
const STUB = "WP-2-Tide-Tables";

const SEVERITY = { error: "error  ", warn: "warning", note: "note   " };

/** What is wrong with the broken packet, and must be seen. */
const FAULTS = [
  "structure/id-matches-file",
  "structure/field-value",
  "structure/conflicting-field",
  "structure/scope-paths",
  "structure/placeholder",
  "process/claim",
  "process/signature-form",
  "process/refinement-missing",
  "process/waiver-form",
  "process/phase-order",
  "process/absolute-path",
  "text/mojibake",
  "text/escaped-newline",
  "text/pseudo-fence",
  "text/duplicate-section",
];

const harbour = makeHarbour();
const surprises = [];

say(`Writ judges task packets: Markdown files in Git that say what work may be done, and prove that it was done.

An example repository stands in ${harbour}
with one packet that is as it should be, one that is not, and a stub for later.`);

heading("1. A good packet");
show(passing("check", GOOD));
say(`(Rules that compare want to know with what: \`--base main\`.)

Signed, bound to its spec by a refinement, every requirement mapped to a line of code, validated. Exit code 0.
Read it: ${harbour}/.GOV/task_packets/${GOOD}.md`);

heading("2. A broken one");
const broken = run("check", BROKEN);
expect(broken.code === 1, `the check of ${BROKEN} ends with ${broken.code} instead of 1`);
show({ ...broken, out: firstFinding(broken.out) });
say(`That is the first of its findings. How to read it:

  error      how much it weighs: errors fail the check, warnings and notes do not
  at         file, line and column, and the line itself, marked
  expected   what should stand there
  see        the other place, where the finding is about two
  rule       its name, for \`writ explain\`

All of them, in short (\`--format json\` gives them to a script):
`);
const evaluation = JSON.parse(run("check", BROKEN, "--format", "json").out);
for (const { severity, line, message, fix } of evaluation.findings) {
  const first = message.split(/(?<=[.?!]) (?=[A-Z])/)[0];
  say(`  ${SEVERITY[severity]} line ${String(line).padStart(2)}  ${first}${fix === null ? "" : "  [writ fix]"}`);
}
for (const rule of FAULTS) {
  expect(evaluation.findings.some((finding) => finding.rule === rule), `${rule} finds nothing in ${BROKEN}`);
}
say(`\n${broken.out.trimEnd().split("\n").at(-1)}`);

heading("3. Three of them mend themselves");
const mend = run("fix", "--dry-run", BROKEN);
show(mend);
expect(/Would mend 3 findings in 1 file/.test(mend.out), "writ fix does not offer to mend three findings");

heading("4. A stub is judged by other rules: nobody works on it yet");
show(passing("check", STUB));

heading("What to try next");
say(`  cd ${harbour}
  alias writ='node ${MAIN}'

  writ explain process/phase-order    what a rule wants, and why
  writ fix                            mend what is mechanical, then look at \`git diff\`
  writ check --base HEAD~1            only what the last commit brought, as in a pull request
  writ new WP-1-Harbour-Buoys         start a packet of your own, then \`writ check\`
  writ --help`);

if (surprises.length > 0) {
  console.error(`\nThis is not what should have been seen:\n${surprises.map((text) => `  ${text}`).join("\n")}`);
  process.exitCode = 1;
}

function run(...args) {
  const settings = { cwd: harbour, encoding: "utf8" };
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [MAIN, ...args], settings);
  if (error !== undefined) throw error;
  expect(stderr === "", `writ ${args.join(" ")} says: ${stderr}`);
  return { line: `writ ${args.join(" ")}`, code: status, out: stdout };
}

function passing(...args) {
  const outcome = run(...args);
  expect(outcome.code === 0, `${outcome.line} ends with ${outcome.code} instead of 0`);
  return outcome;
}

function show({ line, out }) {
  say(`$ ${line}\n\n${out.trimEnd().replace(/^(?=.)/gm, "  ")}\n`);
}

/** The heading and the first finding: what stands before the second empty line that a severity follows. */
function firstFinding(out) {
  return out.split(/\n\n(?= {2}(?:error|warning|note) )/).slice(0, 2).join("\n\n");
}

function heading(text) {
  say(`\n${text}\n${"=".repeat(text.length)}\n`);
}

function say(text) {
  console.log(text);
}

function expect(holds, otherwise) {
  if (!holds) surprises.push(otherwise);
}
