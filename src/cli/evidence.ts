/** `writ evidence`. */
import { UserError } from "../errors.ts";
import { evaluate, type Evaluated } from "../evaluate/evaluate.ts";
import { evidenceReport, isProven } from "../evaluate/evidence-report.ts";
import { mend } from "../fix/mend.ts";
import type { Packet } from "../packet/model.ts";
import { nearest } from "../policy/nearest.ts";
import { quoted } from "../policy/quoted.ts";
import { wantsColor } from "../render/colour.ts";
import { renderEvidence, renderEvidenceMarkdown } from "../render/evidence.ts";
import { json, visible } from "../render/harmless.ts";
import { count } from "../render/sentence.ts";
import { ruleIds } from "../rules/catalogue.ts";
import { drifted } from "../rules/evidence/drifted.ts";
import type { Rule } from "../rules/rule.ts";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { assertUnchanged, replaceFile } from "./atomic-file.ts";
import type { Project } from "../project/project.ts";
import type { Call, ExitCode } from "./call.ts";
import { unifiedDiff } from "./diff.ts";
import { openProject } from "./project.ts";
import { knownIds } from "./targets.ts";

/** Who asks about one packet wants to know, whatever its state. */
const { states: _, ...anyState } = drifted;
const ANY_STATE: Rule = anyState;

export async function run(call: Call): Promise<ExitCode> {
  const [id = ""] = call.arguments;
  const fixes = call.flag("fix");
  if (call.flag("dry-run") && !fixes) throw new UserError("`--dry-run` shows what `--fix` would write; give both");
  if (fixes && call.value("rev") !== null) {
    throw new UserError("`--fix` writes to the working tree, and `--rev` names a commit; leave out one of them");
  }
  const project = await openProject(call);
  try {
    return fixes ? await fix(call, project, id) : await show(call, project, id);
  } finally {
    await project.repository.dispose();
  }
}

async function show(call: Call, project: Project, id: string): Promise<ExitCode> {
  const { world, evaluation } = await judge(call, project, project.head, id);
  const packet = found(world.packets, project, id);
  const report = evidenceReport(packet, world.evidence(packet), world.drift?.(packet) ?? [], evaluation.revision);
  const { out, env } = call.terminal;
  const format = call.value("format") ?? "pretty";
  if (format === "json") out.write(json(report));
  else if (format === "markdown") out.write(renderEvidenceMarkdown(report));
  else {
    const width = out.columns === undefined ? {} : { width: out.columns };
    out.write(renderEvidence(report, { color: wantsColor(env, out.isTerminal), ...width }));
  }
  return isProven(report) ? 0 : 1;
}

async function fix(call: Call, project: Project, id: string): Promise<ExitCode> {
  const { repository, head } = project;
  const first = await judge(call, project, head, id);
  const packet = found(first.world.packets, project, id);
  const { files, mended, left } = await mend(
    head,
    (snapshot) => (snapshot === head ? Promise.resolve(first) : judge(call, project, snapshot, id)),
    (finding) => finding.path === packet.path,
  );
  const isDry = call.flag("dry-run");
  const { out } = call.terminal;
  for (const [path, { before, after }] of files) {
    if (isDry) out.write(`${unifiedDiff(path, before, after)}\n`);
    else assertUnchanged(repository.root, path, before);
  }
  if (!isDry) for (const [path, { before, after }] of files) replaceFile(repository.root, path, before, after);
  const total = [...mended.values()].reduce((sum, number) => sum + number, 0);
  if (files.size === 0 && left.size === 0) out.write("Nothing has moved that could be cited anew.\n");
  for (const path of files.keys()) {
    const what = `${count(total, "citation")} in ${visible(path)}`;
    out.write(isDry ? `Would cite anew ${what}; nothing was written.\n` : `Cited anew ${what}.\n`);
  }
  for (const [path, reason] of left) out.write(`Left as it was: ${visible(path)}: ${visible(reason)}\n`);
  return left.size > 0 ? 1 : 0;
}

function judge(call: Call, { repository, policy }: Project, head: Snapshot, id: string): Promise<Evaluated> {
  return evaluate({
    head,
    base: null,
    commits: [],
    repository,
    // Asked for by name, it is judged whatever the policy makes of it.
    policy: { ...policy, rules: {} },
    rules: [ANY_STATE],
    knownRules: ruleIds,
    today: call.terminal.now().toISOString().slice(0, 10),
    only: [],
    drift: [id],
  });
}

function found(packets: readonly Packet[], { policy, paths, name }: Project, id: string): Packet {
  const packet = packets.find((one) => one.id === id);
  if (packet !== undefined) return packet;
  const ids = knownIds(policy.layout, paths);
  const near = nearest(id, packets.map((one) => one.id));
  if (ids.includes(id)) throw new UserError(`${quoted(id)} is no packet but a stub or a refinement; only packets have evidence`);
  const hint = near === null ? "`writ check --format json` lists the packets there are" : `did you mean ${quoted(near)}?`;
  throw new UserError(`there is no packet ${quoted(id)} in ${name}; ${hint}`);
}
