/**
 * A first look at Writ, without an account: a pull request is opened, judged, mended and merged, on a GitHub of one's
 * own. Everything that is shown is what the App really reported; what should be seen and is not is told at the end.
 */
import { checkText } from "./check-text.ts";
import type { CheckRun } from "./github/world/model.ts";
import { Refusal } from "./github/world/refusal.ts";
import { brokenCrane, file, LIGHTS, mendedCrane } from "./harbour.ts";
import { Stage } from "./stage.ts";

export interface Telling {
  readonly say: (text: string) => void;
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal;
}

/** What is wrong with the packet of the crane, and must be seen. */
const FAULTS = [
  "structure/id-matches-file", "structure/field-value", "structure/conflicting-field", "structure/placeholder",
  "process/claim", "process/signature-form", "process/refinement-missing", "process/phase-order", "text/escaped-newline",
];
const SHOWN = 3;
const BRANCH = "crane";
const LICENCE = "// Copyright the harbour master. MIT licensed.\n\n";

/** Tells it, and gives back what was not as it should be. Rejects with the signal's reason when it is aborted. */
export async function tellStory({ say, signal }: Telling): Promise<readonly string[]> {
  say(`Writ judges task packets: Markdown files in Git that say what work may be done, and prove that it was done.

Here is a GitHub on this machine, with an example repository and the real Writ as a GitHub App on it. Nothing leaves
this machine.`);
  const stage = await Stage.set();
  try {
    return await play(stage, say, signal);
  } finally {
    // Whoever does not want to hear the rest does not want to wait either.
    await stage.strike(signal.aborted ? 100 : undefined);
  }
}

async function play(stage: Stage, say: Telling["say"], signal: AbortSignal): Promise<readonly string[]> {
  const { desk } = stage;
  const surprises: string[] = [];
  const expect = (holds: boolean, otherwise: string): void => {
    if (!holds) surprises.push(otherwise);
  };
  const show = (check: CheckRun, shown = SHOWN): void => say(`${checkText(check, shown)}\n`);

  const first = await stage.push(BRANCH, brokenCrane(), "Start on the crane", "mara");
  const pull = await desk.openPull(BRANCH, { title: "Start on the crane", by: "mara" });
  heading(say, `1. Mara opens pull request #${pull.number}: ${pull.title}`);
  const red = await stage.judged(first, signal);
  show(red);
  expect(red.conclusion === "failure", `the check of the broken packet says ${String(red.conclusion)}`);
  for (const rule of FAULTS) expect(hasRule(red, rule), `${rule} finds nothing in the broken packet`);

  heading(say, "2. She tries to merge it all the same");
  const refusal = await desk.merge(pull, "merge", "mara").then(() => null, refusalOf);
  say(`  GitHub says: ${refusal ?? "merged"}\n`);
  expect(refusal !== null, "the broken packet was merged");

  heading(say, "3. She mends it, and pushes");
  const green = await stage.judged(await stage.push(BRANCH, mendedCrane(), "Say what the crane is to do", "mara"), signal);
  show(green);
  expect(green.conclusion === "success", `the check of the mended packet says ${String(green.conclusion)}`);

  heading(say, "4. She merges it, and the main branch is judged");
  const merged = await desk.merge(pull, "merge", "mara");
  const main = await stage.judged(merged, signal);
  say(`  Merged as ${merged.slice(0, 10)}.\n`);
  show(main);
  expect(main.conclusion === "success", `the check of the main branch says ${String(main.conclusion)}`);

  heading(say, "5. Wendy puts a licence on top of src/lights.js: what cites its lines has drifted");
  const licensed = { "src/lights.js": LICENCE + file("src/lights.js") };
  const drifted = await stage.judged(await stage.push("main", licensed, "Add the licence", "wendy"), signal);
  show(drifted, 2);
  const moved = drifted.annotations.filter(({ path, title }) => path === LIGHTS && title?.startsWith("evidence/drifted") === true);
  expect(moved.length > 0, "nobody saw that the cited lines moved");
  return surprises;
}

function hasRule({ annotations }: CheckRun, rule: string): boolean {
  return annotations.some(({ title }) => title?.startsWith(rule) === true);
}

function refusalOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  throw error;
}

function heading(say: Telling["say"], text: string): void {
  say(`\n${text}\n${"=".repeat(text.length)}\n`);
}

