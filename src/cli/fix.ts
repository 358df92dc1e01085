/** `writ fix`. */
import { UserError } from "../errors.ts";
import { evaluate, type Evaluated } from "../evaluate/evaluate.ts";
import type { Finding } from "../evaluate/evaluation.ts";
import { mend, type Mending } from "../fix/mend.ts";
import { quoted } from "../policy/quoted.ts";
import { visible } from "../render/harmless.ts";
import { count } from "../render/sentence.ts";
import { ruleIds, rules } from "../rules/catalogue.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { assertUnchanged, replaceFile } from "./atomic-file.ts";
import type { Call, ExitCode } from "./call.ts";
import { unifiedDiff } from "./diff.ts";
import { namedRule } from "./named-rule.ts";
import { openProject } from "./project.ts";
import { isAbout, selectTargets } from "./targets.ts";

export async function run(call: Call): Promise<ExitCode> {
  const wanted = new Set(call.values("rule").map(fixableRule));
  const project = await openProject(call);
  const { repository, head, policy, paths, name } = project;
  try {
    const ground = { root: repository.root, cwd: call.terminal.cwd, paths, name };
    const targets = selectTargets(call.arguments, ground, policy.layout, false);
    const judge = (snapshot: Snapshot): Promise<Evaluated> =>
      evaluate({
        head: snapshot,
        base: null,
        commits: [],
        repository,
        policy,
        rules,
        knownRules: ruleIds,
        today: call.terminal.now().toISOString().slice(0, 10),
        // Everything is judged, so that the proof sees what a mend does elsewhere.
        only: [],
      });
    const wants = (finding: Finding): boolean =>
      (wanted.size === 0 || wanted.has(finding.rule)) && isAbout(finding, targets);
    const mending = await mend(head, judge, wants);
    const isDry = call.flag("dry-run");
    if (isDry) show(call, mending);
    else write(repository.root, mending);
    call.terminal.out.write(summary(mending, isDry));
    return mending.left.size > 0 ? 1 : 0;
  } finally {
    await repository.dispose();
  }
}

function fixableRule(id: string): string {
  const rule = namedRule(id);
  if (rule.needs?.includes("drift") === true) {
    throw new UserError(`${quoted(id)} is mended packet by packet; type \`writ evidence ID --fix\``);
  }
  if (rule.fixable) return rule.id;
  throw new UserError(`${quoted(id)} has no mechanical fix; \`writ explain ${rule.id}\` says how to mend it by hand`);
}

function show(call: Call, { files }: Mending): void {
  for (const [path, { before, after }] of files) call.terminal.out.write(`${unifiedDiff(path, before, after)}\n`);
}

/** All files are looked at before the first is written, so that a stale judgement writes nothing at all. */
function write(root: string, { files }: Mending): void {
  for (const [path, { before }] of files) assertUnchanged(root, path, before);
  for (const [path, { before, after }] of files) replaceFile(root, path, before, after);
}

function summary({ files, mended, left }: Mending, isDry: boolean): string {
  const lines: string[] = [];
  if (files.size === 0 && left.size === 0) lines.push("Nothing to mend.");
  if (files.size > 0) {
    const total = [...mended.values()].reduce((sum, number) => sum + number, 0);
    const what = `${count(total, "finding")} in ${count(files.size, "file")}`;
    lines.push(isDry ? `Would mend ${what}; nothing was written:` : `Mended ${what}:`);
    for (const [rule, number] of mended) lines.push(`  ${rule}: ${number}`);
    if (!isDry) for (const path of files.keys()) lines.push(`  wrote ${visible(path)}`);
  }
  for (const [path, reason] of left) lines.push(`Left as it was: ${visible(path)}: ${visible(reason)}`);
  return `${lines.join("\n")}\n`;
}
